/* Packets that nobody who means well sends, and limits: at them, and one above. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_login.h"
#include "icq/udp_message.h"
#include "icq/udp_search.h"
#include "tests/icq/legacy_rig.h"

static const enum icq_protocol versions[] = { ICQ_V2, ICQ_V3, ICQ_V4, ICQ_V5 };

#define EACH_VERSION(v)                        \
	const enum icq_protocol *v = versions; \
	v < versions + ARRAY_LEN(versions);    \
	v++

/* From anywhere, at once; ret: its bytes. */
static size_t throw(struct legacy_rig * r, const struct peer_addr *from, const struct udp_packet *p)
{
	uint8_t bytes[UDP_PACKET_MAX];
	struct view v = udp_packet_to_server(p, sim_net_below(&r->net, UINT32_MAX), bytes, sizeof(bytes));

	r->stray_version = p->version;
	(void)udp_server_receive(r->srv, 0, from, v);
	rig_run(r, 0);
	return v.n;
}

static struct legacy_client *
logged_in(struct legacy_rig *r, enum icq_protocol version)
{
	struct legacy_client *c = rig_client(r, version);

	legacy_login(c);
	rig_run(r, 1000);
	cr_assert(c->state == LEGACY_ON);
	return c;
}

static struct view
login_of(enum icq_protocol version, const char *password, uint8_t bytes[128])
{
	struct icq_out out = icq_out(bytes, 128);

	udp_login_put(&out, version, &(struct udp_login){ .password = view_z(password) });
	return icq_out_view(&out);
}

/* Every command, and payloads of several lengths; each source sends twice the same and one more. */
Test(legacy_hostile, nobody_is_told_more_than_he_has_sent)
{
	static const size_t lengths[] = { 0, 1, 4, 9, 16, 27, 64, 300 };
	struct legacy_rig r;
	uint8_t bytes[300], login[128];

	rig_init(&r, 1);
	fake_core_account(r.icq, RIG_UIN, "right");
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i % 7 == 0 ? 2 : 0);
	for (EACH_VERSION(v)) {
		for (uint32_t i = 0; i < 0x800 * ARRAY_LEN(lengths); i++) {
			struct peer_addr from = sim_peer("10.1.0.0", (uint16_t)(1000 + *v));
			struct udp_packet p = { .version = *v,
				.cmd = (uint16_t)(i / ARRAY_LEN(lengths)),
				.seq1 = 7,
				.seq2 = 7,
				.uin = RIG_UIN,
				.session = 9,
				.data = view_of(bytes, lengths[i % ARRAY_LEN(lengths)]) };
			size_t sent;

			from.ip[2] = (uint8_t)(i >> 8);
			from.ip[3] = (uint8_t)i;
			r.stray_bytes = 0;
			sent = throw(&r, &from, &p);
			cr_expect(r.stray_bytes <= sent, "version %d, command %04x: %zu for %zu", (int)*v,
				p.cmd, (size_t)r.stray_bytes, sent);
			sent += throw(&r, &from, &p);
			p.data = login_of(*v, "wrong", login);
			p.cmd = UDP_C_LOGIN;
			sent += throw(&r, &from, &p);
			cr_expect(r.stray_bytes <= sent, "version %d, command %04x: %zu for %zu", (int)*v,
				p.cmd, (size_t)r.stray_bytes, sent);
		}
	}
	cr_expect(rig_stats(&r).sessions == 0 && r.icq->n_sessions == 0);
	cr_expect(r.stray_packets > 10000, "something is told");
	rig_release(&r);
}

