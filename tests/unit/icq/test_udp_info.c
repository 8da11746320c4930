#include "icq/udp_info.h"

#include <criterion/criterion.h>
#include <string.h>

#include "icq/udp_meta.h"
#include "udp_vectors.h"

static const struct udp_person somebody = {
	.uin = 100001,
	.nick = VIEW_INIT("nick"),
	.first = VIEW_INIT("first"),
	.last = VIEW_INIT("last"),
	.email = VIEW_INIT("e@example.com"),
	.email2 = VIEW_INIT("2@example.com"),
	.home = { VIEW_INIT("Bonn"), VIEW_INIT("NW"), VIEW_INIT("0228"), VIEW_INIT("0229"),
		VIEW_INIT("Am Hof"), 49 },
	.work = { VIEW_INIT("Paris"), VIEW_INIT(""), VIEW_INIT("01"), VIEW_INIT("02"), VIEW_INIT("Rue"), 33 },
	.cellular = VIEW_INIT("0170"),
	.homepage = VIEW_INIT("http://example.com"),
	.about = VIEW_INIT("myself\r\n"),
	.company = VIEW_INIT("Co"),
	.department = VIEW_INIT("Dep"),
	.position = VIEW_INIT("Pos"),
	.work_homepage = VIEW_INIT("http://example.org"),
	.age = 30,
	.birth_year = 1970,
	.occupation = 7,
	.birth_month = 2,
	.birth_day = 29,
	.zone = 0xfe,
	.gender = UDP_FEMALE,
	.languages = { 8, 12, 0 },
	.needs_auth = true,
};

static void
expect_basic(const struct udp_person *a, const struct udp_person *b)
{
	cr_expect(view_eq(a->nick, b->nick) && view_eq(a->first, b->first) && view_eq(a->last, b->last));
	cr_expect(view_eq(a->email, b->email) && view_eq(a->email2, b->email2) &&
		view_eq(a->email3, b->email3));
	cr_expect(view_eq(a->home.city, b->home.city) && view_eq(a->home.street, b->home.street));
	cr_expect(view_eq(a->home.phone, b->home.phone) && view_eq(a->home.fax, b->home.fax) &&
		view_eq(a->cellular, b->cellular));
}

static void
expect_rest(const struct udp_person *a, const struct udp_person *b)
{
	cr_expect(a->age == b->age && a->gender == b->gender && view_eq(a->homepage, b->homepage));
	cr_expect(a->birth_year == b->birth_year && a->birth_month == b->birth_month &&
		a->birth_day == b->birth_day);
	cr_expect(
		memcmp(a->languages, b->languages, sizeof(a->languages)) == 0 && view_eq(a->about, b->about));
	cr_expect(view_eq(a->work.city, b->work.city) && a->work.country == b->work.country &&
		a->occupation == b->occupation);
	cr_expect(view_eq(a->company, b->company) && view_eq(a->department, b->department));
	cr_expect(view_eq(a->position, b->position) && view_eq(a->work_homepage, b->work_homepage));
}

static bool
tells_of_a_person(enum udp_meta_answer_sub part)
{
	return part != UDP_ANSWER_HOMEPAGE_CATEGORY && part != UDP_ANSWER_INTERESTS &&
		part != UDP_ANSWER_AFFILIATIONS;
}

/* All parts, one after the other, as a client gets them; each cut by a byte is broken. */
static void
try_parts(bool is_second)
{
	uint8_t bytes[UDP_INFO_PARTS][256];
	struct udp_person got = { 0 }, other = { 0 };

	for (size_t i = 0; i < UDP_INFO_PARTS; i++) {
		struct icq_out out = icq_out(bytes[i], sizeof(bytes[i]));
		struct udp_packet p;
		struct udp_answer a;

		udp_info_part_put(&out, udp_info_parts[i], &somebody, is_second);
		p = udp_carry(ICQ_V5, UDP_S_META, &out);
		cr_assert(udp_answer_parse(&a, &p) && a.is_good && a.sub == udp_info_parts[i]);
		cr_expect(udp_info_part_parse(&got, udp_info_parts[i], a.data) ==
				tells_of_a_person(udp_info_parts[i]),
			"%zu", i);
		a.data.n = a.sub == UDP_ANSWER_BASIC ? 90 : a.data.n - 2;
		cr_expect(!udp_info_part_parse(&other, udp_info_parts[i], a.data), "cut: %zu", i);
	}
	expect_basic(&got, &somebody);
	expect_rest(&got, &somebody);
}

Test(udp_info, all_parts_of_both_forms)
{
	try_parts(false);
	try_parts(true);
}

Test(udp_info, what_nobody_here_has_is_counted_as_none)
{
	static const struct {
		enum udp_meta_answer_sub part;
		struct view bytes;
	} parts[] = {
		{ UDP_ANSWER_HOMEPAGE_CATEGORY, VIEW_INIT("\x0e\1\x0a\0\0\0\1\0\0") },
		{ UDP_ANSWER_INTERESTS, VIEW_INIT("\xf0\0\x0a\0") },
		{ UDP_ANSWER_AFFILIATIONS, VIEW_INIT("\xfa\0\x0a\0\0") },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		uint8_t bytes[16];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_info_part_put(&out, parts[i].part, &somebody, false);
		cr_expect(view_eq(icq_out_view(&out), parts[i].bytes), "%zu", i);
	}
}

