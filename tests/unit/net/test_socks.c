#include "net/socks.h"

#include <criterion/criterion.h>
#include <string.h>

#define INET4_REQUEST \
	"\5\1\0\1"    \
	"\xc0\0\2\1"  \
	"\x1a\x29"
#define INET6_REQUEST                              \
	"\5\1\0\4"                                 \
	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1" \
	"\x1a\x29"
#define ANSWER_INET "\5\0\0\1\x7f\0\0\1\0\x50"

static struct addr
at(const char *text)
{
	struct addr a;
	struct err e;

	cr_assert_eq(addr_parse(view_z(text), &a, &e), 0);
	return a;
}

static struct socks *
begin(const char *to, const char *user, const char *password)
{
	const struct addr a = at(to);

	return socks_new(&(struct socks_ask){ .to = &a, .user = view_z(user), .password = view_z(password) });
}

static struct socks *
begin_4(const char *to, struct view user)
{
	const struct addr a = at(to);

	return socks_new(&(struct socks_ask){ .kind = DIAL_SOCKS_4, .to = &a, .user = user });
}

/* All that is to be sent, taken `step` bytes at a time. */
static void
expect_sent(struct socks *s, struct view want, size_t step)
{
	char got[1024];
	size_t n = 0;

	while (socks_step(s) == SOCKS_SEND) {
		struct view out = view_left(socks_output(s), step);

		cr_assert_geq(out.n, 1);
		cr_assert_leq(n + out.n, sizeof(got));
		memcpy(got + n, out.p, out.n);
		n += out.n;
		socks_sent(s, out.n);
	}
	cr_expect(view_eq(view_of(got, n), want), "%zu bytes instead of %zu", n, want.n);
}

/* Feeds as it wants, at most `step` at a time, until it wants no more; what was taken. */
static size_t
feed(struct socks *s, struct view in, size_t step)
{
	size_t used = 0;

	while (socks_step(s) == SOCKS_RECEIVE && used < in.n) {
		size_t n = socks_wants(s);

		cr_assert(n >= 1 && n <= SOCKS_WANTS_MAX);
		n = n < step ? n : step;
		n = n < in.n - used ? n : in.n - used;
		socks_feed(s, view_of(in.p + used, n));
		used += n;
	}
	return used;
}

/* The whole of it, however it is cut; behind the answer stands what the peer says, and it is not touched. */
static void
goes_through(const char *to, struct view request, struct view answer)
{
	char in[1024];

	memcpy(in, answer.p, answer.n);
	memcpy(in + answer.n, "NOTICE *", 8);
	for (size_t step = 1; step <= SOCKS_WANTS_MAX; step++) {
		struct socks *s = begin(to, NULL, NULL);

		expect_sent(s, VIEW("\5\1\0"), step);
		cr_assert_eq(feed(s, VIEW("\5\0"), step), 2);
		expect_sent(s, request, step);
		cr_assert_eq(feed(s, view_of(in, answer.n + 8), step), answer.n);
		cr_assert_eq(socks_step(s), SOCKS_THROUGH);
		socks_free(s);
	}
}

