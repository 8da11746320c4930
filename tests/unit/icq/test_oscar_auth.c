#include "icq/oscar_auth.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/oscar_login.h"
#include "icq/tlv.h"
#include "oscar_rig.h"

typedef struct view login_fn(struct oscar_client *c, const char *uin, const char *password, uint16_t *error);

static login_fn *const ways[] = { oscar_client_roasted, oscar_client_bucp };

Test(oscar_auth, both_ways_give_a_cookie_that_lets_in)
{
	struct oscar_rig r;
	struct oscar_client c, bos;
	uint16_t error;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct view cookie;

		oscar_rig_connect(&r, &c);
		cookie = ways[i](&c, "100001", "secret1", &error);
		cr_assert(error == 0 && cookie.n == OSCAR_COOKIE_BYTES);
		oscar_rig_connect(&r, &bos);
		oscar_client_show_cookie(&bos, cookie);
		oscar_client_get_ready(&bos);
		cr_expect(icq_fake_said(r.icq, "100001 opens"));
		cr_expect(icq_fake_said(r.icq, "100001 has its list"));
		oscar_client_close(&bos);
		cr_expect(icq_fake_said(r.icq, "100001 closes: Connection closed"));
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

Test(oscar_auth, the_server_says_where_to_go_then_closes)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_login_answer a;
	uint16_t error;

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	(void)oscar_client_bucp(&c, "100001", "secret1", &error);
	cr_assert(oscar_login_answer_parse(&a, c.snac.body));
	cr_expect(view_eq(a.server, VIEW("192.0.2.100:5190")) && a.uin == 100001);
	cr_expect(oscar_client_expect_frame(&c, FLAP_SIGNOFF).n == 0);
	cr_expect(c.is_shut && c.conn != NULL);
	icq_fake_advance(r.icq, OSCAR_LINGER_MS);
	cr_expect(c.conn == NULL);
	oscar_client_close(&c);

	r.icq->conf.advertise = "203.0.113.9:5191";
	oscar_rig_connect(&r, &c);
	(void)oscar_client_bucp(&c, "100001", "secret1", &error);
	cr_assert(oscar_login_answer_parse(&a, c.snac.body));
	cr_expect(view_eq(a.server, VIEW("203.0.113.9:5191")));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, wrong_passwords_and_unknown_users_hear_the_same)
{
	static const struct {
		const char *uin, *password;
	} bad[] = { { "100001", "secret2" }, { "100001", "Secret1" }, { "100099", "secret1" },
		{ "2147483647", "secret1" }, { "nobody", "secret1" }, { "100001", "secret1x" } };
	struct oscar_rig r;
	struct oscar_client c;
	uint16_t error;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(bad) * ARRAY_LEN(ways); i++) {
		size_t n = i / ARRAY_LEN(ways);

		oscar_rig_connect(&r, &c);
		(void)ways[i % ARRAY_LEN(ways)](&c, bad[n].uin, bad[n].password, &error);
		cr_expect(
			error == OSCAR_LOGIN_WRONG_PASSWORD, "%s %s: %d", bad[n].uin, bad[n].password, error);
		oscar_client_close(&c);
	}
	cr_expect(oscar_cookies_count(oscar_server_cookies(r.server)) == 0);
	oscar_rig_release(&r);
}

