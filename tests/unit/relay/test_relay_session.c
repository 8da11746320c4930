/* The life of a session, edge by edge. */
#include "relay/relay_session.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/relay/relay_pair.h"

Test(relay_session, an_active_offer)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	pair_expect_state(&p, RELAY_OFFERED);
	expect_has(rig_got(p.b), ":alice!~u@alice.users.test PRIVMSG bob :\001DCC SEND a.txt " SERVER_IS " ");
	p.port = rig_port(p.b->heard);
	expect_has(p.b->heard, " 10\001\r\n");
	cr_expect_neq(p.port, p.a_port);
	cr_expect_str_eq(rig_got(p.a), "", "nobody has come yet");
	cr_expect_eq(sock_accept(p.listener), -1, "and nobody was called");
	pair_come(&p);
	pair_answer(&p);
	cr_expect(rig_recorded(p.r, "\"act\":\"join\",\"id\":1,\"side\":\"receiver\",\"peer\":\"127.0.0.2:"));
	cr_expect(rig_recorded(p.r, "\"side\":\"sender\",\"peer\":\"127.0.0.1:"));
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);
}

Test(relay_session, a_passive_offer)
{
	struct pair p;

	pair_meet(&p, "mode = \"listen-only\"", HERE, THERE);
	pair_offer_passive(&p);
	expect_has(p.b->heard, "DCC SEND a.txt " SERVER_IS " ");
	expect_has(p.b->heard, " 10\001\r\n"); /* no token */
	pair_come(&p);
	pair_expect_state(&p, RELAY_INVITED);
	expect_has(rig_got(p.a), ":bob!~u@bob.users.test PRIVMSG alice :\001DCC SEND a.txt " SERVER_IS " ");
	expect_has(p.a->heard, " 10 42\001\r\n");
	p.a_fd = sock_connect(HERE, SERVER, rig_port(p.a->heard));
	cr_assert_neq(p.a_fd, -1);
	rig_settle(p.r);
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);
}

Test(relay_session, from_ipv6_to_ipv4_and_back)
{
	struct pair p;

	pair_meet(&p, "", SIX, THERE);
	pair_offer(&p);
	expect_has(p.b->heard, "DCC SEND a.txt " SERVER_IS " ");
	pair_come(&p);
	pair_answer(&p);
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);

	pair_meet(&p, "", THERE, SIX);
	pair_offer_passive(&p);
	expect_has(p.b->heard, "DCC SEND a.txt ::1 ");
	pair_come(&p);
	p.a_fd = sock_connect(THERE, SERVER, rig_port(rig_got(p.a)));
	cr_assert_neq(p.a_fd, -1);
	rig_settle(p.r);
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);
}

/* After a RESUME nobody knows from where the sender would send. */
Test(relay_session, an_offer_lapses)
{
	struct pair p;

	pair_meet(&p, "offer-time = 10s", HERE, THERE);
	pair_offer(&p);
	rig_pass(p.r, 9999);
	pair_expect_state(&p, RELAY_OFFERED);
	rig_pass(p.r, 1);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect_eq(sock_connect(THERE, SERVER, p.port), -1, "too late");
	expect_has(rig_got(p.a),
		"*** The offer of a file \"a.txt\" to bob came to nothing: it was not taken in time.");
	expect_has(p.a->heard, ":bob!~u@bob.users.test NOTICE alice :\001DCC REJECT SEND a.txt\001\r\n");
	expect_has(rig_got(p.b),
		"*** The offer of a file \"a.txt\" from alice came to nothing: it was not taken in time.");
	expect_has(p.b->heard, ":alice!~u@alice.users.test NOTICE bob :\001DCC REJECT GET a.txt\001\r\n");
	cr_expect(rig_recorded(p.r, "\"status\":\"expired\""));
	cr_expect_eq(relay_stats(p.r->relay).cancelled, 1);
	pair_part(&p);
}

