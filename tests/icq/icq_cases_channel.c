/* Channels are contacts. */
#include <stdio.h>
#include <string.h>

#include "icq/icq_session.h"
#include "net/conn_mem.h"
#include "tests/icq/icq_cases.h"

#define AL 100005u

struct lobby {
	struct icq_rig_client c;
	struct conn_mem *irc; /* dora, who has made #lobby */
	uint32_t uin;	      /* of #lobby */
};

static void
open_lobby(struct icq_rig *r, struct lobby *l, const char *gateway)
{
	icq_rig_open(r, gateway, "");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	l->irc = icq_rig_irc(r, "dora");
	icq_rig_irc_says(r, l->irc, "JOIN #lobby");
	CHECK(r, icq_rig_login(r, &l->c, AL, 5));
	l->uin = icq_rig_uin(r, "#lobby");
	icq_rig_irc_forget(r, l->irc);
}

static void
close_lobby(struct icq_rig *r, struct lobby *l)
{
	icq_rig_client_end(&l->c);
	icq_rig_irc_end(r, l->irc);
}

static bool
hears(struct icq_rig *r, struct lobby *l, const char *what)
{
	char line[700];

	(void)r;
	(void)snprintf(line, sizeof(line), "message %u %s", l->uin, what);
	return icq_rig_hears(&l->c, line);
}

static void
all_have_the_channels_of_the_configuration(struct icq_rig *r)
{
	struct lobby l;
	char line[60];

	open_lobby(r, &l, "channels = { \"#lobby\", \"#help\" }");
	(void)snprintf(line, sizeof(line), "presence %u online", l.uin);
	CHECK(r, l.uin != 0 && icq_rig_has_heard(&l.c, line));
	CHECK(r, icq_rig_has_heard(&l.c, "presence 900000000 online"));
	icq_rig_irc_says(r, l.irc, "NAMES #help");
	CHECK(r, icq_rig_irc_hears(r, l.irc, " #help :@al"));
	close_lobby(r, &l);
}

