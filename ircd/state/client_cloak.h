/* The hosts that +x shows. */
#ifndef CONCLAVE_STATE_CLIENT_CLOAK_H
#define CONCLAVE_STATE_CLIENT_CLOAK_H

#include "state/client.h"

/* The host that +x shows: of its account where the network has such cloaks, else of the address; 0 if there is no key or no IP address. */
size_t client_cloak(const struct client *c, char dst[HOST_LEN + 1]) WARN_UNUSED;
/* The one of the address, by a key of now or of before. */
size_t
client_address_cloak(const struct client *c, const struct cloak *ck, char dst[HOST_LEN + 1]) WARN_UNUSED;
/* The one of the account; 0 where there is none. */
size_t client_account_cloak(const struct client *c, char dst[HOST_LEN + 1]) WARN_UNUSED;

#endif
