/* A watched nick is in world->monitors exactly while it has a watcher, so the table is bounded by clients times MONITOR_MAX. */
#include "state/monitor.h"

#include <string.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "proto/names.h"

struct monitor_nick {
	struct hash_node by_nick;
	struct list watchers; /* struct monitor.of_nick */
	uint8_t len;
	char nick[];
};

static bool
matches(const struct hash_node *node, const void *key)
{
	const struct monitor_nick *n = CONTAINER_OF(node, const struct monitor_nick, by_nick);
	const struct view *nick = key;

	return casemap_eq(view_of(n->nick, n->len), *nick);
}

static struct monitor_nick *
find(const struct world *w, struct view nick)
{
	struct hash_node *node;

	if (w->monitors.count == 0 || nick.n == 0 || nick.n > NICK_LEN_MAX)
		return NULL;
	node = hash_table_find(&w->monitors, casemap_hash(nick), matches, &nick);
	return node != NULL ? CONTAINER_OF(node, struct monitor_nick, by_nick) : NULL;
}

static struct monitor_nick *
make(struct world *w, struct view nick)
{
	struct monitor_nick *n = mem_zalloc(sizeof(*n) + nick.n);

	list_init(&n->watchers);
	n->len = (uint8_t)nick.n;
	memcpy(n->nick, nick.p, nick.n);
	hash_table_add(&w->monitors, &n->by_nick, casemap_hash(nick));
	return n;
}

static struct monitor *
watch_of(const struct client *c, const struct monitor_nick *n)
{
	if (n == NULL || c->monitors == NULL)
		return NULL;
	LIST_FOR_EACH (it, &c->monitors->entries) {
		struct monitor *m = CONTAINER_OF(it, struct monitor, of_client);

		if (m->nick == n)
			return m;
	}
	return NULL;
}

static void
unwatch(struct monitor *m)
{
	struct client *c = m->client;
	struct monitor_nick *n = m->nick;

	list_del(&m->of_client);
	list_del(&m->of_nick);
	mem_free(m);
	if (list_is_empty(&n->watchers)) {
		hash_table_del(&c->world->monitors, &n->by_nick);
		mem_free(n);
	}
	if (--c->monitors->n == 0) {
		mem_free(c->monitors);
		c->monitors = NULL;
	}
}

enum monitor_verdict
monitor_add(struct client *c, struct view nick)
{
	struct monitor_nick *n;
	struct monitor *m;

	if (!name_is_nick(nick, NICK_LEN_MAX))
		return MONITOR_INVALID;
	n = find(c->world, nick);
	if (watch_of(c, n) != NULL)
		return MONITOR_ALREADY;
	if (c->monitors != NULL && c->monitors->n >= MONITOR_MAX)
		return MONITOR_FULL;
	if (c->monitors == NULL) {
		c->monitors = mem_zalloc(sizeof(*c->monitors));
		list_init(&c->monitors->entries);
	}
	m = mem_zalloc(sizeof(*m));
	m->client = c;
	m->nick = n != NULL ? n : make(c->world, nick);
	list_add_tail(&c->monitors->entries, &m->of_client);
	list_add_tail(&m->nick->watchers, &m->of_nick);
	c->monitors->n++;
	return MONITOR_OK;
}

void
monitor_del(struct client *c, struct view nick)
{
	struct monitor *m = watch_of(c, find(c->world, nick));

	if (m != NULL)
		unwatch(m);
}

void
monitor_clear(struct client *c)
{
	while (c->monitors != NULL)
		unwatch(CONTAINER_OF(c->monitors->entries.next, struct monitor, of_client));
}

struct view
monitor_nick(const struct monitor *m)
{
	return view_of(m->nick->nick, m->nick->len);
}

const struct list *
monitor_watchers(const struct world *w, struct view nick)
{
	const struct monitor_nick *n = find(w, nick);

	return n != NULL ? &n->watchers : NULL;
}