Test(legacy_hostile, a_number_in_a_header_is_nobody)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		struct peer_addr from[3];
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		struct udp_packet p = { .version = *v, .cmd = UDP_C_MESSAGE, .seq1 = 90, .seq2 = 90 };

		rig_init(&r, 2);
		a = logged_in(&r, *v);
		udp_message_put(&out,
			&(struct udp_message){ .uin = FAKE_CHANNEL, .kind = 1, .text = VIEW("forged") });
		p.data = icq_out_view(&out);
		p.uin = a->uin;
		p.session = a->session;
		from[0] = from[1] = from[2] = a->peer;
		from[0].port++;
		from[1].ip[3]++;
		from[2] = sim_peer("2001:db8::1", a->peer.port);
		for (size_t i = 0; i < ARRAY_LEN(from); i++) {
			(void) throw(&r, &from[i], &p);
			cr_expect(r.stray_cmd == UDP_S_NOT_CONNECTED);
		}
		p.uin++;
		(void) throw(&r, &a->peer, &p);
		p.uin--;
		p.session++;
		if (*v == ICQ_V5)
			(void) throw(&r, &a->peer, &p);
		p.session--;
		p.version = *v == ICQ_V2 ? ICQ_V3 : ICQ_V2;
		(void) throw(&r, &a->peer, &p);
		p.cmd = UDP_C_TEXT_CODE;
		p.data = VIEW("\x14\0B_USER_DISCONNECTED\0\x05\0");
		(void) throw(&r, &a->peer, &p);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 forged") == 0);
		cr_expect(rig_stats(&r).sessions == 1 && a->state == LEGACY_ON);
		rig_release(&r);
	}
}

Test(legacy_hostile, who_is_not_logged_in_is_told_so_once_a_second)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct peer_addr from = sim_peer("10.3.0.1", 77);
		struct udp_packet p = { .version = *v, .cmd = UDP_C_KEEPALIVE, .uin = RIG_UIN };

		rig_init(&r, 3);
		for (int i = 0; i < 50; i++)
			(void) throw(&r, &from, &p);
		cr_expect(r.stray_packets == 1);
		rig_run(&r, 999);
		(void) throw(&r, &from, &p);
		cr_expect(r.stray_packets == 1);
		rig_run(&r, 1);
		(void) throw(&r, &from, &p);
		cr_expect(r.stray_packets == 2);
		p.cmd = UDP_ACK;
		rig_run(&r, 2000);
		(void) throw(&r, &from, &p);
		cr_expect(r.stray_packets == 2, "an acknowledgement is never answered");
		rig_release(&r);
	}
}

Test(legacy_hostile, a_wrong_password_counts_once_however_often_it_comes)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct peer_addr from = sim_peer("10.3.0.1", 77);
		uint8_t bytes[128];
		struct udp_packet p = {
			.version = *v, .cmd = UDP_C_LOGIN, .uin = RIG_UIN, .seq1 = 1, .seq2 = 1
		};

		rig_init(&r, 4);
		fake_core_account(r.icq, RIG_UIN, "right");
		p.data = login_of(*v, "wrong", bytes);
		for (int i = 0; i < 5; i++)
			(void) throw(&r, &from, &p);
		cr_expect(
			r.icq->failures == 1 && r.stray_packets == 10 && r.stray_cmd == UDP_S_WRONG_PASSWORD);
		p.data = login_of(*v, "wrong2", bytes);
		(void) throw(&r, &from, &p);
		cr_expect(r.icq->failures == 2, "another one is another try");
		p.data = login_of(*v, "123456789012345678901", bytes);
		(void) throw(&r, &from, &p);
		cr_expect(r.icq->failures == 2 && r.stray_cmd == UDP_S_WRONG_PASSWORD,
			"what can't be right is not compared");
		r.icq->is_late = true;
		p.data = login_of(*v, "right", bytes);
		(void) throw(&r, &from, &p);
		cr_expect(r.stray_cmd == UDP_S_TRY_AGAIN && rig_stats(&r).sessions == 0);
		r.icq->is_late = false;
		rig_run(&r, 31000);
		(void) throw(&r, &from, &p);
		cr_expect(r.stray_cmd == UDP_S_HELLO && rig_stats(&r).sessions == 1);
		rig_release(&r);
	}
}

