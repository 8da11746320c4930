/*
 * A connection whose other end is a part of this server: a module speaks for somebody who has none of his own.  For everybody else it is a
 * connection like others.  What is said is read, and what was sent is heard, in turns of the loop, never within the call.
 */
#ifndef CONCLAVE_NET_CONN_INSIDE_H
#define CONCLAVE_NET_CONN_INSIDE_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "net/conn.h"

#define CONN_INSIDE_SAID_MAX 4096 /* bytes that wait to be read */

struct conn_inside; /* the other end */

struct conn_inside_ops {
	/* One line without its end; dies at return.  false: not now; it comes again after conn_inside_hear(). */
	bool (*hear)(void *arg, struct view line);
	/* The last call, in the reap phase: the connection is gone, and so is the struct conn_inside.  why: as conn_close_text(). */
	void (*gone)(void *arg, const char *why);
};

/* All borrowed; peer is copied. */
struct conn_inside_conf {
	const struct peer_addr *peer; /* where he is who is spoken for */
	void *listener_data;
	const char *tls; /* the version by which he has come, static; NULL: plain */
	const struct conn_inside_ops *ops;
	void *arg;
};

/* opened() of the net's owner has been called when it returns.  NULL when max_conns are alive. */
struct conn_inside *conn_inside_open(struct net *net, const struct conn_inside_conf *conf) WARN_UNUSED;
/* The near end. */
struct conn *conn_inside_conn(const struct conn_inside *in);
/* Bytes of whole lines with their ends.  false: they would be more than may wait; none was taken. */
bool conn_inside_say(struct conn_inside *in, struct view lines) WARN_UNUSED;
/* After hear() has said false: it is called again. */
void conn_inside_hear(struct conn_inside *in);
/* ops are not called any more, and in is gone; the connection closes as for a peer who has hung up, once it has read what was said. */
void conn_inside_leave(struct conn_inside *in);

#endif
