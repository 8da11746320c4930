/*
 * Connecting to somebody: TCP, from a local address or any, within a time.  Nothing here waits; the answer comes in a later turn of
 * the loop, also when the kernel knows it at once.
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
};

/* The last call.  fd: non-blocking, connected, the callee's; -1 unless DIAL_CONNECTED.  The struct dial is gone. */
typedef void dial_done_fn(void *arg, enum dial_result result, int fd);

struct dial_plan {
	struct addr to;	  /* AF_INET or AF_INET6 */
	struct addr from; /* of the same family, its port is not looked at; len 0: any */
	uint64_t timeout_ms;
	dial_done_fn *done;
	void *arg;
};

struct dial;

/* The plan is copied.  NULL with *e when there is no socket to be had or `from` is no address of ours; done() won't be called. */
struct dial *dial_start(struct loop *loop, const struct dial_plan *plan, struct err *e) WARN_UNUSED;
/* done() won't be called.  NULL is fine. */
void dial_cancel(struct dial *d);

#endif
