/*
 * 1,000 REHASHes of random files, right and faulty, while users talk.  Nobody goes but those whom the dry run named; after each the server is
 * what a fresh start with the last right file would be; nothing is left behind.
 */
#include "main/rehash.h"

#include <criterion/criterion.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf_diff.h"
#include "core/handle.h"
#include "core/log.h"
#include "main/libraries.h"
#include "net/conn_mem.h"
#include "net/line.h"
#include "state/oper.h"
#include "tests/unit/main/rehash_conf.h"
#include "tests/unit/main/rehash_rig.h"
#include "tests/unit/main/server_digest.h"

enum { ROUNDS = 1000, PEERS = 24, TEXT_MAX = 1 << 20, WARM = 200 };

static const struct rig_kind kinds[] = {
	{ "u0", "127.0.0.1", false, false, 0 },
	{ "u1", "10.0.0.1", true, false, 1 },
	{ "u2", "10.0.0.2", true, true, 2 },
	{ "u2", "127.0.0.1", false, false, 3 },
	{ "u3", "2001:db8::1", true, false, 0 },
	{ "u4", "unix", false, false, 1 },
	{ "u5", "10.0.0.3", true, true, 2 },
	{ "u6", "127.0.0.1", true, true, 3 },
};

/* What the dry run says of a peer. */
struct forecast {
	bool was_there, was_oper, dropped, lowered;
	char class_name[40]; /* after it */
};

struct run {
	struct draw draw;
	struct rig_folder folder;
	struct rig rig;
	struct rig_peer peer[PEERS];
	struct forecast forecast[PEERS];
	struct buf right, text, digest, other; /* right: the last right file */
	unsigned round, n_taken, n_refused, n_dropped, n_lowered, n_moved, n_compared;
};

static void
put_conf(const struct run *t, const struct buf *text)
{
	rig_folder_put(&t->folder, "conclave.conf", buf_view(text));
}

static void
put_motd(struct run *t)
{
	char line[64];

	(void)snprintf(line, sizeof(line), "number %u\n", draw_below(&t->draw, 1000));
	rig_folder_put(&t->folder, "motd.txt", view_z(line));
}

/* Somebody who comes by a listener that the configuration has. */
static const struct rig_kind *
draw_kind(struct run *t)
{
	const struct conf *conf = gate_conf(t->rig.server->gate);
	const struct rig_kind *kind;
	bool is_there = false;

	do {
		kind = &kinds[draw_below(&t->draw, (uint32_t)ARRAY_LEN(kinds))];
		for (size_t i = 0; i < conf->n_listen; i++)
			is_there |= strcmp(conf->listen[i].title, t->rig.title[kind->listener]) == 0;
	} while (!is_there);
	return kind;
}

/* Places that are free are taken again; some by operators. */
static void
fill(struct run *t)
{
	char nick[16];

	for (size_t i = 0; i < PEERS; i++) {
		struct rig_peer *p = &t->peer[i];
		const struct rig_kind *kind = draw_kind(t);

		if (p->mem != NULL)
			continue;
		(void)snprintf(nick, sizeof(nick), "n%zu", i);
		cr_assert(rig_peer_open(&t->rig, p, kind, nick));
		if (rig_peer_client(&t->rig, p) == NULL) {
			rig_peer_free(p);
			continue;
		}
		rig_peer_say(&t->rig, p, "JOIN #c");
		if (kind->certificate && draw_below(&t->draw, 2) == 0)
			rig_peer_say(
				&t->rig, p, draw_below(&t->draw, 2) == 0 ? "OPER root x" : "OPER half x");
		buf_clear(&p->heard);
	}
}

static void
hear_all(struct run *t)
{
	for (size_t i = 0; i < PEERS; i++)
		if (t->peer[i].mem != NULL)
			rig_peer_hear(&t->rig, &t->peer[i]);
}

/* One of those in the channel speaks, and all others hear it. */
static void
talk(struct run *t)
{
	size_t speaker = draw_below(&t->draw, PEERS);
	char line[64];

	if (t->peer[speaker].mem == NULL)
		return;
	for (size_t i = 0; i < PEERS; i++)
		if (t->peer[i].mem != NULL)
			buf_clear(&t->peer[i].heard);
	(void)snprintf(line, sizeof(line), "PRIVMSG #c :in round %u", t->round);
	rig_peer_say(&t->rig, &t->peer[speaker], line);
	hear_all(t);
	for (size_t i = 0; i < PEERS; i++) {
		if (t->peer[i].mem == NULL || i == speaker)
			continue;
		cr_assert(rig_peer_has_heard(&t->peer[i], line + strlen("PRIVMSG ")),
			"round %u: %s hears %s: %.*s", t->round, t->peer[i].nick, line,
			VIEW_ARG(buf_view(&t->peer[i].heard)));
	}
}

