/* Servers as main/boot.c makes them, without listeners, database and jail. */
#include "tests/tree/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/worker.h"
#include "link/link.h"
#include "net/conn_mem.h"
#include "tests/tree/tree_user.h"

/* 2026-01-02T03:04:05.678Z */
#define WALL_START UINT64_C(1767323045678)

enum { STEP_MS = 1000, TURNS_MAX = 1000000, FAULTS_SHOWN = 40, FAULTS_BYTES = 1 << 16, CONF_BYTES = 1 << 16 };

static uint64_t
mono_ms(void *arg)
{
	const struct tree *t = arg;

	return t->mono_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct tree *t = arg;

	return t->wall_ms;
}

void
tree_fault(struct tree *t, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	if (t->n_faults++ >= FAULTS_SHOWN)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (buf_putf(&t->faults, "# %s\n", text) == -1)
		t->n_faults += FAULTS_SHOWN;
}

/* xorshift64*, G. Marsaglia, S. Vigna. */
uint32_t
tree_random(struct tree *t, uint32_t n)
{
	t->random ^= t->random >> 12;
	t->random ^= t->random << 25;
	t->random ^= t->random >> 27;
	return (uint32_t)(((t->random * UINT64_C(2685821657736338717)) >> 32) % n);
}

/* What would be in the way of traffic is off: rates, limits, guard and relay. */
static int
put_conf(const struct tree *t, size_t me, struct buf *out)
{
	int r = buf_putf(out,
		"server { name = \"s%zu.test\" sid = \"%02zuA\" channel-ranks = ov network = \"Tree\"\n"
		"description = \"Server %zu\" log-level = error connect-burst = 0 max-clients = 10000\n"
		"default-user-modes = \"\" }\n"
		"jail { mode = off require = none state = \"state\" }\n"
		"class \"users\" { ping = 1h flood-burst = 1000000 flood-rate = 1000000 nick-changes = "
		"\"0\"\n"
		"joins = \"0\" invites = \"0\" knocks = \"0\" aways = \"0\" targets = \"0\" max-channels = "
		"200 "
		"}\n"
		"listen \"unix:sock\" { }\n"
		"allow \"*@*\" { class = \"users\" }\n",
		me, me, me);

	for (size_t i = 0; i < t->n_servers; i++) {
		if (i == me)
			continue;
		r |= buf_putf(out,
			"link \"s%zu.test\" { plaintext = yes from = { \"127.0.0.1\" } hub = { \"*\" }\n"
			"send-password = \"linkpw\" accept-password = \"linkpw\" }\n",
			i);
	}
	return r;
}

static const struct conf *
make_conf(const struct tree *t, size_t me)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = NULL;
	struct buf text;

	buf_init(&text, CONF_BYTES);
	if (put_conf(t, me, &text) == 0)
		conf = conf_load_text("/tree.conf", buf_view(&text), faults);
	if (conf == NULL)
		(void)fprintf(stderr, "%s\n", conf_faults_text(faults, 0));
	buf_release(&text);
	conf_faults_free(faults);
	return conf;
}

static int
make_server(struct tree *t, size_t i)
{
	static const struct control control = { .arg = NULL };
	static const struct peer_addr loopback = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	const struct server_env env = {
		.loop = t->loop, .workers = t->workers, .own = &loopback, .n_own = 1
	};
	const struct conf *conf = make_conf(t, i);

	if (conf == NULL)
		return -1;
	t->server[i] = server_new(&env, conf, &control);
	conf_unref(conf);
	return 0;
}

struct tree *
tree_new(size_t n_servers, uint64_t seed)
{
	struct tree *t = mem_zalloc(sizeof(*t));
	const struct clock clock = { mono_ms, wall_ms, t };
	struct err e;
	int r = 0;

	t->mono_ms = 1000000;
	t->wall_ms = WALL_START;
	t->random = seed * 2 + 1;
	t->n_servers = n_servers;
	buf_init(&t->faults, FAULTS_BYTES);
	t->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	t->workers = t->loop != NULL ? worker_pool_new(t->loop, 1, 16, &e) : NULL;
	if (t->workers == NULL) {
		(void)fprintf(stderr, "%s\n", e.text);
		r = -1;
	}
	for (size_t i = 0; i < n_servers && r == 0; i++)
		r = make_server(t, i);
	if (r == 0)
		return t;
	tree_free(t);
	return NULL;
}

static void
free_cable(struct tree_cable *c)
{
	for (size_t i = 0; i < 2; i++)
		conn_mem_free(c->end[i]);
	*c = (struct tree_cable){ .is_there = false };
}

void
tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->n_servers; i++)
		server_stop_changes(t->server[i]);
	worker_pool_free(t->workers);
	for (size_t i = 0; i < t->n_servers; i++)
		server_free(t->server[i]);
	tree_users_free(t);
	for (size_t i = 0; i < TREE_CABLES_MAX; i++) {
		if (t->cable[i].is_there)
			free_cable(&t->cable[i]);
	}
	if (t->loop != NULL)
		loop_free(t->loop);
	buf_release(&t->faults);
	mem_free(t);
}

