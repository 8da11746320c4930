/* Another real name for somebody who is there, and who is told of it (IRCv3 setname). */
#ifndef CONCLAVE_ROUTE_SETNAME_H
#define CONCLAVE_ROUTE_SETNAME_H

#include "core/util.h"
#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

/* Of 1..REALNAME_LEN bytes. */
bool setname_is_ok(struct view realname) WARN_UNUSED;
/* Told to those who asked for it, to c itself if it did, and to other servers. */
void setname_set(struct route *rt, struct client *c, struct view realname);
/* The same, where other servers know already. */
void setname_here(struct route *rt, struct client *c, struct view realname);

#endif
