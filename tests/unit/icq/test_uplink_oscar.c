/* The client's side of OSCAR, against a server that the test plays. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "icq/flap.h"
#include "icq/icbm.h"
#include "icq/oscar_buddy.h"
#include "icq/oscar_login.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_rate.h"
#include "icq/oscar_service.h"
#include "icq/snac.h"
#include "net/tls_md5.h"
#include "tests/unit/icq/uplink_oscar_rig.h"
#include "tests/unit/icq/uplink_rig.h"

static void
answers_login(struct uplink_rig *r, uint16_t error)
{
	char bytes[512];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_login_answer_put(&out,
		&(struct oscar_login_answer){ .uin = UP_UIN,
			.error = error,
			.server = VIEW("203.0.113.9:443"),
			.cookie = VIEW("cookie") });
	far_says(r, SNAC_LOGIN_ANSWER, 0, icq_out_view(&out));
}

/* As far as the digest. */
static struct snac
begin(struct uplink_rig *r)
{
	char bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct flap_frame frame;

	up_connected(r);
	far_greets(r);
	cr_assert(far_next_frame(r, &frame));
	cr_expect_eq(frame.channel, FLAP_SIGNON);
	cr_expect_eq(frame.data.n, 4, "the password, or anything else, in the first frame");
	(void)far_take(r, SNAC_LOGIN_KEY_ASK);
	oscar_put_key(&out, VIEW("1234567890"));
	far_says(r, SNAC_LOGIN_KEY, 0, icq_out_view(&out));
	return far_take(r, SNAC_LOGIN_ASK);
}

static void
enter(struct uplink_rig *r)
{
	static const uint32_t rest[] = { SNAC_ICBM_PARAMS_SET, SNAC_LOCATE_SET, SNAC_SERVICE_STATUS,
		SNAC_BUDDY_ADD, SNAC_SERVICE_READY, SNAC_META_ASK };
	char bytes[2048];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct flap_frame frame;
	struct oscar_login l;

	up_connected(r);
	far_greets(r);
	cr_assert(far_next_frame(r, &frame));
	cr_assert(oscar_signon_parse(&l, frame.data));
	cr_expect(view_eq(l.cookie, VIEW("cookie")));
	oscar_families_put(&out, &oscar_families_ours);
	far_says(r, SNAC_SERVICE_FAMILIES, 0, icq_out_view(&out));
	(void)far_take(r, SNAC_SERVICE_VERSIONS_ASK);
	far_says(r, SNAC_SERVICE_VERSIONS, 0, VIEW(""));
	(void)far_take(r, SNAC_SERVICE_RATES_ASK);
	out = icq_out(bytes, sizeof(bytes));
	oscar_rates_put(&out);
	far_says(r, SNAC_SERVICE_RATES, 0, icq_out_view(&out));
	(void)far_take(r, SNAC_SERVICE_RATES_ACK);
	for (size_t i = 0; i < ARRAY_LEN(rest); i++)
		(void)far_take(r, rest[i]);
	cr_assert_eq(up_state(r), UPLINK_ONLINE);
}

static void
login(struct uplink_rig *r)
{
	(void)begin(r);
	answers_login(r, 0);
	enter(r);
}

static void
arrives(struct uplink_rig *r, uint32_t uin, uint32_t status)
{
	char bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_user_put(&out,
		&(struct oscar_user){
			.uin = uin, .classes = OSCAR_CLASS_ICQ, .has = OSCAR_HAS_STATUS, .status = status });
	far_says(r, SNAC_BUDDY_ARRIVED, 0, icq_out_view(&out));
}

/* Logged in, and anna is there. */
static struct up_user *
with_anna(struct uplink_rig *r)
{
	struct up_user *anna;

	up_open(r, CONF_UPLINK_OSCAR);
	login(r);
	arrives(r, UP_ANNA, 0);
	anna = up_puppet(r, "anna");
	cr_assert_not_null(anna);
	up_welcome(anna);
	cr_assert(up_said(anna, "JOIN #lobby"));
	return anna;
}

