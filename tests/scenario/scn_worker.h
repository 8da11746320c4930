/* Keeps the password worker from working, so that what happens during a check can be told in a script. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_WORKER_H
#define CONCLAVE_TESTS_SCENARIO_SCN_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/worker.h"

struct scn_hold {
	bool is_held;
	size_t n_jobs;	       /* that are not done yet, the one that waits among them */
	int started[2], go[2]; /* pipes */
	struct job job;
};

/* The pool's one thread waits until scn_hold_end().  -1: out of descriptors, or it is held already. */
int scn_hold_begin(struct scn_hold *h, struct worker_pool *pool) WARN_UNUSED;
/* Then the queue takes no more. */
void scn_hold_fill(struct scn_hold *h, struct worker_pool *pool);
/* Harmless when it is not held.  What fills the queue is done some turns of the loop later. */
void scn_hold_end(struct scn_hold *h);

#endif
