/* The client's side of the legacy protocol, against a server that the test plays. */
#include <criterion/criterion.h>
#include <string.h>

#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_login.h"
#include "icq/udp_message.h"
#include "tests/unit/icq/uplink_rig.h"

static void
online(struct uplink_rig *r, uint16_t seq, uint32_t uin, uint32_t status)
{
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	udp_online_put(&out, ICQ_V5, &(struct udp_presence){ uin, status });
	up_say(r, UDP_S_ONLINE, seq, icq_out_view(&out));
}

static struct view
message(struct icq_out *out, uint32_t from, uint16_t kind, const char *text)
{
	udp_message_put(out, &(struct udp_message){ .uin = from, .kind = kind, .text = view_z(text) });
	return icq_out_view(out);
}

static void
says(struct uplink_rig *r, uint16_t seq, uint32_t from, const char *text)
{
	char data[1024];
	struct icq_out out = icq_out(data, sizeof(data));

	up_say(r, UDP_S_MESSAGE, seq, message(&out, from, ICQ_KIND_TEXT, text));
}

/* Logged in, and anna is there. */
static struct up_user *
with_anna(struct uplink_rig *r)
{
	struct up_user *anna;

	up_open(r, CONF_UPLINK_LEGACY);
	up_login(r);
	online(r, 1, UP_ANNA, 0);
	anna = up_puppet(r, "anna");
	cr_assert_not_null(anna);
	up_welcome(anna);
	cr_assert(up_said(anna, "JOIN #lobby"));
	r->n_taken = r->n_datagrams = 0;
	return anna;
}

static void
expect_message(struct uplink_rig *r, uint32_t to, const char *text)
{
	struct udp_packet p = up_take(r, UDP_C_MESSAGE);
	struct udp_message m;

	cr_assert(udp_message_parse(&m, &p));
	cr_expect_eq(m.uin, to);
	cr_expect(view_eq(m.text, view_z(text)), "\"%.*s\" instead of \"%s\"", VIEW_ARG(m.text), text);
	up_ack(r, &p);
}

Test(uplink_udp, logs_in_and_says_who_its_contacts_are)
{
	struct uplink_rig r;
	struct udp_packet p;
	struct udp_login l;
	struct udp_uins uins;
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	up_open(&r, CONF_UPLINK_LEGACY);
	cr_assert_eq(r.n_dials, 1);
	cr_expect(r.way.is_udp && !r.by_socks);
	up_connected(&r);
	p = up_take(&r, UDP_C_LOGIN);
	cr_expect_eq(p.uin, UP_UIN);
	cr_expect_eq(p.seq2, 1);
	cr_assert_eq(udp_login_parse(&l, &p), UDP_LOGIN_OK);
	cr_expect(view_eq(l.password, VIEW("secret1")));
	up_ack(&r, &p);
	cr_expect_eq(up_state(&r), UPLINK_LOGIN);
	udp_hello_put(&out, ICQ_V5, &(struct udp_hello){ .uin = UP_UIN });
	up_say_as(&r,
		&(struct udp_packet){ .version = ICQ_V5,
			.cmd = UDP_S_HELLO,
			.uin = UP_UIN,
			.session = p.session,
			.data = icq_out_view(&out) });
	p = up_take(&r, UDP_C_CONTACTS);
	cr_assert(udp_uins_parse(&uins, &p));
	cr_assert_eq(uins.n, 2);
	cr_expect_eq(uins.uin[0], UP_ANNA);
	cr_expect_eq(uins.uin[1], UP_BORIS);
	cr_expect_not(up_has_sent(&r), "the next goes when this one is acknowledged");
	up_ack(&r, &p);
	(void)up_take(&r, UDP_C_STATUS);
	cr_expect_eq(up_state(&r), UPLINK_ONLINE);
	cr_expect_eq(up_acks(&r, 0), 1, "the hello");
	up_close(&r);
}

Test(uplink_udp, a_contact_is_on_irc_while_it_is_there)
{
	struct uplink_rig r;
	struct up_user *anna;
	char data[16];
	struct icq_out out = icq_out(data, sizeof(data));

	up_open(&r, CONF_UPLINK_LEGACY);
	up_login(&r);
	cr_expect_eq(r.n_opened, 0);
	online(&r, 1, UP_ANNA, 1);
	anna = up_puppet(&r, "anna");
	cr_assert_not_null(anna);
	cr_expect_not_null(strstr(anna->about, "UIN 100002"));
	cr_expect(up_said_nothing(anna), "it speaks before it is let in");
	up_welcome(anna);
	cr_expect(up_said(anna, "JOIN #lobby"));
	cr_expect(up_said(anna, "AWAY :Away"), "%.*s", (int)anna->said.len, anna->said.p);
	udp_presence_put(&out, &(struct udp_presence){ UP_ANNA, 0 });
	up_say(&r, UDP_S_STATUS, 2, icq_out_view(&out));
	cr_expect(up_said(anna, "AWAY"));
	out = icq_out(data, sizeof(data));
	udp_uin_put(&out, UP_ANNA);
	up_say(&r, UDP_S_OFFLINE, 3, icq_out_view(&out));
	cr_expect_null(up_puppet(&r, "anna"));
	cr_expect_str_eq(anna->why, "Offline");
	online(&r, 4, 555555, 0);
	cr_expect_eq(r.n_opened, 1, "a stranger has come");
	up_close(&r);
}