Test(relay_session, takes_one_connection_only)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer_passive(&p);
	pair_come(&p);
	cr_expect_eq(sock_connect(THERE, SERVER, p.port), -1);
	pair_expect_state(&p, RELAY_INVITED);
	pair_part(&p);
}

Test(relay_session, puts_up_with_three_intruders)
{
	struct pair p;
	int fd;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	for (int i = 0; i < RELAY_INTRUDERS_MAX; i++) {
		fd = sock_connect("127.0.0.3", SERVER, p.port);
		cr_assert_neq(fd, -1);
		cr_expect_eq(sock_wait(p.r->loop, fd), SOCK_RESET);
		(void)close(fd);
	}
	pair_expect_state(&p, RELAY_OFFERED);
	cr_expect_eq(relay_stats(p.r->relay).intruders, 3);
	cr_expect(rig_recorded(
		p.r, "\"act\":\"intruder\",\"id\":1,\"side\":\"receiver\",\"peer\":\"127.0.0.3:"));
	cr_expect(rig_recorded(p.r, "\"expected\":\"127.0.0.2\""));
	pair_come(&p);
	p.a_fd = sock_wait_accept(p.r->loop, p.listener);
	cr_expect_neq(p.a_fd, -1);
	pair_part(&p);
}

Test(relay_session, the_fourth_intruder_ends_it)
{
	struct pair p;
	int fd[4];

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	for (int i = 0; i < 4; i++)
		fd[i] = sock_connect(HERE, SERVER, p.port);
	rig_settle(p.r);
	cr_expect_eq(rig_sessions(p.r), 0);
	expect_has(rig_got(p.a), "came to nothing: others tried to take it");
	expect_has(rig_got(p.b), "came to nothing: others tried to take it");
	for (int i = 0; i < 4; i++)
		(void)close(fd[i]);
	pair_part(&p);
}

Test(relay_session, the_sender_is_not_there)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	(void)close(p.listener);
	p.listener = -1;
	pair_offer(&p);
	pair_come(&p);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
	cr_expect_eq(rig_sessions(p.r), 0);
	expect_has(rig_got(p.a), "came to nothing: your client could not be joined");
	expect_has(p.a->heard, "\001DCC REJECT SEND a.txt\001\r\n");
	expect_has(rig_got(p.b), "came to nothing: the sender's client could not be joined.");
	cr_expect(rig_recorded(p.r, "\"status\":\"unreached\""));
	pair_part(&p);
}

Test(relay_session, the_invited_sender_does_not_come)
{
	struct pair p;
	int fd;

	pair_meet(&p, "join-time = 5s", HERE, THERE);
	pair_offer_passive(&p);
	pair_come(&p);
	fd = sock_connect(THERE, SERVER, rig_port(rig_got(p.a)));
	cr_expect_eq(sock_wait(p.r->loop, fd), SOCK_RESET, "only the sender, not the receiver once more");
	(void)close(fd);
	rig_pass(p.r, 4999);
	pair_expect_state(&p, RELAY_INVITED);
	rig_pass(p.r, 1);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect(rig_recorded(p.r, "\"status\":\"absent\""));
	cr_expect_eq(sock_connect(HERE, SERVER, rig_port(p.a->heard)), -1);
	expect_has(rig_got(p.b), "the sender's client could not be joined.");
	pair_part(&p);
}

Test(relay_session, the_receiver_hangs_up_too_early)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer_passive(&p);
	pair_come(&p);
	(void)close(p.b_fd);
	p.b_fd = -1;
	for (int i = 0; i < 600 && rig_sessions(p.r) != 0; i++)
		rig_settle(p.r);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect(rig_recorded(p.r, "\"status\":\"hung-up\""));
	expect_has(rig_got(p.a), "the receiver hung up before it began");
	pair_part(&p);
}

