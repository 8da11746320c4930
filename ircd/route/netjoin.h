/*
 * A part of the network comes: JOINs of many at once, which clients show as one thing when they are in a batch (IRCv3 netjoin).  One batch for
 * each line of a server that says who is in a channel; so it begins and ends in one turn.
 */
#ifndef CONCLAVE_ROUTE_NETJOIN_H
#define CONCLAVE_ROUTE_NETJOIN_H

#include "core/view.h"
#include "route/route.h"
#include "state/channel.h"
#include "state/node.h"

/* Until netjoin_end(), who joins ch (channel_event_join_here()) is behind n, which has more to tell. */
void netjoin_begin(struct route *rt, const struct channel *ch, const struct node *n);
/* Harmless where none has begun. */
void netjoin_end(struct route *rt, const struct channel *ch);
/* The batch that has begun, which members who know batches have been told of; empty: none. */
struct view netjoin_ref(const struct route *rt) WARN_UNUSED;

#endif
