#include "icq/udp_info.h"

#define NOT_SAID    0xffffu /* in the old form, of a country or an age */
#define RESULT_GOOD 0x0a

const enum udp_meta_answer_sub udp_info_parts[UDP_INFO_PARTS] = {
	UDP_ANSWER_BASIC,
	UDP_ANSWER_MORE,
	UDP_ANSWER_HOMEPAGE_CATEGORY,
	UDP_ANSWER_WORK,
	UDP_ANSWER_ABOUT,
	UDP_ANSWER_INTERESTS,
	UDP_ANSWER_AFFILIATIONS,
};

static uint16_t
get_number(struct icq_in *in)
{
	uint16_t v = icq_get_u16_le(in);

	return v != NOT_SAID ? v : 0;
}

static void
put_number(struct icq_out *out, uint16_t v)
{
	icq_put_u16_le(out, v != 0 ? v : NOT_SAID);
}

static void
get_names(struct icq_in *in, struct udp_person *who)
{
	who->nick = icq_get_lnts(in);
	who->first = icq_get_lnts(in);
	who->last = icq_get_lnts(in);
	who->email = icq_get_lnts(in);
}

static void
put_names(struct icq_out *out, const struct udp_person *who)
{
	icq_put_lnts(out, who->nick);
	icq_put_lnts(out, who->first);
	icq_put_lnts(out, who->last);
	icq_put_lnts(out, who->email);
}

static void
get_ext(struct icq_in *in, struct udp_person *who)
{
	who->home.city = icq_get_lnts(in);
	who->home.country = get_number(in);
	who->zone = icq_get_u8(in);
	who->home.state = icq_get_lnts(in);
	who->age = get_number(in);
	who->gender = icq_get_u8(in);
	who->home.phone = icq_get_lnts(in);
	who->homepage = icq_get_lnts(in);
	who->about = icq_get_lnts(in);
}

void
udp_info_ext_put(struct icq_out *out, enum icq_protocol version, uint16_t sub, const struct udp_person *who)
{
	if (version == ICQ_V2)
		icq_put_u16_le(out, sub);
	icq_put_u32_le(out, who->uin);
	icq_put_lnts(out, who->home.city);
	put_number(out, who->home.country);
	icq_put_u8(out, who->zone);
	icq_put_lnts(out, who->home.state);
	put_number(out, who->age);
	icq_put_u8(out, who->gender);
	icq_put_lnts(out, who->home.phone);
	icq_put_lnts(out, who->homepage);
	icq_put_lnts(out, who->about);
	icq_put_u32_le(out, UINT32_MAX); /* zip */
}

bool
udp_info_ext_parse(struct udp_person *who, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	if (p->version == ICQ_V2)
		icq_skip(&in, 2);
	who->uin = icq_get_u32_le(&in);
	get_ext(&in, who);
	return !in.bad && icq_uin_is_valid(who->uin);
}

bool
udp_set_info_parse(struct udp_person *who, uint16_t *sub, const struct udp_packet *p)
{
	struct icq_in in = icq_in(p->data);

	*who = (struct udp_person){ 0 };
	*sub = p->version == ICQ_V2 ? icq_get_u16_le(&in) : 0;
	if (p->cmd == UDP_C_SET_INFO_EXT) {
		get_ext(&in, who);
	} else {
		get_names(&in, who);
		who->needs_auth = icq_get_u8(&in) == 0;
	}
	return !in.bad;
}

static void
put_zip(struct icq_out *out, bool is_second)
{
	if (is_second)
		icq_put_lnts(out, VIEW(""));
	else
		icq_put_u32_le(out, 0);
}

/* City, state, phone, fax, street: the order in which all forms have them. */
static void
get_place(struct icq_in *in, struct udp_place *where)
{
	where->city = icq_get_lnts(in);
	where->state = icq_get_lnts(in);
	where->phone = icq_get_lnts(in);
	where->fax = icq_get_lnts(in);
	where->street = icq_get_lnts(in);
}

static void
put_place(struct icq_out *out, const struct udp_place *where)
{
	icq_put_lnts(out, where->city);
	icq_put_lnts(out, where->state);
	icq_put_lnts(out, where->phone);
	icq_put_lnts(out, where->fax);
	icq_put_lnts(out, where->street);
}

static void
put_basic(struct icq_out *out, const struct udp_person *who, bool is_second)
{
	put_names(out, who);
	icq_put_lnts(out, who->email2);
	icq_put_lnts(out, who->email3);
	put_place(out, &who->home);
	icq_put_lnts(out, who->cellular);
	put_zip(out, is_second);
	icq_put_u16_le(out, who->home.country);
	icq_put_u8(out, who->zone);
	if (is_second)
		icq_put_u8(out, 0);
	icq_put_u8(out, who->needs_auth ? 0 : 1);
	icq_put_u8(out, 0); /* seen from the web? */
	icq_put_u8(out, 1); /* hides its address? */
	icq_put_zeros(out, 2);
}

static void
put_more(struct icq_out *out, const struct udp_person *who, bool is_second)
{
	unsigned since_1900 =
		who->birth_year >= 1900 && who->birth_year < 1900 + 256 ? who->birth_year - 1900u : 0;

	icq_put_u16_le(out, who->age);
	icq_put_u8(out, who->gender);
	icq_put_lnts(out, who->homepage);
	if (is_second)
		icq_put_u16_le(out, who->birth_year);
	else
		icq_put_u8(out, (uint8_t)since_1900);
	icq_put_u8(out, who->birth_month);
	icq_put_u8(out, who->birth_day);
	icq_put_bytes(out, view_of(who->languages, sizeof(who->languages)));
}

