/* Somebody is away, or here again, and who is told of it (IRCv3 away-notify). */
#ifndef CONCLAVE_ROUTE_AWAY_EVENT_H
#define CONCLAVE_ROUTE_AWAY_EVENT_H

#include <stdint.h>

#include "route/route.h"
#include "state/client.h"
#include "state/member.h"

/* c->away is another now.  Told to those who share a channel with c or watch it, with away-notify, and to other servers. */
void away_event(struct route *rt, struct client *c);
/* m is told to its channel anew: those with away-notify, and without these CAP_BIT()s, hear whether it is away. */
void away_event_member(struct route *rt, const struct member *m, uint64_t without);

#endif
