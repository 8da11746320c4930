/*
 * Worker threads for jobs that would block.  Made before the jail closes; no other file knows pthread.
 * A job's run() is on a worker, its done() on the loop's thread, in the order of finishing.
 */
#ifndef CONCLAVE_CORE_WORKER_H
#define CONCLAVE_CORE_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"

struct worker_pool;

/* Embedded in a heap object; after submit it belongs to the pool until done() is called. */
struct job {
	struct job *next;
	void (*run)(struct job *j);
	void (*done)(struct job *j);
};

/*
 * worker_pool_new: starts `threads` (1..16) and waits until every one has started and allocated once, so that a seccomp filter
 * may be synchronised to them.  All signals but SIGSYS are blocked in them, and they
 * step back (nice) behind the loop's thread.  max_queued: jobs waiting, 1..100,000.
 */
struct worker_pool *
worker_pool_new(struct loop *loop, size_t threads, size_t max_queued, struct err *e) WARN_UNUSED;
/* Not from a job's done().  Finishes running jobs, calls done() for those and for waiting ones without running them (see worker_is_stopping). */
void worker_pool_free(struct worker_pool *p);
/* false: the queue is full; the job still belongs to the caller, who answers "try again". */
bool worker_submit(struct worker_pool *p, struct job *j) WARN_UNUSED;
bool worker_is_stopping(const struct worker_pool *p);

struct worker_stats {
	size_t threads, waiting, max_waiting;
	size_t given;		/* submitted, and done() not called yet: waiting, running or finished */
	uint64_t done, refused; /* refused: the queue was full */
};
/* On the loop's thread. */
struct worker_stats worker_stats(struct worker_pool *p);

#endif
