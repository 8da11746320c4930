#include "config.h"

#include "core/loop.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "loop_rig.h"

LOOP_TEST(loop, readable_calls_with_read_only)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	pair_open(&p, loop, c, LOOP_READ, NULL);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 0);
	pair_poke(&p);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 1);
	cr_expect_eq(p.ready, LOOP_READ);
	cr_expect_eq(loop_stats(loop).events, 1);
	pair_close(&p, loop);
	loop_free(loop);
}

LOOP_TEST(loop, input_left_behind_calls_again)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	pair_open(&p, loop, c, LOOP_READ, NULL);
	pair_poke(&p);
	for (size_t i = 1; i <= 3; i++) {
		loop_rig_turn(loop);
		cr_expect_eq(p.calls, i);
	}
	pair_drain(p.fd);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 3);
	pair_close(&p, loop);
	loop_free(loop);
}

LOOP_TEST(loop, want_chooses_what_is_told)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	pair_open(&p, loop, c, 0, NULL);
	pair_poke(&p);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 0);
	loop_want(loop, &p.watch, LOOP_WRITE);
	loop_rig_turn(loop);
	cr_expect_eq(p.ready, LOOP_WRITE);
	loop_want(loop, &p.watch, LOOP_READ | LOOP_WRITE);
	loop_rig_turn(loop);
	cr_expect_eq(p.ready, LOOP_READ | LOOP_WRITE);
	loop_want(loop, &p.watch, LOOP_READ | LOOP_WRITE);
	loop_want(loop, &p.watch, LOOP_READ);
	loop_rig_turn(loop);
	cr_expect_eq(p.ready, LOOP_READ);
	loop_want(loop, &p.watch, 0);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 3);
	pair_close(&p, loop);
	loop_free(loop);
}

LOOP_TEST(loop, full_socket_is_not_writable_until_the_peer_reads)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	pair_open(&p, loop, c, LOOP_WRITE, NULL);
	pair_stuff(&p);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 0);
	pair_drain(p.peer);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 1);
	cr_expect_eq(p.ready, LOOP_WRITE);
	pair_close(&p, loop);
	loop_free(loop);
}

LOOP_TEST(loop, hup_gives_both_bits_whatever_is_wanted)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	for (unsigned want = 0; want <= (LOOP_READ | LOOP_WRITE); want++) {
		pair_open(&p, loop, c, want, NULL);
		(void)close(p.peer);
		p.peer = -1;
		loop_rig_turn(loop);
		cr_expect_eq(p.calls, 1, "want %u", want);
		cr_expect_eq(p.ready, LOOP_READ | LOOP_WRITE, "want %u", want);
		loop_rig_turn(loop);
		cr_expect_eq(p.calls, 2, "a hang-up nobody closes is told again");
		pair_close(&p, loop);
	}
	loop_free(loop);
}

LOOP_TEST(loop, deleted_watch_is_not_called)
{
	struct loop *loop = loop_rig_new(c);
	struct pair p;

	pair_open(&p, loop, c, LOOP_READ, NULL);
	pair_poke(&p);
	loop_del(loop, &p.watch);
	cr_expect_eq(p.watch.fd, -1);
	loop_del(loop, &p.watch);
	loop_rig_turn(loop);
	cr_expect_eq(p.calls, 0);
	pair_close(&p, loop);
	loop_free(loop);
}

static void
free_self(struct loop *loop, unsigned ready, void *arg)
{
	struct pair *p = arg;

	(void)ready;
	pair_close(p, loop);
	memset(p, 0xa5, sizeof(*p));
	mem_free(p);
}

LOOP_TEST(loop, callback_may_delete_and_free_itself)
{
	struct loop *loop = loop_rig_new(c);
	struct pair *p[3];

	for (size_t i = 0; i < ARRAY_LEN(p); i++) {
		p[i] = mem_alloc(sizeof(*p[i]));
		pair_open(p[i], loop, c, LOOP_READ, free_self);
		pair_poke(p[i]);
	}
	loop_rig_turn(loop);
	cr_expect_eq(loop_stats(loop).events, ARRAY_LEN(p));
	cr_expect_eq(loop_stats(loop).n_few + loop_stats(loop).n_many, 0);
	loop_rig_turn(loop);
	cr_expect_eq(loop_stats(loop).events, ARRAY_LEN(p));
	loop_free(loop);
}

static struct pair *victims[3];
static size_t n_killed;

/* Deletes and frees every other; so exactly one callback runs, whichever is first. */
static void
free_others(struct loop *loop, unsigned ready, void *arg)
{
	(void)ready;
	for (size_t i = 0; i < ARRAY_LEN(victims); i++) {
		if (victims[i] == arg || victims[i] == NULL)
			continue;
		free_self(loop, 0, victims[i]);
		victims[i] = NULL;
		n_killed++;
	}
}

LOOP_TEST(loop, events_of_a_watch_deleted_by_an_earlier_callback_are_dropped)
{
	struct loop *loop = loop_rig_new(c);

	n_killed = 0;
	for (size_t i = 0; i < ARRAY_LEN(victims); i++) {
		victims[i] = mem_alloc(sizeof(*victims[i]));
		pair_open(victims[i], loop, c, LOOP_READ, free_others);
		pair_poke(victims[i]);
	}
	loop_rig_turn(loop);
	cr_expect_eq(loop_stats(loop).events, 1);
	cr_expect_eq(n_killed, ARRAY_LEN(victims) - 1);
	for (size_t i = 0; i < ARRAY_LEN(victims); i++) {
		if (victims[i] != NULL)
			free_self(loop, 0, victims[i]);
	}
	loop_free(loop);
}

static struct pair re_a, re_b;
static const struct loop_case *re_case;

