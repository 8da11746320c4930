/* The addresses of this host, as it starts: the relay does not dial them.  Inside the jail nobody can ask for them any more. */
#ifndef CONCLAVE_MAIN_OWN_ADDRESS_H
#define CONCLAVE_MAIN_OWN_ADDRESS_H

#include <stddef.h>

#include "core/err.h"
#include "core/util.h"
#include "net/addr.h"

struct own_addresses {
	struct peer_addr *list; /* IPv4 and IPv6, loopback too, no port */
	size_t n;
};

/* Fills *out; 0, or -1 with *e: they cannot be known. */
int own_addresses_read(struct own_addresses *out, struct err *e) WARN_UNUSED;
/* All 0 is fine. */
void own_addresses_free(struct own_addresses *own);

#endif