/* Nothing is said to who leaves, and the other is told. */
static void
leave(const char *dcc, bool passive, enum relay_state state, bool sender)
{
	struct pair p;
	struct person *stays;

	pair_meet(&p, dcc, HERE, THERE);
	if (passive)
		pair_offer_passive(&p);
	else
		pair_offer(&p);
	if (state == RELAY_RESUMING)
		rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	if (state == RELAY_INVITED || state == RELAY_OPEN)
		pair_come(&p);
	if (state == RELAY_OPEN) {
		p.a_fd = sock_wait_accept(p.r->loop, p.listener);
		rig_settle(p.r);
	}
	pair_expect_state(&p, state);
	stays = sender ? p.b : p.a;
	(void)rig_got(stays);
	rig_quit(sender ? p.a : p.b);
	cr_expect_eq(rig_sessions(p.r), 0);
	expect_has(rig_got(stays), sender ? "the sender has left" : "the receiver has left");
	cr_expect(rig_recorded(p.r, sender ? "\"status\":\"sender-left\"" : "\"status\":\"receiver-left\""));
	if (state == RELAY_OPEN)
		cr_expect_eq(sock_wait(p.r->loop, sender ? p.b_fd : p.a_fd), SOCK_RESET);
	pair_part(&p);
}

Test(relay_session, ends_when_one_leaves_whatever_its_state)
{
	for (int sender = 0; sender < 2; sender++) {
		leave("", false, RELAY_OFFERED, sender == 1);
		leave("", false, RELAY_RESUMING, sender == 1);
		leave("", true, RELAY_INVITED, sender == 1);
		leave("", false, RELAY_OPEN, sender == 1);
	}
}

Test(relay_session, ends_when_one_leaves_while_the_other_is_dialled)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	p.b_fd = sock_connect(THERE, SERVER, p.port);
	for (int i = 0; i < 100 && rig_session(p.r)->state == RELAY_OFFERED; i++) {
		struct err e;

		cr_assert_eq(loop_turn(p.r->loop, 10, &e), 0);
	}
	pair_expect_state(&p, RELAY_DIALING);
	rig_quit(p.a);
	cr_expect_eq(rig_sessions(p.r), 0);
	pair_part(&p);
}

Test(relay_session, may_outlive_its_users)
{
	struct pair p;

	pair_meet(&p, "survive-quit = yes", HERE, THERE);
	pair_offer(&p);
	pair_come(&p);
	pair_answer(&p);
	rig_quit(p.a);
	pair_expect_state(&p, RELAY_OPEN);
	rig_quit(p.b);
	pair_expect_transfer(&p, TEXT);
	pair_part(&p);
}

/* By a client that has taken the numbers from somewhere. */
Test(relay_session, cuts_what_was_not_announced)
{
	struct pair p;
	char got[32];

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	pair_come(&p);
	pair_answer(&p);
	cr_expect_eq(send(p.a_fd, TEXT TEXT, 20, MSG_NOSIGNAL), 20);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_DATA);
	rig_settle(p.r);
	cr_expect_eq(recv(p.b_fd, got, sizeof(got), 0), 10);
	(void)close(p.b_fd);
	p.b_fd = -1;
	for (int i = 0; i < 600 && rig_sessions(p.r) != 0; i++)
		rig_pass(p.r, 100);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect(rig_recorded(p.r, "\"status\":\"over\"") && rig_recorded(p.r, "\"bytes\":10"));
	expect_has(rig_got(p.b),
		"*** The file \"a.txt\" from alice has passed, all 10 bytes of it; there was more than had "
		"been announced");
	pair_part(&p);
}

