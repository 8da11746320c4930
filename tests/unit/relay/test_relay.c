/* What operators and others ask of the relay, and what it counts. */
#include "relay/relay.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "proto/caps.h"
#include "tests/unit/relay/relay_pair.h"

Test(relay, lists_sessions_oldest_first)
{
	struct relay_rig *r = relay_rig_new("max-pending-per-pair = 3", "");
	struct person *a = rig_person(r, "alice", HERE), *b = rig_person(r, "bob", THERE);
	const struct relay_session *s = NULL;

	cr_expect_null(relay_next(r->relay, NULL));
	rig_say(a, b, "DCC SEND a.txt 16843009 5000 10");
	rig_say(a, b, "DCC SEND b.txt 16843009 0 10 1");
	rig_pass(r, 1500);
	rig_say(a, b, "DCC CHAT chat 16843009 5000");
	for (uint32_t id = 1; id <= 3; id++) {
		s = relay_next(r->relay, s);
		cr_assert_not_null(s);
		cr_expect_eq(s->id, id);
		cr_expect_eq(s->is_chat, id == 3);
		cr_expect_eq(s->is_passive, id == 2);
		cr_expect_eq(relay_session_age_ms(s), id == 3 ? 0 : 1500);
		cr_expect_eq(relay_session_bytes(s), 0);
		cr_expect_str_eq(s->party[PUMP_SENDER].name, "alice!~u@alice.users.test");
	}
	cr_expect_null(relay_next(r->relay, s));
	relay_rig_free(r);
}

Test(relay, an_operator_ends_a_session)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	cr_expect(!relay_kill(p.r->relay, 2, VIEW("oscar"), VIEW("why not")), "there is none");
	cr_expect(!relay_kill(p.r->relay, 0, VIEW("oscar"), VIEW("why not")));
	cr_expect(relay_kill(p.r->relay, 1, VIEW("oscar"), VIEW("not now")));
	cr_expect(!relay_kill(p.r->relay, 1, VIEW("oscar"), VIEW("not now")), "once");
	expect_has(rig_got(p.a), "came to nothing: an operator ended it: not now.");
	expect_has(p.a->heard, "\001DCC REJECT SEND a.txt\001");
	expect_has(rig_got(p.b), "came to nothing: an operator ended it: not now.");
	expect_has_not(p.b->heard, "oscar");
	cr_expect(rig_recorded(p.r, "\"status\":\"killed\",\"by\":\"oscar\",\"said\":\"not now\""), "%s",
		p.r->recorded);
	pair_part(&p);
}

Test(relay, an_operator_ends_a_transfer)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	pair_come(&p);
	pair_answer(&p);
	(void)rig_got(p.b);
	cr_expect(relay_kill(p.r->relay, 1, VIEW("oscar"), VIEW("")));
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect_eq(sock_wait(p.r->loop, p.a_fd), SOCK_RESET);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
	expect_has(rig_got(p.a),
		"*** The file \"a.txt\" to bob ended early, after 0 of 10 bytes: an operator ended it.");
	expect_has_not(p.a->heard, "REJECT");
	cr_expect_eq(relay_stats(p.r->relay).failed, 1);
	pair_part(&p);
}

Test(relay, a_long_reason_is_cut)
{
	struct pair p;
	char reason[600];

	memset(reason, 'x', sizeof(reason));
	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	cr_expect(
		relay_kill(p.r->relay, 1, view_of(reason, sizeof(reason)), view_of(reason, sizeof(reason))));
	cr_expect_lt(strlen(rig_got(p.b)), 2 * 512);
	pair_part(&p);
}

Test(relay, ends_with_all_that_is_in_it)
{
	static const int steps[] = { 0, 1, 2, 3 };

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		unsigned before = sock_count_fds();
		struct pair p;

		pair_meet(&p, "", HERE, THERE);
		if (steps[i] == 0)
			pair_offer(&p);
		else
			pair_offer_passive(&p);
		if (steps[i] >= 1)
			pair_come(&p);
		if (steps[i] == 2) {
			p.a_fd = sock_connect(HERE, SERVER, rig_port(rig_got(p.a)));
			rig_settle(p.r);
			pair_expect_state(&p, RELAY_OPEN);
		}
		pair_part(&p); /* sessions are there yet */
		cr_expect_eq(sock_count_fds(), before);
	}
}

Test(relay, sessions_keep_what_they_began_with)
{
	struct pair p;

	pair_meet(&p, "offer-time = 1m", HERE, THERE);
	pair_offer(&p);
	rig_configure(p.r, "mode = \"off\" offer-time = 10s", "");
	rig_pass(p.r, 59999);
	pair_expect_state(&p, RELAY_OFFERED);
	rig_say(p.a, p.b, "DCC SEND b.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "this server passes no files");
	cr_expect_eq(relay_stats(p.r->relay).max_sessions, 0);
	pair_come(&p);
	pair_answer(&p);
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);
}

Test(relay, tells_who_sends_where_there_can_be_none)
{
	static const char *const want[RELAY_N_MISUSES] = { "not to a channel", "in one line",
		"not to all who fit a mask", "nothing before or behind it" };
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	for (enum relay_misuse how = 0; how < RELAY_N_MISUSES; how++) {
		relay_misused(p.r->relay, p.a->c, how);
		expect_has(rig_got(p.a), want[how]);
	}
	cr_expect_eq(relay_stats(p.r->relay).denied, RELAY_N_MISUSES);
	cr_expect(rig_recorded(p.r, "\"act\":\"deny\",\"reason\":\"channel\",\"from\":{\"nick\":\"alice\""));
	pair_part(&p);
}

Test(relay, answers_no_notice)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_notice(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	rig_notice(p.a, p.b, "DCC REJECT SEND a.txt");
	rig_notice(p.a, p.b, "DCC ERRMSG");
	cr_expect_str_eq(rig_got(p.a), "");
	cr_expect_str_eq(rig_got(p.b), "");
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect(rig_recorded(p.r, "\"reason\":\"notice\""));
	pair_part(&p);
}

Test(relay, counts)
{
	struct pair p;
	struct relay_stats st;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	st = relay_stats(p.r->relay);
	cr_expect(st.sessions == 1 && st.open == 0 && st.offers == 1 && st.denied == 0);
	cr_expect_eq(st.ports, 256);
	cr_expect_eq(st.free_ports, 255);
	cr_expect_eq(st.max_sessions, 64);
	pair_come(&p);
	pair_answer(&p);
	st = relay_stats(p.r->relay);
	cr_expect(st.sessions == 1 && st.open == 1 && st.opened == 1);
	pair_expect_transfer(&p, TEXT);
	st = relay_stats(p.r->relay);
	cr_expect(st.sessions == 0 && st.open == 0 && st.done == 1 && st.failed == 0 && st.cancelled == 0);
	cr_expect_eq(st.bytes, 10);
	pair_part(&p);
}

/* Caps work on what is built here as on what is passed. */
Test(relay, offers_have_the_tags_of_messages)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	client_set_account(p.a->c, VIEW("alice_"));
	client_set_caps(
		p.b->c, CAP_BIT(CAP_SERVER_TIME) | CAP_BIT(CAP_ACCOUNT_TAG) | CAP_BIT(CAP_MESSAGE_TAGS));
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(p.b), "@time=2026-01-02T03:04:05.678Z;");
	expect_has(p.b->heard, "account=alice_");
	expect_has(p.b->heard, "msgid=");
	pair_part(&p);
}
