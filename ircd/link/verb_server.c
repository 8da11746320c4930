/* SVINFO SID SERVER SQUIT PING PONG ERROR: the servers of the tree. */
#include "link/verb.h"

#include "conf/conf.h"
#include "core/loop.h"
#include "link/link_news.h"
#include "link/out.h"
#include "link/split.h"
#include "link/tell_node.h"
#include "proto/mask.h"

#define TS_CURRENT  6
#define ERRORS_MAX  5 /* of a link that operators hear of in a minute */
#define SHOWN(view) VIEW_ARG(view_left(view, LINK_FAULT_LEN))

/* ---- SVINFO ---- */

static enum link_verdict
check_clock(struct link_msg *m, uint64_t theirs)
{
	const struct conf_links *cf = &m->ls->conf->links;
	uint64_t ours = link_wall_s(m->ls), delta = ours > theirs ? ours - theirs : theirs - ours;

	if (delta > cf->clock_max_ms / 1000)
		return link_fault(m, LINK_DROP, "Excessive TS delta (my TS=%llu, their TS=%llu, delta=%llu)",
			(unsigned long long)ours, (unsigned long long)theirs, (unsigned long long)delta);
	if (delta > cf->clock_warn_ms / 1000)
		link_news(m->ls, "%s: its clock is %llu seconds %s", m->from->name, (unsigned long long)delta,
			ours > theirs ? "behind" : "ahead");
	return LINK_OK;
}

/* SVINFO <current> <min> 0 :<time>.  It may come again; the clock must be right each time. */
static enum link_verdict
on_svinfo(struct link_msg *m)
{
	enum link_verdict v;

	if (m->node != m->from->node)
		return link_fault(m, LINK_BAD, "SVINFO of a server behind it");
	if (m->arg[0].number < TS_CURRENT || m->arg[1].number > TS_CURRENT)
		return link_fault(m, LINK_DROP, "Incompatible TS version (%llu,%llu)",
			(unsigned long long)m->arg[0].number, (unsigned long long)m->arg[1].number);
	v = check_clock(m, m->arg[3].number);
	if (v == LINK_OK)
		m->from->has_svinfo = true;
	return v;
}

/* ---- SID, SERVER ---- */

static bool
may_be_behind(const struct link *l, struct view name)
{
	for (size_t i = 0; i < l->conf->n_hub; i++) {
		if (mask_match(view_z(l->conf->hub[i]), name))
			return true;
	}
	return l->conf->services; /* its jupes */
}

/* Whether the tree has room for it, and it may stand there.  What is wrong here would make the trees differ. */
static enum link_verdict
check_newcomer(struct link_msg *m, struct view name)
{
	const struct link *l = m->from;

	if (l->conf == NULL)
		return link_fault(m, LINK_DROP, "Its section is gone");
	if (!may_be_behind(l, name))
		return link_fault(m, LINK_DROP, "%.*s may not be behind it", SHOWN(name));
	if (l->n_servers >= l->conf->max_servers)
		return link_fault(m, LINK_DROP, "More than %u servers", (unsigned)l->conf->max_servers);
	return LINK_OK;
}

/* Services may stand behind another server: their section, which need not be dialled, says that they are trusted here. */
static bool
is_trusted(const struct links *ls, struct view name)
{
	const struct conf_link *cl = conf_link_find(ls->conf, name);

	return cl != NULL && cl->services;
}

static void
introduce(struct link_msg *m, struct view name, struct view sid, struct view info)
{
	bool hidden = view_starts(info, VIEW(NODE_HIDDEN_MARK));
	struct node_intro intro = { .name = name, .sid = sid, .uplink = m->node };
	struct node *n;

	intro.description = view_skip(info, hidden ? sizeof(NODE_HIDDEN_MARK) - 1 : 0);
	n = node_add(link_world(m->ls), &intro, loop_wall_ms(m->ls->env.loop));
	n->is_hidden = hidden;
	n->is_services = is_trusted(m->ls, name);
	m->from->n_servers++;
	tell_node(m->ls, n, NULL);
}

