/*
 * A part of the network goes: QUITs of many at once, which clients show as one thing when they are in a batch (IRCv3 netsplit).
 *   struct netsplit s;
 *   netsplit_begin(&s, rt, node);
 *   netsplit_leave(&s, c);
 *   netsplit_end(&s);
 */
#ifndef CONCLAVE_ROUTE_NETSPLIT_H
#define CONCLAVE_ROUTE_NETSPLIT_H

#include <stddef.h>

#include "core/view.h"
#include "route/route.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/node.h"

/* In one turn of the loop. */
struct netsplit {
	struct route *rt;
	struct client **hearer; /* those here who have been told that a batch begins */
	size_t n, cap;
	char ref[24];
	char reason[2 * SERVER_NAME_LEN + 2]; /* "near far", which clients know a split by */
};

/* gone and all behind it are about to leave; all of them are there still. */
void netsplit_begin(struct netsplit *s, struct route *rt, const struct node *gone);
/* c, which is on one of them, leaves: as leave_remote(). */
void netsplit_leave(struct netsplit *s, struct client *c);
void netsplit_end(struct netsplit *s);

#endif