Test(legacy_hostile, a_forged_wrong_login_does_not_reach_who_is_logged_in)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		uint8_t bytes[128];
		uint64_t sent;
		struct udp_packet p = { .version = *v, .cmd = UDP_C_LOGIN, .seq1 = 99, .seq2 = 99 };

		rig_init(&r, 5);
		a = logged_in(&r, *v);
		p.uin = a->uin;
		p.session = a->session;
		sent = rig_stats(&r).sent;
		p.data = login_of(*v, "wrong", bytes);
		(void) throw(&r, &a->peer, &p);
		p.data = login_of(*v, "123456789012345678901", bytes);
		(void) throw(&r, &a->peer, &p);
		rig_run(&r, 1000);
		cr_expect(rig_stats(&r).sent == sent, "not a word");
		cr_expect(r.icq->failures == 1 && a->state == LEGACY_ON && rig_stats(&r).sessions == 1);
		rig_release(&r);
	}
}

Test(legacy_hostile, what_is_replayed_is_not_done_again)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		uint8_t bytes[128], text[64];
		struct icq_out out = icq_out(text, sizeof(text));
		struct udp_packet p = { .version = *v, .cmd = UDP_C_MESSAGE, .seq1 = 99, .seq2 = 99 }, login,
				  leave;
		uint64_t sent;

		rig_init(&r, 6);
		a = logged_in(&r, *v);
		p.uin = a->uin;
		p.session = a->session;
		login = leave = p;
		udp_message_put(
			&out, &(struct udp_message){ .uin = FAKE_CHANNEL, .kind = 1, .text = VIEW("once") });
		p.data = icq_out_view(&out);
		sent = rig_stats(&r).sent;
		for (int i = 0; i < 10; i++)
			(void) throw(&r, &a->peer, &p);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 once") == 1);
		cr_expect(rig_stats(&r).sent == sent + 10, "each is acknowledged");
		leave.cmd = UDP_C_TEXT_CODE;
		leave.data = VIEW("\x14\0B_USER_DISCONNECTED\0\x05\0");
		(void) throw(&r, &a->peer, &leave);
		cr_expect(rig_stats(&r).sessions == 0);
		sent = rig_stats(&r).sent;
		(void) throw(&r, &a->peer, &leave);
		cr_expect(rig_stats(&r).sent == sent + 1, "how it was ended is acknowledged again");
		login.cmd = UDP_C_LOGIN;
		login.seq1 = 1;
		login.seq2 = 1;
		if (*v == ICQ_V5)
			login.seq1 = (uint16_t)(a->base + 1);
		login.data = login_of(*v, a->password, bytes);
		(void) throw(&r, &a->peer, &login);
		cr_expect(rig_stats(&r).sessions == 0, "its login does not begin it anew");
		rig_release(&r);
	}
}

Test(legacy_hostile, numbers_may_jump)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 7);
		a = logged_in(&r, *v);
		for (uint16_t jump = 1; jump != 0; jump = (uint16_t)(jump << 1)) {
			a->seq = (uint16_t)(a->seq + jump);
			legacy_say(a, FAKE_CHANNEL, ICQ_KIND_TEXT, VIEW("on"));
			rig_run(&r, 1000);
		}
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 on") == 16 &&
			list_is_empty(&a->waiting));
		legacy_send_raw(a, &(struct udp_packet){ .cmd = UDP_ACK, .seq1 = 0x7777 });
		fake_core_say(r.icq, 100020, a->uin, VIEW("still there"));
		rig_run(&r, 1000);
		cr_expect(legacy_told(a, "text 100020 still there") == 1,
			"an acknowledgement of nothing is nothing");
		rig_release(&r);
	}
}

/* Of many lengths; half of the bytes are zero, so that some of the lengths within are possible ones. */
static void
send_any(struct legacy_client *c, uint16_t cmd)
{
	uint8_t bytes[96];

	for (size_t n = 0; n < sizeof(bytes); n += 1 + n / 8) {
		uint16_t seq = (uint16_t)sim_net_below(c->net, 0x10000);

		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(i % 2 != 0 ? 0 : sim_net_below(c->net, 40));
		legacy_send_raw(c,
			&(struct udp_packet){
				.cmd = cmd, .seq1 = seq, .seq2 = seq, .data = view_of(bytes, n) });
	}
}