Test(oscar_auth, what_the_core_says_has_its_number)
{
	static const struct {
		enum icq_login_verdict verdict;
		uint16_t error;
	} all[] = { { ICQ_LOGIN_SUSPENDED, OSCAR_LOGIN_SUSPENDED }, { ICQ_LOGIN_LATER, OSCAR_LOGIN_RATE },
		{ ICQ_LOGIN_WRONG, OSCAR_LOGIN_WRONG_PASSWORD } };
	struct oscar_rig r;
	struct oscar_client c;
	uint16_t error;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		r.icq->verdict = all[i].verdict;
		oscar_rig_connect(&r, &c);
		(void)oscar_client_bucp(&c, "100001", "secret1", &error);
		cr_expect(error == all[i].error);
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

/* 17/02 of a client that has gone as far as the key. */
static uint16_t
try_digest(struct oscar_client *c, const char *uin, struct view digest, bool strong)
{
	struct oscar_login_answer a;

	oscar_client_begin(c);
	tlv_put(&c->body, 0x01, view_z(uin));
	tlv_put(&c->body, 0x25, digest);
	if (strong)
		tlv_put(&c->body, 0x4c, VIEW(""));
	oscar_client_send(c, SNAC_LOGIN_ASK);
	cr_assert(oscar_login_answer_parse(&a, oscar_client_expect(c, SNAC_LOGIN_ANSWER)));
	return a.error;
}

static void
ask_key(struct oscar_client *c, const char *uin, struct view *key)
{
	(void)oscar_client_expect_frame(c, FLAP_SIGNON);
	oscar_client_begin(c);
	oscar_put_greeting(&c->body);
	oscar_client_frame(c, FLAP_SIGNON, icq_out_view(&c->body));
	oscar_client_begin(c);
	tlv_put(&c->body, 0x01, view_z(uin));
	oscar_client_send(c, SNAC_LOGIN_KEY_ASK);
	cr_assert(oscar_key_parse(key, oscar_client_expect(c, SNAC_LOGIN_KEY)));
}

Test(oscar_auth, a_digest_is_of_this_key_and_this_user_and_strong)
{
	static const char digest[16] = "0123456789abcdef";
	struct oscar_rig r;
	struct oscar_client c;
	struct view key;
	char first[64];

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	ask_key(&c, "100001", &key);
	(void)view_copy(key, first, sizeof(first));
	cr_expect(try_digest(&c, "100001", view_of(digest, 16), false) == OSCAR_LOGIN_OLD_CLIENT);
	cr_expect(r.icq->logins == 0);
	oscar_client_close(&c);

	oscar_rig_connect(&r, &c);
	ask_key(&c, "100001", &key);
	cr_expect(!view_eq(key, view_z(first)), "keys are never the same");
	cr_expect(try_digest(&c, "100002", view_of(digest, 16), true) == OSCAR_LOGIN_WRONG_PASSWORD);
	cr_expect(r.icq->logins == 0);
	oscar_client_close(&c);

	oscar_rig_connect(&r, &c);
	ask_key(&c, "100001", &key);
	cr_expect(try_digest(&c, "100001", view_of(digest, 15), true) == OSCAR_LOGIN_WRONG_PASSWORD);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, a_digest_before_a_key_is_not_looked_at)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	(void)oscar_client_expect_frame(&c, FLAP_SIGNON);
	oscar_client_begin(&c);
	oscar_put_greeting(&c.body);
	oscar_client_frame(&c, FLAP_SIGNON, icq_out_view(&c.body));
	oscar_client_snac(&c, SNAC_LOGIN_ASK, VIEW(""));
	oscar_client_snac(&c, SNAC_ICBM_SEND, VIEW("nonsense"));
	cr_expect(oscar_client_is_quiet(&c) && r.icq->logins == 0);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, a_cookie_is_good_once_and_for_a_minute)
{
	struct oscar_rig r;
	struct oscar_client c, bos, thief;
	uint16_t error;
	char kept[OSCAR_COOKIE_BYTES];
	struct view cookie = view_of(kept, sizeof(kept));

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	memcpy(kept, oscar_client_roasted(&c, "100001", "secret1", &error).p, sizeof(kept));
	oscar_rig_connect(&r, &bos);
	oscar_client_show_cookie(&bos, cookie);
	(void)oscar_client_expect(&bos, SNAC_SERVICE_FAMILIES);
	oscar_rig_connect(&r, &thief);
	oscar_client_show_cookie(&thief, cookie);
	cr_expect(oscar_client_expect_frame(&thief, FLAP_SIGNOFF).n == 0);
	cr_expect(thief.is_shut && icq_fake_session(r.icq, 100001) != NULL && oscar_client_is_quiet(&bos));
	oscar_client_close(&thief);
	oscar_client_close(&bos);
	oscar_client_close(&c);

	oscar_rig_connect(&r, &c);
	memcpy(kept, oscar_client_roasted(&c, "100001", "secret1", &error).p, sizeof(kept));
	icq_fake_advance(r.icq, OSCAR_COOKIE_MS);
	oscar_rig_connect(&r, &bos);
	oscar_client_show_cookie(&bos, cookie);
	cr_expect(oscar_client_expect_frame(&bos, FLAP_SIGNOFF).n == 0);
	cr_expect(icq_fake_session(r.icq, 100001) == NULL);
	oscar_client_close(&bos);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, slow_logins_end)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	oscar_client_run(&c);
	icq_fake_advance(r.icq, OSCAR_LOGIN_MS - 1);
	oscar_client_raw(&c, VIEW("\x2a\x01"));
	oscar_client_run(&c);
	cr_expect(c.conn != NULL);
	icq_fake_advance(r.icq, 1);
	cr_expect(c.conn == NULL);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, ten_frames_are_enough_to_log_in)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	oscar_client_frame(&c, FLAP_SIGNON, VIEW("\0\0\0\1"));
	for (int i = 1; i < OSCAR_LOGIN_FRAMES; i++)
		oscar_client_snac(&c, SNAC_SERVICE_IDLE, VIEW("\0\0\0\0"));
	cr_expect(c.conn != NULL);
	oscar_client_snac(&c, SNAC_SERVICE_IDLE, VIEW("\0\0\0\0"));
	cr_expect(c.conn == NULL);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_auth, nonsense_ends_the_connection)
{
	static const struct view bad[] = {
		VIEW_INIT("GET / HTTP/1.0\r\n\r\n"),
		VIEW_INIT("\x2a\x01\0\0\0\4\0\0\0\2"),		       /* another version */
		VIEW_INIT("\x2a\x01\0\0\0\3\0\0\0"),		       /* cut short */
		VIEW_INIT("\x2a\x01\0\0\x08\x01"),		       /* longer than a login is */
		VIEW_INIT("\x2a\x01\0\0\0\x09\0\0\0\1\0\1\0\2x"),      /* a TLV cut short */
		VIEW_INIT("\x2a\x02\0\0\0\x0a\0\x17\0\6\0\0\0\0\0\0"), /* before the greeting */
		VIEW_INIT("\x2a\x01\0\0\0\4\0\0\0\1\x2a\x02\0\1\0\x03\0\x17\0"),
		VIEW_INIT("\x2a\x01\0\0\0\4\0\0\0\1\x2a\x01\0\1\0\4\0\0\0\1"),
		VIEW_INIT("\x2a\x01\0\0\0\4\0\0\0\1\x2a\x03\0\1\0\0"),
	};
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		oscar_rig_connect(&r, &c);
		oscar_client_raw(&c, bad[i]);
		oscar_client_run(&c);
		cr_expect(c.conn == NULL, "%zu", i);
		oscar_client_close(&c);
	}
	cr_expect(r.icq->logins == 0);
	oscar_rig_release(&r);
}