static void
put_icbm(struct icq_out *out, uint32_t from, uint16_t channel, unsigned flags)
{
	struct icbm m = { .cookie = "cookie", .channel = channel, .from = { .uin = from }, .flags = flags };

	icbm_put_from(out, &m);
	if (channel == ICBM_TEXT)
		icbm_text_put(out, VIEW("hel\xc3\xb6"));
	else
		icbm_old_put(out,
			&(struct icbm_old){ .from = 1,
				.kind = ICQ_KIND_URL,
				.text = VIEW("look\xfehttp://example.org/\0") });
	icbm_put_flags(out, &m);
}

static void
delivers(struct uplink_rig *r, uint32_t from, uint16_t channel, unsigned flags)
{
	char bytes[512];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	put_icbm(&out, from, channel, flags);
	far_says(r, SNAC_ICBM_DELIVER, 0, icq_out_view(&out));
}

/* The text of 04/06. */
static size_t
text_of(const struct snac *snac, struct icbm *m, char *dst, size_t max)
{
	struct icbm_text t;
	struct icq_out out = icq_out(dst, max);

	cr_assert(icbm_parse_to(m, snac->body));
	cr_assert(icbm_text_parse(&t, m->inside));
	icbm_text_decode(&t, &out, NULL, NULL);
	return out.n;
}

static void
acknowledges(struct uplink_rig *r, const struct icbm *m)
{
	char bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icbm_ack_put(&out, m);
	far_says(r, SNAC_ICBM_ACK, 0, icq_out_view(&out));
}

/* ---- logging in ---- */

Test(uplink_oscar, logs_in_by_a_digest_and_goes_where_it_is_configured_to)
{
	struct uplink_rig r;
	struct snac snac;
	struct oscar_login l;
	uint8_t md5[TLS_MD5_LEN], want[OSCAR_DIGEST];
	const struct view password = VIEW("secret1");
	char where[ADDR_TEXT_MAX];

	up_open(&r, CONF_UPLINK_OSCAR);
	cr_expect_not(r.way.is_udp);
	cr_expect_str_eq(addr_format(&r.way.to, where), "192.0.2.1:4000");
	snac = begin(&r);
	cr_assert(oscar_login_parse(&l, snac.body));
	cr_expect_eq(l.uin, UP_UIN);
	cr_expect(l.is_strong && !l.has_password);
	cr_assert(tls_md5(md5, &password, 1));
	cr_assert(oscar_digest(want, VIEW("1234567890"), view_of(md5, sizeof(md5))));
	cr_expect(view_eq(l.digest, view_of(want, sizeof(want))));
	answers_login(&r, 0);
	cr_assert_eq(r.n_dials, 2);
	cr_expect_str_eq(addr_format(&r.way.to, where), "192.0.2.2:5191");
	enter(&r);
	up_close(&r);
}

static void
refused(uint16_t error, enum uplink_state state, uint64_t wait_ms)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_OSCAR);
	(void)begin(&r);
	answers_login(&r, error);
	cr_expect_eq(up_state(&r), state, "%u", error);
	if (wait_ms > 0) {
		up_pass(&r, wait_ms - 1000);
		cr_expect_eq(r.n_dials, 1, "%u", error);
		up_pass(&r, 1000);
	} else {
		up_pass(&r, 3600000);
	}
	cr_expect_eq(r.n_dials, wait_ms > 0 ? 2 : 1, "%u", error);
	up_close(&r);
}

Test(uplink_oscar, each_refusal_has_its_wait)
{
	refused(OSCAR_LOGIN_BAD, UPLINK_REFUSED, 0);
	refused(OSCAR_LOGIN_WRONG_PASSWORD, UPLINK_REFUSED, 0);
	refused(OSCAR_LOGIN_SUSPENDED, UPLINK_REFUSED, 0);
	refused(OSCAR_LOGIN_RATE_HERE, UPLINK_WAITING, 600000);
	refused(OSCAR_LOGIN_LATER, UPLINK_WAITING, 600000);
	refused(0x77, UPLINK_WAITING, 10000);
}

Test(uplink_oscar, a_login_that_stops_midway_is_given_up)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_OSCAR);
	up_connected(&r);
	far_greets(&r);
	up_pass(&r, 59000);
	cr_expect_eq(up_state(&r), UPLINK_LOGIN);
	up_pass(&r, 1000);
	cr_expect_eq(up_state(&r), UPLINK_WAITING);
	cr_expect_eq(r.n_closed, 1);
	up_close(&r);
}

