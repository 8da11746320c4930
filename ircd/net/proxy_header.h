/*
 * The header of the PROXY protocol, versions 1 and 2, with which a gateway says for whom it connects.  Pure: bytes in, an address out.
 * Source: HAProxy, doc/proxy-protocol.txt, 2.1 and 2.2.
 */
#ifndef CONCLAVE_NET_PROXY_HEADER_H
#define CONCLAVE_NET_PROXY_HEADER_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

#define PROXY_HEADER_V1_MAX 107 /* bytes of the text form, with CR LF */
#define PROXY_HEADER_MAX    536 /* bytes of either; version 2 could say up to 65551 */

enum proxy_verdict {
	PROXY_MORE, /* not all is there */
	PROXY_PEER, /* it says who connects */
	PROXY_SAME, /* the gateway itself, or somebody whom it can't name: LOCAL, UNKNOWN, a Unix socket, datagrams */
	PROXY_BAD, /* no header, or a wrong one: proxy_header_wrong() */
};

/* Zeroed at the start. */
struct proxy_header {
	size_t n;
	const char *wrong;
	char bytes[PROXY_HEADER_MAX];
};

/* How many bytes more belong to the header for certain, so that nothing behind it is read; 1.. while PROXY_MORE. */
size_t proxy_header_wants(const struct proxy_header *h) WARN_UNUSED;
/*
 * proxy_header_feed: the next bytes, at most as many as it wants.
 *   out  *peer  set on PROXY_PEER: family AF_INET or AF_INET6 and the port; IPv4-mapped as IPv4
 */
enum proxy_verdict
proxy_header_feed(struct proxy_header *h, struct view bytes, struct peer_addr *peer) WARN_UNUSED;
/* What is wrong, for people. */
const char *proxy_header_wrong(const struct proxy_header *h);

#endif
