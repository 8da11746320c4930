#include "core/timer.h"

#include <criterion/criterion.h>

#include "core/mem.h"
#include "core/util.h"

static struct timer_heap heap;
static struct timer *ran[1024];
static size_t n_ran;

static void
setup(void)
{
	timer_heap_init(&heap);
	n_ran = 0;
}

static void
teardown(void)
{
	timer_heap_release(&heap);
}

TestSuite(timer, .init = setup, .fini = teardown);

static void
note(struct timer *t, uint64_t now_ms)
{
	cr_assert(t->due_ms <= now_ms);
	cr_assert_not(timer_is_armed(t));
	ran[n_ran++] = t;
}

Test(timer, none_armed_waits_for_ever)
{
	cr_expect_eq(timer_wait_ms(&heap, 0), UINT64_MAX);
	cr_expect_eq(timer_run(&heap, UINT64_MAX, 10), 0);
}

Test(timer, wait_is_until_the_earliest)
{
	struct timer a = { 0 }, b = { 0 };

	timer_arm(&heap, &a, 100, note);
	timer_arm(&heap, &b, 50, note);
	cr_expect_eq(timer_wait_ms(&heap, 20), 30);
	cr_expect_eq(timer_wait_ms(&heap, 50), 0);
	cr_expect_eq(timer_wait_ms(&heap, 70), 0);
	timer_cancel(&heap, &b);
	cr_expect_eq(timer_wait_ms(&heap, 70), 30);
	timer_cancel(&heap, &a);
	cr_expect_eq(timer_wait_ms(&heap, 70), UINT64_MAX);
}

Test(timer, runs_when_due_and_not_before)
{
	struct timer a = { 0 };

	timer_arm(&heap, &a, 100, note);
	cr_expect(timer_is_armed(&a));
	cr_expect_eq(timer_run(&heap, 99, 10), 0);
	cr_expect_eq(timer_run(&heap, 100, 10), 1);
	cr_expect_not(timer_is_armed(&a));
	cr_expect_eq(timer_run(&heap, 200, 10), 0);
}

Test(timer, many_run_in_order_of_due_time)
{
	enum { N = 500 };
	static struct timer t[N];
	uint64_t before = 0;

	for (size_t i = 0; i < N; i++) /* 7919 is prime to 500: each due time once */
		timer_arm(&heap, &t[i], i * 7919 % N, note);
	for (size_t i = 0; i < N; i += 3)
		timer_cancel(&heap, &t[i]);
	for (size_t i = 1; i < N; i += 3) /* moved: later and earlier */
		timer_arm(&heap, &t[i], (i * 31 + 7) % N, note);
	cr_expect_eq(timer_run(&heap, N, 1000), N - (N + 2) / 3);
	for (size_t i = 0; i < n_ran; i++) {
		cr_assert(ran[i]->due_ms >= before);
		cr_assert((size_t)(ran[i] - t) % 3 != 0, "a cancelled one ran");
		before = ran[i]->due_ms;
	}
}

Test(timer, arming_again_moves)
{
	struct timer a = { 0 }, b = { 0 };

	timer_arm(&heap, &a, 10, note);
	timer_arm(&heap, &b, 20, note);
	timer_arm(&heap, &a, 30, note);
	cr_expect_eq(heap.count, 2);
	cr_expect_eq(timer_run(&heap, 25, 10), 1);
	cr_expect(ran[0] == &b);
	timer_arm(&heap, &a, 5, note);
	cr_expect_eq(timer_run(&heap, 25, 10), 1);
	cr_expect(ran[1] == &a);
}

Test(timer, budget_leaves_the_later_for_the_next_call)
{
	struct timer t[5] = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		timer_arm(&heap, &t[i], 10 - i, note);
	cr_expect_eq(timer_run(&heap, 10, 3), 3);
	cr_expect(ran[0] == &t[4] && ran[1] == &t[3] && ran[2] == &t[2]);
	cr_expect_eq(timer_wait_ms(&heap, 10), 0);
	cr_expect_eq(timer_run(&heap, 10, 3), 2);
	cr_expect(ran[3] == &t[1] && ran[4] == &t[0]);
}

