/* Keeping back what is queued for a peer. */
#ifndef CONCLAVE_NET_CONN_HOLD_H
#define CONCLAVE_NET_CONN_HOLD_H

#include <stdbool.h>

#include "core/handle.h"
#include "core/util.h"
#include "net/conn.h"

/*
 * What is queued stays queued until it is released as often as it was held: for answers that say that something is on disk.  Its order
 * and the sendq limit stay as they are; a closing peer that is held waits no longer than CONN_LINGER_MS.
 */
struct conn_hold {
	struct net *net; /* NULL: of nobody */
	struct handle conn;
};
#define CONN_HOLDS_MAX 255
/* false: CONN_HOLDS_MAX are there, or it is closed. */
bool conn_hold(struct conn *c, struct conn_hold *hold) WARN_UNUSED;
/* Harmless when the conn is gone; *hold is nobody's afterwards. */
void conn_release(struct conn_hold *hold);

#endif
