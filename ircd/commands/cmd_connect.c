/*
 * CONNECT SQUIT: links to other servers, RFC 2812 3.4.7 and 3.1.8.  Both may be about a server farther away: then the servers between are
 * asked to, whose operators decide what they permit.
 */
#include "commands/command.h"
#include "commands/lookup.h"
#include "conf/conf.h"
#include "core/log.h"
#include "core/utf8.h"
#include "link/link.h"
#include "link/link_ask.h"
#include "link/link_dial.h"
#include "proto/mask.h"
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

static void
refuse(struct cmd_ctx *cx, const struct client *src, const char *code, const char *text)
{
	reply_fail(cx->route, src, VIEW("CONNECT"), view_z(code), view_z(text));
}

/* The first section whose server fits. */
static const struct conf_link *
section_find(const struct conf *conf, struct view mask)
{
	for (size_t i = 0; i < conf->n_link; i++)
		if (mask_match(mask, view_z(conf->link[i].name)))
			return &conf->link[i];
	return NULL;
}

/* 0, and what is not told here is told by server notices when it has happened. */
static void
dial(struct cmd_ctx *cx, const struct client *src, const struct conf_link *link)
{
	char by[MASK_LEN + 1];

	switch (link_dial(cx->links, link, view_of(by, client_mask(src, by)))) {
	case LINK_DIAL_BEGUN:
		reply_noticef(cx->route, src, "*** Connecting to %s (%s)", link->name, link->dial);
		break;
	case LINK_DIAL_NO_ADDRESS:
		refuse(cx, src, "NO_ADDRESS", "Its section link has no address to connect to");
		break;
	case LINK_DIAL_BUSY:
		refuse(cx, src, "BUSY", "It is being connected to");
		break;
	case LINK_DIAL_THERE:
		refuse(cx, src, "ALREADY_LINKED", "It is on the network");
		break;
	case LINK_DIAL_RESTART:
		refuse(cx, src, "NEEDS_RESTART",
			"No link had its port at the start, so the jail has no way there");
		break;
	case LINK_DIAL_NO_TLS:
		refuse(cx, src, "NO_TLS", "Its link is over TLS, and this server has no certificate");
		break;
	case LINK_DIAL_FAILED:
		refuse(cx, src, "FAILED",
			"It cannot be connected to; server notices (+s l) and the log say why");
		break;
	}
}

/* Where it is to be carried out is on the way to nowhere: NULL, and he was told. */
static const struct node *
remote_find(struct cmd_ctx *cx, const struct client *src, struct view mask)
{
	const struct node *n = node_find_any(cx->world, mask);

	if (n == NULL)
		n = node_match(cx->world, mask);
	if (n == NULL)
		reply(cx->route, src, ERR_NOSUCHSERVER, mask);
	return n;
}

/* CONNECT <server mask> [<port> [<remote server>]] */
static void
cmd_connect(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct node *n = m->n_params > 2 ? remote_find(cx, src, m->param[2]) : cx->world->me;
	const struct conf_link *link = section_find(gate_conf(cx->gate), m->param[0]);
	uint32_t port = 0;

	if (n == NULL)
		return;
	if (m->n_params > 1 && (view_to_u32(m->param[1], &port) == -1 || port > UINT16_MAX)) {
		refuse(cx, src, "INVALID_PORT", "That is no port; 0 is that of its section link");
		return;
	}
	if (n != cx->world->me) {
		if (!may_remotely(cx, src))
			return;
		audit_text(cx->act, "at", node_name(n));
		links_query(cx->links, src, n,
			(const struct view[]){ VIEW("CONNECT"), m->param[0], m->param[1], node_name(n) }, 4);
		return;
	}
	if (link == NULL) {
		reply(cx->route, src, ERR_NOSUCHSERVER, m->param[0]);
		return;
	}
	if (port != 0 && port != link->port) {
		refuse(cx, src, "INVALID_PORT", "Its section link has another; leave it out, or write 0");
		return;
	}
	audit_text(cx->act, "server", view_z(link->name));
	dial(cx, src, link);
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
	{ VIEW_INIT("CONNECT"), FROM_OPER, { 1, 3 }, 2, PRIV_CONNECT, "<server> [<port> [<remote server>]]",
		"Connect to a server now, or have another server do so.", cmd_connect },
	{ VIEW_INIT("SQUIT"), FROM_OPER, { 1, 2 }, 2, PRIV_SQUIT, "<server> [:<reason>]",
		"End the link to a server of the network.", cmd_squit },
};
const struct command_table commands_connect = { rows, ARRAY_LEN(rows) };
