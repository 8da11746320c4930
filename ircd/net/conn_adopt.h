/* Connections that we began: dialled by dial.h, from then on like those that were accepted. */
#ifndef CONCLAVE_NET_CONN_ADOPT_H
#define CONCLAVE_NET_CONN_ADOPT_H

#include "core/util.h"
#include "net/conn.h"

/* All borrowed; tls is counted. */
struct conn_to {
	const struct peer_addr *peer;
	/*
	 * NULL = plain.  Else we are the TLS client: the first certificate is shown when the peer asks for one, and any of its
	 * own is taken: whose it is says conn_tls_fingerprint() in opened().
	 */
	struct tls_contexts *tls;
	void *data; /* conn_listener_data() */
};
/*
 * Takes fd (connected, non-blocking; closed also on failure).  opened() is called before it returns for a plain one, else when the
 * handshake is done; where it fails, failed().  NULL when max_conns are alive.
 */
struct conn *conn_adopt(struct net *net, int fd, const struct conn_to *to) WARN_UNUSED;

#endif