Test(oscar_auth, strangers_have_limits)
{
	static struct oscar_client c[OSCAR_LOGINS_MAX + 1];
	struct oscar_rig r;
	char peer[32];

	oscar_rig_init(&r);
	for (unsigned i = 0; i < OSCAR_LOGINS_PER_ADDRESS; i++)
		cr_assert(oscar_client_connect(&c[i], r.server, r.icq->loop, "192.0.2.1"));
	cr_expect(!oscar_client_connect(&c[OSCAR_LOGINS_MAX], r.server, r.icq->loop, "192.0.2.1"));
	for (unsigned i = OSCAR_LOGINS_PER_ADDRESS; i < OSCAR_LOGINS_MAX; i++) {
		(void)snprintf(peer, sizeof(peer), "198.51.%u.%u", i / 256, i % 256);
		cr_assert(oscar_client_connect(&c[i], r.server, r.icq->loop, peer));
	}
	cr_expect(!oscar_client_connect(&c[OSCAR_LOGINS_MAX], r.server, r.icq->loop, "203.0.113.1"));
	oscar_client_close(&c[0]);
	cr_expect(oscar_client_connect(&c[0], r.server, r.icq->loop, "203.0.113.1"));
	oscar_rig_release(&r);
	for (unsigned i = 0; i < OSCAR_LOGINS_MAX; i++) {
		cr_expect(c[i].conn == NULL);
		buf_release(&c[i].in);
	}
}

Test(oscar_auth, nobody_logs_in_when_the_server_stops)
{
	struct oscar_rig r;
	struct oscar_client c, late;

	oscar_rig_init(&r);
	oscar_rig_connect(&r, &c);
	oscar_client_run(&c);
	oscar_server_stop(r.server);
	oscar_client_run(&c);
	cr_expect(c.is_shut);
	cr_expect(!oscar_client_connect(&late, r.server, r.icq->loop, "192.0.2.1"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
