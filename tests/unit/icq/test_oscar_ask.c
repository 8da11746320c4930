#include "icq/oscar_ask.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq_hex.h"

static bool
parse(struct oscar_ask *a, uint16_t sub, struct view data)
{
	struct oscar_meta m = { .type = OSCAR_META_ASK, .sub = sub, .data = data };

	return oscar_ask_parse(a, &m);
}

Test(oscar_ask, what_our_client_asks_comes_back)
{
	static const struct oscar_ask ask = {
		.uin = 100002,
		.who = { .nick = VIEW_INIT("ada"),
			.first = VIEW_INIT("Augusta"),
			.last = VIEW_INIT("King"),
			.email = VIEW_INIT("a@x") },
	};
	static const struct {
		enum oscar_ask_sub sub;
		enum oscar_ask_group group;
		uint16_t answer;
		const char *wire;
	} row[] = {
		{ OSCAR_ASK_SELF, OSCAR_ASKS_INFO, OSCAR_ANSWER_PAST, "a2860100" },
		{ OSCAR_ASK_INFO, OSCAR_ASKS_INFO, OSCAR_ANSWER_PAST, "a2860100" },
		{ OSCAR_ASK_SHORT, OSCAR_ASKS_INFO, OSCAR_ANSWER_SHORT, "a2860100" },
		{ OSCAR_ASK_UIN, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, "a2860100" },
		{ OSCAR_ASK_NAME, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST,
			"0800 4175677573746100 0500 4b696e6700 0400 61646100" },
		{ OSCAR_ASK_EMAIL, OSCAR_ASKS_SEARCH, OSCAR_ANSWER_FOUND_LAST, "0400 61407800" },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		uint8_t bytes[128];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct oscar_ask a;

		oscar_ask_put(&out, row[i].sub, &ask);
		cr_expect(icq_hex_is(icq_out_view(&out), row[i].wire), "%zu", i);
		cr_assert(parse(&a, (uint16_t)row[i].sub, icq_out_view(&out)), "%zu", i);
		cr_expect(a.group == row[i].group && a.answer == row[i].answer && a.has == 0, "%zu", i);
		cr_expect(a.uin == (out.n == 4 ? 100002U : 0), "%zu", i);
		if (row[i].sub == OSCAR_ASK_NAME)
			cr_expect(view_eq(a.who.nick, ask.who.nick) && view_eq(a.who.last, ask.who.last));
		if (row[i].sub == OSCAR_ASK_EMAIL)
			cr_expect(view_eq(a.who.email, ask.who.email));
		for (size_t n = 0; n < out.n; n++)
			cr_expect(!parse(&a, (uint16_t)row[i].sub, view_left(icq_out_view(&out), n)),
				"%zu: %zu", i, n);
	}
}

Test(oscar_ask, searches_by_fields)
{
	struct icq_hex h;
	struct oscar_ask a;

	cr_assert(parse(&a, OSCAR_ASK_UIN_FIELDS, icq_hex(&h, "3601 0400 a2860100")));
	cr_expect(a.uin == 100002 && a.group == OSCAR_ASKS_SEARCH && !a.asks_more);
	cr_assert(parse(&a, OSCAR_ASK_EMAIL_FIELDS, icq_hex(&h, "5e01 0600 0400 61407800")));
	cr_expect(view_eq(a.who.email, VIEW("a@x")));
	cr_assert(parse(&a, OSCAR_ASK_WHITE_FIELDS,
		icq_hex(&h,
			"5401 0600 0400 61646100 4001 0300 0100 00 3002 0100 01 7c01 0100 00 9001 0300 0100 "
			"00")));
	cr_expect(view_eq(a.who.nick, VIEW("ada")) && a.who.first.n == 0 && a.is_online_only && !a.asks_more);
	cr_assert(parse(&a, OSCAR_ASK_WHITE_FIELDS, icq_hex(&h, "9001 0400 0200 4100")));
	cr_expect(a.asks_more, "a town");
	cr_assert(parse(&a, OSCAR_ASK_WHITE_FIELDS, icq_hex(&h, "5401 0600 0900 61646100")));
	cr_expect(a.who.nick.n == 0, "a string longer than its field");
	cr_expect(!parse(&a, OSCAR_ASK_WHITE_FIELDS, icq_hex(&h, "5401 0600 0400 616461")));
}

Test(oscar_ask, there_are_64_fields_and_no_more)
{
	uint8_t bytes[4 * (OSCAR_ASK_FIELDS_MAX + 1)] = { 0 };
	struct oscar_ask a;

	cr_expect(parse(&a, OSCAR_ASK_WHITE_FIELDS, view_of(bytes, 4 * OSCAR_ASK_FIELDS_MAX)));
	cr_expect(!parse(&a, OSCAR_ASK_WHITE_FIELDS, view_of(bytes, sizeof(bytes))));
	cr_expect(a.answer == OSCAR_ANSWER_FOUND_LAST, "that is to be answered all the same");
}

#define WHITE_NAMES "0200 4100 0100 00 0400 61646100 0100 00 "