/* The line of the dry run that begins with the peer's nick and goes on so behind its mask; its rest. */
static bool
line_of(const struct run *t, const struct rig_peer *p, const char *what, struct view *rest)
{
	struct view text = buf_view(&t->rig.said), line;
	size_t n = strlen(p->nick), m = strlen(what);

	while (view_cut(&text, '\n', &line)) {
		size_t blank = view_find(line, ' ');

		if (line.n <= n || memcmp(line.p, p->nick, n) != 0 || line.p[n] != '!' || blank + 1 >= line.n)
			continue;
		*rest = view_skip(line, blank + 1);
		if (rest->n >= m && memcmp(rest->p, what, m) == 0)
			return true;
	}
	return false;
}

static void
forecast(struct run *t)
{
	for (size_t i = 0; i < PEERS; i++) {
		const struct client *c =
			t->peer[i].mem != NULL ? rig_peer_client(&t->rig, &t->peer[i]) : NULL;
		struct forecast *f = &t->forecast[i];
		struct view rest;

		*f = (struct forecast){ .was_there = c != NULL, .was_oper = c != NULL && c->oper != NULL };
		if (c == NULL)
			continue;
		(void)snprintf(f->class_name, sizeof(f->class_name), "%s", c->session->class->name);
		f->dropped = line_of(t, &t->peer[i], "is dropped: ", &rest);
		f->lowered = line_of(t, &t->peer[i], "is no operator any more: ", &rest);
		if (line_of(t, &t->peer[i], "goes from class ", &rest)) {
			struct view to = view_skip(rest, rest.n - 2); /* classes have one letter here */

			(void)snprintf(f->class_name, sizeof(f->class_name), "%c", to.p[0]);
			t->n_moved++;
		}
		t->n_dropped += f->dropped;
		t->n_lowered += f->lowered;
	}
}

/* Exactly what was forecast has come to pass. */
static void
check_people(struct run *t)
{
	hear_all(t);
	for (size_t i = 0; i < PEERS; i++) {
		const struct forecast *f = &t->forecast[i];
		const struct client *c;

		if (!f->was_there)
			continue;
		c = rig_peer_client(&t->rig, &t->peer[i]);
		cr_assert_eq(c == NULL, f->dropped, "round %u: %s is %s", t->round, t->peer[i].nick,
			c == NULL ? "gone" : "there");
		if (c == NULL) {
			cr_assert(rig_peer_has_heard(&t->peer[i], "(No longer allowed: "));
			rig_peer_free(&t->peer[i]);
			continue;
		}
		cr_assert_str_eq(c->session->class->name, f->class_name, "round %u", t->round);
		cr_assert_eq(c->oper != NULL, f->was_oper && !f->lowered, "round %u: %s", t->round,
			t->peer[i].nick);
	}
}

static void
check_opers(const struct run *t)
{
	const struct conf *conf = gate_conf(t->rig.server->gate);

	for (size_t i = 0; i < PEERS; i++) {
		const struct client *c =
			t->peer[i].mem != NULL ? rig_peer_client(&t->rig, &t->peer[i]) : NULL;
		const struct conf_oper *oper;

		if (c == NULL || c->oper == NULL)
			continue;
		oper = conf_oper_find(conf, view_z(c->oper->oper));
		cr_assert_not_null(oper);
		cr_assert_str_eq(c->oper->role, oper->role->name);
		cr_assert_eq(c->oper->privs, oper->role->privileges);
	}
}

static void
on_difference(void *arg, const struct conf_change *c)
{
	const struct run *t = arg;

	cr_assert_fail("round %u: not as after a fresh start: %s", t->round, c->text);
}

/* Whoever else is there can be seen in these alone. */
static bool
is_about_others(struct view line)
{
	static const char *const numerics[] = { " 250 ", " 251 ", " 252 ", " 253 ", " 254 ", " 255 ", " 265 ",
		" 266 " };
	size_t blank = view_find(line, ' ');
	struct view rest = view_skip(line, blank);

	for (size_t i = 0; i < ARRAY_LEN(numerics); i++)
		if (rest.n >= 5 && memcmp(rest.p, numerics[i], 5) == 0)
			return true;
	return false;
}