/* Each server pings one that is new; the answer is the end of its burst. */
static void
ask_for_end(struct link_msg *m, struct view sid)
{
	struct out o;

	out_begin(&o, m->ls, TREE_US, VIEW("PING"));
	out_param(&o, node_name(link_world(m->ls)->me));
	out_text(&o, sid);
	out_to(&o, m->from);
}

/* SID <name> <hops> <sid> :<info>, or with a fifth parameter before the info.  Hops are counted here. */
static enum link_verdict
on_sid(struct link_msg *m)
{
	struct world *w = link_world(m->ls);
	struct view name = m->msg->param[0], sid = m->msg->param[2];
	const struct node *n = node_find(w, name);
	enum link_verdict v = check_newcomer(m, name);

	if (v != LINK_OK)
		return v;
	if (n != NULL)
		return link_fault(m, LINK_DROP, "Server %s already exists", n->name);
	n = node_find_sid(w, sid);
	if (n != NULL)
		return link_fault(m, LINK_DROP, "SID %s for %.*s already in use by %s", n->sid,
			VIEW_ARG(name), n->name);
	introduce(m, name, sid, m->msg->param[m->msg->n_params - 1]);
	ask_for_end(m, sid);
	link_news(m->ls, "%.*s: linked as %.*s to %s", VIEW_ARG(name), VIEW_ARG(sid), m->node->name);
	return LINK_OK;
}

/* SERVER <name> <hops> :<info>: services keep a name from being linked.  Nobody is ever there, so nobody answers PING. */
static enum link_verdict
on_server(struct link_msg *m)
{
	struct view name = m->msg->param[0];
	enum link_verdict v;

	if (node_find(link_world(m->ls), name) != NULL)
		return link_fault(m, LINK_BAD, "Server %.*s already exists", VIEW_ARG(name));
	v = check_newcomer(m, name);
	if (v != LINK_OK)
		return v;
	introduce(m, name, VIEW(""), m->msg->param[2]);
	node_find(link_world(m->ls), name)->is_synced = true;
	link_news(m->ls, "%.*s: juped by %s: %.*s", VIEW_ARG(name), m->node->name, SHOWN(m->msg->param[2]));
	return LINK_OK;
}

/* ---- SQUIT ---- */

/*
 * Servers of this kind take a server for gone as soon as they have asked for that.  So there is no refusing with the link kept: the two would
 * know of different servers.
 */
static enum link_verdict
check_squit(struct link_msg *m, const struct node *n)
{
	if (m->node->is_services || link_permits(m->from, CONF_PERMIT_SQUIT))
		return LINK_OK;
	return link_fault(m, LINK_DROP, "It may not cut off %s", n->name);
}

static enum link_verdict
squit_elsewhere(struct link_msg *m, struct node *n, struct view reason)
{
	const char *by = m->user != NULL ? m->user->nick : m->node->name;
	enum link_verdict v = check_squit(m, n);

	if (v != LINK_OK)
		return v;
	link_news(m->ls, "%s: SQUIT by %s: %.*s", n->name, by, SHOWN(reason));
	if (n->link != NULL)
		link_close(n->link, "by %s: %.*s", by, SHOWN(reason));
	else
		split_order(m->ls, link_source(m), n, reason);
	return LINK_OK;
}

/* SQUIT <server> :<reason>.  A server that names us, or itself, ends the link. */
static enum link_verdict
on_squit(struct link_msg *m)
{
	struct node *n = m->arg[0].node;
	struct view reason = msg_param(m->msg, 1);

	if (n == link_world(m->ls)->me || n == m->from->node)
		link_close(m->from, "%.*s", SHOWN(reason));
	else if (n->number == m->from->number)
		split_far(m->from, n, reason);
	else
		return squit_elsewhere(m, n, reason);
	return LINK_OK;
}

