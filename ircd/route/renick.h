/* Another nick for somebody, and who is told of it. */
#ifndef CONCLAVE_ROUTE_RENICK_H
#define CONCLAVE_ROUTE_RENICK_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

/*
 * c takes the nick, if client_set_nick() lets it.  Of a user, those hear NICK who share a channel with it, and it itself; who watches the
 * old or the new one hears that it went or came; other servers hear NICK.  Asks nobody whether c may be called so.
 */
enum nick_verdict renick(struct route *rt, struct client *c, struct view nick) WARN_UNUSED;
/*
 * Another server says so (TS6): whatever the nick looks like, and that c has it since then.  It is free, or c's own in another case; it may
 * not lie in c.  Told as by renick().
 */
void renick_put(struct route *rt, struct client *c, struct view nick, uint64_t nick_ts);
/* The same, where other servers are told in another way than by NICK. */
void renick_here(struct route *rt, struct client *c, struct view nick, uint64_t nick_ts);

#endif
