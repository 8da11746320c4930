/* The relay and the guard that it asks, as parts of the server: what it asks of connections and sessions, which it does not know. */
#ifndef CONCLAVE_MAIN_SERVER_RELAY_H
#define CONCLAVE_MAIN_SERVER_RELAY_H

#include "conf/conf.h"

struct client;
struct gate_env;
struct relay_where;
struct server;
struct server_env;

/* World, route and audit are there; the gate is not yet, and is to be told of it by `gate`. */
void server_relay_make(
	struct server *s, const struct server_env *given, const struct conf *conf, struct gate_env *gate);
/* Where the relay finds a client; arg is the server. */
void server_where(void *arg, const struct client *c, struct relay_where *out);
void server_relay_configure(struct server *s, const struct conf *conf);
/* While the world, the route and the loop are there. */
void server_relay_release(struct server *s);

#endif
