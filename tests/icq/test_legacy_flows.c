/* Every flow of the protocol, each version, over networks that behave and that don't. */
#include <criterion/criterion.h>

#include <stdio.h>

#include "core/mem.h"
#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_meta.h"
#include "icq/udp_search.h"
#include "tests/icq/legacy_rig.h"

static const enum icq_protocol versions[] = { ICQ_V2, ICQ_V3, ICQ_V4, ICQ_V5 };

#define EACH_VERSION(v)                        \
	const enum icq_protocol *v = versions; \
	v < versions + ARRAY_LEN(versions);    \
	v++

Test(legacy_flows, a_client_logs_in_and_sees_its_contacts)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;

		rig_init(&r, 1);
		a = rig_client(&r, *v);
		b = rig_client(&r, *v);
		legacy_contacts(a, (const uint32_t[]){ FAKE_CHANNEL, b->uin, 100020 }, 3);
		legacy_login(a);
		rig_run(&r, 1000);
		cr_expect(a->state == LEGACY_ON);
		cr_expect(legacy_seen(a, FAKE_CHANNEL) == 0 && legacy_seen(a, b->uin) == UINT32_MAX);
		cr_expect(legacy_told(a, "cmd 540 ") == 1, "the list is done: %.*s",
			VIEW_ARG(buf_view(&a->log)));
		legacy_login(b);
		rig_run(&r, 1000);
		cr_expect(legacy_seen(a, b->uin) == 0);
		legacy_status(b, 1);
		rig_run(&r, 1000);
		cr_expect((legacy_seen(a, b->uin) & 1) == 1);
		legacy_logoff(b);
		rig_run(&r, 1000);
		cr_expect(legacy_seen(a, b->uin) == 0xffff);
		cr_expect(fake_core_logged(r.icq, "close 100002 0 Signed off") == 1);
		cr_expect(rig_stats(&r).sessions == 1 && list_is_empty(&b->waiting),
			"the logoff is acknowledged");
		rig_release(&r);
	}
}

Test(legacy_flows, text_passes_both_ways_in_the_code_page)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;

		rig_init(&r, 2);
		a = rig_client(&r, *v);
		b = rig_client(&r, *v);
		legacy_contacts(a, (const uint32_t[]){ FAKE_CHANNEL }, 1);
		legacy_contacts(b, (const uint32_t[]){ FAKE_CHANNEL }, 1);
		legacy_login(a);
		legacy_login(b);
		rig_run(&r, 1000);
		legacy_say(a, FAKE_CHANNEL, ICQ_KIND_TEXT, VIEW("caf\xe9\r\ntwo"));
		legacy_say(a, b->uin, ICQ_KIND_URL, VIEW("here\xfehttp://example.org/"));
		legacy_say(a, b->uin, ICQ_KIND_AUTH_ASK,
			VIEW("n\xfe"
			     "f\xfel\xfem\xfe"
			     "0\xfeplease"));
		rig_run(&r, 1000);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 caf\xc3\xa9") == 1);
		cr_expect(
			legacy_told(b, "text 900000001 caf\xe9\r") == 1, "%.*s", VIEW_ARG(buf_view(&b->log)));
		cr_expect(legacy_told(b, "kind4 100001 here\xfehttp://example.org/") == 1);
		cr_expect(legacy_told(b,
				  "kind6 100001 nick100001\xfe\xfe\xfe\xfe"
				  "0\xfeplease") == 1);
		rig_release(&r);
	}
}

Test(legacy_flows, a_long_text_comes_in_parts_that_clients_take)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		char text[2000];
		struct view rest, line;
		size_t n = 0;

		rig_init(&r, 3);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = i % 10 == 9 ? ' ' : 'x';
		fake_core_say(r.icq, 100020, a->uin, view_of(text, sizeof(text)));
		rig_run(&r, 10000);
		rest = buf_view(&a->log);
		while (view_cut(&rest, '\n', &line)) {
			if (!view_starts(line, VIEW("text")))
				continue;
			cr_expect(line.n <= 450 + sizeof("text 100020"));
			n++;
		}
		cr_expect(n == 5, "%zu parts", n);
		rig_release(&r);
	}
}

Test(legacy_flows, mail_is_told_once_and_then_deleted)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;

		rig_init(&r, 4);
		a = rig_client(&r, *v);
		b = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		legacy_say(a, b->uin, ICQ_KIND_TEXT, VIEW("one"));
		legacy_say(a, b->uin, ICQ_KIND_TEXT, VIEW("two"));
		rig_run(&r, 1000);
		cr_expect(fake_core_find(r.icq, b->uin)->n_mail == 2);
		legacy_login(b);
		rig_run(&r, 1000);
		cr_expect(legacy_told(b, "mail 100001 one") == 1 && legacy_told(b, "mail 100001 two") == 1);
		cr_expect(fake_core_find(r.icq, b->uin)->n_mail == 0);
		legacy_send(b, UDP_C_OFFLINE_ASK, VIEW(""));
		rig_run(&r, 1000);
		cr_expect(legacy_told(b, "mail 100001 one") == 1, "asked again, it is not told again");
		rig_release(&r);
	}
}

