/*
 * Timers: embedded in what they belong to, kept in a heap by due time.  One-shot; arm again in the callback to repeat.
 */
#ifndef CONCLAVE_CORE_TIMER_H
#define CONCLAVE_CORE_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

struct timer;
typedef void timer_fn(struct timer *t, uint64_t now_ms);

struct timer {
	uint64_t due_ms;
	timer_fn *fn;
	size_t pos; /* place in the heap, or among those that run now, + 1; 0 = not armed */
};

struct timer_heap {
	struct timer **item;
	size_t count, cap;
	struct timer **run; /* taken out of the heap by timer_run(); NULL where cancelled since */
	size_t n_run, run_cap;
};

void timer_heap_init(struct timer_heap *h);
void timer_heap_release(struct timer_heap *h);
/* Arms, or moves if armed.  The callback's object is found with CONTAINER_OF(). */
void timer_arm(struct timer_heap *h, struct timer *t, uint64_t due_ms, timer_fn *fn);
void timer_cancel(struct timer_heap *h, struct timer *t); /* harmless if not armed */
static inline bool
timer_is_armed(const struct timer *t)
{
	return t->pos != 0;
}
/* ms until the next is due, 0 if one is, UINT64_MAX if none is armed. */
uint64_t timer_wait_ms(const struct timer_heap *h, uint64_t now_ms) WARN_UNUSED;
/* Runs at most `budget` callbacks that are due; a timer armed by a callback for now waits for the next call. */
size_t timer_run(struct timer_heap *h, uint64_t now_ms, size_t budget);

#endif
