/* What the files of the loop share: the loop itself, the poll set, and the back end that keeps the many. */
#ifndef CONCLAVE_CORE_LOOP_PRIV_H
#define CONCLAVE_CORE_LOOP_PRIV_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/list.h"
#include "core/loop.h"
#include "core/timer.h"

enum { LOOP_EVENT_BUDGET = 256, LOOP_TIMER_BUDGET = 256 };

/*
 * Entries of poll(2) and their watches, side by side.  A deleted entry leaves a hole (fd -1, watch NULL) until the set is
 * packed before the next wait, so that deleting in a callback doesn't move what is being walked.
 */
struct loop_poll_set {
	struct pollfd *entry;
	struct watch **watch;
	size_t n, cap, n_holes;
	size_t start; /* where the next walk begins: behind the last that was called when the budget ended */
};

/* Where LOOP_MANY goes.  open may refuse with *e filled; add gives 0 or -1; want and del can't fail. */
struct loop_many {
	const char *name;
	int (*open)(struct loop *loop, struct err *e);
	void (*close)(struct loop *loop);
	int (*add)(struct loop *loop, struct watch *w, struct err *e);
	void (*want)(struct loop *loop, struct watch *w);
	void (*del)(struct loop *loop, struct watch *w);
};

struct loop_epoll;

/* Behind a pointer, for reading the wall clock late doesn't change the loop as its users see it. */
struct loop_wall {
	uint64_t ms;
	bool known; /* in this turn */
};

struct loop {
	struct clock clock;
	uint64_t mono_ms;
	struct loop_wall *wall;
	struct timer_heap timers;
	struct list phase[LOOP_N_PHASES];
	struct loop_poll_set poll;
	const struct loop_many *many;
	struct loop_epoll *epoll; /* NULL without */
	struct loop_stats stats;
	bool stop;
};

/* The poll set, and the best that this system has. */
const struct loop_many *loop_many_poll(void) WARN_UNUSED;
const struct loop_many *loop_many_best(void) WARN_UNUSED;

/* Calls the watch if it still wants something of `ready`, or if `broken` (an error or hang-up, which nobody can unwant). */
void loop_call(struct loop *loop, struct watch *w, unsigned ready, bool broken);

int loop_poll_add(struct loop *loop, struct watch *w, struct err *e) WARN_UNUSED;
void loop_poll_want(struct loop *loop, struct watch *w);
void loop_poll_del(struct loop *loop, struct watch *w);
void loop_poll_release(struct loop *loop);
/* Waits at most so long (UINT64_MAX: no limit).  Number of entries that are ready, or -1 with *e filled. */
int loop_poll_wait(struct loop *loop, uint64_t wait_ms, struct err *e) WARN_UNUSED;
/* Calls at most LOOP_EVENT_BUDGET of the n_ready that poll found. */
void loop_poll_dispatch(struct loop *loop, int n_ready);

#endif
