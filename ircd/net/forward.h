/*
 * Connections that a gateway makes for somebody else.  Which ones begin with a PROXY header is asked of whoever knows the gateways; the
 * header comes before TLS and WebSocket, and whom it names is the peer from then on.
 */
#ifndef CONCLAVE_NET_FORWARD_H
#define CONCLAVE_NET_FORWARD_H

#include <stdbool.h>

#include "core/util.h"
#include "net/addr.h"
#include "net/conn.h"

/* Must a connection from here, through the listener with this data, begin with a PROXY header?  If not, none is looked for. */
typedef bool forward_expect_fn(const struct peer_addr *peer, void *listener_data, void *arg);
/* Once for all listeners of a net; NULL: never. */
void net_set_forward(struct net *net, forward_expect_fn *fn, void *arg);

/*
 * forward_conn: from now on the peer is `real`, for whom the peer so far speaks.
 *   ret  false: net_set_admit()'s function refuses that address, and nothing has changed
 */
bool forward_conn(struct conn *c, const struct peer_addr *real) WARN_UNUSED;
/* Whom the system named when it was accepted, if somebody stands between us and the peer; NULL else.  There is no ident to ask then. */
const struct peer_addr *forward_via(const struct conn *c) WARN_UNUSED;

#endif