Test(udp_info, as_a_server_of_today_has_it)
{
	struct udp_person got = { .about = VIEW("stays") };
	struct view data = VIEW("\xa1\x86\x01\0\2\0n\0\2\0f\0\2\0l\0\2\0e\0\0");

	cr_assert(udp_info_part_parse(&got, UDP_ANSWER_BASIC, data));
	cr_expect(got.uin == 100001 && view_eq(got.nick, VIEW("n")) && view_eq(got.email, VIEW("e")));
	cr_expect(got.email2.n == 0 && view_eq(got.about, VIEW("stays")));
	cr_expect(!udp_info_part_parse(&got, UDP_ANSWER_BASIC, view_left(data, data.n - 1)));
}

Test(udp_info, in_short)
{
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_person got = { 0 };
	struct view data;

	udp_info_part_put(&out, UDP_ANSWER_SHORT, &somebody, false);
	data = view_skip(icq_out_view(&out), 3);
	cr_assert(udp_info_part_parse(&got, UDP_ANSWER_SHORT, data));
	cr_expect(view_eq(got.nick, somebody.nick) && view_eq(got.email, somebody.email) && got.needs_auth);
	cr_expect(got.gender == UDP_FEMALE && got.uin == 0);
	cr_expect(!udp_info_part_parse(&got, UDP_ANSWER_SHORT, view_left(data, data.n - 1)));

	out = icq_out(bytes, sizeof(bytes));
	icq_put_u32_le(&out, 100001);
	icq_put_bytes(&out, VIEW("\2\0n\0\1\0\0\1\0\0\1\0\0\1\0\0"));
	cr_expect(udp_info_part_parse(&got, UDP_ANSWER_SHORT, icq_out_view(&out)), "as one server has it");
	cr_expect(got.uin == 100001 && view_eq(got.nick, VIEW("n")) && !got.needs_auth);
}

Test(udp_info, the_old_form)
{
	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		uint8_t bytes[256];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_person got = { 0 };
		struct udp_packet p;

		udp_info_ext_put(&out, v, 3, &somebody);
		p = udp_carry(v, UDP_S_INFO_EXT, &out);
		cr_assert(udp_info_ext_parse(&got, &p));
		cr_expect(got.uin == 100001 && view_eq(got.home.city, VIEW("Bonn")) &&
			got.home.country == 49 && got.age == 30);
		cr_expect(view_eq(got.about, somebody.about) && view_eq(got.homepage, somebody.homepage) &&
			got.zone == 0xfe);
		p.data.n -= 4;
		cr_expect(udp_info_ext_parse(&got, &p), "old clients had no zip");
		p.data.n--;
		cr_expect(!udp_info_ext_parse(&got, &p));
		out = icq_out(bytes, sizeof(bytes));
		udp_info_ext_put(&out, v, 3, &(struct udp_person){ .uin = 100001 });
		p = udp_carry(v, UDP_S_INFO_EXT, &out);
		cr_expect(udp_info_ext_parse(&got, &p) && got.age == 0 && got.home.country == 0, "not said");
	}
}

Test(udp_info, what_a_client_says_of_itself)
{
	struct udp_person who;
	struct udp_packet p = { .version = ICQ_V2, .cmd = UDP_C_SET_INFO_V2 };
	uint16_t sub;
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_ask a;

	p.data = VIEW("\3\0\2\0n\0\2\0f\0\2\0l\0\2\0e\0\0");
	cr_expect(udp_set_info_parse(&who, &sub, &p) && sub == 3 && view_eq(who.nick, VIEW("n")) &&
		who.needs_auth);
	p.data.n--;
	cr_expect(!udp_set_info_parse(&who, &sub, &p));
	p = (struct udp_packet){
		.version = ICQ_V4, .cmd = UDP_C_SET_INFO, .data = VIEW("\2\0n\0\2\0f\0\2\0l\0\2\0e\0\1")
	};
	cr_expect(udp_set_info_parse(&who, &sub, &p) && sub == 0 && view_eq(who.email, VIEW("e")) &&
		!who.needs_auth);
	p.cmd = UDP_C_SET_INFO_EXT;
	p.data = VIEW("\2\0c\0\x31\0\xfe\1\0\0\x1e\0\1\1\0\0\1\0\0\2\0a\0");
	cr_expect(udp_set_info_parse(&who, &sub, &p) && view_eq(who.home.city, VIEW("c")) &&
		view_eq(who.about, VIEW("a")));
	cr_expect(who.home.country == 49 && who.age == 30 && who.gender == UDP_FEMALE && who.nick.n == 0);

	icq_put_u16_le(&out, UDP_ASK_SET_BASIC_2);
	for (size_t i = 0; i < 12; i++)
		icq_put_lnts(&out, view_of(&"abcdefghijkl"[i], 1));
	p = udp_carry(ICQ_V5, UDP_C_META, &out);
	cr_expect(udp_ask_parse(&a, &p) && a.what == UDP_ASK_SET_BASIC && a.is_second);
	cr_expect(view_eq(a.person.nick, VIEW("a")) && view_eq(a.person.email3, VIEW("f")) &&
		view_eq(a.person.home.city, VIEW("g")));
	cr_expect(view_eq(a.person.cellular, VIEW("l")) && view_eq(a.person.home.street, VIEW("k")));
	p.data.n--;
	cr_expect(!udp_ask_parse(&a, &p));
}
