#include "icq/oscar_login.h"

#include <criterion/criterion.h>

#include "icq_hex.h"
#include "net/tls_md5.h"

static const uint8_t some_digest[OSCAR_DIGEST] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

#define CLIENT_TLVS                                                                                        \
	"0003 000f 4269746c4265652f332e362d312e33 0016 0002 010a 0017 0002 0014 0018 0002 0034 0019 0002 " \
	"0000"                                                                                             \
	"001a 0002 0c18 0014 0004 00000611 000f 0002 656e 000e 0002 7573"

static const struct oscar_credentials credentials = {
	.uin = 100001,
	.password = VIEW_INIT("secret2"),
	.digest = some_digest,
	.client = VIEW_INIT("BitlBee/3.6-1.3"),
};

Test(oscar_login, roasts)
{
	uint8_t roasted[7];
	char back[OSCAR_PASSWORD_MAX];
	struct oscar_login l = { .has_password = true };

	oscar_roast(roasted, VIEW("secret2"));
	l.roasted = view_of(roasted, sizeof(roasted));
	cr_expect(icq_hex_is(l.roasted, "8043E2B65CF2E9"));
	cr_expect(view_eq(oscar_unroast(&l, back), VIEW("secret2")));
	l.has_password = false;
	cr_expect(oscar_unroast(&l, back).n == 0);
}

Test(oscar_login, passwords_have_a_length_and_no_nul)
{
	char back[OSCAR_PASSWORD_MAX];
	uint8_t roasted[OSCAR_PASSWORD_MAX + 1];
	struct oscar_login l = { .has_password = true, .roasted = view_of(roasted, OSCAR_PASSWORD_MAX) };

	oscar_roast(roasted, VIEW("123456789012345678901"));
	cr_expect(view_eq(oscar_unroast(&l, back), VIEW("12345678901234567890")));
	l.roasted.n++;
	cr_expect(oscar_unroast(&l, back).n == 0);
	oscar_roast(roasted, VIEW("abc\0def"));
	l.roasted.n = 7;
	cr_expect(oscar_unroast(&l, back).n == 0);
	l.roasted.n = 0;
	cr_expect(oscar_unroast(&l, back).n == 0);
}

/* What a real client sent for this key and password. */
Test(oscar_login, digests_of_both_kinds)
{
	const struct view password = VIEW("secret1");
	uint8_t md5[TLS_MD5_LEN], digest[OSCAR_DIGEST];

	cr_assert(oscar_digest(digest, VIEW("1234567890"), password));
	cr_expect(icq_hex_is(view_of(digest, sizeof(digest)), "a138c544ef9fd6d797c7611bab3eb885"));
	cr_assert(tls_md5(md5, &password, 1));
	cr_assert(oscar_digest(digest, VIEW("1234567890"), view_of(md5, sizeof(md5))));
	cr_expect(icq_hex_is(view_of(digest, sizeof(digest)), "580e3eb0585e4cf831b1d5b3a3f15b83"));
}

Test(oscar_login, a_password_in_the_first_frame)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	char password[OSCAR_PASSWORD_MAX];
	struct oscar_credentials too_long = credentials;
	struct oscar_login l;
	size_t whole = 0;

	oscar_put_greeting(&out);
	oscar_put_roasted(&out, &credentials);
	cr_expect(icq_hex_is(
		icq_out_view(&out), "00000001 0001 0006 313030303031 0002 0007 8043E2B65CF2E9" CLIENT_TLVS));
	cr_assert(oscar_signon_parse(&l, icq_out_view(&out)));
	cr_expect(l.uin == 100001 && view_eq(l.client, credentials.client) && l.cookie.n == 0 &&
		l.digest.n == 0);
	cr_expect(view_eq(oscar_unroast(&l, password), VIEW("secret2")));
	for (size_t n = 0; n < out.n; n++)
		whole += oscar_signon_parse(&l, view_left(icq_out_view(&out), n)) ? 1 : 0;
	cr_expect(whole == 11, "after the greeting and after each of its TLVs but the last");
	too_long.password = VIEW("123456789012345678901");
	oscar_put_roasted(&out, &too_long);
	cr_expect(out.full);
}

Test(oscar_login, a_digest_as_a_real_client_sends_it)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_login l;

	oscar_put_digest(&out, &credentials);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"0001 0006 313030303031 0025 0010 0102030405060708090a0b0c0d0e0f10 004c 0000" CLIENT_TLVS
		"004a 0001 01"));
	cr_assert(oscar_login_parse(&l, icq_out_view(&out)));
	cr_expect(l.uin == 100001 && l.is_strong && !l.has_password);
	cr_expect(view_eq(l.digest, view_of(some_digest, OSCAR_DIGEST)));
	bytes[13] = 0x0f;
	cr_expect(!oscar_login_parse(&l, icq_out_view(&out)), "all after it has moved");
}

