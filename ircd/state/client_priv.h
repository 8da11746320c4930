/* What client.c and client_remote.c share. */
#ifndef CONCLAVE_STATE_CLIENT_PRIV_H
#define CONCLAVE_STATE_CLIENT_PRIV_H

#include "core/util.h"
#include "state/client_remote.h"

/* Of phase NEW, on that node, without nick and UID; there is room for it. */
struct client *client_make(struct world *w, struct node *node, struct view host) WARN_UNUSED;
/* The next of this server, TS6. */
void client_make_uid(struct client *c);
/* Changes the table of nicks only; the caller knows that it is free. */
void client_spell_nick(struct client *c, struct view nick);
/* It has its nick already; from now on it counts as a user. */
void client_become_user(struct client *c, uint64_t modes);
/* Puts the cloak on, which nobody can have seen it without; a mode without one is no mode.  ret: the modes that are left. */
uint64_t client_cloak_at_first(struct client *c, uint64_t modes) WARN_UNUSED;
/* Gives its far facts back. */
void client_far_free(struct client *c);

#endif
