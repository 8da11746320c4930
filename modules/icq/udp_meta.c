#include "icq/udp_meta.h"

/* By which bytes of the payload a question is read. */
enum shape {
	NOTHING,
	UIN,
	UIN_PASSWORD,
	PASSWORD,
	BASIC,
	ABOUT,
	SECURITY,
	SEARCH_UIN,
	SEARCH_NAME,
	SEARCH_EMAIL,
	SEARCH_WHITE
};

static const struct ask {
	uint16_t what, second; /* 0: there is no second form */
	enum shape shape;
	uint16_t answer;
} asks[] = {
	{ UDP_ASK_SET_BASIC, UDP_ASK_SET_BASIC_2, BASIC, UDP_ANSWER_SET_BASIC },
	{ UDP_ASK_SET_WORK, UDP_ASK_SET_WORK_2, NOTHING, UDP_ANSWER_SET_WORK },
	{ UDP_ASK_SET_MORE, UDP_ASK_SET_MORE_2, NOTHING, UDP_ANSWER_SET_MORE },
	{ UDP_ASK_SET_ABOUT, 0, ABOUT, UDP_ANSWER_SET_ABOUT },
	{ UDP_ASK_SET_INTERESTS, 0, NOTHING, UDP_ANSWER_SET_INTERESTS },
	{ UDP_ASK_SET_AFFILIATIONS, 0, NOTHING, UDP_ANSWER_SET_AFFILIATIONS },
	{ UDP_ASK_SET_SECURITY, 0, SECURITY, UDP_ANSWER_SET_SECURITY },
	{ UDP_ASK_SET_PASSWORD, 0, PASSWORD, UDP_ANSWER_SET_PASSWORD },
	{ UDP_ASK_SET_HOMEPAGE_CATEGORY, 0, NOTHING, UDP_ANSWER_SET_HOMEPAGE_CATEGORY },
	{ UDP_ASK_INFO, UDP_ASK_INFO_2, UIN, UDP_ANSWER_AFFILIATIONS },
	{ UDP_ASK_INFO_SHORT, 0, UIN, UDP_ANSWER_SHORT },
	{ UDP_ASK_INFO_OWN, UDP_ASK_INFO_OWN_2, UIN, UDP_ANSWER_AFFILIATIONS },
	{ UDP_ASK_UNREGISTER, 0, UIN_PASSWORD, UDP_ANSWER_UNREGISTER },
	{ UDP_ASK_SEARCH_UIN, UDP_ASK_SEARCH_UIN_2, SEARCH_UIN, UDP_ANSWER_FOUND_LAST },
	{ UDP_ASK_SEARCH_NAME, UDP_ASK_SEARCH_NAME_2, SEARCH_NAME, UDP_ANSWER_FOUND_LAST },
	{ UDP_ASK_SEARCH_EMAIL, UDP_ASK_SEARCH_EMAIL_2, SEARCH_EMAIL, UDP_ANSWER_FOUND_LAST },
	{ UDP_ASK_SEARCH_WHITE, UDP_ASK_SEARCH_WHITE_2, SEARCH_WHITE, UDP_ANSWER_WHITE_LAST },
};

static const struct ask *
ask_of(uint16_t what)
{
	for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
		if (asks[i].what == what || (asks[i].second != 0 && asks[i].second == what))
			return &asks[i];
	}
	return NULL;
}

uint16_t
udp_ask_answer(uint16_t what)
{
	const struct ask *found = ask_of(what);

	return found != NULL ? found->answer : 0;
}

/* A number or a text that nobody here has: whoever looks for it finds nobody. */
static void
ask_number(struct udp_search *s, uint16_t v)
{
	s->asks_more |= v != 0 && v != 0xffff;
}

static void
ask_text(struct udp_search *s, struct view v)
{
	s->asks_more |= v.n != 0;
}

