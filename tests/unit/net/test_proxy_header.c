#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "net/proxy_header.h"

#define SIG "\r\n\r\n\0\r\nQUIT\n"
#define INET4            \
	"\xc0\0\2\1"     \
	"\xcb\0\x71\x09" \
	"\x9c\x40"       \
	"\x1a\x29"
#define ZEROS8 "\0\0\0\0\0\0\0\0"
#define INET6                                \
	"\x20\x01\x0d\xb8" ZEROS8 "\0\0\0\1" \
	"\x20\x01\x0d\xb8" ZEROS8 "\0\0\0\2" \
	"\x9c\x40"                           \
	"\x1a\x29"
#define MAPPED                                                          \
	ZEROS8 "\0\0\xff\xff\xc0\0\2\1" ZEROS8 "\0\0\xff\xff\xc0\0\2\2" \
	       "\x9c\x40"                                               \
	       "\x1a\x29"

/* Feeds at most `step` bytes at a time, as it wants them; *used: what it took. */
static enum proxy_verdict
feed(struct view in, size_t step, struct proxy_header *h, struct peer_addr *peer, size_t *used)
{
	enum proxy_verdict v = PROXY_MORE;

	memset(h, 0, sizeof(*h));
	for (*used = 0; v == PROXY_MORE && *used < in.n;) {
		size_t n = proxy_header_wants(h);

		cr_assert_geq(n, 1);
		n = n < step ? n : step;
		n = n < in.n - *used ? n : in.n - *used;
		v = proxy_header_feed(h, view_of(in.p + *used, n), peer);
		*used += n;
	}
	return v;
}

/* However it is cut; behind it stands what must not be taken. */
static void
expect_whole(struct view in, enum proxy_verdict want, const char *address)
{
	char more[1024], text[64];
	struct proxy_header h;
	struct peer_addr peer;
	size_t used;

	memcpy(more, in.p, in.n);
	memcpy(more + in.n, "\x16\x03\x01 PROXY ", 10);
	for (size_t step = 1; step <= PROXY_HEADER_MAX; step++) {
		cr_assert_eq(feed(view_of(more, in.n + 10), step, &h, &peer, &used), want, "%.*s, %zu: %s",
			VIEW_ARG(in), step, proxy_header_wrong(&h));
		cr_assert_eq(used, in.n);
		if (address == NULL)
			continue;
		cr_assert_str_eq(peer_addr_host(&peer, text, sizeof(text)), address);
		cr_assert_eq(peer.port, 40000);
	}
	for (size_t n = 0; n < in.n; n++)
		cr_assert_eq(
			feed(view_left(in, n), PROXY_HEADER_MAX, &h, &peer, &used), PROXY_MORE, "%zu", n);
}

Test(proxy_header, text_says_who_connects)
{
	expect_whole(VIEW("PROXY TCP4 192.0.2.1 203.0.113.9 40000 6697\r\n"), PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW("PROXY TCP4 192.0.2.1 203.0.113.9 40000 0\r\n"), PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW("PROXY TCP6 2001:db8::1 2001:db8::2 40000 6697\r\n"), PROXY_PEER, "2001:db8::1");
	expect_whole(VIEW("PROXY TCP6 ::ffff:192.0.2.1 ::1 40000 6697\r\n"), PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW("PROXY UNKNOWN\r\n"), PROXY_SAME, NULL);
	expect_whole(VIEW("PROXY UNKNOWN ffff::1 x y z\r\n"), PROXY_SAME, NULL);
}

Test(proxy_header, binary_says_who_connects)
{
	expect_whole(VIEW(SIG "\x21\x11\0\x0c" INET4), PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW(SIG "\x21\x11\0\x16" INET4 "\4\0\0"
			      "\5\0\4abcd"),
		PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW(SIG "\x21\x21\0\x24" INET6), PROXY_PEER, "2001:db8::1");
	expect_whole(VIEW(SIG "\x21\x21\0\x24" MAPPED), PROXY_PEER, "192.0.2.1");
	expect_whole(VIEW(SIG "\x20\0\0\0"), PROXY_SAME, NULL);
	expect_whole(VIEW(SIG "\x20\xff\0\3"
			      "xyz"),
		PROXY_SAME, NULL);
	expect_whole(VIEW(SIG "\x21\0\0\2"
			      "xy"),
		PROXY_SAME, NULL);
	expect_whole(VIEW(SIG "\x21\x12\0\x0c" INET4), PROXY_SAME, NULL);
}