/* What somebody of this kind experiences: whether it is let in, and if so what it is told and may do. */
static void
experience(struct rig *r, const struct rig_kind *kind, struct buf *out)
{
	static const char *const says[] = { "CAP LS 302", "ADMIN", "RULES", "MOTD", "VERSION",
		"JOIN #p1,#p2,#p3,#p4,#p5,#p6", "MODE #p1", "OPER root x", "OPER half x", "WALLOPS :x",
		"QUIT" };
	struct rig_peer p;
	struct view text, line;

	buf_clear(out);
	cr_assert(rig_peer_open(r, &p, kind, "probe"));
	for (size_t i = 0; i < ARRAY_LEN(says); i++)
		rig_peer_say(r, &p, says[i]);
	text = buf_view(&p.heard);
	while (view_cut(&text, '\n', &line))
		if (!is_about_others(line))
			cr_assert_eq(buf_putf(out, "%.*s\n", VIEW_ARG(line)), 0);
	rig_peer_free(&p);
	rig_settle(r);
}

/* The first line that is different is enough to look for it. */
static void
compare_texts(const struct run *t, const char *what)
{
	struct view a = buf_view(&t->digest), b = buf_view(&t->other), x, y;
	bool has_x, has_y;

	do {
		has_x = view_cut(&a, '\n', &x);
		has_y = view_cut(&b, '\n', &y);
		cr_assert(has_x == has_y && (!has_x || view_eq(x, y)),
			"round %u: %s: is \"%.*s\", should be \"%.*s\"", t->round, what, has_x ? (int)x.n : 0,
			x.p, has_y ? (int)y.n : 0, y.p);
	} while (has_x);
}

static void
compare_ports(struct run *t, const struct conf *conf)
{
	server_digest_ports(t->rig.ports, &t->digest);
	server_digest_listen(conf, buf_view(&t->digest), &t->other);
	compare_texts(t, "listeners");
	for (size_t i = 0; i < conf->n_listen; i++) {
		const char *name = conf->listen[i].title;
		char start[64];
		bool is_open = false;
		struct view text = buf_view(&t->digest), line;

		(void)snprintf(start, sizeof(start), "%s ", name);
		while (view_cut(&text, '\n', &line))
			is_open |= view_starts(line, view_z(start));
		(void)snprintf(start, sizeof(start), "\"%s\" is not open", name);
		cr_assert(is_open || rig_said(&t->rig, start), "%s is missing, and nobody was told", name);
	}
}

/* Against a server that starts now with the file as it is. */
static void
compare_with_fresh_start(struct run *t)
{
	const struct rig_kind *kind = draw_kind(t);
	struct rig twin;

	rig_start(&twin, &t->folder, true);
	(void)conf_diff(gate_conf(twin.server->gate), gate_conf(t->rig.server->gate), on_difference, t);
	server_digest(t->rig.server, &t->digest);
	server_digest(twin.server, &t->other);
	compare_texts(t, "state");
	compare_ports(t, gate_conf(twin.server->gate));
	experience(&t->rig, kind, &t->digest);
	experience(&twin, kind, &t->other);
	compare_texts(t, "what a newcomer experiences");
	check_opers(t);
	rig_stop(&twin);
	t->n_compared++;
}

static void
round_right(struct run *t)
{
	rehash_conf_draw(&t->draw, &t->right);
	put_conf(t, &t->right);
	if (draw_below(&t->draw, 2) == 0)
		put_motd(t);
	server_digest(t->rig.server, &t->digest);
	cr_assert_eq(rig_rehash(&t->rig, REHASH_ALL, true), 0, "%.*s", VIEW_ARG(buf_view(&t->rig.said)));
	forecast(t);
	rig_settle(&t->rig);
	server_digest(t->rig.server, &t->other);
	compare_texts(t, "after a dry run: state");
	cr_assert_eq(rig_rehash(&t->rig, REHASH_ALL, false), 0);
	rig_settle(&t->rig);
	check_people(t);
	compare_with_fresh_start(t);
	t->n_taken++;
}

static void
everybody_stays(struct run *t)
{
	buf_clear(&t->rig.said);
	forecast(t);
	rig_settle(&t->rig);
	check_people(t);
}

static void
round_faulty(struct run *t)
{
	size_t n = conf_live_count();
	bool dry = draw_below(&t->draw, 4) == 0;

	rehash_conf_draw_faulty(&t->draw, &t->text);
	put_conf(t, &t->text);
	server_digest(t->rig.server, &t->digest);
	cr_assert_eq(rig_rehash(&t->rig, REHASH_ALL, dry), -1, "round %u: the file has a fault", t->round);
	cr_assert(rig_said(&t->rig, ".conf:") || rig_said(&t->rig, ".conf"), "and it is told where");
	server_digest(t->rig.server, &t->other);
	compare_texts(t, "after a refusal: state");
	everybody_stays(t);
	cr_assert_eq(conf_live_count(), n);
	put_conf(t, &t->right);
	t->n_refused++;
}

