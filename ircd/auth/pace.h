/*
 * Long answers at the pace of their reader.  What a command has to say is a job whose step() says some of it: never more than half of
 * the client's sendq waits for it, and a turn looks at a bounded number of things.  What is left goes on in later turns, whenever the
 * queue has drained; the client's next lines wait meanwhile, so that a PONG comes behind the list that was asked for before it.
 * A job is made on the stack, and copied to the heap only if it has to wait: short answers allocate nothing.
 */
#ifndef CONCLAVE_AUTH_PACE_H
#define CONCLAVE_AUTH_PACE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/list.h"
#include "core/util.h"

struct client;
struct pace_job;
struct route;
struct session;

struct pace_kind {
	/* Says more, at most a turn's worth and only while pace_has_room(); true when all was said. */
	bool (*step)(struct pace_job *job, struct client *to);
	/* It waits from now on, at this address; it no longer waits: it goes on or will be freed.  NULL where there is nothing to do. */
	void (*park)(struct pace_job *job);
	void (*unpark)(struct pace_job *job);
	/* Over: all was said, or the client has gone.  What the job points to is freed here. */
	void (*end)(struct pace_job *job);
};

/* Embedded, first, in what a step has to remember; that may be copied as long as it is not parked. */
struct pace_job {
	const struct pace_kind *kind;
	struct list link;
	bool is_answer; /* to the labeled command that was being handled when it began */
};

#define PACE_STEPS_FAR 1000

/*
 * pace_start: the first step now, unless jobs of this client wait already; then, and if something is left, a copy waits.
 *   in  to    a user of another server hears everything at once, at most PACE_STEPS_FAR steps: nothing waits for it here
 *       job   of `size` bytes, `kind` set
 *   why jobs are done in the order in which they began; those that a step starts come before what is left of its own
 */
void pace_start(struct route *rt, struct client *to, struct pace_job *job, size_t size);
/* Something waits to be said before what is said now. */
bool pace_is_busy(const struct client *c) WARN_UNUSED;
/* Half of what may wait for c is free, so another line and the end of the answer may be said. */
bool pace_has_room(const struct client *c) WARN_UNUSED;

/* For dispatch: the command was run; if a part of its answer waits, the label waits with it. */
void pace_keep_label(struct route *rt, const struct client *c);
/* For the gate: there is room.  One step; s->pace is NULL when all was said. */
void pace_turn(struct session *s);
/* The client has taken something since this was last asked.  s->pace is not NULL. */
bool pace_moves(struct session *s) WARN_UNUSED;
/* Nothing more will be said. */
void pace_stop(struct session *s);

#endif