Test(legacy_flows, people_are_found_and_asked_about)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		uint8_t bytes[256];
		struct icq_out out;

		rig_init(&r, 5);
		a = rig_client(&r, *v);
		(void)rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		out = icq_out(bytes, sizeof(bytes));
		udp_search_put(&out, *v, &(struct udp_search){ .nick = VIEW("NICK100002") });
		legacy_send(a, UDP_C_SEARCH_NAME, icq_out_view(&out));
		rig_run(&r, 1000);
		cr_expect(legacy_told(a, "found 100002 nick100002") == 1);
		cr_expect(legacy_told(a, "cmd 160 ") == 1, "the search is done");
		out = icq_out(bytes, sizeof(bytes));
		udp_query_put(&out, *v, &(struct udp_query){ .uin = 100002 });
		legacy_send(a, UDP_C_INFO, icq_out_view(&out));
		legacy_send(a, UDP_C_INFO_EXT, icq_out_view(&out));
		rig_run(&r, 1000);
		cr_expect(legacy_told(a, "found 100002 nick100002") == 2);
		cr_expect(legacy_told(a, "cmd 290 ") == 1, "more of him");
		out = icq_out(bytes, sizeof(bytes));
		udp_query_put(&out, *v, &(struct udp_query){ .uin = 100099 });
		legacy_send(a, UDP_C_INFO, icq_out_view(&out));
		rig_run(&r, 1000);
		cr_expect(legacy_told(a, *v == ICQ_V3 ? "cmd 750 " : "cmd 300 ") == 1, "there is none");
		rig_release(&r);
	}
}

static void
ask(struct legacy_rig *r, struct legacy_client *c, const struct udp_ask *a)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_ask_put(&out, a);
	legacy_send(c, UDP_C_META, icq_out_view(&out));
	rig_run(r, 1000);
}

Test(legacy_flows, version_five_asks_within_a_question)
{
	struct legacy_rig r;
	struct legacy_client *a;

	rig_init(&r, 6);
	a = rig_client(&r, ICQ_V5);
	(void)rig_client(&r, ICQ_V5);
	legacy_login(a);
	rig_run(&r, 1000);
	ask(&r, a, &(struct udp_ask){ .what = UDP_ASK_SEARCH_UIN, .search = { .uin = 100002 } });
	ask(&r, a,
		&(struct udp_ask){ .what = UDP_ASK_SEARCH_NAME,
			.is_second = true,
			.search = { .nick = VIEW("nick100002") } });
	cr_expect(legacy_told(a, "found 100002 nick100002") == 2, "%.*s", VIEW_ARG(buf_view(&a->log)));
	ask(&r, a, &(struct udp_ask){ .what = UDP_ASK_SEARCH_NAME, .search = { .nick = VIEW("nobody") } });
	cr_expect(legacy_told(a, "refused 410 ") == 1);
	ask(&r, a, &(struct udp_ask){ .what = UDP_ASK_INFO, .uin = 100002 });
	cr_expect(legacy_told(a, "info 200 nick100002") == 1);
	ask(&r, a, &(struct udp_ask){ .what = UDP_ASK_INFO_SHORT, .uin = 100002 });
	cr_expect(legacy_told(a, "info 260 nick100002") == 1);
	ask(&r, a, &(struct udp_ask){ .what = UDP_ASK_INFO, .uin = 100099 });
	cr_expect(legacy_told(a, "refused 200 ") == 1);
	legacy_send(a, UDP_C_META, VIEW("\x06\x04\x06\0about\0"));
	legacy_send(a, UDP_C_META, VIEW("\x2e\x04\x04\0new\0"));
	rig_run(&r, 1000);
	cr_expect_str_eq(fake_core_find(r.icq, a->uin)->about, "about");
	cr_expect_str_eq(fake_core_find(r.icq, a->uin)->nick, "nick100001", "what was not said stays");
	cr_expect(legacy_told(a, "answer 130 ") == 1 && legacy_told(a, "refused 170 ") == 1, "%.*s",
		VIEW_ARG(buf_view(&a->log)));
	rig_release(&r);
}

Test(legacy_flows, a_client_says_who_it_is)
{
	for (EACH_VERSION(v)) {
		static const char data[] = "\x05\0Jack\0\x02\0J\0\x02\0S\0\x05\0j@s.\0\0";
		bool is_v2 = *v == ICQ_V2;
		struct legacy_rig r;
		struct legacy_client *a;
		char bytes[64] = { 7, 0 };

		rig_init(&r, 7);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		memcpy(bytes + 2, data, sizeof(data) - 1);
		legacy_send(a, is_v2 ? UDP_C_SET_INFO_V2 : UDP_C_SET_INFO,
			view_skip(view_of(bytes, 2 + sizeof(data) - 1), is_v2 ? 0 : 2));
		rig_run(&r, 1000);
		cr_expect_str_eq(fake_core_find(r.icq, a->uin)->nick, "Jack");
		cr_expect_str_eq(fake_core_find(r.icq, a->uin)->email, "j@s.");
		cr_expect(legacy_told(a, is_v2 ? "cmd 180 " : "cmd 480 ") == 1);
		rig_release(&r);
	}
}

