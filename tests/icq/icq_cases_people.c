/* From one to another. */
#include <stdio.h>
#include <string.h>

#include "icq/icq_people.h"
#include "icq/icq_session.h"
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
irc_and_icq_talk_in_private(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[80];
	uint32_t dora;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "PRIVMSG al :psst");
	dora = icq_rig_uin(r, "dora");
	(void)snprintf(line, sizeof(line), "message %u psst\n", dora);
	CHECK(r, dora != 0 && icq_rig_hears(&c, line));
	CHECK(r, icq_rig_send(&c, dora, "what?") == ICQ_SENT);
	CHECK(r, icq_rig_irc_hears(r, irc, ":al!100005@192.0.2.5 PRIVMSG dora :what?\r\n"));
	icq_rig_irc_says(r, irc, "PRIVMSG al :\1ACTION sighs\1");
	(void)snprintf(line, sizeof(line), "message %u * dora sighs\n", dora);
	CHECK(r, icq_rig_hears(&c, line));
	CHECK(r, icq_rig_send(&c, 900000999, "who?") == ICQ_NOBODY);
	CHECK(r, icq_rig_send(&c, 123456, "who?") == ICQ_NOBODY);
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
users_of_the_house_talk_by_their_uins(struct icq_rig *r)
{
	struct icq_rig_client a, b;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &a, AL, 5));
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	icq_rig_forget(&b);
	CHECK(r, icq_rig_send(&a, BOB, "hello\nbob") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&b, "message 100005 hello\nbob\n"));
	icq_rig_client_end(&a);
	icq_rig_client_end(&b);
}

static void
rules_of_irc_hold(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	uint32_t dora;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "PRIVMSG al :x");
	dora = icq_rig_uin(r, "dora");
	icq_rig_irc_says(r, irc, "MODE dora +g");
	icq_rig_irc_forget(r, irc);
	icq_rig_forget(&c);
	CHECK(r, icq_rig_send(&c, dora, "may I?") == ICQ_SENT);
	CHECK(r, icq_rig_hears(&c, "dora"));
	CHECK(r, !icq_rig_irc_hears(r, irc, "PRIVMSG dora"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

struct letters {
	char text[600];
	unsigned n;
	uint32_t from;
};

static bool
note_letter(void *arg, const struct icq_message *m)
{
	struct letters *l = arg;
	size_t at = strlen(l->text);

	(void)snprintf(l->text + at, sizeof(l->text) - at, "%.*s|", VIEW_ARG(m->text));
	l->from = m->from;
	l->n += m->wall_s >= ICQ_RIG_WALL_S;
	return true;
}

static struct letters
letters_of(struct icq_rig_client *c)
{
	struct letters l = { .n = 0 };

	icq_session_mail(c->s, note_letter, &l);
	return l;
}

static void
mail_waits_and_outlives_a_restart(struct icq_rig *r)
{
	struct icq_rig_client a, b;

	icq_rig_keep(r, "", "");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	CHECK(r, strstr(icq_rig_ask(r, "add 100006 bob secret1"), "ok") != NULL);
	CHECK(r, icq_rig_login(r, &a, AL, 5));
	CHECK(r, icq_rig_send(&a, BOB, "one\nline two") == ICQ_STORED);
	CHECK(r, icq_rig_send(&a, BOB, "two") == ICQ_STORED);
	icq_rig_advance(r, 5000);
	CHECK(r, icq_rig_send(&a, BOB, "three") == ICQ_STORED);
	icq_rig_client_end(&a);
	icq_rig_restart(r, "", "");
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	CHECK(r, strcmp(letters_of(&b).text, "one\nline two|two|three|") == 0);
	CHECK(r, letters_of(&b).from == AL && letters_of(&b).n == 3);
	icq_rig_client_end(&b);
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	icq_session_mail_delete(b.s);
	CHECK(r, letters_of(&b).n == 3); /* nobody has given them to this session */
	icq_session_mail_delete(b.s);
	CHECK(r, letters_of(&b).n == 0);
	icq_rig_client_end(&b);
	icq_rig_restart(r, "", "");
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	CHECK(r, letters_of(&b).n == 0);
	icq_rig_client_end(&b);
}

static void
mail_that_came_after_it_was_fetched_is_not_deleted(struct icq_rig *r)
{
	const struct icq_message late = { .to = BOB, .kind = ICQ_KIND_TEXT, .text = VIEW("late") };
	struct icq_rig_client a, b;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &a, AL, 5));
	CHECK(r, icq_rig_send(&a, BOB, "early") == ICQ_STORED);
	CHECK(r, icq_rig_begin(r, &b, BOB, 6));
	CHECK(r, letters_of(&b).n == 1);
	CHECK(r, icq_session_send(a.s, &late) == ICQ_STORED); /* he is not on IRC yet */
	icq_session_mail_delete(b.s);
	CHECK(r, strcmp(letters_of(&b).text, "late|") == 0);
	icq_rig_client_end(&b);
	icq_rig_client_end(&a);
}

