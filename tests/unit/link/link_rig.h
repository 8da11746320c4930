/* A world with links: two neighbours that are up, hub.test and leaf.test, and far.test behind the hub with a user, ann, all in memory. */
#ifndef CONCLAVE_TESTS_UNIT_LINK_RIG_H
#define CONCLAVE_TESTS_UNIT_LINK_RIG_H

#include "link/link_priv.h"
#include "net/conn_mem.h"

struct link_peer {
	struct conn_mem *mem;
	struct node *node;
	struct link *link;
};

struct link_rig {
	struct loop *loop;
	struct line_pool *lines;
	struct world *world;
	struct route *route;
	const struct conf *conf;
	struct links *links;
	struct link_peer hub, leaf;
	struct node *far;    /* behind the hub */
	struct client *user; /* there */
	char said[512];
};

void link_rig_init(struct link_rig *r);
void link_rig_release(struct link_rig *r);
/* What it was sent since, with '|' for an end of line; dies with the next call. */
const char *link_rig_heard(struct link_rig *r, const struct link_peer *nb);

#endif
