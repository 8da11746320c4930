#include "icq/udp_meta.h"

#include <criterion/criterion.h>
#include <string.h>

#include "udp_vectors.h"

static bool
ask(struct udp_ask *a, struct view data)
{
	struct udp_packet p = { .version = ICQ_V5, .cmd = UDP_C_META, .data = data };

	return udp_ask_parse(a, &p);
}

Test(udp_meta, questions_of_both_forms)
{
	struct udp_ask a;

	cr_expect(ask(&a, VIEW("\xb0\4\xa1\x86\1\0")) && a.what == UDP_ASK_INFO && a.uin == 100001 &&
		!a.is_second);
	cr_expect(ask(&a, VIEW("\xb1\4\xa1\x86\1\0")) && a.what == UDP_ASK_INFO && a.uin == 100001 &&
		a.is_second);
	cr_expect(ask(&a, VIEW("\xba\4\xa1\x86\1\0")) && a.what == UDP_ASK_INFO_SHORT && a.uin == 100001);
	cr_expect(ask(&a, VIEW("\x1e\5\xa1\x86\1\0")) && a.what == UDP_ASK_SEARCH_UIN &&
		a.search.uin == 100001);
	cr_expect(ask(&a, VIEW("\x1f\5\1\0\0\0")) && a.search.uin == 0 && a.search.asks_more && a.is_second);
	cr_expect(ask(&a, VIEW("\x14\5\2\0f\0\2\0l\0\2\0n\0")) && a.what == UDP_ASK_SEARCH_NAME);
	cr_expect(view_eq(a.search.first, VIEW("f")) && view_eq(a.search.last, VIEW("l")) &&
		view_eq(a.search.nick, VIEW("n")));
	cr_expect(ask(&a, VIEW("\x29\5\2\0e\0")) && a.what == UDP_ASK_SEARCH_EMAIL &&
		view_eq(a.search.email, VIEW("e")));
	cr_expect(ask(&a, VIEW("\6\4\3\0me\0")) && a.what == UDP_ASK_SET_ABOUT &&
		view_eq(a.person.about, VIEW("me")));
	cr_expect(ask(&a, VIEW("\x24\4\0\1\0")) && a.what == UDP_ASK_SET_SECURITY && a.person.needs_auth);
	cr_expect(ask(&a, VIEW("\x2e\4\4\0new\0")) && view_eq(a.password, VIEW("new")));
	cr_expect(ask(&a, VIEW("\xc4\4\xa1\x86\1\0\4\0old\0")) && a.uin == 100001 &&
		view_eq(a.password, VIEW("old")));
	cr_expect(ask(&a, VIEW("\xd0\7")) && a.what == UDP_ASK_LOGIN);
	cr_expect(ask(&a, VIEW("\x34\x12")) && a.what == 0x1234 && !a.is_second);
	cr_expect(!ask(&a, VIEW("\x34")));
	cr_expect(!ask(&a, VIEW("\xb0\4\xa1\x86\1")));
	cr_expect(!ask(&a, VIEW("\x14\5\2\0f\0\2\0l\0\2\0n")));
}

static void
set_byte(uint8_t *p, uint8_t v)
{
	*p = v;
}

Test(udp_meta, a_search_of_the_white_pages)
{
	static const char names[] = "\2\0f\0\1\0\0\2\0n\0\1\0\0";
	struct udp_ask a;
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icq_put_u16_le(&out, UDP_ASK_SEARCH_WHITE);
	icq_put_bytes(&out, view_of(names, sizeof(names) - 1));
	icq_put_zeros(&out, 6);
	icq_put_lnts(&out, VIEW(""));
	icq_put_lnts(&out, VIEW(""));
	icq_put_u16_le(&out, 0);
	for (unsigned i = 0; i < 3; i++)
		icq_put_lnts(&out, VIEW(""));
	icq_put_u8(&out, 0);
	for (unsigned i = 0; i < 3; i++) {
		icq_put_u16_le(&out, 0);
		icq_put_lnts(&out, VIEW(""));
	}
	icq_put_u8(&out, 1);
	cr_assert(ask(&a, icq_out_view(&out)));
	cr_expect(a.what == UDP_ASK_SEARCH_WHITE && view_eq(a.search.first, VIEW("f")) &&
		view_eq(a.search.nick, VIEW("n")));
	cr_expect(!a.search.asks_more && a.search.is_online_only);
	cr_assert(ask(&a, view_left(icq_out_view(&out), out.n - 1)));
	cr_expect(!a.search.is_online_only, "its end may be missing");
	for (size_t at = 2 + sizeof(names) - 1; at < 2 + sizeof(names) - 1 + 6; at++) {
		set_byte(bytes + at, 18);
		cr_expect(
			ask(&a, icq_out_view(&out)) && a.search.asks_more, "an age, a gender or a language");
		set_byte(bytes + at, 0);
	}
	cr_expect(!ask(&a, view_left(icq_out_view(&out), 14)), "names are needed");
	set_byte(bytes, 0x33);
	cr_assert(ask(&a, icq_out_view(&out)));
	cr_expect(a.is_second && !a.search.is_online_only && !a.search.asks_more,
		"a homepage comes before its end");
	icq_put_bytes(&out, VIEW("\0\1\0\0\1"));
	cr_expect(ask(&a, icq_out_view(&out)) && a.search.is_online_only);
}