/* Only a text; then the server is as after a fresh start again, for nothing else in the folder has changed. */
static void
round_text(struct run *t)
{
	put_motd(t);
	cr_assert_eq(rig_rehash(&t->rig, REHASH_MOTD, false), 0, "%.*s", VIEW_ARG(buf_view(&t->rig.said)));
	everybody_stays(t);
}

/* SET; what it changes is gone with the next right file. */
static void
round_set(struct run *t)
{
	struct conf_class *classes;
	struct conf *copy = conf_copy(gate_conf(t->rig.server->gate), &classes);

	copy->server.max_clients = 50;
	classes[0].max_channels = 1;
	copy->lockdown = CONF_LOCKDOWN_ALL;
	rehash_configure(&t->rig.rehash, copy);
	conf_unref(copy);
	everybody_stays(t);
	cr_assert_eq(t->rig.server->world->conf.max_clients, 50);
}

static void
round_any(struct run *t)
{
	uint32_t which = draw_below(&t->draw, 20);

	if (which < 5)
		round_faulty(t);
	else if (which == 5)
		round_text(t);
	else if (which == 6)
		round_set(t);
	else
		round_right(t);
	talk(t);
	rig_advance(&t->rig, 700);
	hear_all(t);
	if (gate_conf(t->rig.server->gate)->lockdown == CONF_LOCKDOWN_OFF)
		fill(t);
	/* What was read at the start, what runs, and what it was read as when it is a copy. */
	cr_assert_leq(conf_live_count(), 3, "round %u", t->round);
}

static void
run_init(struct run *t, uint64_t seed)
{
	struct err e;

	cr_assert_eq(libraries_init(&e), 0);
	log_init(LOG_LEVEL_ERROR, false);
	*t = (struct run){ .draw = { .state = seed } };
	buf_init(&t->right, TEXT_MAX);
	buf_init(&t->text, TEXT_MAX);
	buf_init(&t->digest, TEXT_MAX);
	buf_init(&t->other, TEXT_MAX);
	rig_folder_init(&t->folder);
	t->draw.host = t->folder.host;
	rig_folder_put(&t->folder, "broken.pem", VIEW("no certificate\n"));
	rig_folder_put(&t->folder, "looks-right.pem",
		VIEW("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
	put_motd(t);
	do
		rehash_conf_draw(&t->draw, &t->right);
	while (draw_below(&t->draw, 4) != 0);
	cr_assert_eq(buf_put(&t->right, VIEW("\n")), 0);
	put_conf(t, &t->right);
	rig_start(&t->rig, &t->folder, false);
	fill(t);
}

static void
run_release(struct run *t)
{
	for (size_t i = 0; i < PEERS; i++)
		rig_peer_free(&t->peer[i]);
	rig_settle(&t->rig);
	cr_expect_eq(t->rig.server->world->n_users, 0);
	cr_expect_eq(handle_count(t->rig.server->world->clients), 0);
	rig_stop(&t->rig);
	rig_folder_release(&t->folder);
	buf_release(&t->right);
	buf_release(&t->text);
	buf_release(&t->digest);
	buf_release(&t->other);
	cr_expect_eq(conf_live_count(), 0, "nobody keeps a configuration");
}

/* A configuration is tens of kilobytes: lost once a round, it would be tens of megabytes. */
static size_t
bytes_in_use(void)
{
	return mallinfo2().uordblks;
}

Test(rehash, a_thousand_under_traffic_drop_whom_the_dry_run_names_and_leave_a_fresh_server, .timeout = 240)
{
	const char *rounds = getenv("REHASH_ROUNDS"), *seed = getenv("REHASH_SEED");
	unsigned n = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : ROUNDS;
	size_t before = 0;
	struct run t;

	run_init(&t, seed != NULL ? strtoull(seed, NULL, 10) : 20261127);
	for (t.round = 1; t.round <= n; t.round++) {
		if (t.round == WARM)
			before = bytes_in_use();
		round_any(&t);
	}
	printf("%u rounds: %u taken, %u refused, %u compared; %u dropped, %u lowered, %u moved; %zu bytes "
	       "before, "
	       "%zu after\n",
		n, t.n_taken, t.n_refused, t.n_compared, t.n_dropped, t.n_lowered, t.n_moved, before,
		bytes_in_use());
	cr_expect(n < 100 ||
			(t.n_dropped > n / 10 && t.n_lowered > 0 && t.n_moved > n / 10 &&
				t.n_refused > n / 10),
		"enough of everything has happened");
	if (before != 0)
		cr_expect_lt(bytes_in_use(), before + (size_t)512 * 1024, "%zu bytes before", before);
	run_release(&t);
}