Test(legacy_hostile, any_payload_of_any_command_is_survived)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		uint64_t done;

		rig_init(&r, 8);
		a = logged_in(&r, *v);
		r.icq->conf.datagrams.count = 0;
		udp_server_configure(r.srv);
		for (uint16_t cmd = 0x0a; cmd < 0x700; cmd++) {
			if (cmd != UDP_C_TEXT_CODE && cmd != UDP_C_LOGIN)
				send_any(a, cmd);
			rig_run(&r, 10);
		}
		rig_run(&r, 60000);
		done = rig_stats(&r).malformed;
		cr_expect(done > 50, "%zu were found out", (size_t)done);
		legacy_say(a, FAKE_CHANNEL, ICQ_KIND_TEXT, VIEW("alive"));
		rig_run(&r, 20000);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 alive") == 1);
		cr_expect(a->logins == 1 && rig_stats(&r).sessions == 1);
		rig_release(&r);
	}
}

Test(legacy_hostile, floods_end_at_the_first_look)
{
	struct legacy_rig r;
	struct peer_addr from = sim_peer("10.3.0.1", 77), other = sim_peer("10.3.0.2", 77);
	char bytes[UDP_PACKET_MAX + 1] = { 2 };
	static const struct conf_who lan = { .family = AF_INET, .bits = 8, .ip = { 10 } };

	rig_init(&r, 9);
	cr_expect(!udp_server_receive(r.srv, 0, &from, view_of(bytes, 0)));
	cr_expect(!udp_server_receive(r.srv, 0, &from, view_of(bytes, 5)) && rig_stats(&r).refused == 2);
	cr_expect(!udp_server_receive(r.srv, 0, &from, view_of(bytes, sizeof(bytes))) &&
		rig_stats(&r).refused == 3);
	cr_expect(udp_server_receive(r.srv, 0, &from, view_of(bytes, UDP_PACKET_MAX)) &&
		rig_stats(&r).refused == 3);
	for (int i = 1; i < 200; i++)
		(void)udp_server_receive(r.srv, 0, &from, view_of(bytes, 10));
	cr_expect(rig_stats(&r).rated == 0);
	cr_expect(!udp_server_receive(r.srv, 0, &from, view_of(bytes, 10)) && rig_stats(&r).rated == 1);
	cr_expect(udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)),
		"another address has a rate of its own");
	bytes[0] = 1;
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)));
	bytes[0] = 6;
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)));
	bytes[0] = 2;
	bytes[1] = 1;
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)));
	bytes[1] = 0;
	r.icq->conf.legacy_versions = CONF_ICQ_VERSION_BIT(CONF_ICQ_V5);
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)), "a version that is off");
	r.icq->conf.legacy_versions = CONF_ICQ_VERSION_BIT(CONF_ICQ_V2);
	r.icq->conf.legacy_from = &lan;
	cr_expect(udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)));
	other.ip[0] = 11;
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)), "an address that is not ours");
	other.ip[0] = 10;
	other.port = 0;
	cr_expect(!udp_server_receive(r.srv, 0, &other, view_of(bytes, 10)), "no answer could go there");
	rig_release(&r);
}

Test(legacy_hostile, a_broken_check_code_is_not_answered)
{
	static const enum icq_protocol with_check[] = { ICQ_V4, ICQ_V5 };

	for (size_t k = 0; k < ARRAY_LEN(with_check); k++) {
		struct legacy_rig r;
		struct peer_addr from = sim_peer("10.3.0.1", 77);
		uint8_t bytes[64];
		struct udp_packet p = {
			.version = with_check[k], .cmd = UDP_C_KEEPALIVE, .uin = RIG_UIN, .data = VIEW("1234")
		};
		struct view v;

		rig_init(&r, 10);
		v = udp_packet_to_server(&p, 0x00000102, bytes, sizeof(bytes));
		bytes[16] ^= 1;
		bytes[20] ^= 0x10;
		cr_expect(!udp_server_receive(r.srv, 0, &from, v) && rig_stats(&r).broken == 1);
		cr_expect(r.stray_packets == 0);
		rig_release(&r);
	}
}

