/* What is taken from answers, and what of hostile ones is not. */
#include "net/dns_answer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/net/dns_bytes.h"

#define PTR_Q "1.2.0.192.in-addr.arpa"

static struct dns_bytes d;

static struct peer_addr
peer(const char *text)
{
	struct peer_addr a = { .family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET };

	cr_assert_eq(inet_pton(a.family, text, a.ip), 1);
	return a;
}

static enum dns_verdict
names(struct dns_names *out)
{
	return dns_answer_names(dns_view(&d), PTR_Q, out);
}

static enum dns_verdict
has(const char *address, uint32_t *ttl_s)
{
	struct peer_addr a = peer(address);

	*ttl_s = UINT32_MAX;
	return dns_answer_has(dns_view(&d), "pc.example.org", &a, ttl_s);
}

Test(dns_answer, reverse_names_of_both_families)
{
	struct peer_addr a = peer("192.0.2.1"), unix_socket = { .family = AF_UNIX };
	char dst[DNS_NAME_LEN + 1];

	cr_expect(dns_reverse_name(&a, dst));
	cr_expect_str_eq(dst, PTR_Q);
	a = peer("2001:db8::567:89ab");
	cr_expect(dns_reverse_name(&a, dst));
	cr_expect_str_eq(dst, "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
	cr_expect_not(dns_reverse_name(&unix_socket, dst));
}

#define L20 "aaaaaaaaaaaaaaaaaaaa"
#define L50 L20 L20 "aaaaaaaaaa"

Test(dns_answer, hosts_that_may_be_shown)
{
	static const struct {
		const char *name;
		bool good;
	} table[] = {
		{ "pc.example.org", true },
		{ "a.b", true },
		{ "PC-7.Example.org", true },
		{ "3com.example.org", true },
		{ "xn--bcher-kva.example", true },
		{ L50 ".aaaaaaaaaaaa", true },
		{ L50 ".aaaaaaaaaaaaa", false },
		{ "", false },
		{ "localhost", false },
		{ ".", false },
		{ "a.", false },
		{ ".a.b", false },
		{ "a..b", false },
		{ "-a.b", false },
		{ "a-.b", false },
		{ "a.-b", false },
		{ "192.0.2.7", false },
		{ "host.0x7f", false },
		{ "host.1", false },
		{ "a_b.example", false },
		{ "*.example.org", false },
		{ "a?b.example.org", false },
		{ "a!b@c.example.org", false },
		{ "a b.example.org", false },
		{ "a\nb.example.org", false },
		{ "a\x01.example.org", false },
		{ "a/b.example.org", false },
		{ "a:b.example.org", false },
		{ "b\xc3\xbc"
		  "cher.example",
			false },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		cr_expect_eq(dns_is_host(view_z(table[i].name)), table[i].good, "%s", table[i].name);
	cr_expect_not(dns_is_host(VIEW("a.b\0c")));
}

Test(dns_answer, names_are_taken_in_lower_case_and_once)
{
	struct dns_names n;

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "PC.Example.ORG");
	dns_row_name(&d, PTR_Q, DNS_PTR, 200, "pc.example.org");
	dns_row_name(&d, PTR_Q, DNS_PTR, 400, "b.example.org");
	cr_expect_eq(names(&n), DNS_FOUND);
	cr_expect_eq(n.n, 2);
	cr_expect_str_eq(n.name[0], "pc.example.org");
	cr_expect_str_eq(n.name[1], "b.example.org");
	cr_expect_eq(n.ttl_s, 200);
}

Test(dns_answer, question_may_come_back_in_any_case)
{
	struct dns_names n;

	dns_begin(&d, DNS_FLAGS_OK, "1.2.0.192.IN-ADDR.arpa", DNS_PTR);
	dns_row_name(&d, "1.2.0.192.in-addr.ARPA", DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_FOUND);
}

Test(dns_answer, no_more_names_than_there_is_room_for)
{
	struct dns_names n;
	char name[32];

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	for (unsigned i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "pc%u.example.org", i);
		dns_row_name(&d, PTR_Q, DNS_PTR, 300, name);
		cr_expect_eq(names(&n), DNS_FOUND);
		cr_expect_eq(n.n, i < DNS_NAMES_MAX ? i + 1 : DNS_NAMES_MAX);
	}
	cr_expect_str_eq(n.name[DNS_NAMES_MAX - 1], "pc3.example.org");
}