/* ---- PING, PONG ---- */

static bool
is_for_us(const struct link_msg *m, const struct node **to)
{
	struct view dest = msg_param(m->msg, 1);
	const struct node *me = link_world(m->ls)->me;

	*to = dest.n == 0 ? me : node_find_any(link_world(m->ls), dest);
	return *to == me;
}

static void
pass_on(const struct link_msg *m, struct view verb, struct view origin, const struct node *to)
{
	struct out o;

	if (to == NULL)
		return;
	out_begin(&o, m->ls, link_source(m), verb);
	out_param(&o, origin);
	out_text(&o, out_node_id(to));
	out_node(&o, to);
}

/* PING <origin> [:<dest>].  The answer goes behind all that was said before. */
static enum link_verdict
on_ping(struct link_msg *m)
{
	const struct node *to;
	struct out o;

	if (!is_for_us(m, &to)) {
		pass_on(m, VIEW("PING"), m->user != NULL ? client_nick(m->user) : node_name(m->node), to);
		return LINK_OK;
	}
	out_begin(&o, m->ls, TREE_US, VIEW("PONG"));
	out_param(&o, node_name(link_world(m->ls)->me));
	out_text(&o, m->user != NULL ? client_uid(m->user) : out_node_id(m->node));
	out_to(&o, m->from);
	return LINK_OK;
}

/* PONG <origin> [:<dest>]: to us, the end of the burst of who says it. */
static enum link_verdict
on_pong(struct link_msg *m)
{
	const struct node *to;

	if (!is_for_us(m, &to)) {
		pass_on(m, VIEW("PONG"), m->msg->param[0], to);
		return LINK_OK;
	}
	if (m->node->is_synced)
		return LINK_OK;
	m->node->is_synced = true;
	link_news(m->ls, "%s: has told all: %zu users", m->node->name, m->node->n_users);
	split_weigh(m->ls);
	return LINK_OK;
}

/* ---- ERROR ---- */

static enum link_verdict
on_error(struct link_msg *m)
{
	if (link_window_take(m->from, &m->from->errors, ERRORS_MAX))
		link_news(m->ls, "%s: it says ERROR %.*s", m->from->name, SHOWN(m->msg->param[0]));
	return LINK_OK;
}

/* PASS and CAPAB of a neighbour mean nothing any more (TS6): they have no row. */
static const struct link_verb rows[] = {
	{ VIEW_INIT("SVINFO"), LINK_FROM_NODE, 4, 4, true, { LP_NUMBER, LP_NUMBER, LP_ANY, LP_NUMBER },
		on_svinfo, .is_early = true },
	{ VIEW_INIT("PING"), LINK_FROM_ANY, 1, 2, false, { LP_ANY, LP_ANY }, on_ping, .is_early = true },
	{ VIEW_INIT("PONG"), LINK_FROM_NODE, 1, 2, false, { LP_WORD, LP_ANY }, on_pong, .is_early = true },
	{ VIEW_INIT("ERROR"), LINK_FROM_ANY, 1, 1, false, { LP_TEXT }, on_error, .is_early = true },
	{ VIEW_INIT("SQUIT"), LINK_FROM_ANY, 1, 2, false, { LP_NODE, LP_TEXT }, on_squit, .is_early = true },
	{ VIEW_INIT("SID"), LINK_FROM_NODE, 4, 5, true,
		{ LP_NEW_SERVER, LP_NUMBER, LP_NEW_SID, LP_TEXT, LP_TEXT }, on_sid },
	{ VIEW_INIT("SERVER"), LINK_FROM_SERVICES, 3, 3, false, { LP_NEW_SERVER, LP_NUMBER, LP_TEXT },
		on_server },
};
const struct link_verb_table link_verbs_server = { rows, ARRAY_LEN(rows) };
