/*
 * Channels that are registered here, when other servers change them.  TS6 holds for them as for all; then this server answers as services
 * would: what the registration locks and the ranks that its access list gives are set again, by this server.
 */
#ifndef CONCLAVE_LINK_REGISTERED_H
#define CONCLAVE_LINK_REGISTERED_H

#include "link/verb.h"

/* Modes or the topic have changed.  Harmless if it is not registered.  answer: by a user; servers are not answered, or two would go on for ever. */
void registered_changed(struct links *ls, struct channel *ch, bool answer);
/* Somebody elsewhere has come into it. */
void registered_joined(struct links *ls, struct member *m);
/* Somebody elsewhere has come where nobody was: other servers have not heard of it. */
void registered_begun(struct links *ls, struct channel *ch);

#endif