static void
both_sides_hear_each_other(struct icq_rig *r)
{
	struct lobby l;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	icq_rig_forget(&l.c);
	CHECK(r, icq_rig_send(&l.c, l.uin, "hello all") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 PRIVMSG #lobby :hello all\r\n"));
	CHECK(r, !icq_rig_has_heard(&l.c, "hello all"));
	icq_rig_irc_says(r, l.irc, "PRIVMSG #lobby :hello al");
	CHECK(r, hears(r, &l, "<dora> hello al\n"));
	icq_rig_irc_says(r, l.irc, "PRIVMSG #lobby :\1ACTION waves\1");
	CHECK(r, hears(r, &l, "* dora waves\n"));
	icq_rig_irc_says(r, l.irc, "NOTICE #lobby :listen");
	CHECK(r, icq_rig_hears(&l.c, "-dora- listen\n"));
	icq_rig_irc_says(r, l.irc, "PRIVMSG #lobby :\2bold\2 \00304,01red\3 done");
	CHECK(r, hears(r, &l, "<dora> bold red done\n"));
	icq_rig_irc_says(r, l.irc, "PRIVMSG #lobby :\1VERSION\1");
	CHECK(r, !icq_rig_has_heard(&l.c, "VERSION"));
	close_lobby(r, &l);
}

static void
long_text_and_lines_are_cut(struct icq_rig *r)
{
	struct lobby l;
	char text[1300];
	struct view out;
	size_t n = 0;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	CHECK(r, icq_rig_send(&l.c, l.uin, "one\n\ntwo\nthree") == ICQ_SENT);
	CHECK(r,
		icq_rig_irc_hears(r, l.irc,
			"PRIVMSG #lobby :one\r\n:al!100005@192.0.2.5 PRIVMSG #lobby "
			":two\r\n:al!100005@192.0.2.5 "
			"PRIVMSG #lobby :three\r\n"));
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa4", 3); /* no blank anywhere */
	CHECK(r, icq_rig_send(&l.c, l.uin, text) == ICQ_SENT);
	icq_rig_settle(r);
	out = conn_mem_output(l.irc);
	for (size_t i = 0; i + 1 < out.n; i++) {
		n += memcmp(out.p + i, "\xc3\xa4", 2) == 0;
		CHECK(r, memcmp(out.p + i, "\xc3\r", 2) != 0);
	}
	CHECK(r, n == (sizeof(text) - 1) / 2);
	close_lobby(r, &l);
}

static void
what_begins_with_two_slashes_is_said(struct icq_rig *r)
{
	struct lobby l;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	CHECK(r, icq_rig_send(&l.c, l.uin, "//etc/passwd") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, "PRIVMSG #lobby :/etc/passwd\r\n"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/nonsense") == ICQ_SENT);
	CHECK(r, hears(r, &l, "/nonsense"));
	CHECK(r, !icq_rig_irc_hears(r, l.irc, "PRIVMSG"));
	close_lobby(r, &l);
}

static void
comings_and_goings_are_told_unless_quiet(struct icq_rig *r)
{
	struct lobby l;
	struct conn_mem *other;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	other = icq_rig_irc(r, "emil");
	icq_rig_irc_says(r, other, "JOIN #lobby");
	CHECK(r, hears(r, &l, "* emil has joined"));
	icq_rig_irc_says(r, other, "PART #lobby :tea");
	CHECK(r, hears(r, &l, "* emil has left"));
	icq_rig_irc_says(r, other, "JOIN #lobby");
	icq_rig_irc_says(r, l.irc, "TOPIC #lobby :what we talk of");
	CHECK(r, icq_rig_hears(&l.c, "what we talk of"));
	icq_rig_irc_says(r, l.irc, "MODE #lobby +v emil");
	CHECK(r, icq_rig_hears(&l.c, "+v emil"));
	icq_rig_irc_says(r, l.irc, "KICK #lobby emil :out");
	CHECK(r, icq_rig_hears(&l.c, "emil"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/quiet") == ICQ_SENT);
	icq_rig_forget(&l.c);
	icq_rig_irc_says(r, other, "JOIN #lobby");
	icq_rig_irc_says(r, other, "PART #lobby");
	CHECK(r, l.c.events.len == 0);
	icq_rig_irc_end(r, other);
	close_lobby(r, &l);
}

static void
joins_and_parts_by_its_list(struct icq_rig *r)
{
	struct lobby l;
	char line[60];

	open_lobby(r, &l, "");
	CHECK(r, icq_rig_send(&l.c, ICQ_RIG_OWN, "/join #lobby") == ICQ_SENT);
	l.uin = icq_rig_uin(r, "#lobby");
	(void)snprintf(line, sizeof(line), "contact %u #lobby", l.uin);
	CHECK(r, l.uin != 0 && icq_rig_hears(&l.c, line));
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 JOIN #lobby"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/part") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 PART #lobby"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "anybody?") == ICQ_REFUSED);
	CHECK(r, hears(r, &l, "You are not in #lobby"));
	CHECK(r, icq_session_contact(l.c.s, l.uin, true));
	icq_session_list_done(l.c.s);
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 JOIN #lobby"));
	(void)snprintf(line, sizeof(line), "presence %u online", l.uin);
	CHECK(r, icq_rig_hears(&l.c, line));
	CHECK(r, icq_session_contact(l.c.s, l.uin, false));
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 PART #lobby"));
	close_lobby(r, &l);
}

static void
is_told_why_it_may_not_join(struct icq_rig *r)
{
	struct lobby l;

	open_lobby(r, &l, "");
	icq_rig_irc_says(r, l.irc, "MODE #lobby +i");
	CHECK(r, icq_rig_send(&l.c, ICQ_RIG_OWN, "/join #lobby") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "+i"));
	icq_rig_irc_says(r, l.irc, "INVITE al #lobby");
	CHECK(r, icq_rig_hears(&l.c, "/join #lobby"));
	CHECK(r, icq_rig_send(&l.c, ICQ_RIG_OWN, "/join #lobby") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 JOIN #lobby"));
	close_lobby(r, &l);
}

static void
is_offline_for_who_was_kicked(struct icq_rig *r)
{
	struct lobby l;
	char line[60];

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	icq_rig_irc_says(r, l.irc, "KICK #lobby al :be nice");
	(void)snprintf(line, sizeof(line), "presence %u offline", l.uin);
	CHECK(r, icq_rig_has_heard(&l.c, line));
	CHECK(r, icq_rig_hears(&l.c, "be nice"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/join") == ICQ_SENT);
	(void)snprintf(line, sizeof(line), "presence %u online", l.uin);
	CHECK(r, icq_rig_hears(&l.c, line));
	close_lobby(r, &l);
}

static void
commands_ask_and_are_answered(struct icq_rig *r)
{
	struct lobby l;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	icq_rig_forget(&l.c);
	CHECK(r, icq_rig_send(&l.c, l.uin, "/who") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "dora"));
	icq_rig_irc_says(r, l.irc, "MODE #lobby -t");
	CHECK(r, icq_rig_send(&l.c, l.uin, "/topic tea and cake") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, "TOPIC #lobby :tea and cake"));
	icq_rig_forget(&l.c);
	CHECK(r, icq_rig_send(&l.c, l.uin, "/topic") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "tea and cake"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/me drinks") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, "PRIVMSG #lobby :\1ACTION drinks\1"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/msg dora psst") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, "PRIVMSG dora :psst"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/whois dora") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "127.0.0.1"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/list #lob*") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "#lobby"));
	CHECK(r, icq_rig_send(&l.c, l.uin, "/help") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "/join"));
	CHECK(r, icq_rig_send(&l.c, ICQ_RIG_OWN, "hello?") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "message 900000000 "));
	CHECK(r, icq_rig_send(&l.c, ICQ_RIG_OWN, "/msg nobody hello") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&l.c, "nobody"));
	icq_rig_irc_says(r, l.irc, "PART #lobby");
	CHECK(r, icq_rig_send(&l.c, l.uin, "/invite dora") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, l.irc, "INVITE dora :#lobby"));
	close_lobby(r, &l);
}

static void
commands_say_one_line(struct icq_rig *r)
{
	static const char *const tricks[] = { "/topic a\nQUIT", "/msg dora a\nQUIT :b", "/nick x\nQUIT",
		"/join #a\nQUIT", "/away a\nQUIT", "/me a\nQUIT", "/part a\nQUIT", "/quit-e\nQUIT",
		"/list a\nQUIT", "/whois a\nQUIT", "/invite a\nQUIT", "/who #a\nQUIT", "/", "/ ", "/\n",
		"\n/quit" };
	struct lobby l;

	open_lobby(r, &l, "channels = { \"#lobby\" }");
	for (size_t i = 0; i < ARRAY_LEN(tricks); i++)
		(void)icq_rig_send(&l.c, l.uin, tricks[i]);
	CHECK(r, l.c.s != NULL);
	CHECK(r, !icq_rig_has_heard(&l.c, "end "));
	close_lobby(r, &l);
}

static void
the_same_uin_after_a_restart(struct icq_rig *r)
{
	struct icq_rig_client c;
	uint32_t lobby, help;

	icq_rig_keep(r, "channels = { \"#lobby\" }", "");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/join #help") == ICQ_SENT);
	lobby = icq_rig_uin(r, "#lobby");
	help = icq_rig_uin(r, "#help");
	icq_rig_client_end(&c);
	CHECK(r, lobby != 0 && help != 0 && lobby != help);
	icq_rig_restart(r, "channels = { \"#help\" }", "");
	CHECK(r, icq_rig_uin(r, "#help") == help);
	CHECK(r, icq_rig_uin(r, "#lobby") == lobby);
}

static void
a_rehash_brings_channels_to_who_is_there(struct icq_rig *r)
{
	struct lobby l;

	open_lobby(r, &l, "");
	CHECK(r, icq_rig_configure(r, "channels = { \"#lobby\" }", ""));
	CHECK(r, icq_rig_irc_hears(r, l.irc, ":al!100005@192.0.2.5 JOIN #lobby"));
	CHECK(r, icq_rig_hears(&l.c, " #lobby"));
	close_lobby(r, &l);
}

static void
asking_after_channels_gives_no_uins(struct icq_rig *r)
{
	struct lobby l;
	char line[40];
	const char *uins;
	size_t n = 0;

	open_lobby(r, &l, "");
	for (int i = 0; i < 50; i++) {
		(void)snprintf(line, sizeof(line), "/who #no%d", i);
		(void)icq_rig_send(&l.c, ICQ_RIG_OWN, line);
	}
	uins = icq_rig_ask(r, "uins");
	while ((uins = strstr(uins, "name=#no")) != NULL) {
		uins++;
		n++;
	}
	CHECK(r, n == 0);
	close_lobby(r, &l);
}

static void
who_is_too_fast_is_told(struct icq_rig *r)
{
	struct lobby l;
	int n = 0;

	open_lobby(r, &l, "channels = { \"#lobby\" } class = \"slow\"");
	icq_rig_advance(r, 10000);
	while (n < 500 && icq_rig_send(&l.c, l.uin, "0123456789012345678901234567890123456789") == ICQ_SENT)
		n++;
	CHECK(r, n > 5 && n < 500);
	CHECK(r, icq_rig_hears(&l.c, "too fast"));
	CHECK(r, l.c.s != NULL);
	icq_rig_advance(r, 600000);
	CHECK(r, icq_rig_send(&l.c, l.uin, "now") == ICQ_SENT);
	close_lobby(r, &l);
}

const struct icq_case icq_cases_channel[] = {
	{ "channel_of_the_configuration_is_everybodys", all_have_the_channels_of_the_configuration },
	{ "channel_both_sides_hear_each_other", both_sides_hear_each_other },
	{ "channel_long_text_and_lines_are_cut", long_text_and_lines_are_cut },
	{ "channel_what_begins_with_two_slashes_is_said", what_begins_with_two_slashes_is_said },
	{ "channel_comings_and_goings_are_told_unless_quiet", comings_and_goings_are_told_unless_quiet },
	{ "channel_is_joined_and_left_by_the_list", joins_and_parts_by_its_list },
	{ "channel_that_may_not_be_joined_says_why", is_told_why_it_may_not_join },
	{ "channel_is_offline_for_who_was_kicked", is_offline_for_who_was_kicked },
	{ "channel_commands_ask_and_are_answered", commands_ask_and_are_answered },
	{ "channel_commands_say_one_line", commands_say_one_line },
	{ "channel_has_the_same_uin_after_a_restart", the_same_uin_after_a_restart },
	{ "channel_is_brought_by_a_rehash", a_rehash_brings_channels_to_who_is_there },
	{ "channel_that_is_asked_after_gets_no_uin", asking_after_channels_gives_no_uins },
	{ "channel_who_is_too_fast_is_told", who_is_too_fast_is_told },
};
const size_t n_icq_cases_channel = ARRAY_LEN(icq_cases_channel);
