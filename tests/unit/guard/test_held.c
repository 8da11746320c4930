#include "guard/held.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/hash.h"
#include "core/loop.h"
#include "core/rng.h"
#include "state/client.h"
#include "state/world.h"

static uint64_t now;
static struct loop *loop;
static struct world *world;
static struct client *alice, *bob;
static struct held_box *box;

static uint64_t
clock_now(void *arg)
{
	(void)arg;
	return now;
}

static struct client *
user(const char *nick)
{
	struct client *c = client_new(world, VIEW("host.example"));

	cr_assert_not_null(c);
	cr_assert_eq(client_set_nick(c, view_z(nick), 1), NICK_OK);
	client_set_user(c, VIEW("user"), VIEW("Real Name"));
	client_register(c, 1, 1);
	return c;
}

static void
turn(uint64_t later_ms)
{
	struct err e;

	now += later_ms;
	cr_assert_eq(loop_turn(loop, 0, &e), 0);
}

static void
setup(void)
{
	static const struct world_conf wc = { .nick_len = 30, .max_clients = 10, .max_channels = 10 };
	const struct clock clock = { clock_now, clock_now, NULL };
	struct err e;

	now = 1000;
	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	loop = loop_new(LOOP_BACKEND_BEST, clock, &e);
	cr_assert_not_null(loop);
	turn(0);
	world = world_new(&wc, 1);
	alice = user("alice");
	bob = user("bob");
	box = held_box_new(loop);
}

static void
teardown(void)
{
	held_box_free(box);
	world_free(world);
	loop_free(loop);
}

TestSuite(held, .init = setup, .fini = teardown);

static struct held *
put(const struct client *from, const char *said)
{
	static const struct held_limits limits = { 4, 3, 5000 };
	struct held h = { .n = strlen(said) };

	memcpy(h.said, said, h.n);
	return held_put(box, from, &h, &limits);
}

Test(held, keeps_and_finds)
{
	struct held *a = put(alice, "one"), *b = put(bob, "two");

	cr_assert(a != NULL && b != NULL);
	cr_expect_neq(a->id, b->id);
	cr_expect(held_find(box, b->id) == b);
	cr_expect_null(held_find(box, 999));
	cr_expect_str_eq(b->nick, "bob");
	cr_expect(handle_eq(b->from, bob->handle));
	cr_expect(held_next(box, NULL) == a && held_next(box, a) == b && held_next(box, b) == NULL);
	held_drop(box, a);
	cr_expect_eq(held_count(box), 1);
}

Test(held, limits_of_one_sender_and_of_all)
{
	for (int i = 0; i < 3; i++)
		cr_expect_not_null(put(alice, "x"));
	cr_expect_null(put(alice, "x"));
	cr_expect_not_null(put(bob, "x"));
	cr_expect_null(put(bob, "x"));
	cr_expect_eq(held_count(box), 4);
}

Test(held, forgets_when_the_time_is_over)
{
	(void)put(alice, "one");
	turn(2000);
	(void)put(bob, "two");
	turn(2999);
	cr_expect_eq(held_count(box), 2);
	turn(1);
	cr_expect_eq(held_count(box), 1);
	cr_expect_str_eq(held_next(box, NULL)->nick, "bob");
	turn(2000);
	cr_expect_eq(held_count(box), 0);
}