static void
ask_indexed(struct udp_search *s, struct icq_in *in)
{
	ask_number(s, icq_get_u16_le(in));
	ask_text(s, icq_get_lnts(in));
}

/* Not one that nobody can have: then it would not be a search by number. */
static void
get_uin(struct udp_search *s, struct icq_in *in)
{
	uint32_t uin = icq_get_u32_le(in);

	s->uin = icq_uin_is_valid(uin) ? uin : 0;
	s->asks_more = s->uin == 0;
}

static void
get_white(struct udp_search *s, struct icq_in *in, bool is_second)
{
	s->first = icq_get_lnts(in);
	s->last = icq_get_lnts(in);
	s->nick = icq_get_lnts(in);
	s->email = icq_get_lnts(in);
	if (in->bad)
		return;
	ask_number(s, icq_get_u16_le(in)); /* ages, from and to */
	ask_number(s, icq_get_u16_le(in));
	ask_number(s, icq_get_u8(in)); /* gender */
	ask_number(s, icq_get_u8(in)); /* language */
	ask_text(s, icq_get_lnts(in)); /* city */
	ask_text(s, icq_get_lnts(in)); /* state */
	ask_number(s, icq_get_u16_le(in));
	ask_text(s, icq_get_lnts(in)); /* company */
	ask_text(s, icq_get_lnts(in));
	ask_text(s, icq_get_lnts(in));
	ask_number(s, icq_get_u8(in)); /* occupation */
	ask_indexed(s, in);	       /* past, interests, affiliations */
	ask_indexed(s, in);
	ask_indexed(s, in);
	if (is_second)
		ask_indexed(s, in); /* homepage */
	s->is_online_only = icq_get_u8(in) != 0;
	in->bad = false; /* the older the client, the less of it is there */
}

static void
get_ask(struct udp_ask *a, struct icq_in *in, enum shape shape)
{
	switch (shape) {
	case NOTHING:
		break;
	case UIN:
		a->uin = icq_get_u32_le(in);
		break;
	case UIN_PASSWORD:
		a->uin = icq_get_u32_le(in);
		a->password = icq_get_lnts(in);
		break;
	case PASSWORD:
		a->password = icq_get_lnts(in);
		break;
	case BASIC:
		in->bad |= !udp_info_set_basic_parse(&a->person, icq_get_rest(in));
		break;
	case ABOUT:
		a->person.about = icq_get_lnts(in);
		break;
	case SECURITY:
		a->person.needs_auth = icq_get_u8(in) == 0;
		break;
	case SEARCH_UIN:
		get_uin(&a->search, in);
		break;
	case SEARCH_NAME:
		a->search.first = icq_get_lnts(in);
		a->search.last = icq_get_lnts(in);
		a->search.nick = icq_get_lnts(in);
		break;
	case SEARCH_EMAIL:
		a->search.email = icq_get_lnts(in);
		break;
	case SEARCH_WHITE:
		get_white(&a->search, in, a->is_second);
		break;
	}
}

bool
udp_ask_parse(struct udp_ask *a, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);
	const struct ask *found;

	*a = (struct udp_ask){ .what = icq_get_u16_le(&in) };
	if (in.bad)
		return false;
	found = ask_of(a->what);
	if (found == NULL)
		return true;
	a->is_second = a->what == found->second;
	a->what = found->what;
	get_ask(a, &in, found->shape);
	return !in.bad;
}

void
udp_ask_put(struct icq_out *out, const struct udp_ask *a)
{
	const struct ask *found = ask_of(a->what);

	if (found == NULL)
		return;
	icq_put_u16_le(out, a->is_second && found->second != 0 ? found->second : found->what);
	switch (found->shape) {
	case UIN:
		icq_put_u32_le(out, a->uin);
		break;
	case SEARCH_UIN:
		icq_put_u32_le(out, a->search.uin);
		break;
	case SEARCH_NAME:
		icq_put_lnts(out, a->search.first);
		icq_put_lnts(out, a->search.last);
		icq_put_lnts(out, a->search.nick);
		break;
	case SEARCH_EMAIL:
		icq_put_lnts(out, a->search.email);
		break;
	case NOTHING:
	case UIN_PASSWORD:
	case PASSWORD:
	case BASIC:
	case ABOUT:
	case SECURITY:
	case SEARCH_WHITE:
		break;
	}
}

