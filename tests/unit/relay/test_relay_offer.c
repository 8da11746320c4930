/* Which offers are made, and what is said of those that are not; limits at the limit and one above. */
#include "relay/relay_offer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "relay/allow.h"
#include "relay/relay_budget.h"
#include "tests/unit/relay/relay_conf.h"
#include "tests/unit/relay/relay_pair.h"

/* An offer that is denied. */
struct denial {
	const char *dcc, *said; /* section dcc; the message */
	const char *told;	/* to who said it */
	const char *reason;	/* recorded */
	bool rejected;		/* its client hears REJECT */
	bool receiver;		/* is told as well */
};

static void
expect_denied(const struct denial *d)
{
	struct pair p;

	pair_meet(&p, d->dcc, HERE, THERE);
	rig_say(p.a, p.b, "%s", d->said);
	cr_expect_eq(rig_sessions(p.r), 0, "%s", d->said);
	expect_has(rig_got(p.a), d->told);
	cr_expect_eq(strstr(p.a->heard, ":bob!~u@bob.users.test NOTICE alice :\001DCC REJECT ") != NULL,
		d->rejected, "%s: %s", d->said, p.a->heard);
	cr_expect_eq(strstr(rig_got(p.b), ":irc.test NOTICE bob :*** alice tried to offer you a ") != NULL,
		d->receiver, "%s: %s", d->said, p.b->heard);
	expect_has_not(p.b->heard, "\001");
	expect_has(p.r->recorded, "\"act\":\"deny\"");
	expect_has(p.r->recorded, d->reason);
	cr_expect_eq(relay_stats(p.r->relay).denied, 1);
	pair_part(&p);
}

Test(relay_offer, is_denied)
{
	static const struct denial cases[] = {
		{ "mode = \"off\"", "DCC SEND a.txt 16843009 5000 10",
			"*** Your file \"a.txt\" was not offered to bob: this server passes no files",
			"\"mode\"", true, false },
		{ "mode = \"listen-only\"", "DCC SEND a.txt 16843009 5000 10",
			"this server passes passive offers only. (In irssi: /dcc send -passive bob)",
			"\"passive-only\"", true, false },
		{ "mode = \"listen-only\"", "DCC CHAT chat 16843009 5000", "/dcc chat -passive bob)",
			"\"passive-only\"", true, false },
		{ "", "DCC SEND a.exe 16843009 5000 10",
			"*** Your file \"a.exe\" was not offered to bob: files of this type are not passed "
			"here",
			"\"type\"", true, true },
		{ "", "DCC SEND a.unknown 16843009 5000 10",
			"who has not asked for it. (bob can type /DCCALLOW +alice", "\"unasked\"", true,
			true },
		{ "max-size = 9", "DCC SEND a.txt 16843009 5000 10", "it is larger than files may be here",
			"\"size\"", true, true },
		{ "", "DCC SEND a.txt 16843009 5000 0", "it is empty", "\"empty\"", true, true },
		{ "", "DCC SEND a.txt 16843009 22 10",
			"*** Your DCC SEND was not offered to bob: the port in it", "\"port\"", false, true },
		{ "", "DCC SEND a.txt 16843009 6667 10",
			"the port that your client listens on is one of a service", "\"port\"", true, false },
		{ "", "DCC SEND a.txt 16843009 0 10", "was not offered to bob: ", "\"deny\"", false, true },
		{ "", "DCC SEND a.txt 16843009 5000", "it could not be understood", "\"syntax\"", false,
			true },
		{ "", "DCC SEND", "it could not be understood", "\"syntax\"", false, true },
		{ "", "DCC SEND a.txt 0 5000 10", "the address in it is none", "\"syntax\"", false, true },
		{ "", "DCC SEND a.txt localhost 5000 10", "the address in it is none", "\"syntax\"", false,
			true },
		{ "", "DCC SEND a.txt 16843009 5000 99999999999999999999", "it says no size", "\"size\"",
			false, true },
		{ "", "DCC TSEND a.txt 16843009 5000 10",
			"*** Your DCC TSEND was not offered to bob: this kind of DCC is not passed",
			"\"type\"", false, true },
		{ "", "DCC GET a.txt", "Your DCC GET was not offered to bob", "\"type\"", false, true },
		{ "", "DCC", "was not offered to bob", "\"deny\"", false, true },
		{ "", "DCC SSEND a.txt 16843009 5000 10", "this server has no TLS for it", "\"tls\"", true,
			false },
		{ "", "DCC SCHAT chat 16843009 5000", "this server has no TLS for it", "\"tls\"", true,
			false },
		{ "chat-needs-allow = yes", "DCC CHAT chat 16843009 5000", "who has not asked for it",
			"\"unasked\"", true, true },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect_denied(&cases[i]);
}

Test(relay_offer, shows_what_was_not_understood_without_control_bytes)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_say(p.a, p.b, "DCC X\033[31mY%080d", 1);
	expect_has_not(rig_got(p.a), "\033");
	expect_has_not(rig_got(p.b), "\033");
	pair_part(&p);
}

