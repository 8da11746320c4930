/* Time, timers and phases: the order of a turn. */
#include "config.h"

#include "core/loop.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "core/mem.h"
#include "loop_rig.h"

static char trace[256];
static struct loop *the_loop;

static void
note(char what)
{
	size_t n = strlen(trace);

	cr_assert(n + 1 < sizeof(trace));
	trace[n] = what;
	trace[n + 1] = '\0';
}

struct step {
	struct deferred d;
	struct timer t;
	char name;
	struct step *then; /* deferred by this one */
	enum loop_phase then_phase;
};

static void
step_run(struct deferred *d)
{
	struct step *s = CONTAINER_OF(d, struct step, d);

	note(s->name);
	if (s->then != NULL)
		loop_defer(the_loop, s->then_phase, &s->then->d);
}

static void
step_due(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	step_run(&CONTAINER_OF(t, struct step, t)->d);
}

static struct step
step(char name)
{
	return (struct step){ .name = name, .d.fn = step_run };
}

static void
setup(void)
{
	static const struct loop_case c = { LOOP_BACKEND_BEST, LOOP_MANY };

	the_loop = loop_rig_new(&c);
	trace[0] = '\0';
}

static void
teardown(void)
{
	loop_free(the_loop);
}

/* What should end a wait and doesn't must fail, not hang. */
TestSuite(loop_order, .init = setup, .fini = teardown, .timeout = 60);

static void
ready_defers(struct loop *loop, unsigned ready, void *arg)
{
	struct pair *p = arg;
	static struct step flush, reap;

	(void)ready;
	note('e');
	pair_drain(p->fd);
	flush = step('f');
	reap = step('r');
	list_init(&flush.d.link);
	list_init(&reap.d.link);
	loop_defer(loop, LOOP_PHASE_REAP, &reap.d);
	loop_defer(loop, LOOP_PHASE_FLUSH, &flush.d);
}

LOOP_TEST(loop_turn, is_events_timers_flush_reap)
{
	struct loop *loop = loop_rig_new(c);
	struct step t = step('t');
	struct pair p;

	trace[0] = '\0';
	pair_open(&p, loop, c, LOOP_READ, ready_defers);
	pair_poke(&p);
	loop_timer(loop, &t.t, loop_rig_now_ms, step_due);
	loop_rig_turn(loop);
	cr_expect_str_eq(trace, "etfr");
	loop_rig_turn(loop);
	cr_expect_str_eq(trace, "etfr");
	cr_expect_eq(loop_stats(loop).turns, 2);
	cr_expect_eq(loop_stats(loop).timers, 1);
	pair_close(&p, loop);
	loop_free(loop);
}

Test(loop_order, deferring_twice_runs_once)
{
	struct step a = step('a'), b = step('b');

	list_init(&a.d.link);
	list_init(&b.d.link);
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &a.d);
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &b.d);
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &a.d);
	loop_defer(the_loop, LOOP_PHASE_REAP, &a.d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "ab");
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &a.d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "aba");
}

Test(loop_order, queued_in_its_own_phase_runs_in_the_same_turn)
{
	struct step a = step('a'), b = step('b');

	list_init(&a.d.link);
	list_init(&b.d.link);
	a.then = &b;
	a.then_phase = LOOP_PHASE_FLUSH;
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &a.d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "ab");
}

static size_t n_again;

static void
again(struct deferred *d)
{
	if (++n_again < 5)
		loop_defer(the_loop, LOOP_PHASE_FLUSH, d);
}

Test(loop_order, may_defer_itself_again)
{
	struct deferred d = { .fn = again };

	list_init(&d.link);
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &d);
	loop_rig_turn(the_loop);
	cr_expect_eq(n_again, 5);
}

Test(loop_order, reap_queued_by_flush_runs_in_the_same_turn)
{
	struct step a = step('a'), b = step('b');

	list_init(&a.d.link);
	list_init(&b.d.link);
	a.then = &b;
	a.then_phase = LOOP_PHASE_REAP;
	loop_defer(the_loop, LOOP_PHASE_FLUSH, &a.d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "ab");
}

/* A phase that is over is not gone back to; but the next turn doesn't wait, though nothing else would end its waiting. */
Test(loop_order, flush_queued_by_reap_runs_in_the_next_turn_without_waiting)
{
	struct step a = step('a'), b = step('b');
	struct err e;

	list_init(&a.d.link);
	list_init(&b.d.link);
	a.then = &b;
	a.then_phase = LOOP_PHASE_FLUSH;
	loop_defer(the_loop, LOOP_PHASE_REAP, &a.d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "a");
	cr_assert_eq(loop_turn(the_loop, UINT64_MAX, &e), 0);
	cr_expect_str_eq(trace, "ab");
}

static void
reap_free(struct deferred *d)
{
	note('x');
	mem_free(CONTAINER_OF(d, struct step, d));
}

Test(loop_order, reaper_may_free_the_object)
{
	struct step *s = mem_zalloc(sizeof(*s));

	s->d.fn = reap_free;
	list_init(&s->d.link);
	loop_defer(the_loop, LOOP_PHASE_REAP, &s->d);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "x");
}

Test(loop_order, taken_off_the_queue_does_not_run)
{
	struct step a = step('a');

	list_init(&a.d.link);
	loop_defer(the_loop, LOOP_PHASE_REAP, &a.d);
	list_del(&a.d.link);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "");
}