static void
mail_has_a_limit_and_an_age(struct icq_rig *r)
{
	struct icq_rig_client a, b;

	open_rig(r, "max-mail = 3 mail-age = 1h");
	CHECK(r, icq_rig_login(r, &a, AL, 5));
	for (int i = 0; i < 3; i++)
		CHECK(r, icq_rig_send(&a, BOB, "x") == ICQ_STORED);
	icq_rig_forget(&a);
	CHECK(r, icq_rig_send(&a, BOB, "x") == ICQ_REFUSED);
	CHECK(r, icq_rig_hears(&a, "message 100006 "));
	icq_rig_advance(r, 3601000);
	CHECK(r, icq_rig_send(&a, BOB, "late") == ICQ_STORED);
	CHECK(r, icq_rig_login(r, &b, BOB, 6));
	CHECK(r, strcmp(letters_of(&b).text, "late|") == 0);
	icq_rig_client_end(&a);
	icq_rig_client_end(&b);
}

static void
typing_is_seen_on_both_sides(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[80];
	uint32_t dora;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "CAP REQ :message-tags");
	icq_rig_irc_says(r, irc, "@+typing=active TAGMSG al");
	dora = icq_rig_uin(r, "dora");
	(void)snprintf(line, sizeof(line), "typing %u 2\n", dora);
	CHECK(r, dora != 0 && icq_rig_hears(&c, line));
	icq_session_typing(c.s, dora, ICQ_TYPING);
	CHECK(r, icq_rig_irc_hears(r, irc, "+typing=active"));
	icq_session_typing(c.s, dora, ICQ_TYPING_STOPPED);
	CHECK(r, icq_rig_irc_hears(r, irc, "+typing=done"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
a_user_of_irc_is_watched(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[80];
	uint32_t dora;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "PRIVMSG al :add me");
	dora = icq_rig_uin(r, "dora");
	CHECK(r, icq_session_contact(c.s, dora, true));
	icq_session_list_done(c.s);
	(void)snprintf(line, sizeof(line), "presence %u online", dora);
	CHECK(r, icq_rig_hears(&c, line));
	icq_rig_irc_says(r, irc, "AWAY :tea");
	(void)snprintf(line, sizeof(line), "presence %u away", dora);
	CHECK(r, icq_rig_hears(&c, line));
	icq_rig_irc_says(r, irc, "AWAY");
	(void)snprintf(line, sizeof(line), "presence %u online", dora);
	CHECK(r, icq_rig_hears(&c, line));
	icq_rig_irc_end(r, irc);
	(void)snprintf(line, sizeof(line), "presence %u offline", dora);
	CHECK(r, icq_rig_hears(&c, line));
	CHECK(r, icq_session_contact(c.s, dora, false));
	irc = icq_rig_irc(r, "dora");
	CHECK(r, !icq_rig_has_heard(&c, "presence"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
a_user_of_irc_who_is_away_is_seen_so_at_once(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	char line[80];
	uint32_t dora;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "PRIVMSG al :add me");
	icq_rig_irc_says(r, irc, "AWAY :tea");
	dora = icq_rig_uin(r, "dora");
	CHECK(r, icq_session_contact(c.s, dora, true));
	icq_session_list_done(c.s);
	(void)snprintf(line, sizeof(line), "presence %u away", dora);
	CHECK(r, icq_rig_hears(&c, line));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

/* Who was on the list once and is not any more takes no room. */
static void
a_list_may_change_for_ever(struct icq_rig *r)
{
	struct icq_rig_client c;
	bool ok = true;

	open_rig(r, "max-contacts = 10");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	for (uint32_t uin = 20000; uin < 24000; uin++) {
		ok = ok && icq_session_contact(c.s, uin, true);
		ok = ok && icq_session_contact(c.s, uin, false);
	}
	CHECK(r, ok);
	icq_rig_client_end(&c);
}

/* How often it is there in what an IRC client has heard and nobody has taken. */
static size_t
count(const struct conn_mem *irc, struct view words)
{
	struct view out = conn_mem_output(irc);
	size_t n = 0;

	for (size_t i = 0; i + words.n <= out.n; i++)
		n += memcmp(out.p + i, words.p, words.n) == 0;
	return n;
}

/* The second of two within the pause is not answered, and the server would have let it be. */
static void
ctcp_is_answered_at_a_pace(struct icq_rig *r)
{
	static const uint64_t after_ms[] = { 10000, 500, 2000 };
	struct icq_rig_client c;
	struct conn_mem *irc;

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_advance(r, 10000);
	icq_rig_forget(&c);
	icq_rig_irc_says(r, irc, "PRIVMSG al :\1VERSION\1");
	CHECK(r, icq_rig_irc_hears(r, irc, "NOTICE dora :\1VERSION "));
	icq_rig_advance(r, 10000);
	icq_rig_irc_says(r, irc, "PRIVMSG al :\1PING 12 34\1");
	CHECK(r, icq_rig_irc_hears(r, irc, "NOTICE dora :\1PING 12 34\1"));
	for (size_t i = 0; i < ARRAY_LEN(after_ms); i++) {
		icq_rig_advance(r, after_ms[i]);
		icq_rig_irc_says(r, irc, "PRIVMSG al :\1VERSION\1");
		CHECK(r, count(irc, VIEW("NOTICE dora :\1VERSION")) == (i < 2 ? 1 : 2));
	}
	CHECK(r, !icq_rig_has_heard(&c, "VERSION"));
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

static void
files_are_declined_on_both_sides(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;
	struct icq_message m = { .to = BOB, .kind = ICQ_KIND_FILE };

	open_rig(r, "");
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_forget(&c);
	CHECK(r, icq_session_send(c.s, &m) == ICQ_REFUSED);
	CHECK(r, icq_rig_hears(&c, "message 100006 "));
	m.kind = ICQ_KIND_CHAT;
	CHECK(r, icq_session_send(c.s, &m) == ICQ_REFUSED);
	CHECK(r, icq_rig_hears(&c, "message 100006 "));
	m.kind = ICQ_KIND_AUTH_ASK;
	CHECK(r, icq_session_send(c.s, &m) == ICQ_SENT);
	CHECK(r, icq_rig_hears(&c, "message 100006 (yes)"));
	m.kind = ICQ_KIND_URL;
	m.text = VIEW("look");
	m.url = VIEW("http://irc.test/");
	CHECK(r, icq_session_send(c.s, &m) == ICQ_STORED);
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

/* The relay offers al a connection of its own, and he declines that. */
static void
an_offer_of_irc_is_declined(struct icq_rig *r)
{
	struct icq_rig_client c;
	struct conn_mem *irc;

	icq_rig_open(r, "", "dcc { mode = full }\n");
	CHECK(r, strstr(icq_rig_ask(r, "add 100005 al secret1"), "ok") != NULL);
	irc = icq_rig_irc(r, "dora");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	icq_rig_irc_says(r, irc, "PRIVMSG al :\1DCC SEND letter.txt 2130706433 0 10 7\1");
	CHECK(r, icq_rig_irc_hears(r, irc, "NOTICE dora :\1DCC REJECT SEND letter.txt\1"));
	CHECK(r, icq_rig_hears(&c, "dora has offered"));
	CHECK(r,
		memmem(r->recorded.p + r->recorded.off, r->recorded.len, "\"status\":\"refused\"", 18) !=
			NULL);
	icq_rig_client_end(&c);
	icq_rig_irc_end(r, irc);
}

struct found {
	char text[400];
	unsigned n;
};

static void
note_found(void *arg, const struct icq_person *p)
{
	struct found *f = arg;
	size_t at = strlen(f->text);

	(void)snprintf(f->text + at, sizeof(f->text) - at, "%u %.*s|", p->uin, VIEW_ARG(p->nick));
	f->n++;
}

static struct found
find(struct icq_rig *r, struct icq_query q)
{
	struct found f = { .n = 0 };

	CHECK(r, icq_search(r->icq, &q, note_found, &f) == 0);
	return f;
}

static void
people_are_found(struct icq_rig *r)
{
	const struct icq_person told = {
		.nick = VIEW("Ally"), .last = VIEW("Meyer"), .email = VIEW("al@irc.test")
	};
	struct icq_person p;
	char line[40];

	open_rig(r, "channels = { \"#lobby\" }");
	CHECK(r, icq_person_set(r->icq, AL, &told));
	CHECK(r, strcmp(find(r, (struct icq_query){ .nick = VIEW("ally") }).text, "100005 Ally|") == 0);
	CHECK(r, strcmp(find(r, (struct icq_query){ .last = VIEW("meyer") }).text, "100005 Ally|") == 0);
	CHECK(r,
		strcmp(find(r, (struct icq_query){ .email = VIEW("AL@irc.test") }).text, "100005 Ally|") ==
			0);
	CHECK(r, find(r, (struct icq_query){ .uin = BOB }).n == 1);
	CHECK(r, find(r, (struct icq_query){ .uin = 123456 }).n == 0);
	CHECK(r, icq_person(r->icq, ICQ_RIG_OWN, &p) && p.state == ICQ_ONLINE);
	CHECK(r, !icq_person(r->icq, 123456, &p));
	(void)snprintf(line, sizeof(line), "%u #lobby|", icq_rig_uin(r, "#lobby"));
	CHECK(r, strcmp(find(r, (struct icq_query){ .nick = VIEW("#lobby") }).text, line) == 0);
}

static void
a_search_has_a_limit(struct icq_rig *r)
{
	const struct icq_query q = { .last = VIEW("meyer") };
	const struct icq_person told = { .nick = VIEW("x"), .last = VIEW("Meyer") };
	struct found f = { .n = 0 };
	char words[60];

	open_rig(r, "");
	for (uint32_t i = 0; i < ICQ_FOUND_MAX + 3; i++) {
		(void)snprintf(words, sizeof(words), "add %u al secret1", 300000 + i);
		CHECK(r, strstr(icq_rig_ask(r, words), "ok") != NULL);
		CHECK(r, icq_person_set(r->icq, 300000 + i, &told));
	}
	CHECK(r, icq_search(r->icq, &q, note_found, &f) == 3);
	CHECK(r, f.n == ICQ_FOUND_MAX);
}

static void
a_secret_channel_is_not_found(struct icq_rig *r)
{
	struct icq_rig_client c;

	open_rig(r, "");
	CHECK(r, icq_rig_login(r, &c, AL, 5));
	CHECK(r, icq_rig_send(&c, ICQ_RIG_OWN, "/join #secret") == ICQ_SENT);
	CHECK(r, icq_rig_uin(r, "#secret") != 0);
	CHECK(r, find(r, (struct icq_query){ .nick = VIEW("#secret") }).n == 0);
	icq_rig_client_end(&c);
}

const struct icq_case icq_cases_people[] = {
	{ "people_of_irc_and_icq_talk_in_private", irc_and_icq_talk_in_private },
	{ "people_of_the_house_talk_by_their_uins", users_of_the_house_talk_by_their_uins },
	{ "people_rules_of_irc_hold", rules_of_irc_hold },
	{ "people_mail_waits_and_outlives_a_restart", mail_waits_and_outlives_a_restart },
	{ "people_mail_that_came_after_it_was_fetched_is_not_deleted",
		mail_that_came_after_it_was_fetched_is_not_deleted },
	{ "people_mail_has_a_limit_and_an_age", mail_has_a_limit_and_an_age },
	{ "people_typing_is_seen_on_both_sides", typing_is_seen_on_both_sides },
	{ "people_of_irc_are_watched", a_user_of_irc_is_watched },
	{ "people_user_of_irc_who_is_away_is_seen_so_at_once", a_user_of_irc_who_is_away_is_seen_so_at_once },
	{ "people_list_may_change_for_ever", a_list_may_change_for_ever },
	{ "people_ctcp_is_answered_at_a_pace", ctcp_is_answered_at_a_pace },
	{ "people_files_are_declined_on_both_sides", files_are_declined_on_both_sides },
	{ "people_offer_of_irc_is_declined", an_offer_of_irc_is_declined },
	{ "people_are_found", people_are_found },
	{ "people_search_has_a_limit", a_search_has_a_limit },
	{ "people_secret_channel_is_not_found", a_secret_channel_is_not_found },
};
const size_t n_icq_cases_people = ARRAY_LEN(icq_cases_people);
