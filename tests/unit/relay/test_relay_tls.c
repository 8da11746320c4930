/* Offers on TLS: on both legs, or in plain where the configuration says so and both are told, and never otherwise. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/net/tls_dir.h"
#include "tests/unit/relay/relay_pair.h"

static struct tls_dir dir;

static void
meet_on_tls(struct pair *p, const char *dcc)
{
	pair_meet(p, dcc, HERE, THERE);
	tls_dir_make(&dir);
	p->r->tls = tls_rig_contexts(&dir, NULL);
}

static void
part_from_tls(struct pair *p)
{
	pair_part(p);
	tls_dir_remove(&dir);
}

Test(relay_tls, stays_on_both_legs)
{
	struct pair p;

	meet_on_tls(&p, "max-pending-per-pair = 2");
	rig_say(p.a, p.b, "DCC SSEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	expect_has(rig_got(p.b), "\001DCC SSEND a.txt " SERVER_IS " ");
	expect_has_not(p.b->heard, "***");
	rig_say(p.a, p.b, "DCC SCHAT chat 16843009 0 3");
	expect_has(rig_got(p.b), "\001DCC SCHAT chat " SERVER_IS " ");
	p.port = rig_port(p.b->heard);
	pair_come(&p);
	expect_has(rig_got(p.a), "\001DCC SCHAT ");
	expect_has_not(p.a->heard, "***");
	cr_expect(rig_recorded(p.r, "\"tls\":\"both\""));
	part_from_tls(&p);
}

Test(relay_tls, is_plain_for_the_receiver_only_where_it_may_and_both_are_told)
{
	struct pair p;
	const struct relay_session *s;

	meet_on_tls(&p, "tls-to-plain = { \"127.0.0.2\" } max-pending-per-pair = 2");
	rig_say(p.a, p.b, "DCC SSEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	expect_has(rig_got(p.b), "\001DCC SEND a.txt " SERVER_IS " ");
	expect_has(p.b->heard, "comes from alice to this server by TLS, and from here to you without.");
	expect_has(rig_got(p.a),
		"*** Your file \"a.txt\" goes to this server by TLS, and from here to bob without.");
	s = rig_session(p.r);
	cr_expect(s->is_secure && s->to_plain);
	cr_expect(rig_recorded(p.r, "\"tls\":\"sender\""));
	rig_say(p.b, p.a, "DCC SSEND b.txt 16843009 5000 10");
	expect_has(rig_got(p.a), "\001DCC SSEND b.txt ");
	part_from_tls(&p);
}

Test(relay_tls, what_was_plain_stays_plain)
{
	struct pair p;

	meet_on_tls(&p, "");
	pair_offer(&p);
	pair_come(&p);
	pair_answer(&p);
	pair_expect_transfer(&p, TEXT);
	part_from_tls(&p);
}

/* Who speaks plain where TLS was offered gets nothing, and no byte of the file passes. */
Test(relay_tls, nobody_is_served_without_it)
{
	struct pair p;

	meet_on_tls(&p, "");
	rig_say(p.a, p.b, "DCC SSEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	p.port = rig_port(rig_got(p.b));
	pair_come(&p);
	pair_answer(&p);
	cr_expect_eq(send(p.a_fd, TEXT, 10, MSG_NOSIGNAL), 10);
	for (int i = 0; i < 600 && rig_sessions(p.r) != 0; i++)
		rig_pass(p.r, 100);
	cr_expect_eq(rig_sessions(p.r), 0);
	cr_expect(rig_recorded(p.r, "\"status\":\"tls\",\"bytes\":0"), "%s", p.r->recorded);
	expect_has(rig_got(p.b), "ended early, after 0 of 10 bytes: TLS did not come about.");
	part_from_tls(&p);
}

Test(relay_tls, ends_when_the_certificates_are_gone)
{
	struct pair p;

	meet_on_tls(&p, "");
	rig_say(p.a, p.b, "DCC SSEND a.txt 16843009 %u 10", (unsigned)p.a_port);
	p.port = rig_port(rig_got(p.b));
	tls_contexts_unref(p.r->tls);
	p.r->tls = NULL;
	pair_come(&p);
	cr_expect_eq(sock_wait(p.r->loop, p.b_fd), SOCK_RESET);
	cr_expect(rig_recorded(p.r, "\"status\":\"failed\""));
	part_from_tls(&p);
}