struct tree_cable *
tree_connect(struct tree *t, size_t a, size_t b)
{
	static const struct peer_addr from = { .family = AF_INET, .ip = { 127, 0, 0, 1 }, .port = 40000 };
	static const struct listen_point point = { .title = "links" };
	struct tree_cable *c = NULL;
	struct conn *called, *calling;

	for (size_t i = 0; i < TREE_CABLES_MAX && c == NULL; i++)
		c = t->cable[i].is_there ? NULL : &t->cable[i];
	if (c == NULL)
		abort(); /* more than a tree has */
	called = conn_open_mem(links_net(t->server[a]->links), &from, 7000, (void *)(uintptr_t)&point);
	*c = (struct tree_cable){ .is_there = true, .server = { a, b } };
	c->end[0] = conn_mem_detach(called);
	calling = conn_adopt_mem(
		links_net(t->server[b]->links), &from, (void *)(uintptr_t)tree_world(t, a)->me->name, NULL);
	c->end[1] = conn_mem_detach(calling);
	return c;
}

struct tree_cable *
tree_cable_find(struct tree *t, size_t a, size_t b)
{
	for (size_t i = 0; i < TREE_CABLES_MAX; i++) {
		struct tree_cable *c = &t->cable[i];

		if (c->is_there &&
			((c->server[0] == a && c->server[1] == b) ||
				(c->server[0] == b && c->server[1] == a)))
			return c;
	}
	return NULL;
}

void
tree_cut(struct tree *t, struct tree_cable *c)
{
	(void)t;
	for (size_t i = 0; i < 2; i++)
		conn_mem_reset(c->end[i]);
	free_cable(c);
}

/* Whole lines with the text that is looked for. */
static void
trace(const struct tree *t, const struct tree_cable *c, size_t from, struct view out)
{
	struct view line;

	while (t->trace != NULL && view_cut(&out, '\n', &line)) {
		if (line.n != 0 && memmem(line.p, line.n, t->trace, strlen(t->trace)) != NULL)
			(void)printf("# s%zu to s%zu: %.*s\n", c->server[from], c->server[1 - from],
				VIEW_ARG(view_trim(line)));
	}
}

static bool
carry_one(const struct tree *t, struct tree_cable *c, size_t from, size_t most)
{
	struct view out = view_left(conn_mem_output(c->end[from]), most);

	if (c->is_held[from] || out.n == 0)
		return false;
	trace(t, c, from, out);
	c->carried += out.n;
	conn_mem_feed(c->end[1 - from], out);
	conn_mem_take(c->end[from], out.n);
	return true;
}

bool
tree_carry(struct tree *t, struct tree_cable *c, size_t most)
{
	bool any = carry_one(t, c, 0, most);

	any |= carry_one(t, c, 1, most);
	/* Whoever has closed has said all; the other then sees the end. */
	for (size_t i = 0; i < 2; i++) {
		if (!conn_mem_is_closed(c->end[i]) || conn_mem_output(c->end[i]).n != 0)
			continue;
		conn_mem_close(c->end[1 - i]);
		if (!conn_mem_is_closed(c->end[1 - i]))
			continue;
		free_cable(c);
		return true;
	}
	return any;
}

bool
tree_is_connected(const struct tree *t, size_t a, size_t b)
{
	uint32_t seen = 1u << a, before = 0;

	while (seen != before) {
		before = seen;
		for (size_t i = 0; i < TREE_CABLES_MAX; i++) {
			const struct tree_cable *c = &t->cable[i];
			uint32_t both = (1u << c->server[0]) | (1u << c->server[1]);

			if (c->is_there && !c->is_held[0] && !c->is_held[1] && (seen & both) != 0)
				seen |= both;
		}
	}
	return (seen & (1u << b)) != 0;
}

void
tree_turn(struct tree *t)
{
	struct err e;

	if (loop_turn(t->loop, 0, &e) == -1) {
		(void)fprintf(stderr, "loop: %s\n", e.text);
		abort();
	}
}

/* Connections in memory ask for service by timers, also at the end of a turn that only sent something: two turns without any are quiet. */
static void
turn_until_quiet(struct tree *t)
{
	unsigned quiet = 0;

	for (unsigned i = 0; quiet < 2; i++) {
		struct loop_stats before = loop_stats(t->loop), after;

		if (i == TURNS_MAX) {
			tree_fault(t, "the servers never come to rest");
			return;
		}
		tree_turn(t);
		after = loop_stats(t->loop);
		quiet = after.events == before.events && after.timers == before.timers ? quiet + 1 : 0;
	}
}

void
tree_settle(struct tree *t)
{
	bool any = true;

	for (unsigned i = 0; any; i++) {
		if (i == TURNS_MAX) {
			tree_fault(t, "the servers never stop talking to each other");
			return;
		}
		any = false;
		turn_until_quiet(t);
		for (size_t c = 0; c < TREE_CABLES_MAX; c++)
			any |= t->cable[c].is_there && tree_carry(t, &t->cable[c], SIZE_MAX);
	}
	tree_users_hear(t);
}

void
tree_advance(struct tree *t, uint64_t ms)
{
	while (ms > 0) {
		uint64_t step = ms < STEP_MS ? ms : STEP_MS;

		t->mono_ms += step;
		t->wall_ms += step;
		ms -= step;
		tree_settle(t);
	}
}
