#include "icq/oscar_person.h"

/* Of the byte that says whether he may be added without asking. */
enum { MAY_BE_ADDED = 1 };

const enum oscar_answer_sub oscar_person_parts[OSCAR_PERSON_PARTS] = {
	OSCAR_ANSWER_BASIC,
	OSCAR_ANSWER_MORE,
	OSCAR_ANSWER_EMAILS,
	OSCAR_ANSWER_PAGE,
	OSCAR_ANSWER_WORK,
	OSCAR_ANSWER_ABOUT,
	OSCAR_ANSWER_INTERESTS,
	OSCAR_ANSWER_PAST,
};

static void
put_names(struct icq_out *out, const struct oscar_person *who)
{
	icq_put_lnts(out, who->nick);
	icq_put_lnts(out, who->first);
	icq_put_lnts(out, who->last);
	icq_put_lnts(out, who->email);
}

static void
get_names(struct icq_in *in, struct oscar_person *who)
{
	who->nick = icq_get_lnts(in);
	who->first = icq_get_lnts(in);
	who->last = icq_get_lnts(in);
	who->email = icq_get_lnts(in);
}

static void
put_place(struct icq_out *out, const struct oscar_place *place)
{
	icq_put_lnts(out, place->city);
	icq_put_lnts(out, place->state);
	icq_put_lnts(out, place->phone);
	icq_put_lnts(out, place->fax);
	icq_put_lnts(out, place->street);
}

static void
get_place(struct icq_in *in, struct oscar_place *place)
{
	place->city = icq_get_lnts(in);
	place->state = icq_get_lnts(in);
	place->phone = icq_get_lnts(in);
	place->fax = icq_get_lnts(in);
	place->street = icq_get_lnts(in);
}

static void
put_auth(struct icq_out *out, bool needs_auth)
{
	icq_put_u8(out, needs_auth ? 0 : MAY_BE_ADDED);
}

static bool
get_needs_auth(struct icq_in *in)
{
	return icq_get_u8(in) != MAY_BE_ADDED;
}

static void
put_basic(struct icq_out *out, const struct oscar_person *who)
{
	put_names(out, who);
	put_place(out, &who->home);
	icq_put_lnts(out, who->cellular);
	icq_put_lnts(out, who->home.zip);
	icq_put_u16_le(out, who->home.country);
	icq_put_u8(out, who->zone);
	put_auth(out, who->needs_auth);
	icq_put_zeros(out, 3); /* no web, no direct connections, and his address is not for all */
}

void
oscar_get_basic(struct icq_in *in, struct oscar_person *who)
{
	get_names(in, who);
	get_place(in, &who->home);
	who->cellular = icq_get_lnts(in);
	who->home.zip = icq_get_lnts(in);
	who->home.country = icq_get_u16_le(in);
	who->zone = icq_get_u8(in);
}

static void
get_basic(struct icq_in *in, struct oscar_person *who)
{
	oscar_get_basic(in, who);
	who->needs_auth = get_needs_auth(in);
}

static void
put_more(struct icq_out *out, const struct oscar_person *who)
{
	icq_put_u16_le(out, who->age);
	icq_put_u8(out, who->gender);
	icq_put_lnts(out, who->homepage);
	icq_put_u16_le(out, who->birth_year);
	icq_put_u8(out, who->birth_month);
	icq_put_u8(out, who->birth_day);
	icq_put_bytes(out, view_of(who->languages, sizeof(who->languages)));
}

void
oscar_get_more(struct icq_in *in, struct oscar_person *who)
{
	who->age = icq_get_u16_le(in);
	who->gender = icq_get_u8(in);
	who->homepage = icq_get_lnts(in);
	who->birth_year = icq_get_u16_le(in);
	who->birth_month = icq_get_u8(in);
	who->birth_day = icq_get_u8(in);
	for (size_t i = 0; i < ARRAY_LEN(who->languages); i++)
		who->languages[i] = icq_get_u8(in);
}

static void
put_work(struct icq_out *out, const struct oscar_person *who)
{
	put_place(out, &who->work);
	icq_put_lnts(out, who->work.zip);
	icq_put_u16_le(out, who->work.country);
	icq_put_lnts(out, who->company);
	icq_put_lnts(out, who->department);
	icq_put_lnts(out, who->position);
	icq_put_u16_le(out, who->occupation);
	icq_put_lnts(out, who->work_homepage);
}

