/*
 * Connecting to somebody: TCP, from a local address or any, straight or through a SOCKS proxy, within a time.  Nothing here waits; the
 * answer comes in a later turn of the loop, also when the kernel knows it at once.
 */
#ifndef CONCLAVE_NET_DIAL_H
#define CONCLAVE_NET_DIAL_H

#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "net/addr.h"

enum dial_result {
	DIAL_CONNECTED,
	DIAL_REFUSED,	  /* somebody is there and does not want it */
	DIAL_UNREACHABLE, /* no way there, or none allowed */
	DIAL_TIMEOUT,
	DIAL_FAILED, /* the fault is ours */
	DIAL_PROXY,  /* the proxy is not there, does not let us, or makes no sense */
};

/*
 * The last call.  fd: non-blocking, connected, the callee's; -1 unless DIAL_CONNECTED.  why: in words for people, static; NULL if connected.
 * The struct dial is gone.
 */
typedef void dial_done_fn(void *arg, enum dial_result result, int fd, const char *why);

enum dial_socks_kind {
	DIAL_SOCKS_5,
	DIAL_SOCKS_4, /* 4A for IPv6: its address goes there as a name, which not every proxy takes */
};

/* user, password: at most 255 bytes (RFC 1929); user NULL: it is asked for none.  SOCKS 4 knows no password. */
struct dial_socks {
	enum dial_socks_kind kind;
	struct addr at;
	const char *user, *password;
};

struct dial_plan {
	struct addr to;			/* AF_INET or AF_INET6 */
	const struct dial_socks *socks; /* NULL: straight */
	struct addr from;    /* of the family of whom we connect to, its port is not looked at; len 0: any */
	uint64_t timeout_ms; /* for all of it */
	/*
	 * Not NULL: of a SOCKS 5 proxy a relay of UDP is asked for and no connection, and `to` is not looked at.  Where it is stands here when
	 * done() is told DIAL_CONNECTED, and it is there as long as fd is open: net/socks_udp.h.
	 */
	struct addr *relay;
	dial_done_fn *done;
	void *arg;
};

struct dial;

/*
 * The plan is copied.  NULL with *e when there is no socket to be had, `from` is no address of ours, or user or password is too long;
 * done() won't be called.
 */
struct dial *dial_start(struct loop *loop, const struct dial_plan *plan, struct err *e) WARN_UNUSED;
/* done() won't be called.  NULL is fine. */
void dial_cancel(struct dial *d);

#endif