Test(loop_order, timers_run_by_the_clock_in_order)
{
	struct step a = step('a'), b = step('b'), c = step('c');
	uint64_t start = loop_mono_ms(the_loop);

	loop_timer(the_loop, &a.t, start + 30, step_due);
	loop_timer(the_loop, &b.t, start + 10, step_due);
	loop_timer(the_loop, &c.t, start + 20, step_due);
	loop_timer_cancel(the_loop, &c.t);
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "");
	loop_rig_now_ms = start + 30;
	loop_rig_turn(the_loop);
	cr_expect_str_eq(trace, "ba");
}

static void
ignore(struct timer *t, uint64_t now_ms)
{
	(void)t;
	(void)now_ms;
}

Test(loop_order, timers_of_a_turn_are_bounded_and_the_rest_needs_no_wait)
{
	enum { N = 600 };
	static struct timer t[N];
	struct err e;
	uint64_t first;

	for (size_t i = 0; i < N; i++)
		loop_timer(the_loop, &t[i], loop_rig_now_ms, ignore);
	loop_rig_turn(the_loop);
	first = loop_stats(the_loop).timers;
	cr_expect(first > 0 && first < N);
	for (int i = 0; i < 10 && loop_stats(the_loop).timers < N; i++)
		cr_assert_eq(loop_turn(the_loop, UINT64_MAX, &e), 0);
	cr_expect_eq(loop_stats(the_loop).timers, N);
}

Test(loop_order, time_stands_still_in_a_turn_and_wall_is_read_when_asked)
{
	uint64_t mono, wall;

	loop_rig_turn(the_loop);
	loop_rig_mono_reads = loop_rig_wall_reads = 0;
	mono = loop_mono_ms(the_loop);
	wall = loop_wall_ms(the_loop);
	cr_expect_eq(mono, loop_rig_now_ms);
	cr_expect_eq(wall, UINT64_C(1700000000000) + loop_rig_now_ms);
	loop_rig_now_ms += 50;
	cr_expect_eq(loop_mono_ms(the_loop), mono);
	cr_expect_eq(loop_wall_ms(the_loop), wall);
	cr_expect_eq(loop_rig_mono_reads, 0);
	cr_expect_eq(loop_rig_wall_reads, 1);
	loop_rig_turn(the_loop);
	cr_expect_eq(loop_rig_mono_reads, 1);
	cr_expect_eq(loop_rig_wall_reads, 1);
	cr_expect_eq(loop_mono_ms(the_loop), mono + 50);
	cr_expect_eq(loop_wall_ms(the_loop), wall + 50);
}

static void
stop(struct timer *t, uint64_t now_ms)
{
	(void)t;
	(void)now_ms;
	note('s');
	loop_stop(the_loop);
}

static void
twice_then_stop(struct timer *t, uint64_t now_ms)
{
	note('1');
	loop_timer(the_loop, t, now_ms, stop);
}

Test(loop_order, run_turns_until_it_is_stopped)
{
	struct timer t = { 0 };
	struct err e;

	loop_timer(the_loop, &t, loop_mono_ms(the_loop), twice_then_stop);
	cr_expect_eq(loop_run(the_loop, &e), 0);
	cr_expect_str_eq(trace, "1s");
	loop_timer(the_loop, &t, loop_mono_ms(the_loop), stop); /* may run again */
	cr_expect_eq(loop_run(the_loop, &e), 0);
	cr_expect_str_eq(trace, "1ss");
}

/* A real wait: it ends when the timer is due by the machine's clock, not before. */
Test(loop_order, waits_for_the_next_timer)
{
	struct err e;
	struct loop *real = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	struct step a = step('a');
	uint64_t due;

	cr_assert(real != NULL);
	due = loop_mono_ms(real) + 20;
	loop_timer(real, &a.t, due, step_due);
	for (int i = 0; i < 100 && trace[0] == '\0'; i++)
		cr_assert_eq(loop_turn(real, UINT64_MAX, &e), 0);
	cr_expect_str_eq(trace, "a");
	cr_expect(loop_mono_ms(real) >= due);
	loop_free(real);
}

Test(loop_order, waits_no_longer_than_asked)
{
	struct err e;
	struct step a = step('a');

	/* The clock stands still, so only the limit can end these. */
	loop_timer(the_loop, &a.t, loop_rig_now_ms + 3600000, step_due);
	cr_assert_eq(loop_turn(the_loop, 1, &e), 0);
	cr_assert_eq(loop_turn(the_loop, 0, &e), 0);
	cr_expect_str_eq(trace, "");
}

static volatile sig_atomic_t n_alarms;

static void
on_alarm(int sig)
{
	(void)sig;
	n_alarms++;
}

Test(loop_order, signal_ends_the_wait_without_an_error)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct itimerval in = { .it_value.tv_usec = 10000, .it_interval.tv_usec = 10000 };
	struct err e;

	cr_assert_eq(sigaction(SIGALRM, &sa, NULL), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &in, NULL), 0);
	cr_expect_eq(loop_turn(the_loop, UINT64_MAX, &e), 0); /* nothing but the signal can end it */
	cr_expect(n_alarms > 0);
}
