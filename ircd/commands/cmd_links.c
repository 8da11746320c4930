/*
 * LINKS MAP: the servers of the network.  RFC 2812 3.4.5; MAP with the numerics of InspIRCd and Solanum.  A network may have more servers
 * than a client takes lines at once, so both answer at the pace of their reader; where servers come or go meanwhile, a line may be missed
 * or told twice.
 */
#include <stdio.h>

#include "auth/pace.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/tree_order.h"
#include "core/mem.h"
#include "proto/mask.h"
#include "route/reply.h"

#define MAP_COLUMN   50	 /* where the counts begin, if the name leaves room */
#define PER_TURN     500 /* servers that are looked at in one turn */
#define MASK_LEN_MAX 128

struct servers_job {
	struct pace_job job;
	struct cmd_ctx *cx;
	size_t place; /* how many were looked at */
	size_t mask_n;
	char mask[MASK_LEN_MAX];
};

static void
send_link(struct cmd_ctx *cx, const struct client *to, const struct node *n)
{
	struct reply r;

	reply_begin(&r, cx->route, to, RPL_LINKS);
	reply_param(&r, node_name(n));
	reply_param(&r, node_name(tree_uplink(n, to)));
	reply_end_textf(&r, "%u %s", (unsigned)n->hops, n->description);
}

static bool
step_links(struct pace_job *job, struct client *to)
{
	struct servers_job *j = CONTAINER_OF(job, struct servers_job, job);
	struct view mask = view_of(j->mask, j->mask_n);
	size_t at = 0, left = PER_TURN;

	LIST_FOR_EACH (it, &j->cx->world->nodes) {
		const struct node *n = node_of_world_link(it);

		if (at++ < j->place)
			continue;
		if (left-- == 0 || !pace_has_room(to))
			return false;
		if (tree_shows(n, to) && mask_match(mask, node_name(n)))
			send_link(j->cx, to, n);
		j->place = at;
	}
	if (!pace_has_room(to))
		return false;
	reply(j->cx->route, to, RPL_ENDOFLINKS, mask);
	return true;
}

/* LINKS [[<server>] <mask>] */
static void
cmd_links(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct pace_kind kind = { .step = step_links };
	struct servers_job j = { .job = { .kind = &kind }, .cx = cx };
	struct view mask = m->n_params > 1 ? m->param[1] : msg_param(m, 0);

	if (m->n_params > 1 && !lookup_server_is_us(cx, src, m, 0))
		return;
	j.mask_n = view_copy(mask.n != 0 ? mask : VIEW("*"), j.mask, sizeof(j.mask));
	pace_start(cx->route, src, &j.job, sizeof(j));
}

/* "irc.test[0AB] ------------ | Users: 3 (100.0%)", two columns further in for each server between. */
static void
send_map(struct cmd_ctx *cx, const struct client *to, const struct tree_entry *e)
{
	size_t all = cx->world->n_users, tenths = all != 0 ? e->node->n_users * 1000 / all : 0;
	char name[SERVER_NAME_LEN + 8], line[MAP_COLUMN + 1];
	int indent = e->depth < MAP_COLUMN / 2 ? (int)(2 * e->depth) : MAP_COLUMN;
	int n = snprintf(
		name, sizeof(name), e->node->sid[0] != '\0' ? "%s[%s]" : "%s", e->node->name, e->node->sid);
	int rest = MAP_COLUMN - n - indent - 1;
	int dashes = rest > 0 ? rest : 0;

	for (int i = 0; i < dashes; i++)
		line[i] = '-';
	line[dashes] = '\0';
	reply_textf(cx->route, to, RPL_MAP, "%*s%s %s | Users: %zu (%zu.%zu%%)", indent, "", name, line,
		e->node->n_users, tenths / 10, tenths % 10);
}

static bool
step_map(struct pace_job *job, struct client *to)
{
	struct servers_job *j = CONTAINER_OF(job, struct servers_job, job);
	size_t n, left = PER_TURN;
	struct tree_entry *entry = tree_order(j->cx->world, to, &n);
	bool has_room = pace_has_room(to);

	while (j->place < n && left-- > 0 && has_room) {
		send_map(j->cx, to, &entry[j->place++]);
		has_room = pace_has_room(to);
	}
	mem_free(entry);
	if (j->place < n || !has_room)
		return false;
	reply_plain(j->cx->route, to, RPL_MAPEND);
	return true;
}

static void
cmd_map(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct pace_kind kind = { .step = step_map };
	struct servers_job j = { .job = { .kind = &kind }, .cx = cx };

	(void)m;
	pace_start(cx->route, src, &j.job, sizeof(j));
}

static const struct command rows[] = {
	{ VIEW_INIT("LINKS"), FROM_USER, { 0, 2 }, 3, PRIV_N, "[[<server>] <mask>]",
		"List the servers of the network.", cmd_links },
	{ VIEW_INIT("MAP"), FROM_USER, { 0, 0 }, 3, PRIV_N, "",
		"Show the servers as a tree, with their users.", cmd_map },
};
const struct command_table commands_links = { rows, ARRAY_LEN(rows) };
