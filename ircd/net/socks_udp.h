/*
 * UDP to one address through a SOCKS 5 proxy (RFC 1928 7): a connection to the proxy for as long as it shall last, and a socket to the relay
 * that the proxy names.  What comes from anybody but the relay, in pieces, or from another address than the one asked for, is dropped.
 */
#ifndef CONCLAVE_NET_SOCKS_UDP_H
#define CONCLAVE_NET_SOCKS_UDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "net/dial.h"

enum {
	SOCKS_UDP_HEAD_MAX = 22,   /* in front of what is sent and received, IPv6; IPv4: 10 */
	SOCKS_UDP_DATA_MAX = 8192, /* of a datagram; longer ones are dropped */
};

/* ---- as bytes ---- */

/* The head for `to`, AF_INET or AF_INET6.  ret: its bytes. */
size_t socks_udp_head(const struct addr *to, uint8_t dst[SOCKS_UDP_HEAD_MAX]);
/* What the relay sent, without its head.  False: no such head, a piece of something, or not from `from`. */
bool socks_udp_open(struct view datagram, const struct addr *from, struct view *data) WARN_UNUSED;

/* ---- as an association ---- */

struct socks_udp;

struct socks_udp_ops {
	/* Datagrams can be sent from now on. */
	void (*ready)(void *arg);
	/* One has come; dies at return.  It may close the association. */
	void (*datagram)(void *arg, struct view data);
	/* The last call: the proxy refused, hung up, makes no sense.  why: for people, static.  The struct socks_udp is gone. */
	void (*gone)(void *arg, const char *why);
};
struct socks_udp_plan {
	struct addr to;
	const struct dial_socks *socks; /* DIAL_SOCKS_5; dies with the call */
	uint64_t timeout_ms;		/* until ready() */
	const struct socks_udp_ops *ops;
	void *arg;
};
/* NULL with *e as dial_start() does. */
struct socks_udp *
socks_udp_start(struct loop *loop, const struct socks_udp_plan *plan, struct err *e) WARN_UNUSED;
/* Lost without a word as datagrams are: before ready(), above SOCKS_UDP_DATA_MAX, where the kernel has no room. */
void socks_udp_send(struct socks_udp *s, struct view data);
/* gone() won't be called.  NULL is fine. */
void socks_udp_close(struct socks_udp *s);

#endif
