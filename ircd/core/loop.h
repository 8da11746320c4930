/*
 * The event loop.  One thread.  It waits in poll(2) on a few entries: descriptors added with LOOP_FEW (listeners, wake-ups), and
 * one epoll instance that holds those added with LOOP_MANY (connections).  With LOOP_BACKEND_POLL, and where there is no epoll,
 * connections are poll entries themselves.
 *
 * A turn: wait; ready callbacks, each with bounded work; timers that are due; then the phases LOOP_PHASE_FLUSH and
 * LOOP_PHASE_REAP, in this order, for what was deferred to them.  Level-triggered: a callback that leaves input behind is called
 * again in the next turn.
 */
#ifndef CONCLAVE_CORE_LOOP_H
#define CONCLAVE_CORE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/err.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"

#define LOOP_READ  1u
#define LOOP_WRITE 2u

enum loop_backend { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };
enum loop_kind { LOOP_FEW, LOOP_MANY };
enum loop_phase { LOOP_PHASE_FLUSH, LOOP_PHASE_REAP, LOOP_N_PHASES };

struct loop;

/* POLLHUP and POLLERR set both bits, whatever is wanted; then the callback must close or it is called for ever. */
typedef void loop_ready_fn(struct loop *loop, unsigned ready, void *arg);

/* Embedded in the owner, which must outlive it: loop_del() first.  Fields belong to loop.c. */
struct watch {
	int fd; /* -1 = not added */
	uint8_t want;
	uint8_t kind;
	uint32_t pos; /* place in the poll set, LOOP_FEW or poll back end */
	loop_ready_fn *fn;
	void *arg;
};

/* Something to do once, later in this turn.  Embedded; list_init() its link before first use. */
struct deferred {
	struct list link;
	void (*fn)(struct deferred *d);
};

struct loop *loop_new(enum loop_backend backend, struct clock clock, struct err *e) WARN_UNUSED;
void loop_free(struct loop *loop);

/* fd is borrowed.  The watch may be deleted in any callback, its own too; events already collected for it are dropped. */
int loop_add(struct loop *loop, struct watch *w, int fd, enum loop_kind kind, unsigned want,
	struct err *e) WARN_UNUSED;
void loop_want(struct loop *loop, struct watch *w, unsigned want); /* no system call when nothing changes */
void loop_del(struct loop *loop, struct watch *w); /* harmless when not added; before close(fd) */

/* Does nothing when d is queued already.  What is queued in a phase while it runs is run in the same phase. */
void loop_defer(struct loop *loop, enum loop_phase phase, struct deferred *d);

void loop_timer(struct loop *loop, struct timer *t, uint64_t due_ms, timer_fn *fn);
void loop_timer_cancel(struct loop *loop, struct timer *t);

/* The time at the start of this turn; no system call. */
uint64_t loop_mono_ms(const struct loop *loop);
uint64_t loop_wall_ms(const struct loop *loop);

/*
 * loop_turn: one turn.
 *   in   max_wait_ms  waits at most so long (0: only looks; UINT64_MAX: until something happens)
 *   ret  0, or -1 when poll failed for another reason than EINTR, with *e filled
 */
int loop_turn(struct loop *loop, uint64_t max_wait_ms, struct err *e) WARN_UNUSED;
/* Turns until loop_stop(). */
int loop_run(struct loop *loop, struct err *e) WARN_UNUSED;
void loop_stop(struct loop *loop);

struct loop_stats {
	uint64_t turns, events, timers;
	size_t n_few, n_many;
	const char *backend; /* "epoll" or "poll" */
};
struct loop_stats loop_stats(const struct loop *loop);

#endif
