/*
 * The way to a server outside: a connection of TCP, or datagrams to one address and from it alone, straight or through a proxy.  Behind one
 * function, so that tests play the server in memory.
 */
#ifndef CONCLAVE_ICQ_UPLINK_NET_H
#define CONCLAVE_ICQ_UPLINK_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "net/dial.h"

enum {
	UPLINK_DATAGRAM_MAX = 8192,
	UPLINK_UNSENT_MAX = 65536, /* bytes that a connection has not taken */
};

struct uplink_pipe;

struct uplink_pipe_ops {
	/* It is there; in a later turn than it was asked for. */
	void (*open)(void *arg);
	/* Bytes, or one datagram; dies at return.  It may close the pipe. */
	void (*take)(void *arg, struct view bytes);
	/* The last call, never within a call to the pipe.  why: for people, static.  The pipe is gone. */
	void (*gone)(void *arg, const char *why);
};

struct uplink_way {
	bool is_udp;
	struct addr to;
	const struct dial_socks *socks; /* NULL: straight */
	uint64_t timeout_ms;		/* until open() */
};

/* How a pipe is made; the first member of what it is. */
struct uplink_pipe_kind {
	void (*send)(struct uplink_pipe *p, struct view bytes);
	void (*close)(struct uplink_pipe *p);
};
struct uplink_pipe {
	const struct uplink_pipe_kind *kind;
	const struct uplink_pipe_ops *ops;
	void *owner;
};

/* All is copied but ops.  NULL with *e: no socket. */
typedef struct uplink_pipe *uplink_pipe_open_fn(void *arg, const struct uplink_way *way,
	const struct uplink_pipe_ops *ops, void *owner, struct err *e);

/* By sockets; arg is the loop. */
struct uplink_pipe *uplink_pipe_open(void *arg, const struct uplink_way *way,
	const struct uplink_pipe_ops *ops, void *owner, struct err *e) WARN_UNUSED;

/* Before open() it is lost. */
static inline void
uplink_pipe_send(struct uplink_pipe *p, struct view bytes)
{
	p->kind->send(p, bytes);
}
/* gone() won't be called; what was sent still goes out as far as the kernel has room.  NULL is fine. */
static inline void
uplink_pipe_close(struct uplink_pipe *p)
{
	if (p != NULL)
		p->kind->close(p);
}

#endif
