/* Another nick for somebody, and who is told of it. */
#ifndef CONCLAVE_ROUTE_RENICK_H
#define CONCLAVE_ROUTE_RENICK_H

#include "core/util.h"
#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

/*
 * c takes the nick, if client_set_nick() lets it.  Of a user, those hear NICK who share a channel with it, and it itself; who watches the
 * old or the new one hears that it went or came.  Asks nobody whether c may be called so.
 */
enum nick_verdict renick(struct route *rt, struct client *c, struct view nick) WARN_UNUSED;

#endif