Test(oscar_ask, white_pages_of_old)
{
	static const struct {
		const char *more;
		bool asks_more, is_online_only;
	} row[] = {
		{ "0000 0000 00 00 0100 00 0100 00 0000 0100 00 0100 00 0100 00 00 0000 00", false, false },
		{ "0000 0000 00 00 0100 00 0100 00 0000 0100 00 0100 00 0100 00 00 0000 01", false, true },
		{ "1200 1600 00 00 0100 00 0100 00 0000 0100 00 0100 00 0100 00 00", true, false },
		{ "0000 0000 01 00 0100 00 0100 00 0000 0100 00 0100 00 0100 00 00", true, false },
		{ "0000 0000 00 00 0200 4100 0100 00 0000 0100 00 0100 00 0100 00 00", true, false },
		{ "0000 0000 00 00 0100 00 0100 00 2c00 0100 00 0100 00 0100 00 00", true, false },
		{ "0000 0000 00 00 0100 00 0100 00 0000 0100 00 0100 00 0200 4100 00", true, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		struct icq_hex h;
		char wire[256];
		struct oscar_ask a;

		snprintf(wire, sizeof(wire), "%s%s", WHITE_NAMES, row[i].more);
		cr_assert(parse(&a, OSCAR_ASK_WHITE, icq_hex(&h, wire)), "%zu", i);
		cr_expect(view_eq(a.who.first, VIEW("A")) && view_eq(a.who.nick, VIEW("ada")), "%zu", i);
		cr_expect(a.asks_more == row[i].asks_more && a.is_online_only == row[i].is_online_only, "%zu",
			i);
		cr_expect(!parse(&a, OSCAR_ASK_WHITE, view_left(h.v, 30)), "%zu", i);
	}
}

Test(oscar_ask, a_user_says_of_himself)
{
	static const struct oscar_person who = {
		.nick = VIEW_INIT("ada"),
		.home = { .city = VIEW_INIT("London") },
		.company = VIEW_INIT("Engine"),
		.age = 36,
	};
	static const struct {
		enum oscar_ask_sub sub;
		enum oscar_answer_sub part, answer;
		unsigned has;
	} row[] = {
		{ OSCAR_ASK_SET_BASIC, OSCAR_ANSWER_BASIC, OSCAR_ANSWER_SET_BASIC,
			OSCAR_ASK_HAS_NICK | OSCAR_ASK_HAS_FIRST | OSCAR_ASK_HAS_LAST | OSCAR_ASK_HAS_EMAIL |
				OSCAR_ASK_HAS_HOME },
		{ OSCAR_ASK_SET_WORK, OSCAR_ANSWER_WORK, OSCAR_ANSWER_SET_WORK, OSCAR_ASK_HAS_WORK },
		{ OSCAR_ASK_SET_MORE, OSCAR_ANSWER_MORE, OSCAR_ANSWER_SET_MORE, OSCAR_ASK_HAS_MORE },
		{ OSCAR_ASK_SET_ABOUT, OSCAR_ANSWER_ABOUT, OSCAR_ANSWER_SET_ABOUT, OSCAR_ASK_HAS_ABOUT },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		uint8_t bytes[256];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct oscar_ask a;

		oscar_person_put(&out, row[i].part, &who);
		cr_assert(parse(&a, (uint16_t)row[i].sub, icq_out_view(&out)), "%zu", i);
		cr_expect(a.group == OSCAR_ASKS_SET && a.answer == row[i].answer && a.has == row[i].has,
			"%zu", i);
		if (row[i].sub == OSCAR_ASK_SET_BASIC)
			cr_expect(view_eq(a.who.nick, who.nick) && view_eq(a.who.home.city, who.home.city));
		if (row[i].sub == OSCAR_ASK_SET_WORK)
			cr_expect(view_eq(a.who.company, who.company));
		if (row[i].sub == OSCAR_ASK_SET_MORE)
			cr_expect(a.who.age == 36);
		cr_expect(!parse(&a, (uint16_t)row[i].sub, view_left(icq_out_view(&out), 2)), "%zu", i);
	}
}

Test(oscar_ask, only_the_fields_that_are_said_are_meant)
{
	struct icq_hex h;
	struct oscar_ask a;

	cr_assert(parse(&a, OSCAR_ASK_SET_ALL,
		icq_hex(&h, "5401 0600 0400 61646100 5802 0300 0100 00 0c03 0100 01")));
	cr_expect(a.group == OSCAR_ASKS_SET && a.answer == OSCAR_ANSWER_SET_ALL);
	cr_expect(a.has == (OSCAR_ASK_HAS_NICK | OSCAR_ASK_HAS_ABOUT) && view_eq(a.who.nick, VIEW("ada")));
}

Test(oscar_ask, security_and_passwords)
{
	struct icq_hex h;
	struct oscar_ask a;

	cr_expect(parse(&a, OSCAR_ASK_SET_SECURITY, VIEW("\0\1\0")) && a.who.needs_auth &&
		a.has == OSCAR_ASK_HAS_AUTH);
	cr_expect(parse(&a, OSCAR_ASK_SET_SECURITY, VIEW("\1\0\0")) && !a.who.needs_auth);
	cr_expect(!parse(&a, OSCAR_ASK_SET_SECURITY, VIEW("")));
	cr_expect(parse(&a, OSCAR_ASK_SET_PASSWORD, icq_hex(&h, "0700 73656372657400")));
	cr_expect(view_eq(a.password, VIEW("secret")) && a.answer == OSCAR_ANSWER_SET_PASSWORD && a.has == 0);
	cr_expect(!parse(&a, OSCAR_ASK_SET_PASSWORD, view_left(h.v, 8)));
}

Test(oscar_ask, what_nobody_knows_asks_nothing)
{
	struct oscar_ask a;

	cr_expect(parse(&a, 0x1234, VIEW("any")) && a.group == OSCAR_ASKS_NOTHING && a.answer == 0);
	cr_expect(parse(&a, OSCAR_ASK_SET_INTERESTS, VIEW("any")) && a.answer == OSCAR_ANSWER_SET_INTERESTS &&
		a.has == 0);
}