Test(relay_offer, passes_what_the_receiver_has_asked_for)
{
	struct pair p;
	const struct allow_entry *e;

	pair_meet(&p, "", HERE, THERE);
	cr_assert_eq(allow_add(relay_allows(p.r->relay), p.b->c, p.a->c, 0, &e), ALLOW_OK);
	rig_say(p.a, p.b, "DCC SEND a.unknown 16843009 5000 10");
	pair_expect_state(&p, RELAY_OFFERED);
	rig_quit(p.b);
	cr_expect_eq(allow_table_count(relay_allows(p.r->relay)), 0, "and the list goes with him");
	pair_part(&p);
}

Test(relay_offer, is_not_for_oneself)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	rig_say(p.a, p.a, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "it is for yourself");
	cr_expect_eq(rig_sessions(p.r), 0);
	pair_part(&p);
}

/* A user of another server: he has no connection here. */
Test(relay_offer, stays_on_this_server)
{
	struct pair p;
	struct conn *conn;

	pair_meet(&p, "", HERE, THERE);
	conn = p.b->c->conn;
	p.b->c->conn = NULL;
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "one of you is on another server");
	cr_expect(rig_recorded(p.r, "\"reason\":\"remote\""));
	p.b->c->conn = conn;
	pair_part(&p);
}

Test(relay_offer, goes_by_the_class)
{
	static const char classes[] =
		"class \"few\" { dcc = \"off\" } class \"passive\" { dcc = \"listen-only\" }";
	struct relay_rig *r = relay_rig_new("", classes);
	struct person *a = rig_person(r, "alice", HERE), *b = rig_person(r, "bob", THERE);
	const struct conf_class *few = conf_class_find(r->conf, VIEW("few"));
	const struct conf_class *passive = conf_class_find(r->conf, VIEW("passive"));

	a->where.class = few;
	rig_say(a, b, "DCC SEND a.txt 16843009 0 10 1");
	expect_has(rig_got(a), "you may not send files");
	a->where.class = NULL;
	b->where.class = few;
	rig_say(a, b, "DCC SEND a.txt 16843009 0 10 1");
	expect_has(rig_got(a), "no files and direct chats are passed there");
	cr_expect(rig_recorded(r, "\"reason\":\"class\""));
	b->where.class = passive;
	rig_say(a, b, "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 1, "what the receiver's client can do is no matter");
	rig_say(b, a, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(b), "passive offers only");
	rig_say(b, a, "DCC SEND a.txt 16843009 0 10 1");
	cr_expect_eq(rig_sessions(r), 2);
	relay_rig_free(r);
}

Test(relay_offer, has_to_come_from_and_go_to_an_address)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	p.a->where.usable = false;
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 0 10 1");
	expect_has(rig_got(p.a), "so it is not known where your client is");
	p.a->where.usable = true;
	p.b->where.usable = false;
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 0 10 1");
	expect_has(rig_got(p.a), "it is not known where the other's client is");
	expect_has_not(rig_got(p.b), "***");
	cr_expect_eq(rig_sessions(p.r), 0);
	pair_part(&p);
}

Test(relay_offer, from_this_host_is_not_dialled)
{
	struct pair p;

	pair_meet(&p, "", HERE, THERE);
	conf_unref(p.r->conf);
	p.r->conf = relay_conf("", "");
	relay_configure(p.r->relay, p.r->conf);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "this server does not connect to your address; make a passive offer");
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 0 10 1");
	cr_expect_eq(rig_sessions(p.r), 1, "it comes by itself");
	pair_part(&p);
}

