/*
 * CONNECT SQUIT: links to other servers, RFC 2812 3.4.7 and 3.1.8.  Both may be about a server farther away: then the servers between are
 * asked to, whose operators decide what they permit.
 */
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/log.h"
#include "core/utf8.h"
#include "link/link.h"
#include "link/link_ask.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/oper.h"

#define REASON_LEN 150 /* bytes; the names before it fit as well */

/* May he have something done elsewhere?  Else he was told. */
static bool
may_remotely(struct cmd_ctx *cx, const struct client *src)
{
	if (oper_has(src, PRIV_REMOTE))
		return true;
	reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_REMOTE].name);
	return false;
}

/* SQUIT <server> [:<reason>] */
static void
cmd_squit(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct node *n = node_find_any(cx->world, m->param[0]);
	struct view reason = utf8_left(msg_param(m, 1), REASON_LEN);
	char name[CLIENT_LOG_NAME];

	if (n == NULL) {
		reply(cx->route, src, ERR_NOSUCHSERVER, m->param[0]);
		return;
	}
	if (n == cx->world->me) {
		reply_fail(cx->route, src, VIEW("SQUIT"), VIEW("OWN_SERVER"),
			VIEW("A server has no link to itself; DIE stops it"));
		return;
	}
	if (n->link == NULL && !may_remotely(cx, src))
		return;
	audit_text(cx->act, "server", node_name(n));
	log_warn("oper", "%s said SQUIT %s: %.*s", client_log_name(src, name), n->name, VIEW_ARG(reason));
	snotice_send(cx->route, SNOTICE_LINK, "%s!%s@%s said SQUIT %s (%.*s)", src->nick, src->user,
		src->host, n->name, VIEW_ARG(reason));
	links_squit(cx->links, n, src, reason);
}

static const struct command rows[] = {
	{ VIEW_INIT("SQUIT"), FROM_OPER, { 1, 2 }, 2, PRIV_SQUIT, "<server> [:<reason>]",
		"End the link to a server of the network.", cmd_squit },
};
const struct command_table commands_connect = { rows, ARRAY_LEN(rows) };