Test(uplink_udp, messages_go_both_ways)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);

	says(&r, 2, UP_ANNA, "hello\r\nthere");
	cr_expect(up_said(anna, "PRIVMSG #lobby :hello"));
	cr_expect(up_said(anna, "PRIVMSG #lobby :there"));
	cr_expect(up_irc(anna,
		":al!a@b PRIVMSG #lobby :hi \x02"
		"anna\x02"));
	expect_message(&r, UP_ANNA, "<al> hi anna");
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG anna :\1ACTION waves\1"));
	expect_message(&r, UP_ANNA, "* al waves");
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG anna :\1VERSION\1"));
	cr_expect(up_irc(anna, ":irc.example NOTICE anna :of the server"));
	cr_expect_not(up_has_sent(&r));
	up_close(&r);
}

Test(uplink_udp, everything_is_acknowledged_and_done_once)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);

	for (int i = 0; i < 3; i++)
		says(&r, 2, UP_ANNA, "once");
	cr_expect_eq(up_acks(&r, 2), 3);
	cr_expect(up_said(anna, "PRIVMSG #lobby :once"));
	cr_expect(up_said_nothing(anna));
	up_close(&r);
}

static void
ignored(struct uplink_rig *r, struct up_user *anna, struct udp_packet p)
{
	char data[128];
	struct icq_out out = icq_out(data, sizeof(data));

	p.version = ICQ_V5;
	p.cmd = UDP_S_MESSAGE;
	p.data = message(&out, UP_ANNA, ICQ_KIND_TEXT, "forged");
	up_say_as(r, &p);
	cr_expect(up_said_nothing(anna));
	cr_expect_eq(up_acks(r, p.seq1), 0);
}

Test(uplink_udp, what_has_not_our_session_is_not_heard)
{
	struct uplink_rig r;
	uint32_t session;
	struct up_user *anna = with_anna(&r);
	char data[UDP_PACKET_MAX];
	struct view v3;
	struct udp_packet bye = { .version = ICQ_V3, .cmd = UDP_S_NOT_CONNECTED, .uin = UP_UIN };

	says(&r, 2, UP_ANNA, "x");
	cr_expect(up_said(anna, "PRIVMSG #lobby :x"));
	session = up_session(&r); /* of the acknowledgement */
	ignored(&r, anna, (struct udp_packet){ .seq1 = 9, .uin = UP_UIN, .session = session ^ 1 });
	ignored(&r, anna, (struct udp_packet){ .seq1 = 9, .uin = UP_UIN + 1, .session = session });
	v3 = udp_packet_to_client(&bye, 7, data, sizeof(data));
	up_bytes(&r, v3);
	up_turns(&r);
	cr_expect_eq(up_state(&r), UPLINK_ONLINE, "no session's id was needed to end one");
	up_close(&r);
}

Test(uplink_udp, a_wrong_password_is_not_tried_again_before_rehash)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	up_connected(&r);
	up_say_as(&r,
		&(struct udp_packet){ .version = ICQ_V5,
			.cmd = UDP_S_WRONG_PASSWORD,
			.uin = UP_UIN,
			.session = up_session(&r) });
	up_turns(&r);
	cr_expect_eq(up_state(&r), UPLINK_REFUSED);
	up_pass(&r, 3600000);
	cr_expect_eq(r.n_dials, 1);
	up_set(&r);
	cr_expect_eq(r.n_dials, 2);
	up_close(&r);
}

Test(uplink_udp, a_server_that_is_busy_is_left_alone_for_long)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	up_connected(&r);
	up_say_as(&r,
		&(struct udp_packet){ .version = ICQ_V5,
			.cmd = UDP_S_TRY_AGAIN,
			.uin = UP_UIN,
			.session = up_session(&r) });
	up_turns(&r);
	up_pass(&r, 599000);
	cr_expect_eq(r.n_dials, 1);
	up_pass(&r, 2000);
	cr_expect_eq(r.n_dials, 2);
	up_close(&r);
}

