#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include <arpa/inet.h>

#include "core/util.h"
#include "net/addr.h"

struct text_case {
	char text[128], again[128]; /* again: as printed; empty = refused */
};

ParameterizedTestParameters(addr, is_parsed_and_printed)
{
	static struct text_case cases[] = {
		{ "127.0.0.1:6667", "127.0.0.1:6667" },
		{ "[::1]:6697", "[::1]:6697" },
		{ "[2001:DB8::0:1]:1", "[2001:db8::1]:1" },
		{ "*:6667", "*:6667" },
		{ "[::]:6667", "*:6667" },
		{ "0.0.0.0:65535", "0.0.0.0:65535" },
		{ "unix:/run/conclave/sock", "unix:/run/conclave/sock" },
		{ "127.0.0.1:65536", "" },
		{ "127.0.0.1:", "" },
		{ "127.0.0.1", "" },
		{ "127.0.0.1:+1", "" },
		{ "127.0.0.1:66 67", "" },
		{ "::1:6667", "" },
		{ "[127.0.0.1]:6667", "" },
		{ "[::1:6667", "" },
		{ "[*]:6667", "" },
		{ "localhost:6667", "" },
		{ ":6667", "" },
		{ "", "" },
		{ "unix:", "" },
		{ "unix:relative", "" },
		{ "[1111:2222:3333:4444:5555:6666:7777:8888:9999:1111:2222]:1", "" },
	};

	return cr_make_param_array(struct text_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct text_case *c, addr, is_parsed_and_printed)
{
	struct addr a, b;
	struct err e = { .text = "" };
	char text[ADDR_TEXT_MAX];
	int r = addr_parse(view_z(c->text), &a, &e);

	cr_expect_eq(r, c->again[0] != '\0' ? 0 : -1, "%s", c->text);
	if (r == -1) {
		cr_expect(strstr(e.text, c->text) != NULL, "the message does not name the text: %s", e.text);
		return;
	}
	cr_expect_str_eq(addr_format(&a, text), c->again);
	cr_assert_eq(addr_parse(view_z(text), &b, &e), 0);
	cr_expect(addr_eq(&a, &b));
	cr_expect_eq(a.len, b.len);
}

Test(addr, a_unix_path_may_fill_the_place_the_system_has_and_not_one_byte_more)
{
	char text[200] = "unix:/";
	struct addr a;
	struct err e;

	memset(text + 6, 'a', 106);
	text[5 + 107] = '\0';
	cr_expect_eq(addr_parse(view_z(text), &a, &e), 0);
	cr_expect_eq(strlen(a.u.un.sun_path), 107);
	memset(text + 6, 'a', 107);
	text[5 + 108] = '\0';
	cr_expect_eq(addr_parse(view_z(text), &a, &e), -1);
	cr_expect_eq(addr_parse(VIEW("unix:/a\0b"), &a, &e), -1);
}

Test(addr, differs_by_family_port_and_host)
{
	static const char *const texts[] = { "127.0.0.1:1", "127.0.0.1:2", "127.0.0.2:1", "[::1]:1",
		"[::2]:1", "*:1", "unix:/a", "unix:/b" };
	struct addr a[ARRAY_LEN(texts)];
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		cr_assert_eq(addr_parse(view_z(texts[i]), &a[i], &e), 0);
		for (size_t j = 0; j <= i; j++)
			cr_expect_eq(addr_eq(&a[i], &a[j]), i == j, "%s and %s", texts[i], texts[j]);
	}
}

static struct peer_addr
peer(const char *ip)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(1234) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(1234) };
	struct sockaddr un = { .sa_family = AF_UNIX };
	struct peer_addr p;

	if (inet_pton(AF_INET, ip, &in.sin_addr) == 1)
		peer_addr_from(&p, (const struct sockaddr *)&in, sizeof(in));
	else if (inet_pton(AF_INET6, ip, &in6.sin6_addr) == 1)
		peer_addr_from(&p, (const struct sockaddr *)&in6, sizeof(in6));
	else
		peer_addr_from(&p, &un, sizeof(un));
	return p;
}