Test(dns_answer, rows_above_the_limit_are_not_read)
{
	struct dns_names n;

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	for (unsigned i = 0; i < DNS_ROWS_MAX - 1; i++)
		dns_row_name(&d, PTR_Q, DNS_PTR, 300, "no_host.example.org");
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_FOUND);
	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	for (unsigned i = 0; i < DNS_ROWS_MAX; i++)
		dns_row_name(&d, PTR_Q, DNS_PTR, 300, "no_host.example.org");
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_NOTHING);
}

Test(dns_answer, what_is_no_host_is_left_out)
{
	static const char *const bad[] = { "evil!user@host.org", "*.example.org", "a\nb.example.org", "nodot",
		"192.0.2.7", "a,b.example.org", "" };
	struct dns_names n;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
		dns_row_name(&d, PTR_Q, DNS_PTR, 300, bad[i]);
		cr_expect_eq(names(&n), DNS_NOTHING, "%s", bad[i]);
		cr_expect_eq(n.n, 0);
	}
	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row(&d, PTR_Q, DNS_PTR, 300,
		VIEW("\x04"
		     "a.bc\x03org\0"));
	cr_expect_eq(names(&n), DNS_NOTHING, "a dot within a label makes no two of it");
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_FOUND);
	cr_expect_eq(n.n, 1);
}

Test(dns_answer, rows_of_others_do_not_count)
{
	struct dns_names n;

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, "2.2.0.192.in-addr.arpa", DNS_PTR, 300, "pc.example.org");
	dns_row(&d, PTR_Q, DNS_A, 300, VIEW("\xc0\0\x02\x01"));
	cr_expect_eq(names(&n), DNS_NOTHING);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	d.p[d.n - 16 - 7] = 3; /* class CHAOS */
	cr_expect_eq(names(&n), DNS_NOTHING);
}

Test(dns_answer, links_are_followed_in_any_order_but_not_for_ever)
{
	struct dns_names n;
	char from[32], to[32];

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, "1.0/25.2.0.192.in-addr.arpa", DNS_PTR, 300, "pc.example.org");
	dns_row_name(&d, PTR_Q, DNS_CNAME, 100, "1.0/25.2.0.192.in-addr.arpa");
	cr_expect_eq(names(&n), DNS_FOUND);
	cr_expect_eq(n.ttl_s, 100);
	for (unsigned links = DNS_LINKS_MAX; links <= DNS_LINKS_MAX + 1; links++) {
		dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
		for (unsigned i = 0; i < links; i++) {
			(void)snprintf(from, sizeof(from), "l%u", i);
			(void)snprintf(to, sizeof(to), "l%u", i + 1);
			dns_row_name(&d, i == 0 ? PTR_Q : from, DNS_CNAME, 300, to);
		}
		dns_row_name(&d, to, DNS_PTR, 300, "pc.example.org");
		cr_expect_eq(names(&n), links == DNS_LINKS_MAX ? DNS_FOUND : DNS_BAD, "%u", links);
	}
	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, PTR_Q, DNS_CNAME, 300, PTR_Q);
	cr_expect_eq(names(&n), DNS_BAD);
}

Test(dns_answer, codes_and_flags)
{
	static const struct {
		unsigned flags;
		enum dns_verdict verdict;
	} table[] = {
		{ 0x8180, DNS_FOUND }, { 0x8580, DNS_FOUND }, /* authoritative */
		{ 0x8183, DNS_NOTHING },		      /* NXDOMAIN */
		{ 0x8182, DNS_FAILED },			      /* SERVFAIL */
		{ 0x8185, DNS_FAILED },			      /* REFUSED */
		{ 0x0100, DNS_BAD },			      /* a question */
		{ 0x8380, DNS_BAD },			      /* truncated */
		{ 0x8980, DNS_BAD },			      /* another opcode */
	};
	struct dns_names n;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		dns_begin(&d, table[i].flags, PTR_Q, DNS_PTR);
		dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
		cr_expect_eq(names(&n), table[i].verdict, "%x", table[i].flags);
	}
}

