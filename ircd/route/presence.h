/* Tells those who watch a nick with MONITOR that somebody has it now, or has it no more. */
#ifndef CONCLAVE_ROUTE_PRESENCE_H
#define CONCLAVE_ROUTE_PRESENCE_H

#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

void presence_online(struct route *rt, const struct client *c);
void presence_offline(struct route *rt, struct view nick);

#endif