Test(legacy_flows, files_and_chats_are_declined_and_nobody_is_told)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;

		rig_init(&r, 8);
		a = rig_client(&r, *v);
		b = rig_client(&r, *v);
		legacy_login(a);
		legacy_login(b);
		rig_run(&r, 1000);
		legacy_say(a, b->uin, ICQ_KIND_FILE, VIEW("file"));
		legacy_say(a, b->uin, ICQ_KIND_CHAT, VIEW("chat"));
		legacy_say(a, 100099, ICQ_KIND_TEXT, VIEW("anybody?"));
		rig_run(&r, 1000);
		cr_expect(legacy_told(a, "text 100002 declined") == 2);
		cr_expect(legacy_told(a, "text 100099 Not delivered: nobody is there.") == 1);
		cr_expect(
			legacy_told(b, "kind3 100001 file") == 0 && legacy_told(b, "kind2 100001 chat") == 0);
		rig_release(&r);
	}
}

Test(legacy_flows, what_is_said_too_fast_is_not_lost)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 9);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		r.icq->is_busy = true;
		legacy_say(a, FAKE_CHANNEL, ICQ_KIND_TEXT, VIEW("later"));
		rig_run(&r, 9000);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 later") == 0);
		r.icq->is_busy = false;
		rig_run(&r, 9000);
		cr_expect(fake_core_logged(r.icq, "say1 100001 900000001 later") == 1);
		rig_release(&r);
	}
}

Test(legacy_flows, who_logs_in_again_replaces_himself)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a, *b;

		rig_init(&r, 10);
		a = rig_client(&r, *v);
		b = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		/* The same number from elsewhere. */
		b->uin = a->uin;
		memcpy(b->password, a->password, sizeof(b->password));
		a->wants_on = false;
		legacy_login(b);
		rig_run(&r, 1000);
		cr_expect(b->state == LEGACY_ON && a->state == LEGACY_OFF, "one is told to go away");
		cr_expect(rig_stats(&r).sessions == 1);
		/* A client that has lost its memory, from the same address; its port is another one. */
		legacy_login(b);
		rig_run(&r, 1000);
		cr_expect(b->state == LEGACY_ON && rig_stats(&r).sessions == 1);
		rig_release(&r);
	}
}

Test(legacy_flows, a_session_that_is_silent_ends)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 11);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 700000);
		cr_expect(rig_stats(&r).sessions == 1, "its keep-alives are enough");
		a->keepalive_ms = 0;
		rig_run(&r, 301000);
		cr_expect(rig_stats(&r).sessions == 0);
		cr_expect(fake_core_logged(r.icq, "close 100001 0 Ping timeout") == 1);
		legacy_send(a, UDP_C_KEEPALIVE, VIEW(""));
		rig_run(&r, 10000);
		cr_expect(a->state == LEGACY_ON && rig_stats(&r).sessions == 1,
			"told that it is not logged in, it logs in");
		rig_release(&r);
	}
}

Test(legacy_flows, a_session_that_acknowledges_nothing_ends)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 12);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		a->is_deaf = true;
		fake_core_say(r.icq, 100020, a->uin, VIEW("hello?"));
		rig_run(&r, *v == ICQ_V5 ? 49000 : 59000);
		cr_expect(rig_stats(&r).sessions == 1);
		rig_run(&r, 2000);
		cr_expect(rig_stats(&r).sessions == 0);
		cr_expect(rig_stats(&r).resent == (*v == ICQ_V5 ? 4 : 5));
		cr_expect(fake_core_logged(r.icq, "close 100001 0 No answer") == 1);
		rig_release(&r);
	}
}

Test(legacy_flows, the_core_may_end_a_session_while_its_packet_is_carried_out)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;

		rig_init(&r, 13);
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		a->wants_on = false;
		legacy_say(a, FAKE_CHANNEL, ICQ_KIND_TEXT, VIEW("/quit"));
		rig_run(&r, 1000);
		cr_expect(rig_stats(&r).sessions == 0 && a->state == LEGACY_OFF);
		rig_release(&r);
	}
}

Test(legacy_flows, a_full_queue_waits_and_loses_nothing)
{
	for (EACH_VERSION(v)) {
		struct legacy_rig r;
		struct legacy_client *a;
		char text[16];

		rig_init(&r, 14);
		r.icq->conf.max_queue = 8;
		a = rig_client(&r, *v);
		legacy_login(a);
		rig_run(&r, 1000);
		for (int i = 0; i < 100; i++) {
			(void)snprintf(text, sizeof(text), "line %d", i);
			fake_core_say(r.icq, 100020, a->uin, view_z(text));
		}
		rig_run(&r, 2000);
		cr_expect(legacy_told(a, "text 100020 line 99") == 0, "they are paced");
		rig_run(&r, 20000);
		for (int i = 0; i < 100; i++) {
			char line[32];

			(void)snprintf(line, sizeof(line), "text 100020 line %d", i);
			cr_expect(legacy_told(a, line) == 1, "%s", line);
		}
		rig_release(&r);
	}
}
