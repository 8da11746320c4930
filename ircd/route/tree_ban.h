/* Server bans for other servers: part of tree.h, made in tree.c. */
#ifndef CONCLAVE_ROUTE_TREE_BAN_H
#define CONCLAVE_ROUTE_TREE_BAN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/view.h"
#include "proto/ban_mask.h"
#include "route/tree.h"

/* A server ban for servers whose names fit a mask; "*" is all. */
struct tree_ban {
	struct tree_source by;
	enum ban_kind kind;	   /* K, D, X or RESV */
	struct view servers, mask; /* mask: normalised */
	struct view reason;	   /* what is behind '|' for operators */
	uint64_t for_s;		   /* 0: for good */
	bool removed;
};

/* A server ban is meant for other servers, too; what this one does is the caller's. */
void tree_ban(struct route *rt, const struct tree_ban *b);

#endif
