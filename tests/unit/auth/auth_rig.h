/* Configurations from text, and what else the tests of auth share. */
#ifndef CONCLAVE_TESTS_UNIT_AUTH_AUTH_RIG_H
#define CONCLAVE_TESTS_UNIT_AUTH_AUTH_RIG_H

#include "auth/session.h"
#include "conf/conf.h"
#include "net/addr.h"

/* `server` (with what `server` says in it), `listen` and what the text says; asserts that it is right. */
const struct conf *rig_conf_server(const char *server, const char *text);
/* The same with nothing more in `server`. */
const struct conf *rig_conf_of(const char *text);
/* "192.0.2.1", "2001:db8::1" or "unix" */
struct peer_addr rig_peer_of(const char *text);

/* A client with an address and a user name, and no server around it. */
struct rig_one {
	struct loop *loop;
	struct line_pool *lines;
	struct net *net;
	struct conn_mem *mem;
	struct world *world;
	struct client *c;
	struct session session; /* of c; only what admission reads is in it */
};

/* user as client_user() gives it, with its '~'; address as rig_peer_of() takes it. */
void rig_one_init(struct rig_one *o, const char *user, const char *address);
void rig_one_release(struct rig_one *o);

#endif
