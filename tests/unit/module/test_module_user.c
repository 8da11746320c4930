/* Users of a module are clients like others: let in, heard, held back, put out. */
#include "module/module_user.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "module/module.h"
#include "module_rig.h"
#include "net/conn_inside.h"
#include "proto/numerics.h"

static struct module_rig rig;

Test(module_user, is_let_in_by_no_rule_and_says_lines)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "robert");
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&bob, " 001 bob "), "the only rule is for another address");
	cr_expect(rig_user_heard(&bob, "CAP * ACK :away-notify"));
	rig_irc_says(&rig, "JOIN #a");
	cr_assert(module_user_say(bob.u, "JOIN #a"));
	cr_expect(rig_irc_hears(&rig, ":bob!u100005@192.0.2.5 JOIN #a"), "and the name has no tilde");
	cr_assert(module_user_say(bob.u, "PRIVMSG #a :%s", "hello"));
	cr_expect(rig_irc_hears(&rig, ":bob!u100005@192.0.2.5 PRIVMSG #a :hello"));
	rig_irc_says(&rig, "PRIVMSG bob :hi");
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&bob, ":al!~al@127.0.0.1 PRIVMSG bob :hi\n"));
	rig_close(&rig);
}

Test(module_user, whois_tells_its_account_and_what_the_module_says)
{
	struct rig_user bob;
	char line[80];

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "robert");
	rig_irc_says(&rig, "WHOIS bob");
	(void)snprintf(line, sizeof(line), " %03u al bob :is using a module", (unsigned)RPL_WHOISSPECIAL);
	rig_turns(&rig, 8);
	cr_expect(rig_irc_hears(&rig, line));
	rig_irc_says(&rig, "WHOIS bob");
	cr_expect(rig_irc_hears(&rig, " 330 al bob robert :"));
	rig_close(&rig);
}

Test(module_user, what_it_does_not_take_comes_again_in_order)
{
	struct rig_user bob;
	size_t before;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	before = bob.n_heard;
	bob.is_deaf = true;
	rig_irc_says(&rig, "PRIVMSG bob :one");
	rig_irc_says(&rig, "PRIVMSG bob :two");
	rig_turns(&rig, 4);
	cr_expect_eq(bob.n_heard, before);
	bob.is_deaf = false;
	rig_turns(&rig, 4);
	cr_expect_eq(bob.n_heard, before, "it has not said that it hears again");
	module_user_hear(bob.u);
	rig_turns(&rig, 2);
	cr_expect_eq(bob.n_heard, before + 2);
	cr_expect(rig_user_heard(&bob, "bob :one\n:al!~al@127.0.0.1 PRIVMSG bob :two\n"));
	rig_close(&rig);
}

Test(module_user, who_never_hears_is_put_out_by_its_sendq)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_irc_says(&rig, "JOIN #a");
	rig_turns(&rig, 4);
	cr_assert(module_user_say(bob.u, "JOIN #a"));
	cr_assert(rig_irc_hears(&rig, "bob!u100005@192.0.2.5 JOIN"));
	bob.is_deaf = true;
	for (int i = 0; i < 60; i++) {
		rig_ms += 1000; /* for the flood bucket of who says it */
		rig_irc_says(&rig,
			"PRIVMSG #a :0123456789012345678901234567890123456789012345678901234567890123456789"
			"0123456789012345678901234567890123456789012345678901234567890123456789012345678901"
			"0123456789012345678901234567890123456789012345678901234567890123456789012345678901"
			"0123456789012345678901234567890123456789012345678901234567890123456789012345678901");
		rig_turns(&rig, 2);
	}
	cr_expect(bob.is_gone);
	cr_expect_str_eq(bob.why, "SendQ exceeded");
	cr_expect(rig_irc_hears(&rig, "QUIT :SendQ exceeded"));
	rig_close(&rig);
}

Test(module_user, leaves_with_its_words_and_hears_nothing_of_it)
{
	struct rig_user bob;
	size_t heard;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_irc_says(&rig, "JOIN #a");
	cr_assert(module_user_say(bob.u, "JOIN #a"));
	rig_turns(&rig, 4);
	heard = bob.n_heard;
	module_user_close(bob.u, VIEW("signed off"));
	cr_expect(!module_user_say(bob.u, "JOIN #b"));
	cr_expect(rig_irc_hears(&rig, ":bob!u100005@192.0.2.5 QUIT :signed off"));
	cr_expect(bob.n_heard == heard && !bob.is_gone, "its end is no news to it");
	rig_close(&rig);
}

Test(module_user, is_told_why_when_it_is_put_out)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	cr_assert(module_user_say(bob.u, "QUIT :enough"));
	rig_turns(&rig, 4);
	cr_expect(bob.is_gone);
	cr_expect_str_eq(bob.why, "Quit: enough");
	rig_close(&rig);
}

Test(module_user, may_close_while_it_hears_what_it_was_put_out_for)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	cr_assert(module_user_say(bob.u, "QUIT :enough"));
	module_user_close(bob.u, VIEW("twice"));
	rig_turns(&rig, 4);
	cr_expect(!bob.is_gone);
	rig_close(&rig);
}

static bool
say_256(struct module_user *u)
{
	return module_user_say(u, "PING :%0248u", 0U);
}

/* CONN_INSIDE_SAID_MAX bytes wait for the flood bucket, and one more are refused. */
Test(module_user, what_it_says_waits_for_the_flood_bucket_within_a_bound)
{
	struct rig_user bob;
	size_t said = 0;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	while (said < CONN_INSIDE_SAID_MAX && say_256(bob.u))
		said += 256;
	cr_expect_eq(said, CONN_INSIDE_SAID_MAX);
	cr_expect(!module_user_say(bob.u, "PING :1"));
	for (int i = 0; i < 400; i++) {
		rig_turns(&rig, 1);
		said += say_256(bob.u) ? 256 : 0;
	}
	cr_expect_lt(
		said, 4 * (size_t)CONN_INSIDE_SAID_MAX + 20 * 256, "and recvq, and what the bucket holds");
	cr_expect(!say_256(bob.u));
	for (int i = 0; i < 60; i++) {
		rig_ms += 1000;
		rig_turns(&rig, 2);
	}
	cr_expect(say_256(bob.u));
	cr_expect(!bob.is_gone);
	rig_close(&rig);
}

Test(module_user, says_one_line_at_a_time)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	cr_expect(!module_user_say(bob.u, "JOIN #a\r\nQUIT"));
	cr_expect(!module_user_say(bob.u, "PRIVMSG al :%s", "a\nQUIT"));
	rig_close(&rig);
}

static bool
note_nick(void *arg, struct view nick)
{
	char *dst = arg;

	(void)view_copy(nick, dst, 16);
	return false;
}

Test(module_user, who_is_logged_in_is_found_by_the_account)
{
	struct rig_user bob;
	char nick[16] = "";

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "Robert");
	rig_turns(&rig, 4);
	module_logged_in(rig_module, VIEW("rupert"), note_nick, nick);
	cr_expect_str_eq(nick, "");
	module_logged_in(rig_module, VIEW("robert"), note_nick, nick);
	cr_expect_str_eq(nick, "bob");
	rig_close(&rig);
}
