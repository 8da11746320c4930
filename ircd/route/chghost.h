/* Another user name or host for somebody who is there, and who is told of it (IRCv3 chghost). */
#ifndef CONCLAVE_ROUTE_CHGHOST_H
#define CONCLAVE_ROUTE_CHGHOST_H

#include <stdbool.h>

#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

/*
 * c is user@host from now on; both are cut to their limits, nothing is told if neither changes.  Who shares a channel with it or watches
 * it hears CHGHOST, with that capability; who shares one without it sees it leave and come back.  c hears 396; other servers hear it.  Before registration
 * nobody is told.  The first host that is replaced stays its address, for bans and operators.
 */
void chghost_set(struct route *rt, struct client *c, struct view user, struct view host);
/* The same, where other servers know already, or are told by the caller.  false: it is so already. */
bool chghost_here(struct route *rt, struct client *c, struct view user, struct view host);
/* c gets the host that its mode x says: the cloak, where there is one, or the real one.  false: it has that already. */
bool chghost_cloak(struct route *rt, struct client *c);

#endif
