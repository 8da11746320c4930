/* The servers of the network.  A node stands in world->nodes behind its uplink, so that who walks the list meets parents first. */
#include "state/node.h"

#include <assert.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "proto/casemap.h"
#include "proto/mask.h"

static bool
name_matches(const struct hash_node *node, const void *key)
{
	const struct view *name = key;

	return casemap_eq(node_name(CONTAINER_OF(node, const struct node, by_name)), *name);
}

static bool
sid_matches(const struct hash_node *node, const void *key)
{
	const struct view *sid = key;

	return view_eq(view_z(CONTAINER_OF(node, const struct node, by_sid)->sid), *sid);
}

struct node *
node_find(const struct world *w, struct view name)
{
	struct hash_node *n;

	if (name.n == 0 || name.n > SERVER_NAME_LEN)
		return NULL;
	n = hash_table_find(&w->node_names, casemap_hash(name), name_matches, &name);
	return n != NULL ? CONTAINER_OF(n, struct node, by_name) : NULL;
}

struct node *
node_find_sid(const struct world *w, struct view sid)
{
	struct hash_node *n;

	if (sid.n != SID_LEN)
		return NULL;
	n = hash_table_find(&w->sids, hash_bytes(sid), sid_matches, &sid);
	return n != NULL ? CONTAINER_OF(n, struct node, by_sid) : NULL;
}

struct node *
node_find_any(const struct world *w, struct view id)
{
	struct node *n = node_find_sid(w, id);

	return n != NULL ? n : node_find(w, id);
}

struct node *
node_match(const struct world *w, struct view mask)
{
	LIST_FOR_EACH (it, &w->nodes) {
		struct node *n = node_of_world_link(it);

		if (mask_match(mask, node_name(n)))
			return n;
	}
	return NULL;
}

static void
put_name(struct node *n, struct view name)
{
	n->name_len = (uint32_t)view_copy(name, n->name, sizeof(n->name));
	hash_table_add(&n->world->node_names, &n->by_name, casemap_hash(node_name(n)));
}

static void
put_sid(struct node *n, struct view sid)
{
	(void)view_copy(sid, n->sid, sizeof(n->sid));
	if (sid.n != 0)
		hash_table_add(&n->world->sids, &n->by_sid, hash_bytes(sid));
}

void
node_set_description(struct node *n, struct view text)
{
	mem_free(n->description);
	n->description = view_dup(utf8_left(text, REALNAME_LEN));
}

static struct node *
make(struct world *w, struct view name, struct view sid, struct view description)
{
	struct node *n = mem_zalloc(sizeof(*n));

	n->world = w;
	list_init(&n->users);
	list_add_tail(&w->nodes, &n->in_world);
	put_name(n, name);
	put_sid(n, sid);
	node_set_description(n, description);
	w->n_nodes++;
	return n;
}

struct node *
node_add(struct world *w, const struct node_intro *intro, uint64_t now_wall_ms)
{
	struct node *n, *up = intro->uplink;

	assert(node_find(w, intro->name) == NULL && node_find_sid(w, intro->sid) == NULL);
	assert(up != w->me || (intro->number >= 1 && intro->number <= NODE_LINKS_MAX));
	n = make(w, intro->name, intro->sid, intro->description);
	n->uplink = up;
	n->neighbour = up == w->me ? n : up->neighbour;
	n->number = up == w->me ? intro->number : up->number;
	n->hops = up->hops + 1;
	n->came_ms = now_wall_ms;
	return n;
}

void
node_del(struct node *n)
{
	struct world *w = n->world;

	assert(n->n_users == 0);
	hash_table_del(&w->node_names, &n->by_name);
	if (n->sid[0] != '\0')
		hash_table_del(&w->sids, &n->by_sid);
	list_del(&n->in_world);
	w->n_nodes--;
	mem_free(n->description);
	mem_free(n);
}

bool
node_is_behind(const struct node *b, const struct node *a)
{
	while (b != NULL && b != a)
		b = b->uplink;
	return b != NULL;
}

/* Those without a SID are names that are kept, not servers. */
static uint32_t
count_synced(const struct world *w)
{
	uint32_t n = 0;

	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *node = node_of_world_link(it);

		if (node->is_synced && (node == w->me || node->sid[0] != '\0'))
			n++;
	}
	return n;
}

bool
node_split(const struct world *w)
{
	return w->n_users < w->conf.split_users ||
		(w->conf.split_servers != 0 && count_synced(w) < w->conf.split_servers);
}

void
node_make_me(struct world *w)
{
	w->me = make(w, view_z(w->conf.server_name), view_z(w->conf.sid), view_z(w->conf.description));
	w->me->is_synced = true;
	w->me->came_ms = w->started_ms;
}

/* Name and SID of a running server stay. */
void
node_configure_me(struct world *w)
{
	node_set_description(w->me, view_z(w->conf.description));
}
