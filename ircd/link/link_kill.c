#include "link/link_kill.h"

#include <stdio.h>

#include "audit/audit.h"
#include "conf/conf.h"
#include "core/log.h"
#include "link/introduce.h"
#include "proto/names.h"
#include "route/chghost.h"
#include "route/leave.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/oper.h"
#include "state/whowas.h"

#define CHASE_MS 90000 /* who has changed its nick since then is still found by the old one */

/* ---- KILL ---- */

/* By UID or nick; NULL: nobody, of which a user is told. */
static struct client *
victim_of(struct link_msg *m)
{
	struct world *w = link_world(m->ls);
	struct route *rt = m->ls->env.route;
	struct view id = m->msg->param[0];
	uint64_t now = route_wall_ms(rt), since = now > CHASE_MS ? now - CHASE_MS : 0;
	struct client *c = client_find_uid(w, id);

	if (c == NULL)
		c = client_find(w, id);
	if (c == NULL)
		c = client_get(w, whowas_holder(w->whowas, id, since));
	if (c != NULL && client_is_user(c))
		return c;
	if (m->user != NULL)
		reply(rt, m->user, ERR_NOSUCHNICK, id);
	return NULL;
}

/* Of "path (reason)" what is for people. */
static struct view
reason_of(struct view text)
{
	size_t open = view_find(text, '(');
	struct view v = view_skip(text, open + 1);

	if (open == text.n)
		return text.n != 0 ? text : VIEW("No reason");
	return v.n != 0 && v.p[v.n - 1] == ')' ? view_left(v, v.n - 1) : v;
}

static bool
is_permitted(const struct link_msg *m)
{
	return m->user == NULL || m->node->is_services || link_permits(m->from, CONF_PERMIT_KILL);
}

static void
record(struct link_msg *m, const struct client *c, struct view reason)
{
	struct audit_record r;

	audit_begin(&r, m->ls->env.audit, ACT_LINK);
	audit_text(&r, "deed", VIEW("kill"));
	audit_text(&r, "link", view_z(m->from->name));
	if (m->user != NULL)
		audit_client(&r, "by", m->user);
	else
		audit_text(&r, "server", node_name(m->node));
	audit_client(&r, "target", c);
	audit_text(&r, "reason", reason);
	audit_end(&r);
}

void
link_put_out(struct links *ls, struct tree_source by, struct client *c, struct link_why why)
{
	if (!client_is_local(c)) {
		leave_killed(ls->env.route, by, c, why.told, why.reason);
		return;
	}
	tree_kill(ls->env.route, by, c, why.told);
	ls->env.end(ls->env.arg, c, why.reason);
}

/* Of this server: it reads by whom. */
static void
end_ours(struct link_msg *m, struct client *c, struct view path, struct view reason)
{
	struct route *rt = m->ls->env.route;
	struct event ev;

	if (m->user != NULL)
		event_begin(&ev, link_world(m->ls), m->user, VIEW("KILL"));
	else
		event_begin_node(&ev, link_world(m->ls), m->node, VIEW("KILL"));
	msg_build_param(&ev.build, client_nick(c));
	msg_build_text(&ev.build, path);
	route_user(rt, c, &ev);
	link_put_out(m->ls, link_source(m), c, (struct link_why){ path, reason });
}

enum link_verdict
link_kill(struct link_msg *m)
{
	struct client *c = victim_of(m);
	const char *by = m->user != NULL ? m->user->nick : m->node->name;
	struct view path = msg_param(m->msg, 1), why = reason_of(path);
	char text[MSG_BODY_MAX];
	struct view reason;

	if (c == NULL)
		return LINK_STALE;
	if (client_is_local(c) && !is_permitted(m)) {
		introduce_again(m->from, c);
		return link_fault(m, LINK_BAD, "KILL of %s is not permitted", c->nick);
	}
	if (path.n == 0)
		path = view_z(by);
	(void)snprintf(text, sizeof(text), "Killed (%s (%.*s))", by, VIEW_ARG(why));
	reason = view_left(view_z(text), QUIT_LEN);
	log_info("link", "%s: %s killed %s!%s@%s: %.*s", m->from->name, by, c->nick, c->user, c->host,
		VIEW_ARG(why));
	snotice_send(m->ls->env.route, SNOTICE_KILL, "%s of %s killed %s!%s@%s: %.*s", by, m->node->name,
		c->nick, c->user, c->host, VIEW_ARG(why));
	if (client_is_local(c)) {
		record(m, c, why);
		end_ours(m, c, path, reason);
	} else {
		link_put_out(m->ls, link_source(m), c, (struct link_why){ path, reason });
	}
	return LINK_OK;
}

void
link_kill_clash(struct links *ls, struct client *c)
{
	char text[SERVER_NAME_LEN + 40];

	(void)snprintf(text, sizeof(text), "Killed (%s (Nick collision))", link_world(ls)->me->name);
	link_put_out(ls, TREE_US, c, (struct link_why){ VIEW("Nick collision"), view_z(text) });
}

/* ---- operators ---- */

void
link_oper_raise(const struct link *l, struct client *c, struct view oper, struct view role)
{
	struct oper_grant *g =
		oper_grant_new(oper, role, l->conf != NULL ? conf_permit_privs(l->conf->permit) : 0);

	oper_raise(c, g);
	oper_grant_unref(g);
}

void
link_opers_configure(struct links *ls)
{
	LIST_FOR_EACH (it, &link_world(ls)->users) {
		struct client *c = client_of_world_link(it);

		if (c->oper != NULL && c->link != 0)
			link_oper_raise(
				ls->neighbour[c->link], c, view_z(c->oper->oper), view_z(c->oper->role));
	}
}

/* ---- hosts ---- */

/* No digit right behind the last slash, or it would read as a block of addresses. */
static bool
is_host(struct view v)
{
	size_t slash = v.n;

	if (!name_is_remote_host(v))
		return false;
	while (slash > 0 && v.p[slash - 1] != '/')
		slash--;
	return slash == 0 || slash == v.n || v.p[slash] < '0' || v.p[slash] > '9';
}

/* Its own server may, and services. */
enum link_verdict
link_chghost(struct link_msg *m)
{
	struct client *c = m->arg[0].client;
	struct view host = m->msg->param[1];

	if (m->node != c->node && !m->node->is_services)
		return link_fault(m, LINK_BAD, "CHGHOST of somebody of another server");
	if (!is_host(host))
		return link_fault(m, LINK_BAD, "CHGHOST: that is no host");
	return chghost_here(m->ls->env.route, c, client_user(c), host) ? LINK_OK : LINK_STALE;
}