Test(socks, goes_through_and_leaves_the_peers_bytes_alone)
{
	char name[7 + 255] = "\5\0\0\3\xff";

	goes_through("192.0.2.1:6697", VIEW(INET4_REQUEST), VIEW(ANSWER_INET));
	goes_through("[2001:db8::1]:6697", VIEW(INET6_REQUEST),
		VIEW("\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
	goes_through("192.0.2.1:6697", VIEW(INET4_REQUEST), VIEW("\5\0\0\3\4host\0\0"));
	goes_through("192.0.2.1:6697", VIEW(INET4_REQUEST), VIEW("\5\0\0\3\0\0\0"));
	goes_through("192.0.2.1:6697", VIEW(INET4_REQUEST), view_of(name, sizeof(name)));
}

Test(socks, user_and_password_are_said_when_they_are_wanted)
{
	struct socks *s = begin("192.0.2.1:6697", "me", "secret");

	expect_sent(s, VIEW("\5\2\0\2"), 100);
	cr_expect_eq(feed(s, VIEW("\5\2"), 100), 2);
	expect_sent(s, VIEW("\1\2me\6secret"), 3);
	cr_expect_eq(feed(s, VIEW("\1\0"), 1), 2);
	expect_sent(s, VIEW(INET4_REQUEST), 100);
	cr_expect_eq(feed(s, VIEW(ANSWER_INET), 100), 10);
	cr_expect_eq(socks_step(s), SOCKS_THROUGH);
	socks_free(s);
	s = begin("192.0.2.1:6697", "me", NULL);
	expect_sent(s, VIEW("\5\2\0\2"), 100);
	cr_expect_eq(feed(s, VIEW("\5\2"), 100), 2);
	expect_sent(s, VIEW("\1\2me\0"), 100);
	socks_free(s);
}

Test(socks, user_and_password_are_not_said_to_who_does_not_want_them)
{
	struct socks *s = begin("192.0.2.1:6697", "me", "secret");

	expect_sent(s, VIEW("\5\2\0\2"), 100);
	cr_expect_eq(feed(s, VIEW("\5\0"), 100), 2);
	expect_sent(s, VIEW(INET4_REQUEST), 100);
	socks_free(s);
}

Test(socks, the_longest_user_and_password_are_said_whole)
{
	char name[SOCKS_NAME_MAX + 1], want[3 + 2 * SOCKS_NAME_MAX];
	struct socks *s;

	memset(name, 'n', SOCKS_NAME_MAX);
	name[SOCKS_NAME_MAX] = '\0';
	memset(want, 'n', sizeof(want));
	want[0] = 1;
	want[1] = want[2 + SOCKS_NAME_MAX] = '\xff';
	s = begin("192.0.2.1:6697", name, name);
	expect_sent(s, VIEW("\5\2\0\2"), 100);
	cr_expect_eq(feed(s, VIEW("\5\2"), 100), 2);
	expect_sent(s, view_of(want, sizeof(want)), 100);
	socks_free(s);
}

static void
expect_failed(struct socks *s, enum dial_result result, const char *why)
{
	cr_assert_eq(socks_step(s), SOCKS_FAILED, "%s", why);
	cr_expect_eq(socks_result(s), result, "%s: %d", why, (int)socks_result(s));
	cr_expect_not_null(strstr(socks_why(s), why), "\"%s\" instead of \"%s\"", socks_why(s), why);
	socks_free(s);
}

/* What is said to the question for a way to log in. */
static void
way_fails(const char *user, struct view in, const char *why)
{
	struct socks *s = begin("192.0.2.1:6697", user, NULL);

	expect_sent(s, user != NULL ? VIEW("\5\2\0\2") : VIEW("\5\1\0"), 100);
	cr_expect_eq(feed(s, in, 100), 2);
	expect_failed(s, DIAL_PROXY, why);
}

Test(socks, a_proxy_that_does_not_take_us_is_told_apart_from_what_is_none)
{
	way_fails(NULL, VIEW("HTTP/1.1"), "does not speak SOCKS 5");
	way_fails(NULL, VIEW("\4\0"), "does not speak SOCKS 5");
	way_fails(NULL, VIEW("\0\x5b"), "does not speak SOCKS 5");
	way_fails(NULL, VIEW("\5\xff"), "a user and a password are wanted");
	way_fails("me", VIEW("\5\xff"), "neither our user and password");
	way_fails(NULL, VIEW("\5\2"), "a way to log in was chosen that we don't know");
	way_fails("me", VIEW("\5\1"), "a way to log in was chosen that we don't know");
	way_fails("me", VIEW("\5\x80"), "a way to log in was chosen that we don't know");
}

static void
login_fails(struct view in, const char *why)
{
	struct socks *s = begin("192.0.2.1:6697", "me", "secret");

	expect_sent(s, VIEW("\5\2\0\2"), 100);
	cr_expect_eq(feed(s, VIEW("\5\2"), 100), 2);
	expect_sent(s, VIEW("\1\2me\6secret"), 100);
	cr_expect_eq(feed(s, in, 100), 2);
	expect_failed(s, DIAL_PROXY, why);
}

Test(socks, a_wrong_password_is_told)
{
	login_fails(VIEW("\1\1"), "user or password is wrong");
	login_fails(VIEW("\1\xff"), "user or password is wrong");
	login_fails(VIEW("\5\0"), "makes no sense");
}

static void
answer_fails(struct view in, enum dial_result result, const char *why)
{
	struct socks *s = begin("192.0.2.1:6697", NULL, NULL);

	expect_sent(s, VIEW("\5\1\0"), 100);
	cr_expect_eq(feed(s, VIEW("\5\0"), 100), 2);
	expect_sent(s, VIEW(INET4_REQUEST), 100);
	cr_expect_eq(feed(s, in, 100), 4, "%s", why);
	expect_failed(s, result, why);
}

Test(socks, each_refusal_has_its_words)
{
	answer_fails(VIEW("\5\1\0\1\0\0\0\0\0\0"), DIAL_PROXY, "general failure");
	answer_fails(VIEW("\5\2\0\1"), DIAL_PROXY, "rules of the proxy forbid it");
	answer_fails(VIEW("\5\3\0\1"), DIAL_UNREACHABLE, "can't reach that network");
	answer_fails(VIEW("\5\4\0\1"), DIAL_UNREACHABLE, "can't reach that host");
	answer_fails(VIEW("\5\5\0\1"), DIAL_REFUSED, "was refused there");
	answer_fails(VIEW("\5\6\0\1"), DIAL_UNREACHABLE, "TTL expired");
	answer_fails(VIEW("\5\7\0\1"), DIAL_PROXY, "does not connect");
	answer_fails(VIEW("\5\x8\0\1"), DIAL_PROXY, "this kind of address");
	answer_fails(VIEW("\5\x9\0\1"), DIAL_PROXY, "nobody has given a meaning");
	answer_fails(VIEW("\5\xff\0\1"), DIAL_PROXY, "nobody has given a meaning");
}

Test(socks, an_answer_that_makes_no_sense_is_refused)
{
	answer_fails(VIEW("\4\0\0\1"), DIAL_PROXY, "makes no sense");
	answer_fails(VIEW("\5\0\0\0"), DIAL_PROXY, "makes no sense");
	answer_fails(VIEW("\5\0\0\2"), DIAL_PROXY, "makes no sense");
	answer_fails(VIEW("\5\0\0\xff"), DIAL_PROXY, "makes no sense");
}

/* ---- a relay of UDP ---- */

/* What the dialogue has come to after the two bytes that let us in. */
static struct socks *
associate(struct view answer)
{
	struct socks *s = socks_new(&(struct socks_ask){ .associates = true });

	expect_sent(s, VIEW("\5\1\0"), 100);
	cr_assert_eq(feed(s, VIEW("\5\0"), 100), 2);
	expect_sent(s, VIEW("\5\3\0\1\0\0\0\0\0\0"), 3);
	cr_assert_eq(feed(s, answer, 1), answer.n);
	return s;
}

static void
expect_bound(struct view answer, const char *want)
{
	struct socks *s = associate(answer);
	struct addr got;
	char text[ADDR_TEXT_MAX];

	cr_assert_eq(socks_step(s), SOCKS_THROUGH);
	cr_assert(socks_bound(s, &got));
	cr_expect_str_eq(addr_format(&got, text), want);
	socks_free(s);
}

Test(socks, where_a_relay_is_is_told_as_the_proxy_says_it)
{
	struct addr got;
	struct socks *s;

	expect_bound(VIEW("\5\0\0\1\x7f\0\0\1\x1a\x29"), "127.0.0.1:6697");
	expect_bound(VIEW("\5\0\0\1\0\0\0\0\0\0"), "0.0.0.0:0");
	expect_bound(VIEW("\5\0\0\4\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\x1a\x29"), "[2001:db8::1]:6697");
	s = associate(VIEW("\5\0\0\3\4host\x1a\x29"));
	cr_assert_eq(socks_step(s), SOCKS_THROUGH);
	cr_expect_not(socks_bound(s, &got), "a name was taken for an address");
	socks_free(s);
	expect_failed(associate(VIEW("\5\7\0\1")), DIAL_PROXY, "does not connect");
}

/* ---- version 4 ---- */

Test(socks, version_4_goes_through_and_leaves_the_peers_bytes_alone)
{
	for (size_t step = 1; step <= 9; step++) {
		struct socks *s = begin_4("192.0.2.1:6697", VIEW("me"));

		expect_sent(s, VIEW("\4\1\x1a\x29\xc0\0\2\1me\0"), step);
		cr_expect_eq(feed(s, VIEW("\0\x5a\1\2\3\4\5\6NOTICE *"), step), 8);
		cr_expect_eq(socks_step(s), SOCKS_THROUGH);
		socks_free(s);
	}
}

Test(socks, version_4_says_as_much_of_the_user_as_it_has_a_form_for)
{
	char name[SOCKS_NAME_MAX], want[8 + SOCKS_NAME_MAX + 1] = "\4\1\x1a\x29\xc0\0\2\1";
	struct socks *s = begin_4("192.0.2.1:6697", VIEW(""));

	expect_sent(s, VIEW("\4\1\x1a\x29\xc0\0\2\1\0"), 100);
	socks_free(s);
	s = begin_4("192.0.2.1:6697", VIEW("me\0you"));
	expect_sent(s, VIEW("\4\1\x1a\x29\xc0\0\2\1me\0"), 100);
	socks_free(s);
	memset(name, 'n', sizeof(name));
	memset(want + 8, 'n', sizeof(name));
	s = begin_4("192.0.2.1:6697", view_of(name, sizeof(name)));
	expect_sent(s, view_of(want, sizeof(want)), 100);
	socks_free(s);
}

Test(socks, version_4_says_an_address_of_ipv6_as_a_name)
{
	struct socks *s = begin_4("[2001:db8::1]:6697", VIEW("me"));

	expect_sent(s,
		VIEW("\4\1\x1a\x29\0\0\0\1me\0"
		     "2001:db8::1\0"),
		100);
	cr_expect_eq(feed(s, VIEW("\0\x5a\0\0\0\0\0\0"), 100), 8);
	cr_expect_eq(socks_step(s), SOCKS_THROUGH);
	socks_free(s);
}

static void
fails_4(struct view in, enum dial_result result, const char *why)
{
	struct socks *s = begin_4("192.0.2.1:6697", VIEW(""));

	expect_sent(s, VIEW("\4\1\x1a\x29\xc0\0\2\1\0"), 100);
	cr_expect_eq(feed(s, in, 100), 8);
	expect_failed(s, result, why);
}

Test(socks, each_refusal_of_version_4_has_its_words)
{
	fails_4(VIEW("\0\x5b\0\0\0\0\0\0"), DIAL_REFUSED, "was refused there");
	fails_4(VIEW("\0\x5c\0\0\0\0\0\0"), DIAL_PROXY, "asks identd");
	fails_4(VIEW("\0\x5d\0\0\0\0\0\0"), DIAL_PROXY, "another user");
	fails_4(VIEW("\0\x5e\0\0\0\0\0\0"), DIAL_PROXY, "nobody has given a meaning");
	fails_4(VIEW("\0\x59\0\0\0\0\0\0"), DIAL_PROXY, "nobody has given a meaning");
	fails_4(VIEW("\0\0\0\0\0\0\0\0"), DIAL_PROXY, "nobody has given a meaning");
	fails_4(VIEW("\0\xff\0\0\0\0\0\0"), DIAL_PROXY, "nobody has given a meaning");
	fails_4(VIEW("\5\x5a\0\0\0\0\0\0"), DIAL_PROXY, "does not speak SOCKS 4");
	fails_4(VIEW("\4\x5a\0\0\0\0\0\0"), DIAL_PROXY, "does not speak SOCKS 4");
	fails_4(VIEW("HTTP/1.1"), DIAL_PROXY, "does not speak SOCKS 4");
}
