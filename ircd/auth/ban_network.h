/* Server bans that come from the network: nobody can be asked for them twice. */
#ifndef CONCLAVE_AUTH_BAN_NETWORK_H
#define CONCLAVE_AUTH_BAN_NETWORK_H

#include <stdbool.h>

#include "auth/gate.h"
#include "registry/registry_ban.h"

/*
 * ban_network_set: one is set, and whom it hits is put out.
 *   in  ask       copied
 *       replaces  one of that mask goes first; else that stays, and nothing is done
 */
void ban_network_set(struct gate *g, const struct registry_ban_ask *ask, bool replaces);
/* Taken away, whoever set it. */
void ban_network_remove(struct gate *g, const struct registry_ban_ask *ask);

#endif