Test(addr, a_peer_is_taken_from_text)
{
	static const char *const none[] = { "", "192.0.2", "192.0.2.256", "[::1]", "::1%lo", "host",
		"1::2::3", "192.0.2.1 ", "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555" };
	struct peer_addr p;

	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		cr_expect_eq(peer_addr_parse(view_z(none[i]), &p), -1, "%s", none[i]);
	cr_expect_eq(peer_addr_parse(VIEW("192.0.2.1\0"), &p), -1, "a NUL is no end");
	cr_expect_eq(peer_addr_parse(VIEW("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"), &p), 0);
	cr_expect_eq(p.family, AF_INET6);
	cr_expect_eq(peer_addr_parse(VIEW("::ffff:192.0.2.1"), &p), 0);
	cr_expect_eq(p.family, AF_INET, "a mapped address is an IPv4 address");
	cr_expect_eq(memcmp(p.ip, (uint8_t[16]){ 192, 0, 2, 1 }, 16), 0);
}

Test(addr, a_peer_is_local_on_a_unix_socket_and_on_loopback)
{
	static const char *const local[] = { "unix", "127.0.0.1", "127.255.255.255", "::1",
		"::ffff:127.0.0.1" };
	static const char *const other[] = { "126.255.255.255", "128.0.0.1", "192.0.2.1", "::", "::2",
		"1::1" };

	for (size_t i = 0; i < ARRAY_LEN(local); i++) {
		struct peer_addr p = peer(local[i]);

		cr_expect(peer_addr_is_local(&p), "%s", local[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(other); i++) {
		struct peer_addr p = peer(other[i]);

		cr_expect_not(peer_addr_is_local(&p), "%s", other[i]);
	}
}

Test(addr, a_peer_is_shown_as_irc_wants_it)
{
	static const struct {
		const char *from, *shown;
		uint8_t family;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", AF_INET },
		{ "::ffff:192.0.2.1", "192.0.2.1", AF_INET },
		{ "2001:db8::1", "2001:db8::1", AF_INET6 },
		{ "::1", "0::1", AF_INET6 },
		{ "unix", "localhost", AF_UNIX },
	};
	char text[INET6_ADDRSTRLEN + 1];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct peer_addr p = peer(cases[i].from);

		cr_expect_str_eq(peer_addr_host(&p, text, sizeof(text)), cases[i].shown);
		cr_expect_eq(p.family, cases[i].family);
		cr_expect_eq(p.port, cases[i].family == AF_UNIX ? 0 : 1234);
	}
}

struct cidr_case {
	char block[64], inside[64], outside[64]; /* inside empty: refused */
};

ParameterizedTestParameters(addr, a_block_has_its_first_and_last_and_not_the_next)
{
	static struct cidr_case cases[] = {
		{ "192.0.2.0/24", "192.0.2.255", "192.0.3.0" },
		{ "192.0.2.77/24", "192.0.2.0", "192.0.1.255" },
		{ "192.0.2.128/25", "192.0.2.128", "192.0.2.127" },
		{ "10.0.0.1", "10.0.0.1", "10.0.0.0" },
		{ "10.0.0.1/32", "10.0.0.1", "10.0.0.2" },
		{ "0.0.0.0/0", "255.255.255.255", "::1" },
		{ "::/0", "ffff::1", "1.2.3.4" },
		{ "2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::" },
		{ "::1/128", "::1", "::2" },
		{ "10.0.0.0/8", "::ffff:10.1.2.3", "unix" },
		{ "192.0.2.0/33", "", "" },
		{ "::/129", "", "" },
		{ "192.0.2.0/", "", "" },
		{ "192.0.2.0/-1", "", "" },
		{ "192.0.2/24", "", "" },
		{ "host", "", "" },
		{ "", "", "" },
	};

	return cr_make_param_array(struct cidr_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct cidr_case *c, addr, a_block_has_its_first_and_last_and_not_the_next)
{
	struct peer_addr in = peer(c->inside), out = peer(c->outside);
	struct cidr block;

	cr_expect_eq(cidr_parse(view_z(c->block), &block), c->inside[0] != '\0' ? 0 : -1, "%s", c->block);
	if (c->inside[0] == '\0')
		return;
	cr_expect(cidr_has(&block, &in), "%s has %s", c->block, c->inside);
	cr_expect_not(cidr_has(&block, &out), "%s does not have %s", c->block, c->outside);
}

Test(addr, a_star_has_everybody)
{
	static const char *const all[] = { "192.0.2.1", "2001:db8::1", "unix" };
	struct cidr block;

	cr_assert_eq(cidr_parse(VIEW("*"), &block), 0);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct peer_addr p = peer(all[i]);

		cr_expect(cidr_has(&block, &p));
	}
}