Test(legacy_hostile, sessions_have_a_limit)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *last;

		rig_init(&r, 11);
		r.icq->conf.max_sessions = 2;
		(void)logged_in(&r, *v);
		(void)logged_in(&r, *v);
		last = rig_client(&r, *v);
		legacy_login(last);
		rig_run(&r, 1000);
		cr_expect(last->state == LEGACY_OFF && rig_stats(&r).sessions == 2,
			"one above is told to try again");
		legacy_logoff(&r.client[0]);
		rig_run(&r, 36000);
		cr_expect(last->state == LEGACY_ON && rig_stats(&r).sessions == 2);
		rig_release(&r);
	}
}

Test(legacy_hostile, who_acknowledges_nothing_fills_no_memory)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;
		uint8_t bytes[64];
		struct icq_out out = icq_out(bytes, sizeof(bytes));
		size_t n = 0;

		rig_init(&r, 12);
		r.icq->conf.max_queue = 8;
		a = rig_client(&r, *v);
		b = logged_in(&r, *v);
		legacy_contacts(a, &b->uin, 1);
		legacy_login(a);
		rig_run(&r, 1000);
		a->is_deaf = true;
		for (uint32_t i = 0; i < 1000; i++)
			legacy_status(b, i % 2);
		rig_run(&r, 5000);
		cr_expect(rig_stats(&r).waiting <= 2, "of somebody's states the last one waits: %zu",
			rig_stats(&r).waiting);
		udp_query_put(&out, *v, &(struct udp_query){ .uin = b->uin });
		for (n = 0; n < 50; n++)
			legacy_send(a, UDP_C_INFO, icq_out_view(&out));
		rig_run(&r, 100);
		cr_expect(rig_stats(&r).waiting == 8, "%zu", rig_stats(&r).waiting);
		cr_expect(rig_stats(&r).full > 0);
		rig_release(&r);
	}
}

Test(legacy_hostile, unknown_commands_are_acknowledged_and_others_refused)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 13);
		a = logged_in(&r, *v);
		legacy_send(a, 0x1234, VIEW("what"));
		legacy_send(a, UDP_C_PASSWORD, VIEW("\x04\0new\0"));
		legacy_send(a, UDP_C_CONNECT_BACK, VIEW("\xa1\x86\x01\0"));
		rig_run(&r, 1000);
		cr_expect(list_is_empty(&a->waiting) && rig_stats(&r).unknown == 1);
		cr_expect(legacy_told(a, "cmd 320 ") == 0, "no password is changed");
		cr_expect_str_eq(fake_core_find(r.icq, a->uin)->password, a->password);
		rig_release(&r);
	}
}

Test(legacy_hostile, nobody_is_registered)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct peer_addr from = sim_peer("10.3.0.1", 77);
		static const uint16_t cmds[] = { UDP_C_REGISTER, UDP_C_FIRST, UDP_C_FORM_ASK, UDP_C_FORM };

		rig_init(&r, 14);
		for (size_t i = 0; i < ARRAY_LEN(cmds); i++) {
			struct udp_packet p = { .version = *v,
				.cmd = cmds[i],
				.data = VIEW("\x02\0\x04\0pass\x72\0\0\0\0\0\0\0") };

			r.stray_cmd = 0;
			(void) throw(&r, &from, &p);
			cr_expect(r.stray_cmd != UDP_S_NEW_UIN);
		}
		cr_expect(rig_stats(&r).sessions == 0);
		rig_release(&r);
	}
}