Test(oscar_login, a_digest_of_another_length_is_none)
{
	struct icq_hex h;
	struct oscar_login l;

	cr_assert(oscar_login_parse(
		&l, icq_hex(&h, "0001 0003 616263 0025 000f 0102030405060708090a0b0c0d0e0f")));
	cr_expect(l.digest.n == 0 && !l.is_strong && l.uin == 0 && view_eq(l.name, VIEW("abc")));
}

Test(oscar_login, greetings_and_cookies)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_login l;

	oscar_put_greeting(&out);
	cr_expect(icq_hex_is(icq_out_view(&out), "00000001"));
	cr_expect(oscar_signon_parse(&l, icq_out_view(&out)) && l.cookie.n == 0 && l.name.n == 0);
	oscar_put_cookie(&out, VIEW("cookie"));
	cr_expect(oscar_signon_parse(&l, icq_out_view(&out)) && view_eq(l.cookie, VIEW("cookie")));
	cr_expect(!oscar_signon_parse(&l, VIEW("\0\0\0\2")), "another version");
	for (size_t n = 0; n < 4; n++)
		cr_expect(!oscar_signon_parse(&l, view_left(VIEW("\0\0\0\1"), n)), "%zu bytes", n);
}

Test(oscar_login, keys)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct view key;
	struct oscar_login l;

	oscar_put_key(&out, VIEW("1234567890"));
	cr_expect(icq_hex_is(icq_out_view(&out), "000a 31323334353637383930"));
	cr_expect(oscar_key_parse(&key, icq_out_view(&out)) && view_eq(key, VIEW("1234567890")));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_key_parse(&key, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	cr_expect(!oscar_key_parse(&key, VIEW("\0\0")), "an empty one");
	out = icq_out(bytes, sizeof(bytes));
	oscar_put_key_ask(&out, 100001);
	cr_expect(oscar_login_parse(&l, icq_out_view(&out)) && l.uin == 100001);
}

Test(oscar_login, answers)
{
	static const struct oscar_login_answer fine = {
		.uin = 100001, .server = VIEW_INIT("127.0.0.1:5190"), .cookie = VIEW_INIT("cookie")
	};
	static const struct oscar_login_answer bad = {
		.uin = 100001, .error = OSCAR_LOGIN_WRONG_PASSWORD, .url = VIEW_INIT("http://x/")
	};
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_login_answer a;

	oscar_login_answer_put(&out, &fine);
	cr_assert(oscar_login_answer_parse(&a, icq_out_view(&out)));
	cr_expect(a.uin == 100001 && a.error == 0 && view_eq(a.server, fine.server) &&
		view_eq(a.cookie, fine.cookie));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_login_answer_parse(&a, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	out = icq_out(bytes, sizeof(bytes));
	oscar_login_answer_put(&out, &bad);
	cr_assert(oscar_login_answer_parse(&a, icq_out_view(&out)));
	cr_expect(a.error == OSCAR_LOGIN_WRONG_PASSWORD && view_eq(a.url, bad.url) && a.cookie.n == 0);
	cr_expect(!oscar_login_answer_parse(&a, VIEW("\0\x08\0\x02\0\0")), "an error of 0");
	cr_expect(!oscar_login_answer_parse(&a, VIEW("\0\x08\0\x01\0")), "half of one");
}

Test(oscar_login, where_the_session_will_be)
{
	static const struct {
		const char *server, *host;
		uint16_t port; /* 0: refused */
	} row[] = {
		{ "127.0.0.1:5191", "127.0.0.1", 5191 },
		{ "icq.example", "icq.example", OSCAR_PORT },
		{ "icq.example:", "icq.example", OSCAR_PORT },
		{ "[::1]:5191", "::1", 5191 },
		{ "[::1]", "::1", OSCAR_PORT },
		{ "2001:db8::1", "2001:db8::1", OSCAR_PORT },
		{ "x:65535", "x", 65535 },
		{ "x:65536", "", 0 },
		{ "x:0", "", 0 },
		{ "x:1a", "", 0 },
		{ ":5190", "", 0 },
		{ "[]:5190", "", 0 },
		{ "", "", 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		struct view host;
		uint16_t port;
		bool fine = oscar_server_split(view_z(row[i].server), &host, &port);

		cr_expect(fine == (row[i].port != 0), "%s", row[i].server);
		if (fine)
			cr_expect(view_eq(host, view_z(row[i].host)) && port == row[i].port, "%s",
				row[i].server);
	}
}

Test(oscar_login, the_end_of_a_session)
{
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_put_bye(&out, OSCAR_BYE);
	cr_expect(out.n == 0 && oscar_bye_parse(icq_out_view(&out)) == OSCAR_BYE);
	oscar_put_bye(&out, OSCAR_BYE_REPLACED);
	cr_expect(icq_hex_is(icq_out_view(&out), "0009 0002 0001"));
	cr_expect(oscar_bye_parse(icq_out_view(&out)) == OSCAR_BYE_REPLACED);
	cr_expect(oscar_bye_parse(VIEW("\0\x09\0\x02\0")) == OSCAR_BYE);
}