Test(uplink_udp, what_is_not_acknowledged_is_sent_six_times)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	up_connected(&r);
	for (int i = 0; i < 6; i++) {
		cr_expect_eq(r.n_datagrams, (size_t)i + 1);
		cr_expect_eq(up_take(&r, UDP_C_LOGIN).seq2, 1);
		up_pass(&r, 9000);
		cr_expect_not(up_has_sent(&r));
		up_pass(&r, 1000);
	}
	cr_expect_eq(r.n_datagrams, 6);
	cr_expect_eq(up_state(&r), UPLINK_WAITING);
	up_close(&r);
}

Test(uplink_udp, the_wait_between_attempts_doubles_up_to_its_limit)
{
	static const uint64_t wait[] = { 10000, 20000, 40000, 80000, 160000, 320000, 600000, 600000 };
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	for (size_t i = 0; i < ARRAY_LEN(wait); i++) {
		cr_assert_eq(r.n_dials, i + 1);
		up_gone(&r, "no way");
		up_pass(&r, wait[i] - 1000);
		cr_expect_eq(r.n_dials, i + 1, "after %zu", i);
		up_pass(&r, 1000);
	}
	cr_expect_eq(r.n_dials, ARRAY_LEN(wait) + 1);
	up_close(&r);
}

Test(uplink_udp, a_session_that_lasted_begins_anew_soon_and_its_messages_are_kept)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);

	up_pass(&r, 30000);
	(void)up_acks(&r, 0);
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :one"));
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :two"));
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :three"));
	(void)up_take(&r, UDP_C_MESSAGE); /* is lost with the server */
	up_say(&r, UDP_S_GO_AWAY, 7, VIEW(""));
	cr_expect_eq(up_state(&r), UPLINK_WAITING);
	cr_expect_not_null(up_puppet(&r, "anna"), "it stays for a while");
	cr_expect(up_irc(anna, ":al!a@b PRIVMSG #lobby :four"));
	up_pass(&r, 10000);
	up_login(&r);
	online(&r, 1, UP_ANNA, 0);
	cr_expect_eq(up_puppet(&r, "anna"), anna);
	r.n_datagrams = r.n_taken = 0;
	up_pass(&r, 10000); /* what was sent when it came online comes again, for the test has not taken it */
	expect_message(&r, UP_ANNA, "<al> one");
	expect_message(&r, UP_ANNA, "<al> two\r\n<al> three\r\n<al> four");
	cr_expect_not(up_has_sent(&r));
	up_close(&r);
}

Test(uplink_udp, puppets_leave_when_there_is_no_server_for_long)
{
	struct uplink_rig r;

	(void)with_anna(&r);
	up_say(&r, UDP_S_NOT_CONNECTED, 7, VIEW(""));
	r.refuses = true;
	up_pass(&r, 119000);
	cr_expect_not_null(up_puppet(&r, "anna"));
	up_pass(&r, 2000);
	cr_expect_null(up_puppet(&r, "anna"));
	up_close(&r);
}

Test(uplink_udp, who_is_not_named_after_a_new_login_leaves)
{
	struct uplink_rig r;

	(void)with_anna(&r);
	up_say(&r, UDP_S_NOT_CONNECTED, 7, VIEW(""));
	up_pass(&r, 10000);
	up_login(&r);
	cr_expect_not_null(up_puppet(&r, "anna"));
	up_pass(&r, 16000);
	cr_expect_null(up_puppet(&r, "anna"));
	up_close(&r);
}

Test(uplink_udp, it_keeps_the_session_alive)
{
	struct uplink_rig r;
	struct udp_packet p;

	up_open(&r, CONF_UPLINK_LEGACY);
	up_login(&r);
	up_pass(&r, 59000);
	cr_expect_not(up_has_sent(&r));
	up_pass(&r, 1000);
	p = up_take(&r, UDP_C_KEEPALIVE);
	cr_expect_eq(p.seq2, 0);
	up_ack(&r, &p);
	for (int i = 0; i < 10; i++) {
		up_pass(&r, 60000);
		p = up_take(&r, UDP_C_KEEPALIVE);
		up_ack(&r, &p);
		r.n_taken = r.n_datagrams = 0;
	}
	cr_expect_eq(up_state(&r), UPLINK_ONLINE);
	up_close(&r);
}

