/*
 * Nodes have no list of what is behind them.  world->nodes has uplinks first; who stands behind whom is found by the node's address, in a
 * table that is sorted once: MAP of a network of some thousand servers must not keep everybody waiting.
 */
#include "commands/tree_order.h"

#include <stdint.h>
#include <stdlib.h>

#include "core/mem.h"
#include "state/mode.h"

#define NONE SIZE_MAX

/* Where a node stands in the array. */
struct place {
	const struct node *node;
	size_t i;
};

bool
tree_shows(const struct node *n, const struct client *to)
{
	return !n->is_hidden || (to->umodes & UMODE_OPER) != 0;
}

const struct node *
tree_uplink(const struct node *n, const struct client *to)
{
	const struct node *up = n->uplink != NULL ? n->uplink : n;

	while (!tree_shows(up, to) && up->uplink != NULL)
		up = up->uplink;
	return up;
}

static int
place_compare(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct place *)a)->node;
	uintptr_t y = (uintptr_t)((const struct place *)b)->node;

	return (x > y) - (x < y);
}

static size_t
place_find(const struct place *places, size_t n, const struct node *node)
{
	const struct place key = { node, 0 };
	const struct place *p = bsearch(&key, places, n, sizeof(*places), place_compare);

	return p != NULL ? p->i : NONE;
}

/* From the last to the first, so that each list of what is behind a server begins with who came first. */
static void
hang_up(struct tree_entry *entry, size_t n, const struct client *to)
{
	struct place *places = mem_array(n, sizeof(*places));

	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){ entry[i].node, i };
	qsort(places, n, sizeof(*places), place_compare);
	for (size_t i = n - 1; i > 0; i--) {
		size_t up = place_find(places, n, tree_uplink(entry[i].node, to));

		entry[i].next = entry[up].first;
		entry[up].first = i;
	}
	mem_free(places);
}

/* Down, then on, with a stack of those whose next one is still to come. */
static void
walk(const struct tree_entry *entry, struct tree_entry *out, size_t n)
{
	size_t *stack = mem_array(n, sizeof(*stack));
	size_t depth = 0, at = 0, n_out = 0;

	while (n_out < n) {
		out[n_out] = entry[at];
		out[n_out++].depth = depth;
		stack[depth] = at;
		if (entry[at].first != NONE) {
			at = entry[at].first;
			depth++;
			continue;
		}
		while (depth > 0 && entry[stack[depth]].next == NONE)
			depth--;
		at = entry[stack[depth]].next;
	}
	mem_free(stack);
}

struct tree_entry *
tree_order(const struct world *w, const struct client *to, size_t *n)
{
	struct tree_entry *entry = mem_array(w->n_nodes, sizeof(*entry)), *out;

	*n = 0;
	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *node = node_of_world_link(it);

		if (tree_shows(node, to))
			entry[(*n)++] = (struct tree_entry){ node, 0, NONE, NONE };
	}
	hang_up(entry, *n, to);
	out = mem_array(*n, sizeof(*out));
	walk(entry, out, *n);
	mem_free(entry);
	return out;
}
