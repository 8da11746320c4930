/*
 * LINKS MAP: the servers of the network.  RFC 2812 3.4.5; MAP with the numerics of InspIRCd and Solanum.  What is said of one server is a
 * function of its own: the tree is walked by whoever knows it.
 */
#include <stdio.h>

#include "commands/command.h"
#include "commands/lookup.h"
#include "proto/mask.h"
#include "route/reply.h"

#define MAP_COLUMN 50 /* where the counts begin, if the name leaves room */

/* One server as others see it. */
struct seen_server {
	struct view name, uplink, description;
	const char *sid;
	unsigned hops; /* from this server; also how deep it stands in MAP */
	size_t users;
};

static struct seen_server
this_server(const struct cmd_ctx *cx)
{
	struct view name = view_z(cx->world->conf.server_name);

	return (struct seen_server){ name, name, view_z(cx->world->conf.description),
		gate_conf(cx->gate)->server.sid, 0, cx->world->n_users };
}

static void
send_link(struct cmd_ctx *cx, const struct client *src, struct view mask, const struct seen_server *s)
{
	struct reply r;

	if (!mask_match(mask, s->name))
		return;
	reply_begin(&r, cx->route, src, RPL_LINKS);
	reply_param(&r, s->name);
	reply_param(&r, s->uplink);
	reply_end_textf(&r, "%u %.*s", s->hops, VIEW_ARG(s->description));
}

/* LINKS [[<server>] <mask>] */
static void
cmd_links(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view mask = m->n_params > 1 ? m->param[1] : msg_param(m, 0);
	struct seen_server us = this_server(cx);

	if (m->n_params > 1 && !lookup_server_is_us(cx, src, m->param[0]))
		return;
	if (mask.n == 0)
		mask = VIEW("*");
	send_link(cx, src, mask, &us);
	reply(cx->route, src, RPL_ENDOFLINKS, mask);
}

/* "irc.test[0AB] ------------ | Users: 3 (100.0%)", two columns further in for each hop. */
static void
send_map(struct cmd_ctx *cx, const struct client *src, const struct seen_server *s)
{
	size_t all = cx->world->n_users, tenths = all != 0 ? s->users * 1000 / all : 0;
	char name[SERVER_NAME_LEN + 8], line[MAP_COLUMN + 1];
	int n = snprintf(name, sizeof(name), "%.*s[%s]", VIEW_ARG(s->name), s->sid);
	int rest = MAP_COLUMN - n - (int)(2 * s->hops) - 1;
	int dashes = rest > 0 ? rest : 0;

	for (int i = 0; i < dashes; i++)
		line[i] = '-';
	line[dashes] = '\0';
	reply_textf(cx->route, src, RPL_MAP, "%*s%s %s | Users: %zu (%zu.%zu%%)", (int)(2 * s->hops), "",
		name, line, s->users, tenths / 10, tenths % 10);
}

static void
cmd_map(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct seen_server us = this_server(cx);

	(void)m;
	send_map(cx, src, &us);
	reply_plain(cx->route, src, RPL_MAPEND);
}

static const struct command rows[] = {
	{ VIEW_INIT("LINKS"), FROM_USER, { 0, 2 }, 3, PRIV_N, "[[<server>] <mask>]",
		"List the servers of the network.", cmd_links },
	{ VIEW_INIT("MAP"), FROM_USER, { 0, 0 }, 3, PRIV_N, "",
		"Show the servers as a tree, with their users.", cmd_map },
};
const struct command_table commands_links = { rows, ARRAY_LEN(rows) };