/* ---- a session ---- */

Test(uplink_oscar, who_is_there_and_what_is_said_is_seen_on_irc)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	arrives(&r, UP_ANNA, 0x13);
	cr_expect(up_said(anna, "AWAY :Do not disturb"), "%.*s", (int)anna->said.len, anna->said.p);
	arrives(&r, UP_ANNA, 0);
	cr_expect(up_said(anna, "AWAY"));
	delivers(&r, UP_ANNA, ICBM_TEXT, 0);
	cr_expect(up_said(anna, "PRIVMSG #lobby :hel\xc3\xb6"));
	delivers(&r, UP_ANNA, ICBM_TEXT, ICBM_AUTOMATIC);
	cr_expect(up_said(anna, "NOTICE #lobby :hel\xc3\xb6"));
	delivers(&r, UP_ANNA, ICBM_OLD, 0);
	cr_expect(up_said(anna, "PRIVMSG #lobby :look http://example.org/"), "%.*s", (int)anna->said.len,
		anna->said.p);
	delivers(&r, 555555, ICBM_TEXT, 0);
	cr_expect(up_said_nothing(anna));
	oscar_user_put_gone(&out, UP_ANNA);
	far_says(&r, SNAC_BUDDY_DEPARTED, 0, icq_out_view(&out));
	cr_expect_null(up_puppet(&r, "anna"));
	up_close(&r);
}

Test(uplink_oscar, what_waited_at_the_server_is_told_and_then_deleted)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_meta m = { .uin = UP_UIN, .type = OSCAR_META_OFFLINE };
	struct snac snac;
	size_t at;

	at = oscar_meta_begin(&out, &m);
	oscar_offline_put(&out,
		&(struct oscar_offline){ .from = UP_ANNA,
			.wall_s = 1763715600,
			.kind = ICQ_KIND_TEXT,
			.text = VIEW("later") });
	oscar_meta_end(&out, at);
	far_says(&r, SNAC_META_ANSWER, 0, icq_out_view(&out));
	cr_expect(up_said(anna, "PRIVMSG #lobby :[sent 2025-11-21 09:00 UTC] later"));
	out = icq_out(bytes, sizeof(bytes));
	m.type = OSCAR_META_OFFLINE_END;
	m.data = OSCAR_OFFLINE_END;
	oscar_meta_put(&out, &m);
	far_says(&r, SNAC_META_ANSWER, 0, icq_out_view(&out));
	snac = far_take(&r, SNAC_META_ASK);
	cr_assert(oscar_meta_parse(&m, snac.body));
	cr_expect_eq(m.type, OSCAR_META_OFFLINE_DELETE);
	up_close(&r);
}

Test(uplink_oscar, a_message_stays_until_the_server_has_it)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	struct snac snac;
	struct icbm m;
	char text[1024];

	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :hi"));
	for (int i = 0; i < 3; i++) {
		snac = far_take(&r, SNAC_ICBM_SEND);
		cr_expect(view_eq(view_of(text, text_of(&snac, &m, text, sizeof(text))), VIEW("<al> hi")));
		cr_expect_eq(m.to, UP_ANNA);
		cr_expect_eq(m.flags & (ICBM_WANTS_ACK | ICBM_STORED), ICBM_WANTS_ACK | ICBM_STORED);
		up_pass(&r, 25000);
	}
	cr_expect_not(far_next_snac(&r, &snac), "it is given up in the end");
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :hi"));
	snac = far_take(&r, SNAC_ICBM_SEND);
	(void)text_of(&snac, &m, text, sizeof(text));
	acknowledges(&r, &m);
	up_pass(&r, 100000);
	cr_expect_not(far_next_snac(&r, &snac));
	up_close(&r);
}

