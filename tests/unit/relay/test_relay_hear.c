/* What the two say to each other about an offer, and what others say. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/relay/relay_pair.h"

Test(relay_hear, the_rest_of_a_file)
{
	struct pair p;
	char text[32];

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	rig_say(p.b, p.a, "DCC RESUME file.ext %u 4", (unsigned)p.port);
	pair_expect_state(&p, RELAY_RESUMING);
	cr_expect_str_eq(rig_got(p.b), "");
	expect_has(rig_got(p.a), ":bob!~u@bob.users.test PRIVMSG alice :\001DCC RESUME a.txt ");
	(void)snprintf(text, sizeof(text), " %u 4\001\r\n", (unsigned)p.a_port);
	expect_has(p.a->heard, text); /* his own port */
	rig_say(p.a, p.b, "DCC ACCEPT a.txt %u 4", (unsigned)p.a_port);
	pair_expect_state(&p, RELAY_OFFERED);
	expect_has(rig_got(p.b), ":alice!~u@alice.users.test PRIVMSG bob :\001DCC ACCEPT a.txt ");
	expect_has(p.b->heard, " 4\001\r\n");
	cr_expect(rig_recorded(p.r, "\"act\":\"resume\",\"id\":1,\"pos\":4"));
	pair_come(&p);
	pair_answer(&p);
	pair_expect_transfer(&p, &TEXT[4]);
	pair_part(&p);
}

Test(relay_hear, the_rest_of_a_passive_offer)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_say(p.a, p.b, "DCC SEND \"my file.txt\" 16843009 0 10 7");
	p.port = rig_port(rig_got(p.b));
	expect_has(p.b->heard, "DCC SEND my_file.txt ");
	rig_say(p.b, p.a, "DCC RESUME my_file.txt %u 9", (unsigned)p.port);
	expect_has(rig_got(p.a), "\001DCC RESUME \"my file.txt\" 0 9 7\001\r\n");
	rig_say(p.a, p.b, "DCC ACCEPT \"my file.txt\" 0 9 7");
	expect_has(rig_got(p.b), "\001DCC ACCEPT my_file.txt ");
	pair_come(&p);
	expect_has(rig_got(p.a), "\001DCC SEND \"my file.txt\" ");
	p.a_fd = sock_connect(HERE, SERVER, (uint16_t)rig_session(p.r)->party[PUMP_SENDER].port);
	cr_assert_neq(p.a_fd, -1);
	rig_settle(p.r);
	pair_expect_transfer(&p, &TEXT[9]);
	pair_part(&p);
}

Test(relay_hear, who_comes_before_the_sender_has_agreed_is_held)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	pair_come(&p);
	pair_expect_state(&p, RELAY_RESUMING);
	cr_expect_eq(sock_accept(p.listener), -1);
	rig_say(p.a, p.b, "DCC ACCEPT a.txt %u 4", (unsigned)p.a_port);
	pair_answer(&p);
	(void)rig_got(p.b);
	pair_expect_transfer(&p, &TEXT[4]);
	pair_part(&p);
}

Test(relay_hear, an_unanswered_resume_ends_it)
{
	struct pair p;

	pair_meet(&p, "resume-time = 5s", HERE, THERE);
	pair_offer(&p);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	pair_come(&p);
	rig_pass(p.r, 4999);
	pair_expect_state(&p, RELAY_RESUMING);
	rig_pass(p.r, 1);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
	cr_expect(rig_recorded(p.r, "\"status\":\"unanswered\""));
	expect_has(rig_got(p.a), "\001DCC REJECT SEND a.txt\001\r\n");
	expect_has(rig_got(p.b), "*** The offer of a file \"a.txt\" from alice came to nothing: ");
	pair_part(&p);
}

Test(relay_hear, an_accept_of_something_else_is_none)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	rig_say(p.a, p.b, "DCC ACCEPT a.txt %u 0", (unsigned)p.a_port);
	expect_has(rig_got(p.a), "there is no offer between you that it answers");
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 10", (unsigned)p.port);
	expect_has(rig_got(p.b), "there is no offer between you that it answers");
	pair_expect_state(&p, RELAY_OFFERED);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 9", (unsigned)p.port);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 8", (unsigned)p.port);
	expect_has(rig_got(p.b), "there is no offer between you that it answers");
	rig_say(p.a, p.b, "DCC ACCEPT a.txt %u 8", (unsigned)p.a_port);
	rig_say(p.a, p.b, "DCC ACCEPT a.txt %u 9", (unsigned)(p.a_port - 1));
	rig_say(p.a, p.b, "DCC ACCEPT a.txt 0 9 1");
	pair_expect_state(&p, RELAY_RESUMING);
	cr_expect_str_eq(rig_got(p.b), "");
	pair_part(&p);
}

