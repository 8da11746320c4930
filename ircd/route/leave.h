/* Somebody leaves the network, and who is told of it. */
#ifndef CONCLAVE_ROUTE_LEAVE_H
#define CONCLAVE_ROUTE_LEAVE_H

#include "core/view.h"
#include "route/route.h"
#include "route/tree.h"
#include "state/client.h"

/* Who is told of users elsewhere who leave, before they are out of the world; arg is borrowed.  Once, at the start. */
typedef void leave_watch_fn(void *arg, const struct client *c);
void leave_watch(struct route *rt, leave_watch_fn *left, void *arg);
/* A user leaves: those here who share a channel hear QUIT; other servers do if it was on this one.  Before client_exit(). */
void leave_tell(struct route *rt, struct client *c, struct view reason);
/* After it: who watches c hears that it went. */
void leave_is_over(struct route *rt, const struct client *c);
/*
 * A user of another server is gone: both, it is out of the world, and its memory goes at the end of the turn.  Other servers are told by
 * the caller, if they have to be.
 */
void leave_remote(struct route *rt, struct client *c, struct view reason);
/* The same, as part of a batch that those who know batches have been told of (netsplit.h); its name, or empty. */
void leave_in_batch(struct route *rt, struct client *c, struct view reason, struct view batch);
/* The same, by KILL, of which other servers hear first; why as for tree_kill(), reason is what users here read. */
void
leave_killed(struct route *rt, struct tree_source by, struct client *c, struct view why, struct view reason);

#endif
