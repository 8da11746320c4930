/*
 * A server of the network: a node of the spanning tree (RFC 2813 3.1, TS6).  This server is world->me.  Whoever is on the network is on
 * one node.  Fields are for reading; node_*() and client_*() change them, link/ those that say so.
 */
#ifndef CONCLAVE_STATE_NODE_H
#define CONCLAVE_STATE_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/world.h"

struct link; /* link/: what carries the lines of a neighbour */

struct node {
	struct world *world;
	struct hash_node by_name, by_sid; /* by_sid unless sid is "" */
	struct list in_world;		  /* world->nodes: uplinks stand before what is behind them */
	struct node *uplink;		  /* NULL: this server itself */
	struct node *neighbour; /* through which it is reached, itself for one; NULL: this server itself */
	struct link *link;	/* of a neighbour, link/ sets it; NULL for others */
	struct list users;	/* struct client.of_node: registered ones, oldest first */
	size_t n_users;
	uint32_t hops;	/* 0: this server */
	uint8_t number; /* 1..NODE_LINKS_MAX of the neighbour through which it is reached; 0: this server */
	bool is_services : 1; /* trusted as such by our configuration; link/ sets these three */
	bool is_hidden : 1;   /* LINKS and MAP show it to operators only */
	bool is_synced : 1;   /* has told all that it had to tell when it came */
	uint64_t caps;	      /* of link/, as it says of itself */
	uint64_t came_ms;     /* wall */
	uint32_t name_len;
	char name[SERVER_NAME_LEN + 1];
	char sid[SID_LEN + 1]; /* "" where it has none (a jupe) */
	char *description;
};

#define NODE_LINKS_MAX 63 /* neighbours; numbers of bits in a set of 64, of which 0 is nobody */

/* By name; NULL if there is none. */
struct node *node_find(const struct world *w, struct view name) WARN_UNUSED;
struct node *node_find_sid(const struct world *w, struct view sid) WARN_UNUSED;
/* By SID or name. */
struct node *node_find_any(const struct world *w, struct view id) WARN_UNUSED;
/* The first whose name fits the mask, this server first. */
struct node *node_match(const struct world *w, struct view mask) WARN_UNUSED;

struct node_intro {
	struct view name, sid; /* sid may be empty */
	struct view description;
	struct node *uplink;
	uint8_t number; /* of a neighbour (uplink is this server): one that no other neighbour has */
};
/* The names must be free and well-formed: the caller has looked. */
struct node *node_add(struct world *w, const struct node_intro *intro, uint64_t now_wall_ms) WARN_UNUSED;
/* No user may be on it and no server behind it any more. */
void node_del(struct node *n);
/* b is a, or stands behind it. */
bool node_is_behind(const struct node *b, const struct node *a) WARN_UNUSED;
void node_set_description(struct node *n, struct view text);

/*
 * Fewer servers than conf.split_servers have come and told all that they know, this one among them, or there are fewer users than
 * conf.split_users: others would find new channels when they come back.
 */
bool node_split(const struct world *w) WARN_UNUSED;

static inline struct view
node_name(const struct node *n)
{
	return view_of(n->name, n->name_len);
}
static inline struct node *
node_of_world_link(struct list *l)
{
	return CONTAINER_OF(l, struct node, in_world);
}

/* For world.c. */
void node_make_me(struct world *w);
void node_configure_me(struct world *w);

#endif