/* Deletes the other and adds another descriptor with the same watch, often with the same number. */
static void
replace_other(struct loop *loop, unsigned ready, void *arg)
{
	struct pair *other = arg == &re_a ? &re_b : &re_a;

	pair_note(loop, ready, arg);
	if (other->calls != 0)
		return;
	pair_close(other, loop);
	pair_open(other, loop, re_case, LOOP_READ, NULL);
}

LOOP_TEST(loop, watch_added_again_in_a_callback_gets_no_old_event)
{
	struct loop *loop = loop_rig_new(c);
	struct pair *first, *second;

	re_case = c;
	pair_open(&re_a, loop, c, LOOP_READ, replace_other);
	pair_open(&re_b, loop, c, LOOP_READ, replace_other);
	pair_poke(&re_a);
	pair_poke(&re_b);
	loop_rig_turn(loop);
	first = re_a.calls != 0 ? &re_a : &re_b;
	second = first == &re_a ? &re_b : &re_a;
	cr_expect_eq(first->calls, 1);
	cr_expect_eq(second->calls, 0);
	pair_drain(first->fd);
	pair_poke(second);
	loop_rig_turn(loop);
	cr_expect_eq(second->calls, 1);
	pair_close(&re_a, loop);
	pair_close(&re_b, loop);
	loop_free(loop);
}

static void
unwant_other(struct loop *loop, unsigned ready, void *arg)
{
	struct pair *other = arg == &re_a ? &re_b : &re_a;

	pair_note(loop, ready, arg);
	loop_want(loop, &other->watch, 0);
}

LOOP_TEST(loop, what_an_earlier_callback_unwanted_is_not_told)
{
	struct loop *loop = loop_rig_new(c);

	pair_open(&re_a, loop, c, LOOP_READ, unwant_other);
	pair_open(&re_b, loop, c, LOOP_READ, unwant_other);
	pair_poke(&re_a);
	pair_poke(&re_b);
	loop_rig_turn(loop);
	cr_expect_eq(re_a.calls + re_b.calls, 1);
	loop_want(loop, &re_a.watch, LOOP_READ);
	loop_want(loop, &re_b.watch, 0);
	loop_rig_turn(loop);
	cr_expect_eq(re_a.ready, LOOP_READ);
	pair_close(&re_a, loop);
	pair_close(&re_b, loop);
	loop_free(loop);
}

static struct pair crowd[300];

LOOP_TEST(loop, turn_is_bounded_and_the_rest_comes_next)
{
	struct loop *loop = loop_rig_new(c);
	uint64_t first;
	size_t missed = 0;

	for (size_t i = 0; i < ARRAY_LEN(crowd); i++) {
		pair_open(&crowd[i], loop, c, LOOP_READ, NULL);
		pair_poke(&crowd[i]);
	}
	loop_rig_turn(loop);
	first = loop_stats(loop).events;
	cr_expect(first > 0 && first < ARRAY_LEN(crowd), "%u calls in one turn", (unsigned)first);
	/* Nobody reads: who was first is ready again, but who has waited comes before. */
	loop_rig_turn(loop);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
		missed += crowd[i].calls == 0;
	cr_expect_eq(missed, 0);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
		pair_close(&crowd[i], loop);
	loop_free(loop);
}

LOOP_TEST(loop, holes_keep_the_others_alive)
{
	struct loop *loop = loop_rig_new(c);
	struct loop_stats s;

	for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
		pair_open(&crowd[i], loop, c, LOOP_READ, NULL);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i += 2)
		loop_del(loop, &crowd[i].watch);
	s = loop_stats(loop);
	cr_expect_eq(c->kind == LOOP_MANY ? s.n_many : s.n_few, ARRAY_LEN(crowd) / 2);
	loop_rig_turn(loop);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i += 50) {
		pair_poke(&crowd[i]);
		pair_poke(&crowd[i + 1]);
	}
	loop_rig_turn(loop);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
		cr_expect_eq(crowd[i].calls, i % 50 == 1, "number %zu", i);
	for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
		pair_close(&crowd[i], loop);
	loop_free(loop);
}

Test(loop, says_which_back_end_it_has)
{
	struct loop *best = loop_rig_new(&(struct loop_case){ LOOP_BACKEND_BEST, LOOP_MANY });
	struct loop *plain = loop_rig_new(&(struct loop_case){ LOOP_BACKEND_POLL, LOOP_MANY });

#ifdef HAVE_SYS_EPOLL_H
	cr_expect_str_eq(loop_stats(best).backend, "epoll");
#else
	cr_expect_str_eq(loop_stats(best).backend, "poll");
#endif
	cr_expect_str_eq(loop_stats(plain).backend, "poll");
	loop_free(best);
	loop_free(plain);
	loop_free(NULL);
}

#ifdef HAVE_SYS_EPOLL_H
Test(loop, descriptor_that_cannot_be_watched_is_an_error)
{
	struct loop *loop = loop_rig_new(&(struct loop_case){ LOOP_BACKEND_BEST, LOOP_MANY });
	struct watch w = { .fd = -1, .fn = pair_note };
	struct err e = { 0 };

	cr_expect_eq(loop_add(loop, &w, 1000, LOOP_MANY, LOOP_READ, &e), -1);
	cr_expect_eq(w.fd, -1);
	cr_expect_neq(e.code, 0);
	cr_expect_eq(loop_stats(loop).n_many, 0);
	loop_free(loop);
}
#endif

Test(loop, descriptor_closed_before_del_is_a_bug, .signal = SIGABRT)
{
	struct loop_case c = { LOOP_BACKEND_POLL, LOOP_MANY };
	struct loop *loop = loop_rig_new(&c);
	struct pair p;

	pair_open(&p, loop, &c, LOOP_READ, NULL);
	(void)close(p.fd);
	loop_rig_turn(loop);
}
