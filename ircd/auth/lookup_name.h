/* The name of a newcomer's address, asked for while it registers. */
#ifndef CONCLAVE_AUTH_LOOKUP_NAME_H
#define CONCLAVE_AUTH_LOOKUP_NAME_H

#include "net/resolver.h"
#include "state/client.h"

/* Who knows names: net/resolver.h, or a test. */
struct name_source {
	/* As resolver_ask(). */
	enum resolver_verdict (*ask)(void *arg, const struct peer_addr *peer, const struct resolver_ask *ask,
		char name[DNS_HOST_LEN + 1]);
	void *arg;
};

/*
 * Where the configuration wants it: c is told so, held back (HOLD_NAME) until the answer is there or its time is up, and has its name as
 * host then.  For a client that has just come; nothing is asked about loopback, Unix sockets and gateways with
 * WEBIRC, which call it again for whom they speak for.
 */
void lookup_name_start(struct client *c);

#endif