Test(uplink_udp, what_waited_at_the_server_is_told_with_its_date_and_then_deleted)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char data[128];
	struct icq_out out = icq_out(data, sizeof(data));

	udp_message_offline_put(&out,
		&(struct udp_message){
			.uin = UP_ANNA, .kind = ICQ_KIND_TEXT, .text = VIEW("later"), .wall_s = 1763715600 });
	up_say(&r, UDP_S_OFFLINE_MESSAGE, 2, icq_out_view(&out));
	cr_expect(up_said(anna, "PRIVMSG #lobby :[sent 2025-11-21 09:00 UTC] later"), "%.*s",
		(int)anna->said.len, anna->said.p);
	cr_expect_not(up_has_sent(&r));
	up_say(&r, UDP_S_OFFLINE_END, 3, VIEW(""));
	(void)up_take(&r, UDP_C_OFFLINE_DONE);
	up_close(&r);
}

/* One within another, which brought down a whole network once. */
Test(uplink_udp, several_packets_in_one_are_done_one_level_deep)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char text[128], inner[256], multi[400], outer[600];
	struct icq_out out = icq_out(text, sizeof(text)), m = icq_out(multi, sizeof(multi)),
		       o = icq_out(outer, sizeof(outer));
	struct udp_packet p = { .version = ICQ_V5, .cmd = UDP_S_MESSAGE, .uin = UP_UIN };
	struct view v;

	says(&r, 2, UP_ANNA, "x");
	cr_expect(up_said(anna, "PRIVMSG #lobby :x"));
	p.session = up_session(&r);
	p.data = message(&out, UP_ANNA, ICQ_KIND_TEXT, "inner");
	v = udp_packet_to_client(&p, 7, inner, sizeof(inner));
	icq_put_u8(&m, 1);
	icq_put_u16_le(&m, (uint16_t)v.n);
	icq_put_bytes(&m, v);
	up_say(&r, UDP_S_MULTI, 3, icq_out_view(&m));
	cr_expect(up_said(anna, "PRIVMSG #lobby :inner"));
	p.cmd = UDP_S_MULTI;
	p.data = icq_out_view(&m);
	v = udp_packet_to_client(&p, 7, inner, sizeof(inner));
	icq_put_u8(&o, 200);
	icq_put_u16_le(&o, (uint16_t)v.n);
	icq_put_bytes(&o, v);
	up_say(&r, UDP_S_MULTI, 4, icq_out_view(&o));
	cr_expect(up_said_nothing(anna));
	cr_expect_eq(up_state(&r), UPLINK_ONLINE);
	up_close(&r);
}

Test(uplink_udp, a_contact_that_asks_is_authorised_and_one_that_offers_a_file_is_told)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char data[128];
	struct icq_out out = icq_out(data, sizeof(data));
	struct udp_packet p;

	up_say(&r, UDP_S_MESSAGE, 2,
		message(&out, UP_ANNA, ICQ_KIND_AUTH_ASK,
			"a\xfe"
			"b\xfe"
			"c\xfe"
			"d\xfe"
			"1\xfe"
			"please"));
	p = up_take(&r, UDP_C_MESSAGE_STRANGER);
	up_ack(&r, &p);
	out = icq_out(data, sizeof(data));
	up_say(&r, UDP_S_MESSAGE, 3, message(&out, UP_ANNA, ICQ_KIND_FILE, "x"));
	cr_expect(up_said_nothing(anna));
	expect_message(&r, UP_ANNA, "Neither files nor direct connections are taken here; send text.");
	out = icq_out(data, sizeof(data));
	up_say(&r, UDP_S_MESSAGE, 4,
		message(&out, 555555, ICQ_KIND_AUTH_ASK,
			"a\xfe"
			"b\xfe"
			"c\xfe"
			"d\xfe"
			"1\xfe"
			"please"));
	cr_expect_not(up_has_sent(&r), "a stranger was authorised");
	up_close(&r);
}

Test(uplink_udp, it_logs_off)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	up_login(&r);
	r.n_contacts = 0;
	uplinks_set(r.us, &(struct uplink_sections){ 0 });
	(void)up_take(&r, UDP_C_TEXT_CODE);
	cr_expect_eq(r.n_closed, 1);
	up_close(&r);
}

Test(uplink_udp, garbage_changes_nothing)
{
	struct uplink_rig r;
	struct up_user *anna = with_anna(&r);
	char bytes[64];

	for (size_t n = 0; n < sizeof(bytes); n++) {
		memset(bytes, (int)n, sizeof(bytes));
		up_bytes(&r, view_of(bytes, n));
		bytes[0] = 5;
		bytes[1] = 0;
		up_bytes(&r, view_of(bytes, n));
	}
	up_turns(&r);
	cr_expect_eq(up_state(&r), UPLINK_ONLINE);
	cr_expect(up_said_nothing(anna));
	cr_expect_eq(r.n_datagrams, 0);
	up_close(&r);
}