static void
put_work(struct icq_out *out, const struct udp_person *who, bool is_second)
{
	put_place(out, &who->work);
	put_zip(out, is_second);
	icq_put_u16_le(out, who->work.country);
	icq_put_lnts(out, who->company);
	icq_put_lnts(out, who->department);
	icq_put_lnts(out, who->position);
	icq_put_u16_le(out, who->occupation);
	icq_put_lnts(out, who->work_homepage);
}

static void
put_short(struct icq_out *out, const struct udp_person *who)
{
	put_names(out, who);
	icq_put_u8(out, who->needs_auth ? 0 : 1);
	icq_put_u8(out, 0);
	icq_put_u8(out, who->gender);
}

void
udp_info_part_put(
	struct icq_out *out, enum udp_meta_answer_sub part, const struct udp_person *who, bool is_second)
{
	icq_put_u16_le(out, (uint16_t)part);
	icq_put_u8(out, RESULT_GOOD);
	if (part == UDP_ANSWER_BASIC)
		put_basic(out, who, is_second);
	else if (part == UDP_ANSWER_MORE)
		put_more(out, who, is_second);
	else if (part == UDP_ANSWER_WORK)
		put_work(out, who, is_second);
	else if (part == UDP_ANSWER_ABOUT)
		icq_put_lnts(out, who->about);
	else if (part == UDP_ANSWER_SHORT)
		put_short(out, who);
	else if (part == UDP_ANSWER_HOMEPAGE_CATEGORY)
		icq_put_bytes(out, VIEW("\0\0\0\1\0\0")); /* off, which one, its name */
	else if (part == UDP_ANSWER_INTERESTS)
		icq_put_u8(out, 0); /* how many */
	else if (part == UDP_ANSWER_AFFILIATIONS)
		icq_put_zeros(out, 2); /* how many of the past, and of now */
}

bool
udp_info_set_basic_parse(struct udp_person *who, struct view data)
{
	struct icq_in in = icq_in(data);

	get_names(&in, who);
	who->email2 = icq_get_lnts(&in);
	who->email3 = icq_get_lnts(&in);
	get_place(&in, &who->home);
	who->cellular = icq_get_lnts(&in);
	return !in.bad;
}

/* Of the birthday's year one byte or two are there: the rest is always five. */
static bool
get_more(struct udp_person *who, struct view data)
{
	struct icq_in in = icq_in(data);

	who->age = get_number(&in);
	who->gender = icq_get_u8(&in);
	who->homepage = icq_get_lnts(&in);
	if (in.n >= 7) {
		who->birth_year = icq_get_u16_le(&in);
	} else {
		who->birth_year = icq_get_u8(&in);
		if (who->birth_year != 0)
			who->birth_year = (uint16_t)(who->birth_year + 1900);
	}
	who->birth_month = icq_get_u8(&in);
	who->birth_day = icq_get_u8(&in);
	for (size_t i = 0; i < sizeof(who->languages); i++)
		who->languages[i] = icq_get_u8(&in);
	return !in.bad;
}

static bool
get_work(struct udp_person *who, struct view data, bool is_second)
{
	struct icq_in in = icq_in(data);

	get_place(&in, &who->work);
	if (is_second)
		(void)icq_get_lnts(&in);
	else
		icq_skip(&in, 4);
	who->work.country = icq_get_u16_le(&in);
	who->company = icq_get_lnts(&in);
	who->department = icq_get_lnts(&in);
	who->position = icq_get_lnts(&in);
	who->occupation = icq_get_u16_le(&in);
	who->work_homepage = icq_get_lnts(&in);
	return !in.bad && in.n == 0;
}

/* A server of today has another form of the basic part too: the UIN, names, and whether one has to ask. */
static bool
get_basic(struct udp_person *who, struct view data)
{
	struct udp_person as_it_was = *who;
	struct icq_in in = icq_in(data);

	if (udp_info_set_basic_parse(who, data))
		return true;
	*who = as_it_was;
	who->uin = icq_get_u32_le(&in);
	get_names(&in, who);
	icq_skip(&in, 1);
	return !in.bad && in.n == 0 && icq_uin_is_valid(who->uin);
}

/* The same server has the UIN before all else here. */
static bool
get_short(struct udp_person *who, struct view data, bool has_uin)
{
	struct icq_in in = icq_in(data);

	if (has_uin)
		who->uin = icq_get_u32_le(&in);
	get_names(&in, who);
	who->needs_auth = icq_get_u8(&in) == 0;
	icq_skip(&in, 1);
	who->gender = icq_get_u8(&in);
	return !in.bad && in.n == 0;
}

static bool
get_about(struct udp_person *who, struct view data)
{
	struct icq_in in = icq_in(data);

	who->about = icq_get_lnts(&in);
	return !in.bad;
}

bool
udp_info_part_parse(struct udp_person *who, enum udp_meta_answer_sub part, struct view data)
{
	if (part == UDP_ANSWER_BASIC)
		return get_basic(who, data);
	if (part == UDP_ANSWER_MORE)
		return get_more(who, data);
	if (part == UDP_ANSWER_WORK)
		return get_work(who, data, false) || get_work(who, data, true);
	if (part == UDP_ANSWER_ABOUT)
		return get_about(who, data);
	if (part == UDP_ANSWER_SHORT)
		return get_short(who, data, false) || get_short(who, data, true);
	return false;
}
