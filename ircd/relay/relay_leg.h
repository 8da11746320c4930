/*
 * One side of a session, before bytes pass: a socket that listens for one connection from one address, or a call to somebody; in the end a
 * connection, which is held unread until it is taken.  Embedded.
 */
#ifndef CONCLAVE_RELAY_RELAY_LEG_H
#define CONCLAVE_RELAY_RELAY_LEG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "net/addr.h"

struct conf_dcc;
struct dial;
struct relay_leg;

enum relay_leg_event {
	RELAY_LEG_IN,	    /* the right one has come, or was reached; nobody else gets in */
	RELAY_LEG_INTRUDER, /* somebody else came and was reset; it listens on */
	RELAY_LEG_GONE,	    /* who was in has hung up */
	RELAY_LEG_UNREACHED,
	RELAY_LEG_FAILED, /* the fault is ours: descriptors, memory */
};
/* peer: who came, of IN and INTRUDER; NULL else.  The leg, and what it is embedded in, may be gone afterwards. */
typedef void relay_leg_fn(struct relay_leg *leg, enum relay_leg_event event, const struct peer_addr *peer);

/* Fields belong to relay_leg.c. */
struct relay_leg {
	struct loop *loop;
	relay_leg_fn *fn;
	const struct conf_dcc *dcc; /* whose connection it is: relay_address_is_of() */
	struct peer_addr expected;
	int listener, fd;   /* -1: none */
	bool has_said;	    /* something that waits to be read; only its end is looked for */
	struct watch watch; /* of the one of them that is there */
	struct dial *dial;
};

/* dcc: borrowed for as long as it listens. */
void relay_leg_init(struct relay_leg *l, struct loop *loop, const struct conf_dcc *dcc, relay_leg_fn *fn);
/* All is closed; who is in gets a reset.  It can be used again. */
void relay_leg_reset(struct relay_leg *l);
/* at: an address of ours and a port.  0, or -1: e->code is EADDRINUSE where somebody else has the port. */
int relay_leg_listen(struct relay_leg *l, const struct addr *at, const struct peer_addr *expected,
	struct err *e) WARN_UNUSED;
/* from: an address of ours of the same family; what comes of it is told in a later turn. */
int relay_leg_dial(struct relay_leg *l, const struct addr *to, const struct addr *from, uint64_t timeout_ms,
	struct err *e) WARN_UNUSED;
bool relay_leg_is_in(const struct relay_leg *l) WARN_UNUSED;
/* The connection, which is the caller's from now on; non-blocking. */
int relay_leg_take(struct relay_leg *l) WARN_UNUSED;

#endif
