/* Somebody leaves the network, and who is told of it. */
#ifndef CONCLAVE_ROUTE_LEAVE_H
#define CONCLAVE_ROUTE_LEAVE_H

#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

/* Of a user: those who share a channel hear QUIT.  Before client_exit(). */
void leave_tell(struct route *rt, struct client *c, struct view reason);
/*
 * A user of another server is gone: the same, who watches it hears that too, it is out of the world, and its memory goes at the end of the
 * turn.  Other servers are told by the caller, if they have to be.
 */
void leave_remote(struct route *rt, struct client *c, struct view reason);

#endif