void
udp_result_put(struct icq_out *out, uint16_t answer, enum udp_result result)
{
	icq_put_u16_le(out, answer);
	icq_put_u8(out, (uint8_t)result);
}

void
udp_answer_found_put(
	struct icq_out *out, const struct udp_ask *a, const struct udp_found *f, const uint32_t *left)
{
	bool is_white = a->what == UDP_ASK_SEARCH_WHITE;
	uint16_t last = is_white ? UDP_ANSWER_WHITE_LAST : UDP_ANSWER_FOUND_LAST;
	size_t size_at = 0, begin;

	udp_result_put(out, left != NULL ? last : (uint16_t)(last - 10), UDP_RESULT_OK);
	if (a->is_second)
		size_at = icq_put_later(out, 2);
	begin = out->n;
	icq_put_u32_le(out, f->uin);
	icq_put_lnts(out, f->nick);
	icq_put_lnts(out, f->first);
	icq_put_lnts(out, f->last);
	icq_put_lnts(out, f->email);
	icq_put_u8(out, f->needs_auth ? 0 : 1);
	icq_put_u8(out, f->online);
	if (a->is_second) {
		icq_put_u8(out, 0);
		icq_patch_u16_le(out, size_at, (uint16_t)(out->n - begin));
	}
	if (left != NULL)
		icq_put_u32_le(out, *left);
}

void
udp_meta_ready_put(struct icq_out *out)
{
	icq_put_u16_le(out, UDP_ASK_LOGIN);
	icq_put_u16_le(out, 0);
	icq_put_u16_le(out, 0x46);
}

bool
udp_answer_parse(struct udp_answer *a, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	a->sub = icq_get_u16_le(&in);
	a->is_good = icq_get_u8(&in) == UDP_RESULT_OK;
	a->data = icq_get_rest(&in);
	return !in.bad;
}

/* The entry ends with its last field, or with what a server counts. */
static bool
get_found(struct udp_found *f, struct view data)
{
	struct icq_in in = icq_in(data);

	*f = (struct udp_found){ .uin = icq_get_u32_le(&in) };
	f->nick = icq_get_lnts(&in);
	f->first = icq_get_lnts(&in);
	f->last = icq_get_lnts(&in);
	f->email = icq_get_lnts(&in);
	f->needs_auth = icq_get_u8(&in) == 0;
	f->online = icq_get_u8(&in);
	return !in.bad && icq_uin_is_valid(f->uin);
}

bool
udp_answer_found_parse(struct udp_found *f, uint32_t *left, const struct udp_answer *a)
{
	bool is_last = a->sub == UDP_ANSWER_FOUND_LAST || a->sub == UDP_ANSWER_WHITE_LAST;
	bool is_found = is_last || a->sub == UDP_ANSWER_FOUND || a->sub == UDP_ANSWER_WHITE;
	size_t tail = is_last ? 4 : 0, n = a->data.n;
	struct view entry = a->data;
	struct icq_in in = icq_in(a->data), end;

	*left = 0;
	if (!is_found || !a->is_good || n < tail + 2)
		return false;
	end = icq_in(view_skip(a->data, n - tail));
	if (is_last)
		*left = icq_get_u32_le(&end);
	entry = view_left(entry, n - tail);
	/* Which form it is nobody says: in the newer one the size of all that follows comes first. */
	if (icq_get_u16_le(&in) == entry.n - 2 && get_found(f, view_skip(entry, 2)))
		return true;
	return get_found(f, entry);
}