Test(relay_hear, is_not_resumed_where_files_are_scanned)
{
	struct pair p;

	pair_meet(&p, "scan = \"/run/clamav/clamd.ctl\"", HERE, THERE);
	pair_offer(&p);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	expect_has(rig_got(p.b), "*** Files are scanned here as a whole");
	cr_expect_str_eq(rig_got(p.a), "");
	pair_expect_state(&p, RELAY_OFFERED);
	pair_part(&p);
}

Test(relay_hear, either_says_no)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_say(p.a, p.b, "DCC SEND \"a file.txt\" 16843009 %u 10", (unsigned)p.a_port);
	(void)rig_got(p.b);
	rig_notice(p.b, p.a, "DCC REJECT SEND a_file.txt");
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect_str_eq(
		rig_got(p.a), ":bob!~u@bob.users.test NOTICE alice :\001DCC REJECT SEND a file.txt\001\r\n");
	cr_expect_str_eq(rig_got(p.b), "");
	rig_say(p.a, p.b, "DCC SEND \"a file.txt\" 16843009 %u 10", (unsigned)p.a_port);
	(void)rig_got(p.b);
	rig_notice(p.a, p.b, "DCC REJECT GET \"a file.txt\"");
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect_str_eq(
		rig_got(p.b), ":alice!~u@alice.users.test NOTICE bob :\001DCC REJECT GET a_file.txt\001\r\n");
	cr_expect_str_eq(rig_got(p.a), "");
	rig_say(p.a, p.b, "DCC CHAT CHAT 16843009 %u", (unsigned)p.a_port);
	expect_has(rig_got(p.b), "\001DCC CHAT chat " SERVER_IS " ");
	rig_notice(p.b, p.a, "DCC REJECT CHAT chat");
	cr_expect_eq(rig_sessions(p.r), 0);
	expect_has(rig_got(p.a), "\001DCC REJECT CHAT CHAT\001\r\n");
	pair_part(&p);
}

Test(relay_hear, does_not_mind_other_nicks)
{
	struct pair p;
	struct person *c;

	pair_meet(&p, "", HERE, THERE);
	pair_offer(&p);
	cr_assert_eq(client_set_nick(p.b->c, VIEW("robert"), RIG_WALL), NICK_OK);
	c = rig_person(p.r, "bob", HERE);
	rig_say(c, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	expect_has(rig_got(c), "there is no offer between you that it answers");
	rig_notice(c, p.a, "DCC REJECT SEND a.txt");
	pair_expect_state(&p, RELAY_OFFERED);
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	expect_has(rig_got(p.a), ":robert!~u@bob.users.test PRIVMSG alice :\001DCC RESUME a.txt ");
	cr_expect_str_eq(rig_got(c), "");
	pair_part(&p);
}

Test(relay_hear, strangers_have_no_word_in_it)
{
	struct pair p;
	struct person *c;

	pair_meet(&p, "", HERE, THERE);
	c = rig_person(p.r, "carol", THERE);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 0 10 42");
	p.port = rig_port(rig_got(p.b));
	rig_say(c, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	rig_say(c, p.a, "DCC SEND a.txt 2130706434 5555 10 42");
	rig_notice(c, p.a, "DCC REJECT SEND a.txt");
	rig_notice(c, p.b, "DCC REJECT GET a.txt");
	rig_say(p.b, p.a, "DCC SEND a.txt 2130706434 5555 10 42");
	pair_expect_state(&p, RELAY_OFFERED);
	cr_expect_str_eq(rig_got(p.a), "");
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	(void)rig_got(p.a);
	rig_say(c, p.b, "DCC ACCEPT a.txt 0 4 42");
	rig_say(p.b, p.a, "DCC ACCEPT a.txt 0 4 42");
	pair_expect_state(&p, RELAY_RESUMING);
	cr_expect_str_eq(rig_got(p.a), "");
	cr_expect(rig_recorded(p.r, "\"reason\":\"stale\""));
	pair_part(&p);
}

/* The jail has no connect() then, and shows no scanner: a REHASH for more waits for a restart. */
Test(relay_hear, what_the_jail_was_made_for_is_never_more_than_at_the_start)
{
	struct pair p;

	pair_meet(&p, "mode = \"listen-only\"", HERE, THERE);
	rig_configure(p.r, "mode = full scan = \"/run/clamav/clamd.ctl\"", "");
	cr_expect_eq(relay_stats(p.r->relay).mode, CONF_DCC_LISTEN_ONLY);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 40000 10");
	expect_has(rig_got(p.a), "passive offers only");
	cr_expect_str_eq(rig_got(p.b), "");
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 0 10 7");
	p.port = rig_port(rig_got(p.b));
	rig_say(p.b, p.a, "DCC RESUME a.txt %u 4", (unsigned)p.port);
	expect_has(rig_got(p.a), "DCC RESUME"); /* nothing is scanned */
	rig_configure(p.r, "mode = off", "");
	cr_expect_eq(relay_stats(p.r->relay).mode, CONF_DCC_OFF);
	rig_say(p.a, p.b, "DCC SEND b.txt 16843009 0 10 8");
	expect_has(rig_got(p.a), "passes no files");
	pair_part(&p);
}