Test(relay_session, tells_that_a_transfer_ended_early)
{
	struct pair p;
	char got[32];

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	pair_come(&p);
	pair_answer(&p);
	cr_expect_eq(send(p.a_fd, TEXT, 5, MSG_NOSIGNAL), 5);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_DATA);
	(void)close(p.a_fd);
	p.a_fd = -1;
	cr_expect_eq(recv(p.b_fd, got, sizeof(got), 0), 5);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_ENDED);
	(void)close(p.b_fd);
	p.b_fd = -1;
	for (int i = 0; i < 600 && rig_sessions(p.r) != 0; i++)
		rig_pass(p.r, 100);
	expect_has(rig_got(p.a), "*** The file \"a.txt\" to bob ended early, after 5 of 10 bytes: ");
	expect_has(rig_got(p.b), "*** The file \"a.txt\" from alice ended early, after 5 of 10 bytes: ");
	cr_expect_eq(relay_stats(p.r->relay).failed, 1);
	cr_expect(rig_recorded(p.r, "\"sha256\":\"c565fe03ca9b6242e01dfddefe9bba3d"), "%s", p.r->recorded);
	pair_part(&p);
}

static void
expect_line(struct pair *p, int from, int to, const char *said, const char *want)
{
	char got[200] = "";

	cr_expect_eq(send(from, said, strlen(said), MSG_NOSIGNAL), (ssize_t)strlen(said));
	cr_expect_eq(sock_wait(p->r->loop, to), SOCK_DATA, "%s", said);
	(void)!recv(to, got, sizeof(got) - 1, 0);
	cr_expect_str_eq(got, want);
}

Test(relay_session, a_chat)
{
	struct pair p;
	char got[200] = "";

	pair_meet(&p, "", HERE, SIX);
	rig_say(p.a, p.b, "DCC CHAT CHAT 16843009 %u", (unsigned)p.a_port);
	p.port = rig_port(rig_got(p.b));
	expect_has(p.b->heard, "\001DCC CHAT chat ::1 ");
	pair_come(&p);
	pair_answer(&p);
	pair_expect_state(&p, RELAY_OPEN);
	expect_line(&p, p.a_fd, p.b_fd, "hello\n", "hello\n");
	expect_line(&p, p.b_fd, p.a_fd, "\001ACTION waves\001\r\n", "\001ACTION waves\001\r\n");
	cr_expect_eq(send(p.a_fd, "\001DCC SEND x 1 2 3\001\n", 20, MSG_NOSIGNAL), 20);
	cr_expect_eq(sock_wait(p.r->loop, p.a_fd), SOCK_DATA, "its sender is told");
	cr_expect_eq(
		recv(p.a_fd, got, sizeof(got) - 1, 0) > 4 && strncmp(got, "*** ", 4) == 0, true, "%s", got);
	cr_expect_eq(sock_state(p.b_fd), SOCK_OPEN, "and nobody else");
	(void)close(p.b_fd);
	(void)close(p.a_fd);
	p.a_fd = p.b_fd = -1;
	for (int i = 0; i < 600 && rig_sessions(p.r) != 0; i++)
		rig_pass(p.r, 100);
	cr_expect(rig_recorded(p.r, "\"kind\":\"chat\"") && rig_recorded(p.r, "\"status\":\"done\""));
	expect_has_not(rig_got(p.a), "***");
	pair_part(&p);
}

Test(relay_session, a_passive_chat)
{
	struct pair p;

	pair_meet(&p, "mode = \"listen-only\"", HERE, THERE);
	rig_say(p.a, p.b, "DCC CHAT CHAT 16843009 0 17");
	p.port = rig_port(rig_got(p.b));
	pair_come(&p);
	expect_has(rig_got(p.a), ":bob!~u@bob.users.test PRIVMSG alice :\001DCC CHAT ");
	expect_has(p.a->heard, " 17\001\r\n");
	p.a_fd = sock_connect(HERE, SERVER, rig_port(p.a->heard));
	cr_assert_neq(p.a_fd, -1);
	rig_settle(p.r);
	pair_expect_state(&p, RELAY_OPEN);
	expect_line(&p, p.b_fd, p.a_fd, "hello\n", "hello\n");
	rig_quit(p.b);
	cr_expect_eq(sock_wait(p.r->loop, p.a_fd), SOCK_RESET);
	expect_has(rig_got(p.a), "*** The direct chat with bob ended early: the receiver has left.");
	pair_part(&p);
}