void
oscar_get_work(struct icq_in *in, struct oscar_person *who)
{
	get_place(in, &who->work);
	who->work.zip = icq_get_lnts(in);
	who->work.country = icq_get_u16_le(in);
	who->company = icq_get_lnts(in);
	who->department = icq_get_lnts(in);
	who->position = icq_get_lnts(in);
	who->occupation = icq_get_u16_le(in);
	who->work_homepage = icq_get_lnts(in);
}

static void
put_about(struct icq_out *out, const struct oscar_person *who)
{
	icq_put_lnts(out, who->about);
}

static void
get_about(struct icq_in *in, struct oscar_person *who)
{
	who->about = icq_get_lnts(in);
}

static void
put_short(struct icq_out *out, const struct oscar_person *who)
{
	put_names(out, who);
	put_auth(out, who->needs_auth);
	icq_put_u8(out, 0);
	icq_put_u8(out, who->gender);
}

static void
get_short(struct icq_in *in, struct oscar_person *who)
{
	get_names(in, who);
	who->needs_auth = get_needs_auth(in);
	icq_skip(in, 1);
	who->gender = icq_get_u8(in);
}

/* A list of what nobody here has. */
static void
put_none(struct icq_out *out, const struct oscar_person *who)
{
	(void)who;
	icq_put_u8(out, 0);
}

static void
put_no_past(struct icq_out *out, const struct oscar_person *who)
{
	put_none(out, who);
	put_none(out, who);
}

static void
put_no_page(struct icq_out *out, const struct oscar_person *who)
{
	put_none(out, who);
	icq_put_u16_le(out, 0);
	icq_put_lnts(out, VIEW(""));
}

static void
get_none(struct icq_in *in, struct oscar_person *who)
{
	(void)in;
	(void)who;
}

static const struct {
	enum oscar_answer_sub sub;
	void (*put)(struct icq_out *out, const struct oscar_person *who);
	void (*get)(struct icq_in *in, struct oscar_person *who);
} parts[] = {
	{ OSCAR_ANSWER_BASIC, put_basic, get_basic },
	{ OSCAR_ANSWER_MORE, put_more, oscar_get_more },
	{ OSCAR_ANSWER_EMAILS, put_none, get_none },
	{ OSCAR_ANSWER_PAGE, put_no_page, get_none },
	{ OSCAR_ANSWER_WORK, put_work, oscar_get_work },
	{ OSCAR_ANSWER_ABOUT, put_about, get_about },
	{ OSCAR_ANSWER_INTERESTS, put_none, get_none },
	{ OSCAR_ANSWER_PAST, put_no_past, get_none },
	{ OSCAR_ANSWER_SHORT, put_short, get_short },
};

void
oscar_person_put(struct icq_out *out, enum oscar_answer_sub part, const struct oscar_person *who)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].sub == part)
			parts[i].put(out, who);
}

bool
oscar_person_parse(struct oscar_person *who, uint16_t part, struct view data)
{
	struct icq_in in = icq_in(data);

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (parts[i].sub != part)
			continue;
		parts[i].get(&in, who);
		return !in.bad;
	}
	return false;
}

void
oscar_found_put(struct icq_out *out, const struct oscar_found *f, const uint32_t *left)
{
	size_t at = icq_put_later(out, 2);

	icq_put_u32_le(out, f->uin);
	icq_put_lnts(out, f->nick);
	icq_put_lnts(out, f->first);
	icq_put_lnts(out, f->last);
	icq_put_lnts(out, f->email);
	put_auth(out, f->needs_auth);
	icq_put_u16_le(out, f->online);
	icq_put_u8(out, f->gender);
	icq_put_u16_le(out, f->age);
	icq_patch_u16_le(out, at, (uint16_t)(out->n - at - 2));
	if (left != NULL)
		icq_put_u32_le(out, *left);
}

bool
oscar_found_parse(struct oscar_found *f, uint32_t *left, struct view data)
{
	struct icq_in in = icq_in(data), one = icq_in(icq_get_bytes(&in, icq_get_u16_le(&in)));

	f->uin = icq_get_u32_le(&one);
	f->nick = icq_get_lnts(&one);
	f->first = icq_get_lnts(&one);
	f->last = icq_get_lnts(&one);
	f->email = icq_get_lnts(&one);
	f->needs_auth = get_needs_auth(&one);
	f->online = icq_get_u16_le(&one);
	f->gender = icq_get_u8(&one);
	f->age = icq_get_u16_le(&one);
	*left = in.n >= 4 ? icq_get_u32_le(&in) : 0;
	return !one.bad && !in.bad;
}
