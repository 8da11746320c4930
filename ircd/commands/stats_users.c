/* STATS of who is here: connections, the longest send queues, operators. */
#include "commands/stats.h"

#include <inttypes.h>
#include <stdio.h>

#include "auth/session.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"

static void
connection(struct cmd_ctx *cx, struct stats_out *o, const struct client *c, struct view name)
{
	struct session_counts n;
	struct stats_line l;

	if (c->session == NULL)
		return;
	n = session_counts(c->session);
	stats_begin(&l);
	stats_word(&l, name);
	stats_number(&l, n.sendq);
	stats_number(&l, n.bytes_out);
	stats_number(&l, n.lines_in);
	stats_number(&l, n.bytes_in);
	stats_number(&l, (route_wall_ms(cx->route) - c->signon_ms) / 1000);
	stats_end(&l, o);
}

static void
link_of(struct cmd_ctx *cx, struct stats_out *o, const struct client *c)
{
	connection(cx, o, c, client_nick(c));
}

/* With the address, for those who may see it. */
static void
link_from(struct cmd_ctx *cx, struct stats_out *o, const struct client *c)
{
	const char *where = c->address != NULL ? c->address : c->host;
	char name[NICK_LEN_MAX + USER_LEN + HOST_LEN + 8];
	int n;

	if (o->asks != NULL && client_address_for(c, o->asks) == NULL)
		where = c->host;
	n = snprintf(name, sizeof(name), "%s[%s@%s]", c->nick, c->user, where);
	connection(cx, o, c, view_of(name, (size_t)n));
}

#define LONGEST 10 /* queues that are named */

struct queues {
	uint64_t bytes; /* of all */
	size_t waiting; /* clients for whom something waits */
	size_t n_longest;
	struct {
		const struct client *client;
		uint32_t bytes;
	} longest[LONGEST];
};

/* Keeps the longest, the longest first. */
static void
queues_add(struct queues *q, const struct client *c, uint32_t bytes)
{
	size_t i = q->n_longest;

	q->bytes += bytes;
	q->waiting++;
	if (i == LONGEST && bytes <= q->longest[LONGEST - 1].bytes)
		return;
	if (i == LONGEST)
		i--;
	else
		q->n_longest++;
	for (; i > 0 && q->longest[i - 1].bytes < bytes; i--)
		q->longest[i] = q->longest[i - 1];
	q->longest[i].client = c;
	q->longest[i].bytes = bytes;
}

static void
queues(struct cmd_ctx *cx, struct stats_out *o)
{
	struct queues q = { .bytes = 0 };

	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);
		uint32_t bytes = c->session != NULL ? session_counts(c->session).sendq : 0;

		if (bytes != 0)
			queues_add(&q, c, bytes);
	}
	stats_textf(
		o, "%" PRIu64 " bytes wait for %zu of %zu users", q.bytes, q.waiting, cx->world->me->n_users);
	for (size_t i = 0; i < q.n_longest; i++) {
		const struct client *c = q.longest[i].client;

		stats_textf(o, "%s: %u of %zu bytes (class %s)", c->nick, (unsigned)q.longest[i].bytes,
			c->session->class->sendq, c->session->class->name);
	}
}

static void
oper(struct cmd_ctx *cx, struct stats_out *o, const struct client *c)
{
	(void)cx;
	if (!client_is_local(c) && (c->umodes & UMODE_OPER) != 0)
		stats_textf(o, "%s (%s@%s) on %s", c->nick, c->user, c->host, c->node->name);
	else if (c->oper != NULL)
		stats_textf(o, "%s (%s@%s) role %s", c->nick, c->user, c->host, c->oper->role);
}

static void
opers(struct cmd_ctx *cx, struct stats_out *o)
{
	stats_textf(o, "%zu operator(s) online", cx->world->n_opers);
}

#define LINK_COLUMNS "client:s sendq:n bytes-out:n lines-in:n bytes-in:n open:n"

static const struct stats_row rows[] = {
	{ 'l', false, RPL_STATSLINKINFO, NULL, LINK_COLUMNS, link_of, stats_links,
		"connections, also of servers, or those of a mask: bytes waiting, bytes out, lines in, bytes "
		"in, seconds" },
	{ 'L', false, RPL_STATSLINKINFO, NULL, LINK_COLUMNS, link_from, stats_links,
		"the same, with user and address" },
	{ 'p', true, RPL_STATSDEBUG, NULL, NULL, oper, opers, "operators online" },
	{ 's', false, RPL_STATSDEBUG, NULL, NULL, NULL, queues, "send queues: all, and the longest" },
};
const struct stats_table stats_users = { rows, ARRAY_LEN(rows) };
