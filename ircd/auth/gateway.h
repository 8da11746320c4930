/* Gateways: who connects for others and is believed who they are.  PROXY headers (net/forward.h) and WEBIRC end here. */
#ifndef CONCLAVE_AUTH_GATEWAY_H
#define CONCLAVE_AUTH_GATEWAY_H

#include <stdbool.h>

#include "auth/session.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

/* The first gateway of this address, or NULL. */
const struct conf_gateway *gateway_find(const struct conf *conf, const struct peer_addr *peer) WARN_UNUSED;
static inline bool
gateway_has_webirc(const struct conf_gateway *g)
{
	return g->password != NULL || g->has_fingerprint;
}
/* A session begins; if a PROXY header said for whom, it is marked. */
void gateway_opened(struct session *s);

/* What WEBIRC says, as it stood in the line. */
struct webirc {
	struct view password, host, address, options;
};
/* Only the address and `secure` are looked at.  -1: the address is none. */
struct webirc_client {
	struct peer_addr peer;
	bool is_secure;
};
int webirc_parse(const struct webirc *w, struct webirc_client *out) WARN_UNUSED;
/*
 * gateway_webirc: c is the client of whom w speaks, if the gateway proves itself.  A password is checked on a worker, and the client waits;
 * if all is not well it exits.  c may have left when this returns.
 */
void gateway_webirc(struct client *c, const struct webirc *w);

#endif
