/* Listening sockets.  Accepting pauses when descriptors are out, and tries again, without spinning. */
#ifndef CONCLAVE_NET_LISTENER_H
#define CONCLAVE_NET_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "net/addr.h"
#include "net/conn.h"

struct listener;

struct listener_conf {
	struct addr at;
	int backlog;	    /* 1..4096 */
	unsigned unix_mode; /* permission bits of a Unix socket's file */
	bool tls;
	const struct websocket_conf *websocket; /* NULL: lines; outlives the connections */
	bool ask_certificate;			/* of who comes by TLS, whatever the contexts say */
	void *data;				/* conn_listener_data() of what it accepts; borrowed */
};

/* Opens, binds and listens; nothing is accepted before listener_start(). NULL with *e. */
struct listener *listener_new(const struct listener_conf *conf, struct err *e) WARN_UNUSED;
int listener_start(struct listener *l, struct net *net, struct err *e) WARN_UNUSED;
/* Stops and closes; a Unix socket's file is removed if it is still ours. */
void listener_free(struct listener *l);
/* For connections accepted from now on; takes a reference. NULL on a TLS listener refuses connections. */
void listener_set_tls(struct listener *l, struct tls_contexts *t);
/* How those who are accepted from now on speak; websocket NULL: in lines.  With tls, listener_set_tls() says by which certificates. */
void listener_set_protocol(struct listener *l, bool tls, const struct websocket_conf *websocket);
const struct addr *listener_addr(const struct listener *l);
bool listener_is_tls(const struct listener *l);
bool listener_is_websocket(const struct listener *l);

/*
 * Asked before a conn is made, so that a flood from one address is refused for the price of an accept and a close.
 * Set once for all listeners of a net; NULL = everybody.
 */
typedef bool listener_admit_fn(const struct peer_addr *peer, void *arg);
void net_set_admit(struct net *net, listener_admit_fn *fn, void *arg);

#endif