Test(dns_answer, to_another_question_is_none)
{
	struct dns_names n;

	dns_begin(&d, DNS_FLAGS_OK, "2.2.0.192.in-addr.arpa", DNS_PTR);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_BAD);
	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_A);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	cr_expect_eq(names(&n), DNS_BAD);
	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	d.p[5] = 0;
	cr_expect_eq(names(&n), DNS_BAD, "no question");
	d.p[5] = 2;
	cr_expect_eq(names(&n), DNS_BAD, "two questions");
}

Test(dns_answer, cut_anywhere_gives_nothing)
{
	struct dns_names n;
	size_t whole;

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row_name(&d, PTR_Q, DNS_PTR, 300, "pc.example.org");
	whole = d.n;
	cr_expect_eq(names(&n), DNS_FOUND);
	for (d.n = 0; d.n < whole; d.n++)
		cr_expect_eq(names(&n), DNS_BAD, "%zu", d.n);
}

Test(dns_answer, pointers_go_backwards_only)
{
	struct dns_names n;
	size_t at;

	dns_begin(&d, DNS_FLAGS_OK, PTR_Q, DNS_PTR);
	dns_row(&d, PTR_Q, DNS_PTR, 300, VIEW("\x02pc\xc0\x0c"));
	cr_expect_eq(names(&n), DNS_FOUND, "back to the question");
	cr_expect_str_eq(n.name[0], "pc." PTR_Q);
	at = d.n - 2;
	d.p[at] = (uint8_t)(0xc0 | at >> 8);
	d.p[at + 1] = (uint8_t)at;
	cr_expect_eq(names(&n), DNS_BAD, "to itself");
	at = d.n - 5;
	d.p[d.n - 2] = (uint8_t)(0xc0 | at >> 8);
	d.p[d.n - 1] = (uint8_t)at;
	cr_expect_eq(names(&n), DNS_BAD, "to the name that it ends");
	d.p[d.n - 2] = 0xff;
	d.p[d.n - 1] = 0xff;
	cr_expect_eq(names(&n), DNS_BAD, "behind the end");
	d.p[d.n - 2] = 0x80;
	cr_expect_eq(names(&n), DNS_BAD, "a label of a kind that is not");
}

Test(dns_answer, addresses_must_hold_the_one)
{
	uint32_t ttl_s;

	dns_begin(&d, DNS_FLAGS_OK, "pc.example.org", DNS_A);
	dns_row(&d, "pc.example.org", DNS_A, 300, VIEW("\xc0\0\x02\x02"));
	cr_expect_eq(has("192.0.2.1", &ttl_s), DNS_NOTHING);
	dns_row(&d, "pc.example.org", DNS_A, 200, VIEW("\xc0\0\x02\x01"));
	cr_expect_eq(has("192.0.2.1", &ttl_s), DNS_FOUND);
	cr_expect_eq(ttl_s, 200);
	cr_expect_eq(has("2001:db8::1", &ttl_s), DNS_BAD, "a question of the other family");
	dns_row(&d, "pc.example.org", DNS_A, 200, VIEW("\xc0\0\x02"));
	cr_expect_eq(has("192.0.2.1", &ttl_s), DNS_BAD, "an address of another size");
}

Test(dns_answer, addresses_of_ipv6_and_over_links)
{
	uint32_t ttl_s;

	dns_begin(&d, DNS_FLAGS_OK, "pc.example.org", DNS_AAAA);
	dns_row_name(&d, "pc.example.org", DNS_CNAME, 50, "other.example.org");
	dns_row(&d, "other.example.org", DNS_AAAA, 300, VIEW("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"));
	cr_expect_eq(has("2001:db8::1", &ttl_s), DNS_FOUND);
	cr_expect_eq(ttl_s, 50);
	cr_expect_eq(has("2001:db8::2", &ttl_s), DNS_NOTHING);
}

Test(dns_answer, time_to_live_above_31_bits_is_zero)
{
	uint32_t ttl_s;

	dns_begin(&d, DNS_FLAGS_OK, "pc.example.org", DNS_A);
	dns_row(&d, "pc.example.org", DNS_A, 0x80000000u, VIEW("\xc0\0\x02\x01"));
	cr_expect_eq(has("192.0.2.1", &ttl_s), DNS_FOUND);
	cr_expect_eq(ttl_s, 0);
}