/* A server of ours holds it to its rates: none of its messages may be one too many, and none may be lost. */
Test(uplink_oscar, a_burst_is_paced_and_nothing_of_it_is_lost)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	const struct oscar_rate_class *class = oscar_rate_class(OSCAR_RATE_MESSAGES);
	struct oscar_rate rate;
	struct icbm m;
	char line[64], text[2048];
	size_t all_n = 0, want = 0, n_messages = 0;

	oscar_rate_init(&rate, class, r.now_ms);
	for (int i = 0; i < 200; i++) {
		(void)snprintf(line, sizeof(line), ":al!a@b PRIVMSG #lobby :line %d", i);
		cr_assert(up_irc(anna, line));
		want += strlen("<al> line \n") + (i < 10 ? 1 : i < 100 ? 2 : 3);
	}
	for (int s = 0; s < 120; s++) {
		struct snac snac;

		while (far_next_snac(&r, &snac)) {
			cr_assert_eq(snac_id(&snac), (uint32_t)SNAC_ICBM_SEND);
			cr_assert_eq(oscar_rate_take(&rate, class, r.now_ms), OSCAR_RATE_FINE, "message %zu",
				n_messages);
			n_messages++;
			all_n += text_of(&snac, &m, text, sizeof(text)) + 1;
			acknowledges(&r, &m);
		}
		up_pass(&r, 1000);
	}
	cr_expect_eq(all_n, want, "%zu of %zu bytes in %zu messages", all_n, want, n_messages);
	cr_expect_lt(n_messages, 10);
	up_close(&r);
}

Test(uplink_oscar, a_server_that_says_too_fast_gets_the_message_again_later)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct snac snac;

	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :hi"));
	snac = far_take(&r, SNAC_ICBM_SEND);
	icq_put_u16_be(&out, SNAC_ERROR_RATE);
	far_says(&r, SNAC_ICBM_ERROR, snac.request, icq_out_view(&out));
	cr_expect_not(far_next_snac(&r, &snac));
	up_pass(&r, 60000);
	(void)far_take(&r, SNAC_ICBM_SEND);
	up_close(&r);
}

Test(uplink_oscar, logged_in_from_elsewhere_it_does_not_fight)
{
	struct uplink_rig r;
	char bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	(void)with_anna(&r);
	oscar_put_bye(&out, OSCAR_BYE_REPLACED);
	far_says_frame(&r, FLAP_SIGNOFF, icq_out_view(&out));
	cr_expect_eq(up_state(&r), UPLINK_WAITING);
	up_pass(&r, 599000);
	cr_expect_eq(r.n_dials, 2);
	up_pass(&r, 1000);
	cr_expect_eq(r.n_dials, 3);
	up_close(&r);
}

Test(uplink_oscar, messages_outlive_a_server_that_restarts)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	struct snac snac;
	struct icbm m;
	char text[1024];

	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :one"));
	(void)far_take(&r, SNAC_ICBM_SEND);
	up_gone(&r, "the server closed the connection");
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :two"));
	up_pass(&r, 10000);
	login(&r);
	snac = far_take(&r, SNAC_ICBM_SEND);
	cr_expect(view_eq(view_of(text, text_of(&snac, &m, text, sizeof(text))), VIEW("<al> one\n<al> two")),
		"%s", text);
	up_close(&r);
}

Test(uplink_oscar, it_keeps_the_session_alive)
{
	struct uplink_rig r;
	struct flap_frame frame;

	up_open(&r, CONF_UPLINK_OSCAR);
	login(&r);
	up_pass(&r, 59000);
	cr_expect_not(far_next_frame(&r, &frame));
	up_pass(&r, 1000);
	cr_assert(far_next_frame(&r, &frame));
	cr_expect_eq(frame.channel, FLAP_ALIVE);
	up_close(&r);
}

Test(uplink_oscar, contacts_come_and_go_with_rehash)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_OSCAR);
	login(&r);
	r.n_contacts = 3;
	up_set(&r);
	(void)far_take(&r, SNAC_BUDDY_ADD);
	r.n_contacts = 2;
	up_set(&r);
	(void)far_take(&r, SNAC_BUDDY_REMOVE);
	cr_expect_eq(r.n_dials, 2);
	r.uplink.password = "another";
	up_set(&r);
	cr_expect_eq(r.n_dials, 3);
	up_close(&r);
}

/* ---- servers that mean harm ---- */

