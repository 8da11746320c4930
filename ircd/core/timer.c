/*
 * A binary heap of timers.  timer_run() first takes what is due out of the heap, then calls: so a timer that a callback arms,
 * even for now, can't run in the same call, and a callback that arms itself again and again can't hold the loop.
 */
#include "core/timer.h"

#include <assert.h>

#include "core/mem.h"

#define IN_RUN (SIZE_MAX / 2 + 1) /* bit of pos: the place is in run[], not in item[] */

void
timer_heap_init(struct timer_heap *h)
{
	*h = (struct timer_heap){ 0 };
}

void
timer_heap_release(struct timer_heap *h)
{
	mem_free(h->item);
	mem_free(h->run);
	timer_heap_init(h);
}

static void
put(struct timer_heap *h, size_t i, struct timer *t)
{
	h->item[i] = t;
	t->pos = i + 1;
}

static void
sift_up(struct timer_heap *h, size_t i, struct timer *t)
{
	while (i > 0) {
		size_t up = (i - 1) / 2;

		if (h->item[up]->due_ms <= t->due_ms)
			break;
		put(h, i, h->item[up]);
		i = up;
	}
	put(h, i, t);
}

static void
sift_down(struct timer_heap *h, size_t i, struct timer *t)
{
	for (;;) {
		size_t kid = 2 * i + 1;

		if (kid >= h->count)
			break;
		if (kid + 1 < h->count && h->item[kid + 1]->due_ms < h->item[kid]->due_ms)
			kid++;
		if (t->due_ms <= h->item[kid]->due_ms)
			break;
		put(h, i, h->item[kid]);
		i = kid;
	}
	put(h, i, t);
}

static void
heap_remove(struct timer_heap *h, size_t i)
{
	struct timer *last = h->item[--h->count];

	if (i == h->count)
		return;
	if (i > 0 && last->due_ms < h->item[(i - 1) / 2]->due_ms)
		sift_up(h, i, last);
	else
		sift_down(h, i, last);
}

void
timer_cancel(struct timer_heap *h, struct timer *t)
{
	if (t->pos == 0)
		return;
	if ((t->pos & IN_RUN) != 0) {
		assert(h->run[(t->pos & ~IN_RUN) - 1] == t);
		h->run[(t->pos & ~IN_RUN) - 1] = NULL;
	} else {
		assert(t->pos <= h->count && h->item[t->pos - 1] == t);
		heap_remove(h, t->pos - 1);
	}
	t->pos = 0;
}

void
timer_arm(struct timer_heap *h, struct timer *t, uint64_t due_ms, timer_fn *fn)
{
	timer_cancel(h, t);
	if (h->count == h->cap) {
		h->cap = h->cap != 0 ? h->cap * 2 : 16;
		h->item = mem_grow(h->item, h->cap, sizeof(struct timer *));
	}
	t->due_ms = due_ms;
	t->fn = fn;
	h->count++;
	sift_up(h, h->count - 1, t);
}

uint64_t
timer_wait_ms(const struct timer_heap *h, uint64_t now_ms)
{
	if (h->count == 0)
		return UINT64_MAX;
	return h->item[0]->due_ms > now_ms ? h->item[0]->due_ms - now_ms : 0;
}

/* Moves at most `budget` timers that are due from the heap to run[], the earliest first. */
static void
collect(struct timer_heap *h, uint64_t now_ms, size_t budget)
{
	while (h->n_run < budget && h->count != 0 && h->item[0]->due_ms <= now_ms) {
		struct timer *t = h->item[0];

		heap_remove(h, 0);
		if (h->n_run == h->run_cap) {
			h->run_cap = h->run_cap != 0 ? h->run_cap * 2 : 16;
			h->run = mem_grow(h->run, h->run_cap, sizeof(struct timer *));
		}
		h->run[h->n_run++] = t;
		t->pos = h->n_run | IN_RUN;
	}
}

size_t
timer_run(struct timer_heap *h, uint64_t now_ms, size_t budget)
{
	size_t ran = 0;

	assert(h->n_run == 0); /* not from a timer's callback */
	collect(h, now_ms, budget);
	for (size_t i = 0; i < h->n_run; i++) {
		struct timer *t = h->run[i];

		if (t == NULL)
			continue;
		t->pos = 0;
		t->fn(t, now_ms); /* may free t */
		ran++;
	}
	h->n_run = 0;
	return ran;
}
