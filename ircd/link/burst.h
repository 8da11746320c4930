/* What a neighbour is told when it comes: all that this server knows and that is not behind it. */
#ifndef CONCLAVE_LINK_BURST_H
#define CONCLAVE_LINK_BURST_H

#include "link/link_priv.h"

/* The whole of it, with the PING that ends it. */
void burst(struct link *l);

/* Its parts, in this order; each writes with out_to(). */
void burst_servers(struct link *l);
void burst_bans(struct link *l);
void burst_users(struct link *l);
void burst_channels(struct link *l);

/* One channel: who is in, without those behind l, its modes, lists and topic.  even_empty: also if nobody is. */
void burst_channel(struct link *l, const struct channel *ch, bool even_empty);

#endif