static void
ends_at(struct view bytes)
{
	struct uplink_rig r;

	(void)with_anna(&r);
	up_bytes(&r, bytes);
	up_turns(&r);
	cr_expect_eq(up_state(&r), UPLINK_WAITING);
	cr_expect_null(r.pipe.ops);
	up_close(&r);
}

Test(uplink_oscar, frames_that_make_no_sense_end_the_session)
{
	ends_at(VIEW("HTTP/1.1 200 OK\r\n"));
	ends_at(VIEW("\x2a\2\0\1\xff\xff"));
	ends_at(VIEW("\x2a\2\0\1\0\3"
		     "abc"));
	ends_at(VIEW("\x2a\3\0\1\0\0"));
	ends_at(VIEW("\x2a\4\0\1\0\0"));
}

Test(uplink_oscar, a_command_cut_short_changes_nothing)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	static const uint32_t id[] = { SNAC_BUDDY_ARRIVED, SNAC_BUDDY_DEPARTED, SNAC_BUDDY_REJECTED,
		SNAC_ICBM_DELIVER, SNAC_ICBM_ACK, SNAC_ICBM_ERROR, SNAC_META_ANSWER, SNAC_SERVICE_RATE_CHANGE,
		SNAC_FEEDBAG_AUTH_ASKED, SNAC_SERVICE_RATES, SNAC_LOGIN_KEY, SNAC_LOGIN_ANSWER };
	char bytes[512];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	put_icbm(&out, UP_ANNA, ICBM_TEXT, 0);
	for (size_t i = 0; i < ARRAY_LEN(id); i++) {
		for (size_t n = 0; n + 1 < out.n; n++)
			far_says(&r, (enum snac_id)id[i], 0, view_of(bytes, n));
	}
	cr_expect_eq(up_state(&r), UPLINK_ONLINE);
	cr_expect_not(up_said(anna, "PRIVMSG #lobby :hel\xc3\xb6"));
	up_close(&r);
}

/* Byte by byte, and several frames at once. */
Test(uplink_oscar, how_bytes_come_does_not_matter)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char body[512], bytes[2048];
	struct icq_out b = icq_out(body, sizeof(body)), out = icq_out(bytes, sizeof(bytes));
	struct view all;

	put_icbm(&b, UP_ANNA, ICBM_TEXT, 0);
	for (int i = 0; i < 3; i++) {
		size_t at = flap_begin(&out, FLAP_SNAC, 7);

		snac_put_head(&out, SNAC_ICBM_DELIVER, 0, 0);
		icq_put_bytes(&out, icq_out_view(&b));
		flap_end(&out, at);
	}
	all = icq_out_view(&out);
	for (size_t i = 0; i < all.n; i++)
		up_bytes(&r, view_of(all.p + i, 1));
	up_bytes(&r, all);
	for (int i = 0; i < 6; i++)
		cr_expect(up_said(anna, "PRIVMSG #lobby :hel\xc3\xb6"), "%d", i);
	cr_expect(up_said_nothing(anna));
	up_close(&r);
}

/* The pipe of the second connection is where the first one was: what came with the answer is not its first frame. */
Test(uplink_oscar, what_comes_behind_the_answer_to_the_login_is_not_read)
{
	struct uplink_rig r;
	char body[512], bytes[1024];
	struct icq_out b = icq_out(body, sizeof(body)), out = icq_out(bytes, sizeof(bytes));
	size_t at;

	up_open(&r, CONF_UPLINK_OSCAR);
	(void)begin(&r);
	snac_put_head(&b, SNAC_LOGIN_ANSWER, 0, 0);
	oscar_login_answer_put(&b,
		&(struct oscar_login_answer){
			.uin = UP_UIN, .server = VIEW("h:1"), .cookie = VIEW("cookie") });
	at = flap_begin(&out, FLAP_SNAC, 7);
	icq_put_bytes(&out, icq_out_view(&b));
	flap_end(&out, at);
	flap_put_empty(&out, FLAP_SIGNOFF, 8);
	up_bytes(&r, icq_out_view(&out));
	up_turns(&r);
	cr_expect_eq(up_state(&r), UPLINK_LOGIN);
	enter(&r);
	up_close(&r);
}
