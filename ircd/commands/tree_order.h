/* The servers of the network as somebody may see them: as a tree, depth first. */
#ifndef CONCLAVE_COMMANDS_TREE_ORDER_H
#define CONCLAVE_COMMANDS_TREE_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "state/client.h"
#include "state/node.h"
#include "state/world.h"

struct tree_entry {
	const struct node *node;
	size_t depth;	    /* servers between it and this one that are seen, and one more; 0: this server */
	size_t first, next; /* for tree_order.c */
};

/* Hidden servers are shown to operators alone. */
bool tree_shows(const struct node *n, const struct client *to) WARN_UNUSED;
/* What it stands behind, as `to` sees it: the nearest that is shown; itself for this server. */
const struct node *tree_uplink(const struct node *n, const struct client *to) WARN_UNUSED;
/*
 * tree_order: those that are shown, each before what is behind it and that before the next of its own kind, in the order in which they came.
 *   ret  an array of *n >= 1, this server first; the caller frees it
 */
struct tree_entry *tree_order(const struct world *w, const struct client *to, size_t *n) WARN_UNUSED;

#endif
