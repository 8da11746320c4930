/* Who is accepted at all, before a connection costs anything but its accept(2): the throttle, the refused, gateways. */
#ifndef CONCLAVE_MAIN_SERVER_ADMIT_H
#define CONCLAVE_MAIN_SERVER_ADMIT_H

#include <stdbool.h>

#include "conf/conf.h"
#include "core/util.h"

struct peer_addr;
struct server;

/* What remembers bans under way, and who was refused: before the gate. */
void server_admit_make(struct server *s, const struct conf *conf);
/* No walk for a ban goes on: while the world is there. */
void server_admit_stop(struct server *s);
/* Its net asks from now on.  The server is whole but for this. */
void server_admit_init(struct server *s, const struct conf *conf);
/* Before the gate takes the configuration over. */
void server_admit_configure(struct server *s, const struct conf *conf);
/* While the gate is still there. */
void server_admit_end(struct server *s);
void server_admit_release(struct server *s);
/* May somebody from there connect now?  It counts as a connection.  Listeners ask it, and tests that have none. */
bool server_admits(struct server *s, const struct peer_addr *peer) WARN_UNUSED;

#endif
