/*
 * Whole networks: every server must know the same, and every message must be heard once.
 * usage: run_trees [--light] [--seed N | --random] [--trace TEXT] [PART-OF-NAME]
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/hash.h"
#include "core/log.h"
#include "core/rng.h"
#include "tests/tree/tree_check.h"
#include "tests/tree/tree_cross.h"
#include "tests/tree/tree_traffic.h"

enum { LIGHT = 8 }; /* so many times less of everything */

struct shape {
	const char *name;
	size_t n_servers;
	bool is_line; /* else a star, s0 in the middle */
	unsigned n_users, n_joins, n_channels, n_splits;
};

static const struct shape shapes[] = {
	{ "two_servers", 2, true, 60, 3, 30, 40 },
	{ "five_in_a_line", 5, true, 200, 4, 60, 60 },
	{ "star_of_nine", 9, false, 2000, 5, 400, 100 },
};

static size_t
neighbour_of(const struct shape *s, size_t i)
{
	return s->is_line ? i - 1 : 0;
}

/* One of those there are, whatever its ends. */
static struct tree_cable *
some_cable(struct tree *t)
{
	for (;;) {
		struct tree_cable *c = &t->cable[tree_random(t, TREE_CABLES_MAX)];

		if (c->is_there)
			return c;
	}
}

/* It breaks while lines are on their way, at any byte. */
static void
split_under_traffic(struct tree_traffic *tr, struct tree_cable *c)
{
	struct tree *t = tr->t;
	unsigned n = tree_random(t, 6);

	tr->is_breaking = true;
	tree_traffic_begin(tr, 30);
	tr->is_breaking = false;
	for (unsigned i = 0; i < n; i++) {
		tree_turn(t);
		for (size_t k = 0; k < TREE_CABLES_MAX; k++) {
			if (t->cable[k].is_there)
				(void)tree_carry(t, &t->cable[k], 1 + tree_random(t, 300));
		}
	}
	tree_cut(t, c);
	tree_messages_broken(t);
	tree_settle(t);
	tree_messages_check(t);
}

static void
collide(struct tree_traffic *tr, size_t a, size_t b)
{
	struct tree *t = tr->t;

	for (int i = 0; i < 2; i++) {
		tree_traffic_same_nick(tr, a, b, (int)tree_random(t, 3) - 1);
		tree_traffic_same_channel(tr, a, b, (int)tree_random(t, 3) - 1);
	}
}

static void
act_while_bursting(struct tree_traffic *tr)
{
	tr->is_bursting = true;
	tree_traffic_begin(tr, 10);
	tr->is_bursting = false;
	tree_messages_bursting(tr->t);
}

/* One or two splits, life on both sides, and all is one again. */
static void
split_and_join(struct tree_traffic *tr)
{
	struct tree *t = tr->t;
	unsigned n = t->n_servers > 2 && tree_random(t, 3) == 0 ? 2 : 1;
	size_t ends[2][2];

	for (unsigned i = 0; i < n; i++) {
		struct tree_cable *c = some_cable(t);

		ends[i][0] = c->server[0];
		ends[i][1] = c->server[1];
		split_under_traffic(tr, c);
		collide(tr, ends[i][0], ends[i][1]);
		tree_traffic_run(tr, 40);
		tree_advance(t, tree_random(t, 3) * UINT64_C(500));
		tree_check(t, "split");
	}
	for (unsigned i = 0; i < n; i++) {
		unsigned who = tree_random(t, 2);

		(void)tree_connect(t, ends[i][who], ends[i][1 - who]);
		if (tree_random(t, 2) == 0)
			act_while_bursting(tr);
		tree_settle(t);
		tree_messages_check(t);
	}
	tree_check(t, "joined");
	tree_traffic_run(tr, 40);
	if (tree_random(t, 4) == 0)
		tree_check(t, "traffic");
}