/* However many are made, and whatever of them is denied. */
Test(relay_offer, so_many_in_a_time)
{
	struct pair p;

	pair_meet(&p, "offer-rate = \"5:1m\"", HERE, THERE);
	for (int i = 0; i < 5; i++) {
		rig_say(p.a, p.b, i < 3 ? "DCC SEND a.exe 16843009 5000 10" : "DCC TSEND x");
		expect_has_not(rig_got(p.a), "too often");
	}
	(void)rig_got(p.b);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "was not offered to bob: you offer too often; try again in 12 s.");
	rig_say(p.a, p.b, "DCC TSEND x");
	expect_has(rig_got(p.a), "too often");
	cr_expect_str_eq(rig_got(p.b), "", "who is flooded with offers hears nothing");
	cr_expect(rig_recorded(p.r, "\"reason\":\"rate\""));
	rig_say(p.b, p.a, "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(p.r), 1, "others may");
	rig_pass(p.r, 12000);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(p.r), 2);
	pair_part(&p);
}

Test(relay_offer, so_many_that_wait)
{
	struct relay_rig *r = relay_rig_new("max-offers = 2 offer-rate = \"100:1m\"", "");
	struct person *a = rig_person(r, "alice", HERE);
	struct person *to[3] = { rig_person(r, "b", THERE), rig_person(r, "c", THERE),
		rig_person(r, "d", THERE) };

	for (int i = 0; i < 3; i++)
		rig_say(a, to[i], "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 2);
	expect_has(rig_got(a), "was not offered to d: as many of your offers wait as there may be");
	rig_notice(a, to[0], "DCC REJECT SEND a.txt");
	rig_say(a, to[2], "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 2);
	relay_rig_free(r);
}

Test(relay_offer, so_many_of_a_pair)
{
	struct pair p;
	uint16_t port;

	pair_meet(&p, "max-pending-per-pair = 2", HERE, THERE);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5000 10");
	port = rig_port(rig_got(p.b));
	rig_say(p.a, p.b, "DCC SEND b.txt 16843009 5001 10");
	rig_say(p.a, p.b, "DCC SEND c.txt 16843009 5002 10");
	cr_expect_eq(rig_sessions(p.r), 2);
	expect_has(rig_got(p.a), "an earlier offer of yours to the same person still waits");
	(void)rig_got(p.b);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 5003 10");
	cr_expect_eq(rig_sessions(p.r), 2, "the same again is instead of the first");
	expect_has(rig_got(p.b), "\001DCC REJECT GET a.txt\001");
	expect_has(p.b->heard, "\001DCC SEND a.txt ");
	cr_expect_neq(rig_port(p.b->heard), port);
	cr_expect_eq(sock_connect(THERE, SERVER, port), -1);
	cr_expect(rig_recorded(p.r, "\"status\":\"replaced\""));
	pair_part(&p);
}

Test(relay_offer, so_many_open)
{
	struct pair p, q;

	pair_meet(&p, "max-open = 1 max-pending-per-pair = 2", HERE, THERE);
	pair_offer(&p);
	rig_say(p.a, p.b, "DCC SEND b.txt 16843009 %u 10", (unsigned)p.a_port);
	q = p;
	q.port = rig_port(rig_got(p.b));
	pair_come(&p);
	pair_answer(&p);
	cr_expect_eq(relay_stats(p.r->relay).open, 1);
	(void)rig_got(p.a);
	rig_say(p.a, p.b, "DCC SEND c.txt 16843009 %u 10", (unsigned)p.a_port);
	expect_has(rig_got(p.a), "as many of your transfers are running as there may be");
	pair_come(&q);
	cr_expect_eq(sock_wait(p.r->loop, q.b_fd), SOCK_RESET, "the other offer has to wait");
	expect_has(rig_got(p.b), "came to nothing: one of you has as many transfers running");
	cr_expect(rig_recorded(p.r, "\"status\":\"too-many\""));
	cr_expect_eq(relay_stats(p.r->relay).open, 1);
	(void)close(q.b_fd);
	pair_part(&p);
}

Test(relay_offer, so_many_of_all)
{
	struct relay_rig *r = relay_rig_new("max-sessions = 2", "");
	struct person *p[6];
	char nick[8];

	for (int i = 0; i < 6; i++) {
		(void)snprintf(nick, sizeof(nick), "p%d", i);
		p[i] = rig_person(r, nick, HERE);
	}
	for (int i = 0; i < 6; i += 2)
		rig_say(p[i], p[i + 1], "DCC SEND a.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 2);
	expect_has(rig_got(p[4]), "this server has as many transfers as it takes");
	cr_expect_eq(relay_stats(r->relay).max_sessions, 2);
	relay_rig_free(r);
}

Test(relay_offer, so_many_ports)
{
	struct relay_rig *r = relay_rig_new(
		"ports = \"20300-20307\" max-offers = 20 max-pending-per-pair = 20 offer-rate = \"100:1m\"",
		"");
	struct person *a = rig_person(r, "alice", HERE), *b = rig_person(r, "bob", THERE);

	for (int i = 0; i < 9; i++)
		rig_say(a, b, "DCC SEND a%d.txt 16843009 5000 10", i);
	cr_expect_eq(rig_sessions(r), 8);
	expect_has(rig_got(a), "no port of this server is free for it; try again in a minute");
	rig_notice(b, a, "DCC REJECT SEND a0.txt");
	rig_say(a, b, "DCC SEND b.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 7, "it rests");
	rig_pass(r, 60000);
	rig_say(a, b, "DCC SEND b.txt 16843009 5000 10");
	cr_expect_eq(rig_sessions(r), 8);
	relay_rig_free(r);
}

/* Whoever has his own client called where nobody is looks for what listens there. */
Test(relay_offer, three_dials_in_vain_and_no_more)
{
	struct pair p;

	pair_meet(&p, "offer-rate = \"100:1m\"", HERE, THERE);
	(void)close(p.listener);
	p.listener = -1;
	for (int i = 0; i < RELAY_FAILS_MAX; i++) {
		pair_offer(&p);
		pair_come(&p);
		cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
		(void)close(p.b_fd);
		p.b_fd = -1;
	}
	(void)rig_got(p.a);
	rig_say(p.a, p.b, "DCC SEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	expect_has(rig_got(p.a), "your client could not be joined too often; try again in 600 s");
	rig_pass(p.r, RELAY_FAIL_OFF_MS);
	pair_offer(&p);
	pair_expect_state(&p, RELAY_OFFERED);
	pair_part(&p);
}

/* Whatever the sender says about himself. */
Test(relay_offer, no_address_or_port_of_the_other_is_ever_told)
{
	static const char *const claims[] = { "16843009", "2130706433", "1.1.1.1", "::1", "127.0.0.1",
		"3405803785" };
	struct pair p;
	char port[16];

	for (size_t i = 0; i < ARRAY_LEN(claims); i++) {
		pair_meet(&p, "", "127.0.0.9", THERE);
		(void)snprintf(port, sizeof(port), " %u ", (unsigned)p.a_port);
		rig_say(p.a, p.b, "DCC SEND a.txt %s %u 10", claims[i], (unsigned)p.a_port);
		p.port = rig_port(rig_got(p.b));
		expect_has(p.b->heard, " " SERVER_IS " ");
		expect_has_not(p.b->heard, port);
		expect_has_not(p.b->heard, "2130706441"); /* 127.0.0.9 */
		pair_come(&p);
		pair_answer(&p);
		expect_has_not(rig_got(p.a), "2130706434"); /* 127.0.0.2 */
		pair_part(&p);
	}
}

Test(relay_offer, makes_names_harmless_and_gives_the_sender_his_own)
{
	static const char *const names[][2] = {
		{ "../../etc/passwd.txt", "passwd.txt" },
		{ "\"..\\\\..\\\\my notes.txt\"", "my_notes.txt" },
		{ "-rf.txt", "rf.txt" },
		{ "CON.txt", "_CON.txt" },
	};
	struct pair p;
	char want[64];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		pair_meet(&p, "", HERE, THERE);
		rig_say(p.a, p.b, "DCC SEND %s 16843009 0 10 3", names[i][0]);
		(void)snprintf(want, sizeof(want), "\001DCC SEND %s " SERVER_IS " ", names[i][1]);
		p.port = rig_port(rig_got(p.b));
		expect_has(p.b->heard, want);
		pair_come(&p);
		(void)snprintf(want, sizeof(want), "\001DCC SEND %s " SERVER_IS " ", names[i][0]);
		expect_has(rig_got(p.a), want);
		pair_part(&p);
	}
}