Test(proxy_header, binary_of_a_unix_socket_names_nobody)
{
	char all[16 + 216] = SIG "\x21\x31\0\xd8/run/client";

	expect_whole(view_of(all, sizeof(all)), PROXY_SAME, NULL);
}

/* Each is refused, whole and cut, and no later than at its last byte. */
static const struct view wrong[] = {
	VIEW_INIT("N"),
	VIEW_INIT("NICK alice\r\nUSER"),
	VIEW_INIT("PROXX"),
	VIEW_INIT("proxy TCP4"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 6697\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 6697\rx"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 6697 1\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 6697 \r\n"),
	VIEW_INIT("PROXY TCP4  192.0.2.1 203.0.113.9 40000 6697\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 040000 6697\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 65536\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 203.0.113.9 40000 -1\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.256 203.0.113.9 40000 6697\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1 example.org 40000 6697\r\n"),
	VIEW_INIT("PROXY TCP4 2001:db8::1 2001:db8::2 40000 6697\r\n"),
	VIEW_INIT("PROXY TCP6 192.0.2.1 203.0.113.9 40000 6697\r\n"),
	VIEW_INIT("PROXY TCP4 192.0.2.1\0 203.0.113.9 40000 6697\r\n"),
	VIEW_INIT("PROXY UDP4 192.0.2.1 203.0.113.9 40000 6697\r\n"),
	VIEW_INIT("PROXY \r\nNICK a\r\n"),
	VIEW_INIT("\r\n\r\n\1"),
	VIEW_INIT(SIG "\x11\x11\0\x0c" INET4),
	VIEW_INIT(SIG "\x22\x11\0\x0c" INET4),
	VIEW_INIT(SIG "\x21\x41\0\x0c" INET4),
	VIEW_INIT(SIG "\x21\x13\0\x0c" INET4),
	VIEW_INIT(SIG "\x21\x11\0\x0b"
		      "\xc0\0\2\1"
		      "\xcb\0\x71\x09"
		      "\x9c\x40"
		      "\x1a"),
	VIEW_INIT(SIG "\x21\x11\0\x0e" INET4 "\4\0"),
	VIEW_INIT(SIG "\x21\x11\0\x10" INET4 "\4\0\2x"),
	VIEW_INIT(SIG "\x21\x21\0\x0c" INET4),
	VIEW_INIT(SIG "\x21\x11\2\x09"),
};

Test(proxy_header, what_is_wrong_is_refused_however_it_is_cut)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		for (size_t step = 1; step <= 64; step++) {
			struct proxy_header h;
			struct peer_addr peer;
			size_t used;

			cr_assert_eq(
				feed(wrong[i], step, &h, &peer, &used), PROXY_BAD, "%zu by %zu", i, step);
			cr_assert(h.wrong != NULL);
		}
	}
}

Test(proxy_header, text_may_have_107_bytes_and_no_more)
{
	char line[256];

	memset(line, 'x', sizeof(line));
	memcpy(line, "PROXY UNKNOWN ", 14);
	memcpy(line + 105, "\r\n", 2);
	expect_whole(view_of(line, 107), PROXY_SAME, NULL);
	memcpy(line + 105, "x\r\n", 3);
	for (size_t step = 1; step < 64; step++) {
		struct proxy_header h;
		struct peer_addr peer;
		size_t used;

		cr_assert_eq(feed(view_of(line, 108), step, &h, &peer, &used), PROXY_BAD);
		cr_assert_eq(used, 107);
		cr_assert_str_eq(proxy_header_wrong(&h), "PROXY header too long");
	}
}

Test(proxy_header, binary_may_have_536_bytes_and_no_more)
{
	char all[PROXY_HEADER_MAX + 1] = SIG "\x21\x11\2\x08" INET4;
	struct proxy_header h;
	struct peer_addr peer;
	size_t used;

	/* One TLV fills the rest. */
	memcpy(all + 28, "\4\1\xf9", 3);
	expect_whole(view_of(all, PROXY_HEADER_MAX), PROXY_PEER, "192.0.2.1");
	all[15] = 9;
	cr_assert_eq(feed(view_of(all, sizeof(all)), sizeof(all), &h, &peer, &used), PROXY_BAD);
	cr_assert_eq(used, 16, "nothing is waited for");
}
