/*
 * MONITOR: who wants to know when a nick comes and goes (IRCv3 monitor).  Each watched nick is one entry of the world's table, with
 * everybody who watches it; whether somebody has that nick plays no part here.
 */
#ifndef CONCLAVE_STATE_MONITOR_H
#define CONCLAVE_STATE_MONITOR_H

#include <stddef.h>

#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

struct monitor_nick;

/* One client watches one nick. */
struct monitor {
	struct list of_client; /* struct monitor_set.entries, oldest first */
	struct list of_nick;   /* the others who watch it */
	struct client *client;
	struct monitor_nick *nick;
};

/* What a client watches; client->monitors, NULL while it watches nothing. */
struct monitor_set {
	struct list entries; /* struct monitor.of_client; 1..MONITOR_MAX */
	size_t n;
};

enum monitor_verdict { MONITOR_OK, MONITOR_ALREADY, MONITOR_FULL, MONITOR_INVALID, MONITOR_N };

enum monitor_verdict monitor_add(struct client *c, struct view nick) WARN_UNUSED;
void monitor_del(struct client *c, struct view nick); /* nothing if it is not watched */
void monitor_clear(struct client *c);
/* As it was written when the first one began to watch it. */
struct view monitor_nick(const struct monitor *m) WARN_UNUSED;
/* struct monitor.of_nick of all who watch the nick; NULL when nobody does. */
const struct list *monitor_watchers(const struct world *w, struct view nick) WARN_UNUSED;

static inline const struct monitor *
monitor_of_client_link(const struct list *l)
{
	return CONTAINER_OF(l, const struct monitor, of_client);
}
static inline const struct monitor *
monitor_of_nick_link(const struct list *l)
{
	return CONTAINER_OF(l, const struct monitor, of_nick);
}

#endif
