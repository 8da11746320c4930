#include "icq/udp_login.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

enum { TIMES = 2000 };

Test(udp_login, logins_of_four_versions_are_read)
{
	static const struct {
		const char *name;
		struct view password;
	} logins[] = {
		{ "v2 login", VIEW_INIT("secret2") },
		{ "v3 login", VIEW_INIT("secret3") },
		{ "v4 login", VIEW_INIT("secret4") },
		{ "v5 login", VIEW_INIT("secret5") },
	};

	for (size_t i = 0; i < ARRAY_LEN(logins); i++) {
		struct udp_opened o;
		struct udp_login l;

		udp_vector_open(logins[i].name, &o);
		cr_assert(udp_login_parse(&l, &o.p) == UDP_LOGIN_OK, "%s", logins[i].name);
		cr_expect(view_eq(l.password, logins[i].password) && l.status == 0, "%s", logins[i].name);
	}
}

/* Where a vector says an address, a port, a time and how to connect, ours says nothing: the rest is the same. */
static void
expect_built(const char *name, const struct udp_login *l, bool has_time)
{
	struct udp_opened o;
	uint8_t bytes[200], theirs[200];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t port = has_time ? 4 : 0, x = port + 4 + 2 + l->password.n + 1;
	struct view v;

	udp_vector_open(name, &o);
	udp_login_put(&out, o.p.version, l);
	v = view_left(icq_out_view(&out), o.p.version == ICQ_V5 ? out.n - 4 : out.n); /* ends with a time */
	cr_assert(o.p.data.n < sizeof(theirs));
	memcpy(theirs, o.p.data.p, o.p.data.n);
	memset(theirs, 0, port + 4);
	memset(theirs + x + 4, 0, 4);
	theirs[x + 8] = 6;
	cr_expect(o.p.data.n >= v.n && view_eq(v, view_of(theirs, v.n)), "%s", name);
}

Test(udp_login, ours_are_theirs_without_an_address)
{
	expect_built("v2 login", &(struct udp_login){ .password = VIEW("secret2") }, false);
	expect_built("v4 login", &(struct udp_login){ .password = VIEW("secret4") }, true);
	expect_built("v5 login", &(struct udp_login){ .password = VIEW("secret5") }, true);
}

static void
any_password(char *to, size_t n, uint32_t *seed)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(1 + icq_random(seed) % 255);
}

Test(udp_login, what_is_written_is_read)
{
	uint32_t seed = 7;

	for (unsigned i = 0; i < TIMES; i++) {
		uint8_t bytes[200];
		char password[UDP_PASSWORD_MAX];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_login l = { .password = { password, 1 + icq_random(&seed) % UDP_PASSWORD_MAX } },
				 got;
		struct udp_packet p;

		any_password(password, l.password.n, &seed);
		l.status = icq_random(&seed);
		udp_login_put(&out, (enum icq_protocol)(i % 4), &l);
		p = udp_carry((enum icq_protocol)(i % 4), UDP_C_LOGIN, &out);
		cr_assert(udp_login_parse(&got, &p) == UDP_LOGIN_OK);
		cr_assert(view_eq(got.password, l.password) && got.status == l.status);
	}
}

static enum udp_login_verdict
login_of(enum icq_protocol version, struct view data)
{
	struct udp_packet p = { .version = version, .cmd = UDP_C_LOGIN, .data = data };
	struct udp_login l;

	return udp_login_parse(&l, &p);
}

Test(udp_login, passwords_have_their_bounds)
{
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\2\0a\0")) == UDP_LOGIN_OK, "nothing need follow");
	cr_expect(login_of(ICQ_V2,
			  VIEW("\0\0\0\0\x15\0"
			       "01234567890123456789\0")) == UDP_LOGIN_OK);
	cr_expect(login_of(ICQ_V2,
			  VIEW("\0\0\0\0\x16\0"
			       "012345678901234567890\0")) == UDP_LOGIN_PASSWORD);
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\1\0\0")) == UDP_LOGIN_PASSWORD, "none");
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\0\0")) == UDP_LOGIN_PASSWORD, "not even a NUL");
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\4\0a\0b\0")) == UDP_LOGIN_PASSWORD, "a NUL within");
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\1\0a")) == UDP_LOGIN_BROKEN, "no NUL");
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0\0\3\0a\0")) == UDP_LOGIN_BROKEN, "past the end");
	cr_expect(login_of(ICQ_V2, VIEW("\0\0\0")) == UDP_LOGIN_BROKEN);
	for (enum icq_protocol v = ICQ_V3; v <= ICQ_V5; v++) {
		cr_expect(login_of(v, VIEW("\0\0\0\0\2\0a\0")) == UDP_LOGIN_OK, "no time");
		cr_expect(login_of(v, VIEW("\0\0\0\0\xa1\x0f\0\0\2\0a\0")) == UDP_LOGIN_OK, "a time");
		cr_expect(login_of(v, VIEW("\0\0\0\0\xa1\x0f\0\0\1\0\0")) == UDP_LOGIN_PASSWORD);
		cr_expect(login_of(v, VIEW("\0\0\0\0\xa1\x0f\0\0\x80\0a")) == UDP_LOGIN_BROKEN);
	}
}

