#include "icq/udp_search.h"

#include <criterion/criterion.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

static bool
parse(struct udp_search *s, enum icq_protocol version, uint16_t cmd, struct view data)
{
	struct udp_packet p = { .version = version, .cmd = cmd, .data = data };

	return udp_search_parse(s, &p);
}

Test(udp_search, by_number_and_by_name)
{
	struct udp_search by_uin = { .sub = 7, .uin = 100001 }, got;
	struct udp_search by_name = {
		.sub = 8, .nick = VIEW("n"), .first = VIEW(""), .last = VIEW("l"), .email = VIEW("e@x")
	};

	cr_expect_eq(udp_search_cmd(&by_uin), UDP_C_SEARCH_UIN);
	cr_expect_eq(udp_search_cmd(&by_name), UDP_C_SEARCH_NAME);
	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_packet p;

		udp_search_put(&out, v, &by_uin);
		cr_expect_eq(out.n, v == ICQ_V2 ? 6 : 4);
		p = udp_carry(v, UDP_C_SEARCH_UIN, &out);
		cr_expect(
			udp_search_parse(&got, &p) && got.uin == 100001 && got.sub == (v == ICQ_V2 ? 7 : 0));
		out = icq_out(bytes, sizeof(bytes));
		udp_search_put(&out, v, &by_name);
		p = udp_carry(v, UDP_C_SEARCH_NAME, &out);
		cr_expect(udp_search_parse(&got, &p) && got.uin == 0 && got.sub == (v == ICQ_V2 ? 8 : 0));
		cr_expect(view_eq(got.nick, VIEW("n")) && got.first.n == 0 && view_eq(got.last, VIEW("l")));
		cr_expect(view_eq(got.email, VIEW("e@x")) && got.match == UDP_MATCH_IS && !got.asks_more);
		p.data.n--;
		cr_expect(!udp_search_parse(&got, &p));
	}
}

Test(udp_search, a_number_that_is_none_finds_nobody)
{
	struct udp_search s;

	cr_expect(parse(&s, ICQ_V5, UDP_C_SEARCH_UIN, VIEW("\5\0\0\0")) && s.uin == 0 && s.asks_more);
	cr_expect(
		parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\0\2\0\3\0ab\0")) && s.uin == 0 && s.asks_more);
	cr_expect(!parse(&s, ICQ_V5, UDP_C_SEARCH_UIN, VIEW("\5\0\0")));
}

Test(udp_search, version_3_names_its_field)
{
	struct udp_search s;

	cr_expect(parse(&s, ICQ_V3, UDP_C_SEARCH_V3,
			  VIEW("\xff\0\2\0\7\0"
			       "100001\0")) &&
		s.uin == 100001 && !s.asks_more);
	cr_expect(
		parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\1\0\0\2\0a\0")) && view_eq(s.nick, VIEW("a")));
	cr_expect(s.match == UDP_MATCH_CONTAINS);
	cr_expect(
		parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\2\4\0\2\0a\0")) && view_eq(s.first, VIEW("a")));
	cr_expect(s.match == UDP_MATCH_BEGINS);
	cr_expect(
		parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\3\2\0\2\0a\0")) && view_eq(s.last, VIEW("a")));
	cr_expect(s.match == UDP_MATCH_IS);
	cr_expect(
		parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\4\2\0\2\0a\0")) && view_eq(s.email, VIEW("a")));
	cr_expect(parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\5\2\0\2\0a\0")) && s.asks_more);
	cr_expect(!parse(&s, ICQ_V3, UDP_C_SEARCH_V3, VIEW("\xff\4\2\0\3\0a\0")));
}

Test(udp_search, who_is_found)
{
	struct udp_opened o;
	struct udp_found f, got;
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_vector_open("v2 real found", &o);
	cr_assert(udp_found_parse(&f, &o.p));
	cr_expect(f.sub == 5 && f.uin == 2127503 && view_eq(f.nick, VIEW("Apotheosis")) &&
		view_eq(f.last, VIEW("Roff")));
	cr_expect(!f.needs_auth && f.online == 2);
	udp_found_put(&out, ICQ_V2, &f);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
	f.needs_auth = true;
	f.online = 1;
	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		struct udp_packet p;

		out = icq_out(bytes, sizeof(bytes));
		udp_found_put(&out, v, &f);
		p = udp_carry(v, UDP_S_FOUND, &out);
		cr_expect(udp_found_parse(&got, &p) && got.uin == f.uin && got.needs_auth && got.online == 1);
		cr_expect(view_eq(got.email, f.email) && view_eq(got.first, f.first));
		out = icq_out(bytes, sizeof(bytes));
		udp_info_put(&out, v, &f);
		p = udp_carry(v, UDP_S_INFO, &out);
		cr_expect(udp_found_parse(&got, &p) && got.uin == f.uin && got.needs_auth);
		cr_expect_eq(got.online, v == ICQ_V2 ? 2 : 1);
		p.data.n -= v == ICQ_V2 ? 4 : 2;
		cr_expect(!udp_found_parse(&got, &p), "without its flags");
	}
}

Test(udp_search, the_end_of_a_search)
{
	struct udp_opened o;
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	bool has_more = true;

	udp_vector_open("v2 real search done", &o);
	cr_expect(udp_search_done_parse(&has_more, &o.p) && !has_more);
	udp_search_done_put(&out, ICQ_V2, 5, false);
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
	out = icq_out(bytes, sizeof(bytes));
	udp_search_done_put(&out, ICQ_V5, 5, true);
	cr_expect(view_eq(icq_out_view(&out), VIEW("\1")));
	o.p.data.n = 2;
	cr_expect(!udp_search_done_parse(&has_more, &o.p));
}

Test(udp_search, questions_about_one_have_their_id_in_version_2)
{
	struct udp_query q = { 9, 100001 }, got;

	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		uint8_t bytes[8];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_packet p;

		udp_query_put(&out, v, &q);
		p = udp_carry(v, UDP_C_INFO, &out);
		cr_expect(udp_query_parse(&got, &p) && got.uin == 100001 && got.sub == (v == ICQ_V2 ? 9 : 0));
		p.data.n--;
		cr_expect(!udp_query_parse(&got, &p));
		out = icq_out(bytes, sizeof(bytes));
		udp_query_put(&out, v, &(struct udp_query){ 9, ICQ_UIN_MIN - 1 });
		p = udp_carry(v, UDP_C_INFO, &out);
		cr_expect(!udp_query_parse(&got, &p), "nobody has it");
		out = icq_out(bytes, sizeof(bytes));
		udp_sub_put(&out, v, 9);
		cr_expect(view_eq(icq_out_view(&out), v == ICQ_V2 ? VIEW("\x09\0") : VIEW("")));
	}
}