static void
run_shape(struct tree *t, const struct shape *s, unsigned divisor)
{
	struct tree_traffic tr;

	tree_traffic_init(&tr, t, s->n_channels);
	for (size_t i = 0; i < s->n_servers; i++)
		tree_traffic_populate(&tr, i, s->n_users / (unsigned)s->n_servers / divisor, s->n_joins);
	for (size_t i = 1; i < s->n_servers; i++) {
		(void)tree_connect(t, neighbour_of(s, i), i);
		tree_settle(t);
	}
	tree_check(t, "burst");
	for (unsigned i = 0; i < s->n_splits / divisor && t->n_faults == 0; i++)
		split_and_join(&tr);
	(void)printf("# %s: %u actions, %" PRIu64 " messages said, %" PRIu64 " heard\n", s->name,
		tr.n_actions, t->first_message, t->n_heard);
}

struct run {
	const char *only, *trace;
	unsigned divisor;
	unsigned passed, failed, skipped;
};

static bool
is_wanted(struct run *r, const char *name)
{
	if (r->only == NULL || strstr(name, r->only) != NULL)
		return true;
	r->skipped++;
	return false;
}

static void
tell(struct run *r, const char *name, uint64_t seed, const struct tree *t)
{
	bool ok = t != NULL && t->n_faults == 0;

	if (!ok && t != NULL)
		(void)printf("%.*s# %u faults\n", VIEW_ARG(buf_view(&t->faults)), t->n_faults);
	(void)printf("%sok %s seed %" PRIu64 "\n", ok ? "" : "not ", name, seed);
	(void)fflush(stdout);
	r->passed += ok;
	r->failed += !ok;
}

static struct tree *
make_tree(const struct run *r, size_t n_servers, uint64_t seed)
{
	struct tree *t = tree_new(n_servers, seed);

	if (t != NULL)
		t->trace = r->trace;
	return t;
}

static void
run_shapes(struct run *r, uint64_t seed)
{
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct tree *t;

		if (!is_wanted(r, shapes[i].name))
			continue;
		t = make_tree(r, shapes[i].n_servers, seed);
		if (t != NULL)
			run_shape(t, &shapes[i], r->divisor);
		tell(r, shapes[i].name, seed, t);
		if (t != NULL)
			tree_free(t);
	}
}

static void
run_crossings(struct run *r)
{
	for (size_t i = 0; i < n_tree_crossings; i++) {
		struct tree *t;

		if (!is_wanted(r, tree_crossings[i].name))
			continue;
		t = make_tree(r, 3, 1);
		if (t != NULL)
			tree_cross(t, &tree_crossings[i]);
		tell(r, tree_crossings[i].name, 1, t);
		if (t != NULL)
			tree_free(t);
	}
}

/* A seed that nobody has tried; it is told, so that it can be tried again. */
static uint64_t
fresh_seed(void)
{
	return 1000 + rng_below(UINT32_MAX - 1000);
}

int
main(int argc, char **argv)
{
	struct run r = { .divisor = 1 };
	uint64_t seed = 0;
	bool is_random = false;
	struct err e;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--light") == 0)
			r.divisor = LIGHT;
		else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
			seed = strtoull(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--random") == 0)
			is_random = true;
		else if (strcmp(argv[i], "--trace") == 0 && i + 1 < argc)
			r.trace = argv[++i];
		else
			r.only = argv[i];
	}
	log_init(LOG_LEVEL_ERROR, false);
	if (sodium_init() == -1 || rng_init(&e) == -1)
		return 1;
	hash_init();
	run_crossings(&r);
	if (is_random)
		seed = fresh_seed();
	if (seed != 0) {
		run_shapes(&r, seed);
	} else {
		run_shapes(&r, 1);
		r.divisor = LIGHT;
		run_shapes(&r, 2);
	}
	(void)printf("%u passed, %u failed, %u skipped\n", r.passed, r.failed, r.skipped);
	return r.failed == 0 ? 0 : 1;
}