Test(timer, cancelling_twice_is_harmless)
{
	struct timer a = { 0 };

	timer_cancel(&heap, &a);
	timer_arm(&heap, &a, 10, note);
	timer_cancel(&heap, &a);
	timer_cancel(&heap, &a);
	cr_expect_eq(timer_run(&heap, 10, 10), 0);
}

static struct timer other;

static void
rearm_now(struct timer *t, uint64_t now_ms)
{
	ran[n_ran++] = t;
	timer_arm(&heap, t, now_ms, rearm_now);
}

Test(timer, armed_for_now_by_a_callback_waits_for_the_next_call)
{
	struct timer a = { 0 };

	timer_arm(&heap, &a, 10, rearm_now);
	cr_expect_eq(timer_run(&heap, 10, 100), 1);
	cr_expect_eq(timer_wait_ms(&heap, 10), 0);
	cr_expect_eq(timer_run(&heap, 10, 100), 1);
	timer_cancel(&heap, &a);
}

static void
arm_other_in_the_past(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	ran[n_ran++] = t;
	timer_arm(&heap, &other, 0, note);
}

Test(timer, armed_for_the_past_by_a_callback_waits_for_the_next_call)
{
	struct timer a = { 0 }, b = { 0 };

	timer_arm(&heap, &a, 10, arm_other_in_the_past);
	timer_arm(&heap, &b, 20, note);
	cr_expect_eq(timer_run(&heap, 20, 100), 2);
	cr_expect(ran[1] == &b);
	cr_expect_eq(timer_run(&heap, 20, 100), 1);
	cr_expect(ran[2] == &other);
}

static void
cancel_other(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	ran[n_ran++] = t;
	cr_assert(timer_is_armed(&other));
	timer_cancel(&heap, &other);
	cr_assert_not(timer_is_armed(&other));
}

Test(timer, due_one_cancelled_by_an_earlier_callback_does_not_run)
{
	struct timer a = { 0 };

	timer_arm(&heap, &a, 10, cancel_other);
	timer_arm(&heap, &other, 11, note);
	cr_expect_eq(timer_run(&heap, 20, 100), 1);
	cr_expect_eq(n_ran, 1);
	cr_expect_eq(timer_run(&heap, 20, 100), 0);
}

static void
move_other_later(struct timer *t, uint64_t now_ms)
{
	ran[n_ran++] = t;
	timer_arm(&heap, &other, now_ms + 5, note);
}

Test(timer, due_one_moved_by_an_earlier_callback_runs_at_its_new_time)
{
	struct timer a = { 0 };

	timer_arm(&heap, &a, 10, move_other_later);
	timer_arm(&heap, &other, 11, note);
	cr_expect_eq(timer_run(&heap, 20, 100), 1);
	cr_expect_eq(timer_wait_ms(&heap, 20), 5);
	cr_expect_eq(timer_run(&heap, 25, 100), 1);
	cr_expect(ran[1] == &other);
}

static void
free_self(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	n_ran++;
	mem_free(t);
}

Test(timer, callback_may_free_its_object)
{
	struct timer *a = mem_zalloc(sizeof(*a)), *b = mem_zalloc(sizeof(*b));

	timer_arm(&heap, a, 10, free_self);
	timer_arm(&heap, b, 11, free_self);
	cr_expect_eq(timer_run(&heap, 20, 100), 2);
	cr_expect_eq(timer_run(&heap, 20, 100), 0);
}

Test(timer, last_instant_of_time_can_be_waited_for)
{
	struct timer a = { 0 };

	timer_arm(&heap, &a, UINT64_MAX, note);
	cr_expect_eq(timer_wait_ms(&heap, 1), UINT64_MAX - 1);
	cr_expect_eq(timer_run(&heap, UINT64_MAX - 1, 100), 0);
	cr_expect_eq(timer_run(&heap, UINT64_MAX, 100), 1);
}
