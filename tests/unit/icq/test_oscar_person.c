#include "icq/oscar_person.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

static const struct oscar_person ada = {
	.nick = VIEW_INIT("ada"),
	.first = VIEW_INIT("Augusta"),
	.last = VIEW_INIT("King"),
	.email = VIEW_INIT("ada@x"),
	.home = { VIEW_INIT("London"), VIEW_INIT("LDN"), VIEW_INIT("1"), VIEW_INIT("2"),
		VIEW_INIT("St James"), VIEW_INIT("SW1"), 44 },
	.work = { VIEW_INIT("Turin"), VIEW_INIT("TO"), VIEW_INIT("3"), VIEW_INIT("4"), VIEW_INIT("Via Po"),
		VIEW_INIT("10123"), 39 },
	.cellular = VIEW_INIT("5"),
	.homepage = VIEW_INIT("http://x/"),
	.about = VIEW_INIT("notes G"),
	.company = VIEW_INIT("Engine"),
	.department = VIEW_INIT("Analytics"),
	.position = VIEW_INIT("author"),
	.work_homepage = VIEW_INIT("http://y/"),
	.age = 36,
	.birth_year = 1815,
	.occupation = 7,
	.birth_month = 12,
	.birth_day = 10,
	.zone = 2,
	.gender = OSCAR_FEMALE,
	.languages = { 12, 15, 0 },
	.needs_auth = true,
};

static bool
same_place(const struct oscar_place *a, const struct oscar_place *b)
{
	return view_eq(a->city, b->city) && view_eq(a->state, b->state) && view_eq(a->phone, b->phone) &&
		view_eq(a->fax, b->fax) && view_eq(a->street, b->street) && view_eq(a->zip, b->zip) &&
		a->country == b->country;
}

Test(oscar_person, all_parts_together_say_all)
{
	static uint8_t bytes[OSCAR_PERSON_PARTS][512];
	struct oscar_person p = { .age = 0 };

	for (size_t i = 0; i < OSCAR_PERSON_PARTS; i++) {
		struct icq_out out = icq_out(bytes[i], sizeof(bytes[i]));

		oscar_person_put(&out, oscar_person_parts[i], &ada);
		cr_assert(out.n > 0 &&
				oscar_person_parse(&p, (uint16_t)oscar_person_parts[i], icq_out_view(&out)),
			"%zu", i);
	}
	cr_expect(view_eq(p.nick, ada.nick) && view_eq(p.first, ada.first) && view_eq(p.last, ada.last));
	cr_expect(view_eq(p.email, ada.email) && view_eq(p.cellular, ada.cellular) &&
		view_eq(p.homepage, ada.homepage));
	cr_expect(same_place(&p.home, &ada.home) && same_place(&p.work, &ada.work) &&
		view_eq(p.about, ada.about));
	cr_expect(view_eq(p.company, ada.company) && view_eq(p.department, ada.department));
	cr_expect(view_eq(p.position, ada.position) && view_eq(p.work_homepage, ada.work_homepage));
	cr_expect(p.age == 36 && p.birth_year == 1815 && p.birth_month == 12 && p.birth_day == 10);
	cr_expect(p.occupation == 7 && p.zone == 2 && p.gender == OSCAR_FEMALE && p.needs_auth);
	cr_expect(memcmp(p.languages, ada.languages, sizeof(p.languages)) == 0);
}

Test(oscar_person, parts_are_built_as_clients_know_them)
{
	static const struct oscar_person channel = { .nick = VIEW_INIT("#a") };
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_person_put(&out, OSCAR_ANSWER_SHORT, &channel);
	cr_expect(icq_hex_is(icq_out_view(&out), "0300 236100 0100 00 0100 00 0100 00 01 00 00"));
	out = icq_out(bytes, sizeof(bytes));
	oscar_person_put(&out, OSCAR_ANSWER_BASIC, &channel);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"0300 236100 010000 010000 010000 010000 010000 010000 010000 010000 010000 "
		"010000 0000 00 01 00 00 00"));
	out = icq_out(bytes, sizeof(bytes));
	oscar_person_put(&out, OSCAR_ANSWER_PAGE, &channel);
	oscar_person_put(&out, OSCAR_ANSWER_PAST, &channel);
	cr_expect(icq_hex_is(icq_out_view(&out), "00 0000 0100 00  00 00"));
}

Test(oscar_person, parts_that_are_cut_short_are_none)
{
	static const enum oscar_answer_sub part[] = { OSCAR_ANSWER_BASIC, OSCAR_ANSWER_MORE,
		OSCAR_ANSWER_WORK, OSCAR_ANSWER_ABOUT, OSCAR_ANSWER_SHORT };

	for (size_t i = 0; i < ARRAY_LEN(part); i++) {
		uint8_t bytes[512];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct oscar_person p = { .age = 0 };
		/* What comes behind the way to be added is about things that we don't read. */
		size_t unread = part[i] == OSCAR_ANSWER_BASIC ? 3 : 0;

		oscar_person_put(&out, part[i], &ada);
		for (size_t n = 0; n < out.n - unread; n++)
			cr_expect(
				!oscar_person_parse(&p, (uint16_t)part[i], view_left(icq_out_view(&out), n)),
				"%zu: %zu bytes", i, n);
		cr_expect(oscar_person_parse(&p, (uint16_t)part[i], icq_out_view(&out)));
	}
}

Test(oscar_person, there_are_no_other_parts)
{
	struct oscar_person p = { .age = 0 };
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	cr_expect(!oscar_person_parse(&p, OSCAR_ANSWER_FOUND, VIEW("")));
	oscar_person_put(&out, OSCAR_ANSWER_FOUND, &ada);
	cr_expect(out.n == 0);
}

Test(oscar_person, those_who_are_found_come_back)
{
	static const struct oscar_found one = { .uin = 900001,
		.nick = VIEW_INIT("#a"),
		.email = VIEW_INIT("a@x"),
		.online = OSCAR_IS_ONLINE,
		.gender = 2,
		.age = 30 };
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	const uint32_t beyond = 5;
	struct oscar_found f;
	uint32_t left = 1;

	oscar_found_put(&out, &one, NULL);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"1b00 a1bb0d00 0300 236100 0100 00 0100 00 0400 61407800 01 0100 02 1e00"));
	cr_assert(oscar_found_parse(&f, &left, icq_out_view(&out)));
	cr_expect(f.uin == 900001 && view_eq(f.nick, one.nick) && view_eq(f.email, one.email) &&
		f.first.n == 0);
	cr_expect(!f.needs_auth && f.online == OSCAR_IS_ONLINE && f.gender == 2 && f.age == 30 && left == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_found_parse(&f, &left, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	out = icq_out(bytes, sizeof(bytes));
	oscar_found_put(&out, &one, &beyond);
	cr_expect(oscar_found_parse(&f, &left, icq_out_view(&out)) && left == 5);
}

Test(oscar_person, an_entry_ends_where_it_says)
{
	struct icq_hex h;
	struct oscar_found f;
	uint32_t left;

	cr_expect(!oscar_found_parse(
		&f, &left, icq_hex(&h, "0400 a1bb0d00 010000 010000 010000 010000 01 0100 02 1e00")));
}