Test(udp_meta, what_is_asked_is_read)
{
	static const struct udp_ask asks[] = {
		{ .what = UDP_ASK_INFO, .uin = 100001 },
		{ .what = UDP_ASK_INFO, .is_second = true, .uin = 100001 },
		{ .what = UDP_ASK_INFO_SHORT, .uin = 100001 },
		{ .what = UDP_ASK_SEARCH_UIN, .search = { .uin = 100001 } },
		{ .what = UDP_ASK_SEARCH_NAME, .is_second = true, .search = { .nick = VIEW_INIT("n") } },
		{ .what = UDP_ASK_SEARCH_EMAIL, .search = { .email = VIEW_INIT("e@x") } },
	};

	for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_ask got;

		udp_ask_put(&out, &asks[i]);
		cr_assert(ask(&got, icq_out_view(&out)));
		cr_expect(got.what == asks[i].what && got.is_second == asks[i].is_second &&
			got.uin == asks[i].uin);
		cr_expect(got.search.uin == asks[i].search.uin &&
			view_eq(got.search.nick, asks[i].search.nick));
		cr_expect(view_eq(got.search.email, asks[i].search.email));
	}
}

Test(udp_meta, what_is_not_known_is_not_asked)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_ask_put(&out, &(struct udp_ask){ .what = 0x1234 });
	cr_expect_eq(out.n, 0);
}

Test(udp_meta, which_answer_belongs_to_a_question)
{
	cr_expect_eq(udp_ask_answer(UDP_ASK_SET_BASIC), UDP_ANSWER_SET_BASIC);
	cr_expect_eq(udp_ask_answer(UDP_ASK_SET_BASIC_2), UDP_ANSWER_SET_BASIC);
	cr_expect_eq(udp_ask_answer(UDP_ASK_INFO), UDP_ANSWER_AFFILIATIONS);
	cr_expect_eq(udp_ask_answer(UDP_ASK_SEARCH_NAME), UDP_ANSWER_FOUND_LAST);
	cr_expect_eq(udp_ask_answer(UDP_ASK_SEARCH_WHITE), UDP_ANSWER_WHITE_LAST);
	cr_expect_eq(udp_ask_answer(UDP_ASK_USAGE), 0);
	cr_expect_eq(udp_ask_answer(0), 0, "no second form is not a question");
}

Test(udp_meta, results)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_packet p;
	struct udp_answer a;
	struct udp_found f;
	uint32_t left;

	udp_result_put(&out, UDP_ANSWER_FOUND_LAST, UDP_RESULT_NONE);
	p = udp_carry(ICQ_V5, UDP_S_META, &out);
	cr_expect(view_eq(p.data, VIEW("\x9a\1\x32")));
	cr_expect(udp_answer_parse(&a, &p) && a.sub == UDP_ANSWER_FOUND_LAST && !a.is_good && a.data.n == 0);
	cr_expect(!udp_answer_found_parse(&f, &left, &a));
	p.data.n--;
	cr_expect(!udp_answer_parse(&a, &p));
	out = icq_out(bytes, sizeof(bytes));
	udp_meta_ready_put(&out);
	cr_expect(view_eq(icq_out_view(&out), VIEW("\xd0\7\0\0\x46\0")));
}

static void
try_found(uint16_t what, bool is_second, const uint32_t *left)
{
	struct udp_ask a = { .what = what, .is_second = is_second };
	struct udp_found f = { .uin = 100001,
		.nick = VIEW("nick"),
		.first = VIEW("f"),
		.email = VIEW("e"),
		.needs_auth = true,
		.online = 1 };
	struct udp_found got;
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_packet p;
	struct udp_answer answer;
	uint32_t more;

	udp_answer_found_put(&out, &a, &f, left);
	p = udp_carry(ICQ_V5, UDP_S_META, &out);
	cr_assert(udp_answer_parse(&answer, &p) && answer.is_good);
	cr_expect_eq(answer.sub == udp_ask_answer(what), left != NULL);
	cr_assert(udp_answer_found_parse(&got, &more, &answer));
	cr_expect(got.uin == f.uin && view_eq(got.nick, f.nick) && view_eq(got.email, f.email) &&
		got.needs_auth && got.online == 1);
	cr_expect_eq(more, left != NULL ? *left : 0);
	answer.sub = UDP_ANSWER_WORK;
	cr_expect(!udp_answer_found_parse(&got, &more, &answer), "of something else");
	cr_assert(udp_answer_parse(&answer, &p));
	answer.data.n -= left != NULL ? 7 : 3;
	cr_expect(!udp_answer_found_parse(&got, &more, &answer), "cut");
}

Test(udp_meta, who_is_found)
{
	uint32_t left = 3;

	for (unsigned second = 0; second < 2; second++) {
		try_found(UDP_ASK_SEARCH_NAME, second != 0, NULL);
		try_found(UDP_ASK_SEARCH_NAME, second != 0, &left);
		try_found(UDP_ASK_SEARCH_WHITE, second != 0, NULL);
		try_found(UDP_ASK_SEARCH_WHITE, second != 0, &left);
	}
}