Test(udp_login, hello_is_what_servers_say)
{
	static const struct {
		const char *name;
		struct udp_hello hello;
	} hellos[] = {
		{ "v2 real hello", { 2127503, { 0xcd, 0xcd, 0x76, 0x10 }, 240, 10, 5 } },
		{ "v3 live hello", { 100003, { 127, 0, 0, 1 }, 50, 60, 3 } },
		{ "v4 live hello", { 100004, { 127, 0, 0, 1 }, 25, 0, 5 } },
		{ "v5 live hello", { 100005, { 127, 0, 0, 1 }, 50, 60, 5 } },
	};

	for (size_t i = 0; i < ARRAY_LEN(hellos); i++) {
		const struct udp_hello *h = &hellos[i].hello;
		struct udp_opened o;
		struct udp_hello got;
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		udp_vector_open(hellos[i].name, &o);
		udp_hello_parse(&got, &o.p);
		cr_expect(got.uin == h->uin && memcmp(got.ip, h->ip, 4) == 0, "%s", hellos[i].name);
		cr_expect(got.keepalive_s == h->keepalive_s && got.timeout_s == h->timeout_s, "%s",
			hellos[i].name);
		cr_expect(got.retries == h->retries, "%s", hellos[i].name);
		udp_hello_put(&out, o.p.version, h);
		cr_expect(view_eq(icq_out_view(&out), o.p.data), "%s", hellos[i].name);
		o.p.data.n = 3;
		udp_hello_parse(&got, &o.p);
		cr_expect(got.keepalive_s == 0 && got.retries == 0 && got.ip[0] == 0, "cut: %s",
			hellos[i].name);
	}
}

Test(udp_login, a_wrong_password_of_version_2_names_the_question)
{
	struct udp_opened o;
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_vector_open("v2 real wrong password", &o);
	udp_wrong_password_put(&out, ICQ_V2, &(struct udp_packet){ .seq1 = 2, .uin = 2127503 });
	cr_expect(view_eq(icq_out_view(&out), o.p.data));
	udp_wrong_password_put(&out, ICQ_V5, &o.p);
	cr_expect_eq(out.n, 6, "nothing in others");
}

Test(udp_login, before_the_login)
{
	struct udp_packet p = { .version = ICQ_V5, .data = VIEW("\x10\x27\0\0\3\0ab\0\1\0\0\0") };
	struct udp_prelogin l;
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	cr_expect(udp_prelogin_parse(&l, &p) == UDP_LOGIN_OK && l.uin == 10000 &&
		view_eq(l.password, VIEW("ab")));
	p = (struct udp_packet){
		.version = ICQ_V2, .seq2 = 2, .uin = 10001, .data = VIEW("\3\0ab\0\0\0\0\0")
	};
	cr_expect(udp_prelogin_parse(&l, &p) == UDP_LOGIN_OK && l.uin == 10001 &&
		view_eq(l.password, VIEW("ab")));
	udp_prelogin_answer_put(&out, ICQ_V2, &p);
	cr_expect(view_eq(icq_out_view(&out), VIEW("\2\0\x11\x27\0\0")));
	out = icq_out(bytes, sizeof(bytes));
	udp_prelogin_answer_put(&out, ICQ_V4, &p);
	cr_expect(view_eq(icq_out_view(&out), VIEW("\1\0\0\0\0\0\0\0\2\0\x2a\0")));
	out = icq_out(bytes, sizeof(bytes));
	udp_prelogin_answer_put(&out, ICQ_V5, &p);
	cr_expect_eq(out.n, 0);
}

Test(udp_login, registering)
{
	for (enum icq_protocol v = ICQ_V2; v <= ICQ_V5; v++) {
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_packet p;
		struct view password;
		uint32_t uin;

		udp_register_put(&out, v, VIEW("pass"));
		p = udp_carry(v, UDP_C_REGISTER, &out);
		cr_expect(
			udp_register_parse(&password, &p) == UDP_LOGIN_OK && view_eq(password, VIEW("pass")));
		out = icq_out(bytes, sizeof(bytes));
		udp_new_uin_put(&out, v, 1, 100005);
		p = udp_carry(v, UDP_S_NEW_UIN, &out);
		cr_expect(udp_new_uin_parse(&uin, &p) && uin == 100005);
		p.uin = 0;
		cr_expect(udp_new_uin_parse(&uin, &p) == (v == ICQ_V2));
	}
}

Test(udp_login, one_client_counts_its_password_without_the_nul)
{
	struct udp_packet p = { .version = ICQ_V2, .data = VIEW("\2\0\4\0pass\x72\0\0\0\0\0\0\0") };
	struct view password;

	cr_expect(udp_register_parse(&password, &p) == UDP_LOGIN_OK && view_eq(password, VIEW("pass")));
	p.data = VIEW("\2\0\0\0");
	cr_expect(udp_register_parse(&password, &p) == UDP_LOGIN_PASSWORD);
}

Test(udp_login, the_form_of_who_registers)
{
	struct udp_packet p = { .version = ICQ_V4, .data = VIEW("\x50\0\2\0n\0\2\0f\0\2\0l\0\2\0e\0") };
	struct udp_form_filled f;
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct view text;

	cr_assert(udp_form_parse(&f, &p));
	cr_expect(view_eq(f.nick, VIEW("n")) && view_eq(f.first, VIEW("f")) && view_eq(f.last, VIEW("l")) &&
		view_eq(f.email, VIEW("e")));
	p.data.n--;
	cr_expect(!udp_form_parse(&f, &p));
	udp_form_answer_put(&out, false, VIEW("ask us"));
	cr_expect(view_eq(icq_out_view(&out), VIEW("\7\0ask us\0\0\2\0\x2a\0")));
	out = icq_out(bytes, sizeof(bytes));
	udp_form_answer_put(&out, true, VIEW(""));
	cr_expect(view_eq(icq_out_view(&out), VIEW("\1\0\0\1\2\0\x2a\0")));
	out = icq_out(bytes, sizeof(bytes));
	udp_login_error_put(&out, VIEW("closed"));
	p = udp_carry(ICQ_V5, UDP_S_LOGIN_ERROR, &out);
	cr_expect(udp_login_error_parse(&text, &p) && view_eq(text, VIEW("closed")));
}
