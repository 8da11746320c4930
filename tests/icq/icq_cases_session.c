/* From login to logout. */
#include <stdio.h>
#include <string.h>

#include "icq/icq_session.h"
#include "main/server.h"
#include "net/conn_mem.h"
#include "tests/icq/icq_cases.h"

#define AL  100005u
#define BOB 100006u

static void
open_rig(struct icq_rig *r, const char *gateway)
{
	icq_rig_open(r, gateway, "");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	CHECK(r, strstr(icq_rig_ask(r, "add 100006 bob secret1"), "ok") != NULL);
}

static void
is_a_client_like_any_other(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "WHOIS al");
	CHECK(r, icq_rig_irc_hears(r, irc, " 320 dora al :is using ICQ, UIN 100005"));
	icq_rig_irc_says(r, irc, "WHOIS al");
	CHECK(r, icq_rig_irc_hears(r, irc, " 330 dora al al :"));
	icq_rig_irc_says(r, irc, "MONITOR + al");
	CHECK(r, icq_rig_irc_hears(r, irc, " 730 dora :al!100005@192.0.2.5"));
	icq_rig_logout(&c);
	CHECK(r, icq_rig_irc_hears(r, irc, " 731 dora :al"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
takes_another_nick_if_its_own_is_taken(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;

	open_rig(r, "");
	CHECK(r, strstr(icq_rig_ask(r, "nick 100005 Dora"), "ok") != NULL);
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "WHOIS Dora_2");
	CHECK(r, icq_rig_irc_hears(r, irc, " 320 dora Dora_2 :is using ICQ, UIN 100005"));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/nick elsa") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&c, "elsa"));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/nick dora") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&c, "message 900000000 "));
	icq_rig_irc_says(r, irc, "PRIVMSG elsa :hello");
	CHECK(r, icq_rig_hears(&c, " hello"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
a_second_login_replaces_the_first(struct icq_rig *r)
{
	struct icq_rig_client a, b;
	struct conn_mem *irc;

	open_rig(r, "channels = { \"#lobby\" }");
	irc = icq_rig_irc(r, "dora");
	icq_rig_irc_says(r, irc, "JOIN #lobby");
	CHECK(r, icq_rig_login(r, &a, AL, 5));
	CHECK(r, icq_rig_login(r, &b, AL, 6));
	CHECK(r, icq_rig_has_heard(&a, "end replaced"));
	CHECK(r, a.s == NULL && b.s != NULL);
	icq_rig_irc_says(r, irc, "WHOIS al");
	CHECK(r, icq_rig_irc_hears(r, irc, " 311 dora al 100005 192.0.2.6 "));
	icq_rig_irc_says(r, irc, "PRIVMSG #lobby :once");
	CHECK(r, icq_rig_hears(&b, "<dora> once"));
	icq_rig_client_end(&a);
	icq_rig_client_end(&b);
	icq_rig_irc_end(r, irc);
}

static void
sessions_have_a_limit(struct icq_rig *r)
{
	struct icq_rig_client c[3];

	open_rig(r, "max-sessions = 2");
	CHECK(r, strstr(icq_rig_ask(r, "add 100007 carl secret1"), "ok") != NULL);
	CHECK(r, icq_rig_login(r, &c[0], AL, 1));
	CHECK(r, icq_rig_login(r, &c[1], BOB, 2));
	CHECK(r, !icq_rig_begin(r, &c[2], 100007, 3));
	icq_rig_client_end(&c[2]);
	icq_rig_logout(&c[0]);
	CHECK(r, icq_rig_login(r, &c[2], 100007, 3));
	for (size_t i = 0; i < ARRAY_LEN(c); i++)
		icq_rig_client_end(&c[i]);
}

static void
sessions_of_an_address_have_a_limit(struct icq_rig *r)
{
	struct icq_rig_client c[3];

	open_rig(r, "max-per-address = 2");
	CHECK(r, strstr(icq_rig_ask(r, "add 100007 carl secret1"), "ok") != NULL);
	CHECK(r, icq_rig_login(r, &c[0], AL, 1));
	CHECK(r, icq_rig_login(r, &c[1], BOB, 1));
	CHECK(r, !icq_rig_begin(r, &c[2], 100007, 1));
	icq_rig_client_end(&c[2]);
	CHECK(r, icq_rig_login(r, &c[2], 100007, 2));
	for (size_t i = 0; i < ARRAY_LEN(c); i++)
		icq_rig_client_end(&c[i]);
}

static void
states_are_seen_on_irc(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_session_state(c.s, ICQ_DND, VIEW(""));
	icq_rig_settle(r);
	icq_rig_irc_says(r, irc, "PRIVMSG al :x");
	CHECK(r, icq_rig_irc_hears(r, irc, " 301 dora al :Do not disturb"));
	icq_session_state(c.s, ICQ_AWAY, VIEW("at lunch"));
	icq_rig_settle(r);
	icq_rig_irc_says(r, irc, "PRIVMSG al :x");
	CHECK(r, icq_rig_irc_hears(r, irc, " 301 dora al :at lunch"));
	icq_session_state(c.s, ICQ_ONLINE, VIEW(""));
	icq_rig_settle(r);
	icq_rig_irc_says(r, irc, "WHOIS al");
	CHECK(r, !icq_rig_irc_hears(r, irc, " 301 "));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/away tea") == ICQ_SENT);
	icq_rig_irc_says(r, irc, "WHOIS al");
	CHECK(r, icq_rig_irc_hears(r, irc, " 301 dora al :tea"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
states_are_seen_on_icq(struct icq_rig *r)
{
	struct icq_rig_client a, b;

	open_rig(r, "");
	CHECK(r, icq_rig_begin(r, &a, AL, 5));
	CHECK(r, icq_session_contact(a.s, BOB, true));
	icq_session_list_done(a.s);
	icq_rig_settle(r);
	CHECK(r, !icq_rig_has_heard(&a, "presence 100006 online"));
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	CHECK(r, icq_rig_hears(&a, "presence 100006 online"));
	icq_session_state(b.s, ICQ_OCCUPIED, VIEW(""));
	CHECK(r, icq_rig_hears(&a, "presence 100006 occupied"));
	icq_session_state(b.s, ICQ_INVISIBLE, VIEW(""));
	CHECK(r, icq_rig_hears(&a, "presence 100006 offline"));
	icq_session_state(b.s, ICQ_FREE, VIEW(""));
	CHECK(r, icq_rig_hears(&a, "presence 100006 free"));
	icq_rig_logout(&b);
	CHECK(r, icq_rig_hears(&a, "presence 100006 offline"));
	icq_rig_client_end(&b);
	CHECK(r, icq_session_contact(a.s, BOB, false));
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	CHECK(r, !icq_rig_has_heard(&a, "presence 100006"));
	icq_rig_client_end(&a);
	icq_rig_client_end(&b);
}

static void
an_invisible_contact_is_offline_at_login_too(struct icq_rig *r)
{
	struct icq_rig_client a, b;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	icq_session_state(b.s, ICQ_INVISIBLE, VIEW(""));
	CHECK(r, icq_rig_begin(r, &a, AL, 5));
	CHECK(r, icq_session_contact(a.s, BOB, true));
	icq_session_list_done(a.s);
	icq_rig_settle(r);
	CHECK(r, !icq_rig_has_heard(&a, "presence 100006 invisible"));
	CHECK(r, !icq_rig_has_heard(&a, "presence 100006 online"));
	icq_rig_client_end(&a);
	icq_rig_client_end(&b);
}

static void
contacts_have_a_limit(struct icq_rig *r)
{
	struct icq_rig_client c;

	open_rig(r, "max-contacts = 3");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	for (uint32_t i = 0; i < 3; i++)
		CHECK(r, icq_session_contact(c.s, 200000 + i, true));
	CHECK(r, icq_session_contact(c.s, 200000, true));
	CHECK(r, !icq_session_contact(c.s, 200003, true));
	CHECK(r, icq_session_contact(c.s, 200000, false));
	CHECK(r, icq_session_contact(c.s, 200003, true));
	icq_rig_client_end(&c);
}

static void
what_it_has_no_room_for_waits(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[600];

	open_rig(r, "channels = { \"#lobby\" }");
	irc = icq_rig_irc(r, "dora");
	icq_rig_irc_says(r, irc, "JOIN #lobby");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_forget(&c);
	c.room = 0;
	for (int i = 0; i < 30; i++) {
		(void)snprintf(line, sizeof(line), "PRIVMSG #lobby :%0300d number %d.", 0, i);
		icq_rig_irc_says(r, irc, line);
	}
	CHECK(r, c.events.len == 0);
	c.room = 4;
	icq_session_room(c.s);
	icq_rig_settle(r);
	CHECK(r, icq_rig_has_heard(&c, "number 3.") && !icq_rig_has_heard(&c, "number 4."));
	c.room = UINT32_MAX;
	icq_session_room(c.s);
	icq_rig_settle(r);
	for (int i = 0; i < 30; i++) {
		(void)snprintf(line, sizeof(line), "number %d.", i);
		CHECK(r, icq_rig_has_heard(&c, line));
	}
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
who_never_has_room_is_put_out(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[600];

	icq_rig_open(r, "channels = { \"#lobby\" } class = \"small\"",
		"class \"small\" { sendq = 16K max-per-address = 10 }");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	irc = icq_rig_irc(r, "dora");
	icq_rig_irc_says(r, irc, "JOIN #lobby");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	c.room = 0;
	for (int i = 0; i < 100; i++) {
		(void)snprintf(line, sizeof(line), "PRIVMSG #lobby :%0400d", i);
		icq_rig_irc_says(r, irc, line);
	}
	CHECK(r, icq_rig_irc_hears(r, irc, "QUIT :SendQ exceeded"));
	icq_rig_advance(r, 30000); /* of a connection that takes nothing the end takes a while */
	CHECK(r, icq_rig_hears(&c, "end gone SendQ exceeded"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
answers_that_nobody_takes_are_bounded(struct icq_rig *r)
{
	struct icq_rig_client c;

	open_rig(r, "max-queue = 10");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	c.room = 0;
	for (int i = 0; i < 200; i++)
		(void)icq_rig_send(&c, ICQ_RIG_OWN, "/help");
	c.n_messages = 0;
	c.room = UINT32_MAX;
	icq_session_room(c.s);
	icq_rig_settle(r);
	CHECK(r, c.n_messages >= 1 && c.n_messages <= 11);
	icq_rig_client_end(&c);
}

static void
is_told_when_the_server_ends(struct icq_rig *r)
{
	struct icq_rig_client c, late;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	server_end(r->server, VIEW("Going home"));
	CHECK(r, icq_rig_hears(&c, "end stop Going home"));
	CHECK(r, !icq_rig_begin(r, &late, BOB, 6));
	icq_rig_client_end(&late);
	icq_rig_client_end(&c);
}

static void
ends_when_its_user_is_put_out(struct icq_rig *r)
{
	struct icq_rig_client c;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/quit so long") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&c, "end gone Quit: so long"));
	icq_rig_client_end(&c);
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	CHECK(r, strstr(icq_rig_ask(r, "end 100005 enough"), "ok") != NULL);
	CHECK(r, icq_rig_hears(&c, "end gone enough"));
	icq_rig_client_end(&c);
}

static void
may_go_and_come_at_once(struct icq_rig *r)
{
	struct icq_rig_client c;

	open_rig(r, "channels = { \"#lobby\" }");
	for (int i = 0; i < 50; i++) {
		CHECK(r, icq_rig_begin(r, &c, AL, 5));
		if (i % 2 == 0)
			icq_session_list_done(c.s);
		if (i % 3 == 0)
			icq_rig_settle(r);
		if (c.s != NULL)
			icq_session_close(c.s, VIEW("gone again"));
		c.s = NULL;
		icq_rig_client_end(&c);
	}
	icq_rig_settle(r);
	CHECK(r, strcmp(icq_rig_ask(r, "sessions"), "ok \n") == 0);
}

const struct icq_case icq_cases_session[] = {
	{ "session_is_a_client_like_any_other", is_a_client_like_any_other },
	{ "session_takes_another_nick_if_its_own_is_taken", takes_another_nick_if_its_own_is_taken },
	{ "session_is_replaced_by_a_second_login", a_second_login_replaces_the_first },
	{ "session_has_a_limit", sessions_have_a_limit },
	{ "session_of_an_address_has_a_limit", sessions_of_an_address_have_a_limit },
	{ "session_state_is_seen_on_irc", states_are_seen_on_irc },
	{ "session_state_is_seen_on_icq", states_are_seen_on_icq },
	{ "session_that_is_invisible_is_offline_at_login_too", an_invisible_contact_is_offline_at_login_too },
	{ "session_contacts_have_a_limit", contacts_have_a_limit },
	{ "session_that_has_no_room_makes_lines_wait", what_it_has_no_room_for_waits },
	{ "session_that_never_has_room_is_put_out", who_never_has_room_is_put_out },
	{ "session_answers_that_nobody_takes_are_bounded", answers_that_nobody_takes_are_bounded },
	{ "session_is_told_when_the_server_ends", is_told_when_the_server_ends },
	{ "session_ends_when_its_user_is_put_out", ends_when_its_user_is_put_out },
	{ "session_may_go_and_come_at_once", may_go_and_come_at_once },
};
const size_t n_icq_cases_session = ARRAY_LEN(icq_cases_session);
