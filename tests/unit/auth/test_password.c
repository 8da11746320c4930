#include "auth/password.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "core/hash.h"
#include "core/loop.h"
#include "core/rng.h"
#include "core/worker.h"

enum { TURNS = 1000, WAIT_MS = 10 };

struct answer {
	unsigned n;
	struct client *c;
	bool right;
};

struct rig {
	struct loop *loop;
	struct worker_pool *pool;
	struct world *world;
	struct client *c;
	struct answer answer;
	char hash[PASSWORD_HASH_MAX];
};

static void
rig_init(struct rig *r, const char *password)
{
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 10, .max_channels = 10
	};
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	r->pool = worker_pool_new(r->loop, 1, 2, &e);
	cr_assert_not_null(r->pool);
	r->world = world_new(&wc, 0);
	r->c = client_new(r->world, VIEW("host"));
	cr_assert_eq(crypto_pwhash_str(r->hash, password, strlen(password), crypto_pwhash_OPSLIMIT_MIN,
			     crypto_pwhash_MEMLIMIT_MIN),
		0);
}

static void
rig_release(struct rig *r)
{
	worker_pool_free(r->pool);
	world_free(r->world);
	loop_free(r->loop);
}

static void
on_done(struct client *c, bool right, void *arg)
{
	struct answer *a = arg;

	a->n++;
	a->c = c;
	a->right = right;
}

static bool
ask(struct rig *r, struct view password)
{
	const struct password_ask a = {
		.hash = r->hash, .password = password, .done = on_done, .arg = &r->answer
	};

	return password_check(r->pool, r->c, &a);
}

/* Bounded: ten seconds, should it never come. */
static void
wait_for(struct rig *r, unsigned n)
{
	struct err e;

	for (unsigned i = 0; i < TURNS && r->answer.n < n; i++)
		cr_assert_eq(loop_turn(r->loop, WAIT_MS, &e), 0);
	cr_assert_eq(r->answer.n, n);
}

static bool
check(struct rig *r, struct view password)
{
	r->answer.n = 0;
	cr_assert(ask(r, password));
	wait_for(r, 1);
	cr_expect_eq(r->answer.c, r->c);
	return r->answer.right;
}

Test(password, right_and_wrong_ones)
{
	struct rig r;

	rig_init(&r, "correct horse");
	cr_expect(check(&r, VIEW("correct horse")));
	cr_expect_not(check(&r, VIEW("correct hors")));
	cr_expect_not(check(&r, VIEW("correct horsee")));
	cr_expect_not(check(&r, VIEW("Correct horse")));
	cr_expect_not(check(&r, VIEW("")));
	rig_release(&r);
}

Test(password, of_the_greatest_length_is_taken_and_one_above_is_wrong)
{
	char word[PASSWORD_LEN_MAX + 2];
	struct rig r;

	memset(word, 'x', sizeof(word));
	word[PASSWORD_LEN_MAX] = '\0';
	rig_init(&r, word);
	cr_expect(check(&r, view_of(word, PASSWORD_LEN_MAX)));
	word[PASSWORD_LEN_MAX] = 'x';
	cr_expect_not(check(&r, view_of(word, PASSWORD_LEN_MAX + 1)));
	rig_release(&r);
}

Test(password, too_long_is_wrong_even_where_the_empty_one_is_right)
{
	char word[PASSWORD_LEN_MAX + 1];
	struct rig r;

	memset(word, 'x', sizeof(word));
	rig_init(&r, "");
	cr_expect_not(check(&r, view_of(word, sizeof(word))));
	rig_release(&r);
}

Test(password, client_that_has_gone_is_told_as_null)
{
	struct rig r;

	rig_init(&r, "x");
	cr_assert(ask(&r, VIEW("x")));
	client_exit(r.c, 0);
	wait_for(&r, 1);
	cr_expect_null(r.answer.c);
	rig_release(&r);
}

Test(password, too_many_at_once_are_refused_and_never_answered)
{
	unsigned taken = 0;
	struct rig r;

	rig_init(&r, "x");
	for (int i = 0; i < 100; i++)
		taken += ask(&r, VIEW("x"));
	cr_expect_geq(taken, 2);
	wait_for(&r, taken);
	rig_release(&r);
	cr_expect_eq(r.answer.n, taken);
}
