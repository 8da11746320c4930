/* EUID UID NICK QUIT KILL SAVE MODE OPER AWAY CHGHOST SIGNON: users. */
#include <arpa/inet.h>

#include "conf/conf.h"
#include "link/link_kill.h"
#include "link/link_umodes.h"
#include "link/out.h"
#include "link/save.h"
#include "proto/casemap.h"
#include "proto/names.h"
#include "route/away_event.h"
#include "route/chghost.h"
#include "route/leave.h"
#include "route/login.h"
#include "route/presence.h"
#include "route/renick.h"
#include "state/mode.h"
#include "state/oper.h"

/* ---- EUID UID ---- */

static size_t
count_behind(const struct link *l)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &link_world(l->ls)->nodes) {
		const struct node *node = node_of_world_link(it);

		n += node->number == l->number ? node->n_users : 0;
	}
	return n;
}

/* Only this one is gone then; the link has done nothing worse than to let in what we would not. */
static enum link_verdict
kill_back(struct link_msg *m, struct view uid, const char *why)
{
	struct out o;

	out_begin(&o, m->ls, TREE_US, VIEW("KILL"));
	out_param(&o, uid);
	out_textf(&o, "%s (%s)", link_world(m->ls)->me->name, why);
	out_to(&o, m->from);
	return link_fault(m, LINK_BAD, "%.*s: %s", VIEW_ARG(m->msg->verb), why);
}

/* A nick that looks like a UID is its owner's alone: after a collision it is called so. */
static bool
is_foreign_uid(struct view nick, struct view uid)
{
	return name_is_uid(nick) && !view_eq(nick, uid);
}

static enum link_verdict
check_new(struct link_msg *m, struct client_intro *in)
{
	struct world *w = link_world(m->ls);

	if (is_foreign_uid(in->nick, in->uid))
		return link_fault(m, LINK_DROP, "%.*s is a UID", VIEW_ARG(in->nick));
	if (client_find_uid(w, in->uid) != NULL)
		return link_fault(m, LINK_DROP, "UID %.*s is there already", VIEW_ARG(in->uid));
	if (m->from->conf != NULL && count_behind(m->from) >= m->from->conf->max_users)
		return link_fault(m, LINK_DROP, "More than %u users", (unsigned)m->from->conf->max_users);
	in->user = view_left(in->user, USER_LEN);
	if (!name_is_remote_user(in->user))
		return kill_back(m, in->uid, "Bad user name");
	if (!name_is_remote_host(in->host))
		return kill_back(m, in->uid, "Bad host");
	if (!name_is_remote_host(in->real_host))
		in->real_host = VIEW("");
	if (!name_is_account(in->account) || view_eq(in->account, VIEW("0")))
		in->account = VIEW("");
	return LINK_OK;
}

/* Whoever is in the way of the nick, or is not let in, is told so to the others first. */
static enum link_verdict
take(struct link_msg *m, struct client_intro *in, struct view modes)
{
	struct route *rt = m->ls->env.route;
	struct clash_ask ask;
	uint64_t removed;
	struct client *c;

	ask = (struct clash_ask){
		.uid = in->uid, .nick = in->nick, .user = in->user, .host = in->host, .nick_ts = in->nick_ts
	};
	switch (save_settle(m, &ask)) {
	case CLASH_NONE:
		break;
	case CLASH_SAVED:
		in->nick = in->uid;
		in->nick_ts = SAVE_NICK_TS;
		break;
	case CLASH_KILLED:
		return LINK_STALE;
	}
	link_umodes_parse(modes, m->from->caps, &in->umodes, &removed);
	if (!m->node->is_services)
		in->umodes &= ~UMODE_SERVICE;
	c = client_introduce(link_world(m->ls), in, route_wall_ms(rt));
	if (c == NULL)
		return link_fault(m, LINK_DROP, "there is no room for more users");
	if ((c->umodes & UMODE_OPER) != 0)
		link_oper_raise(m->from, c, VIEW(""), VIEW(""));
	presence_online(rt, c);
	tree_user(rt, c);
	return LINK_OK;
}

/* EUID nick hops ts modes user host ip uid realhost account :realname; UID without two of them, which come behind ENCAP. */
static enum link_verdict
verb_uid(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	bool euid = m->msg->n_params > 9;
	char address[INET6_ADDRSTRLEN + 2];
	struct peer_addr ip;
	struct client_intro in = { .node = m->node,
		.nick = p[0],
		.nick_ts = m->arg[2].number,
		.user = p[4],
		.host = p[5],
		.uid = p[7],
		.real_host = euid ? p[8] : VIEW(""),
		.account = euid ? p[9] : VIEW(""),
		.realname = p[m->msg->n_params - 1] };
	enum link_verdict v = check_new(m, &in);

	if (v != LINK_OK)
		return v;
	if (peer_addr_parse(p[6], &ip) == 0)
		in.address = view_z(peer_addr_host(&ip, address, sizeof(address)));
	return take(m, &in, p[3]);
}

/* ---- NICK SAVE ---- */

/* NICK nick ts */
static enum link_verdict
verb_nick(struct link_msg *m)
{
	struct client *c = m->user;
	const struct view *p = m->msg->param;
	struct clash_ask ask;
	char uid[UID_LEN + 1];

	if (c == NULL)
		return link_fault(m, LINK_DROP, "NICK of a server: introductions are EUID");
	if (is_foreign_uid(p[0], client_uid(c)))
		return link_fault(m, LINK_DROP, "%.*s is a UID", VIEW_ARG(p[0]));
	if (casemap_eq(p[0], client_nick(c))) {
		if (!view_eq(p[0], client_nick(c)))
			renick_put(m->ls->env.route, c, p[0], c->nick_ts);
		return LINK_OK;
	}
	ask = (struct clash_ask){ .who = c,
		.uid = client_uid(c),
		.nick = p[0],
		.user = client_user(c),
		.host = client_host(c),
		.nick_ts = m->arg[1].number };
	switch (save_settle(m, &ask)) {
	case CLASH_NONE:
		renick_put(m->ls->env.route, c, p[0], m->arg[1].number);
		break;
	case CLASH_SAVED:
		renick_put(m->ls->env.route, c, view_of(uid, view_copy(client_uid(c), uid, sizeof(uid))),
			SAVE_NICK_TS);
		break;
	case CLASH_KILLED:
		link_kill_clash(m->ls, c);
		break;
	}
	return LINK_OK;
}

/* SAVE uid ts.  Both sides of a collision say it: the second one fits no more. */
static enum link_verdict
verb_save(struct link_msg *m)
{
	struct client *c = m->arg[0].client;

	if (c->nick_ts != m->arg[1].number || view_eq(client_nick(c), client_uid(c)))
		return LINK_STALE;
	save_user(m->ls, link_source(m), c);
	return LINK_OK;
}

/* ---- QUIT AWAY ---- */

/* QUIT :reason */
static enum link_verdict
verb_quit(struct link_msg *m)
{
	struct view reason = view_left(msg_param(m->msg, 0), QUIT_LEN);

	tree_quit(m->ls->env.route, m->user, reason);
	leave_remote(m->ls->env.route, m->user, reason);
	return LINK_OK;
}

/* AWAY [:text] */
static enum link_verdict
verb_away(struct link_msg *m)
{
	struct client *c = m->user;
	struct view text = msg_param(m->msg, 0);

	if (view_eq(view_left(text, AWAY_LEN), c->away != NULL ? view_z(c->away) : VIEW("")))
		return LINK_STALE;
	client_set_away(c, text);
	away_event(m->ls->env.route, c);
	return LINK_OK;
}

/* ---- MODE OPER ---- */

/* What its server has said when it introduced it. */
#define FIXED_MODES (UMODE_SERVICE | UMODE_TLS)

static enum link_verdict
mode_user(struct link_msg *m)
{
	struct client *c = m->user;
	uint64_t added, removed, was = c->umodes;

	link_umodes_parse(m->msg->param[1], m->from->caps, &added, &removed);
	added &= ~(was | FIXED_MODES);
	removed &= was & ~FIXED_MODES;
	if ((added & UMODE_OPER) != 0) {
		link_oper_raise(m->from, c, c->far != NULL ? view_z(c->far->oper) : VIEW(""),
			c->far != NULL ? view_z(c->far->role) : VIEW(""));
		tree_oper(m->ls->env.route, c);
	}
	client_set_modes(c, added, removed);
	tree_umodes(m->ls->env.route, c, added, removed);
	return LINK_OK;
}

/* MODE uid :changes; of a channel it is TMODE without its time. */
static enum link_verdict
verb_mode(struct link_msg *m)
{
	struct view target = m->msg->param[0];

	if (target.n != 0 && target.p[0] == '#')
		return verb_mode_channel(m);
	if (m->user == NULL ||
		(!view_eq(target, client_uid(m->user)) && !casemap_eq(target, client_nick(m->user))))
		return link_fault(m, LINK_BAD, "MODE of somebody else");
	return mode_user(m);
}

/* OPER name [role], before +o or again with other names. */
static enum link_verdict
verb_oper(struct link_msg *m)
{
	struct client *c = m->user;
	struct view role = msg_param(m->msg, 1);

	client_set_oper_names(c, m->msg->param[0], role);
	if ((c->umodes & UMODE_OPER) == 0)
		return LINK_OK;
	link_oper_raise(m->from, c, m->msg->param[0], role);
	tree_oper(m->ls->env.route, c);
	return LINK_OK;
}

/* ---- CHGHOST SIGNON ---- */

/* CHGHOST uid host */
static enum link_verdict
verb_chghost(struct link_msg *m)
{
	enum link_verdict v = link_chghost(m);

	if (v == LINK_OK)
		tree_host(m->ls->env.route, link_source(m), m->arg[0].client);
	return v;
}

/* The nick that SIGNON says, where it is another one. */
static bool
signon_nick(struct link_msg *m, struct client *c)
{
	const struct view *p = m->msg->param;
	const struct clash_ask ask = { .who = c,
		.uid = client_uid(c),
		.nick = p[0],
		.user = p[1],
		.host = p[2],
		.nick_ts = m->arg[3].number,
		.no_save = true };

	if (save_settle(m, &ask) == CLASH_KILLED) {
		link_kill_clash(m->ls, c);
		return false;
	}
	renick_here(m->ls->env.route, c, p[0], casemap_eq(p[0], client_nick(c)) ? c->nick_ts : ask.nick_ts);
	return true;
}

/* SIGNON nick user host ts account */
static enum link_verdict
verb_signon(struct link_msg *m)
{
	struct client *c = m->user;
	const struct view *p = m->msg->param;
	struct view account = view_eq(p[4], VIEW("0")) || view_eq(p[4], VIEW("*")) ? VIEW("") : p[4];
	struct route *rt = m->ls->env.route;

	if (is_foreign_uid(p[0], client_uid(c)))
		return link_fault(m, LINK_DROP, "%.*s is a UID", VIEW_ARG(p[0]));
	if (login_told(rt, c, account) == LOGIN_INVALID)
		return link_fault(m, LINK_BAD, "SIGNON: that is no account");
	if (!signon_nick(m, c))
		return LINK_OK;
	(void)chghost_here(rt, c, p[1], p[2]);
	tree_signon(rt, c);
	return LINK_OK;
}

#define EUID_PARAMS LP_NICK, LP_NUMBER, LP_TS, LP_MODES, LP_ANY, LP_ANY, LP_ANY, LP_NEW_UID
/* clang-format off */
static const struct link_verb rows[] = {
	{ VIEW_INIT("EUID"), LINK_FROM_NODE, 11, 11, true, { EUID_PARAMS, LP_ANY, LP_ANY, LP_TEXT }, verb_uid },
	{ VIEW_INIT("UID"), LINK_FROM_NODE, 9, 9, true, { EUID_PARAMS, LP_TEXT }, verb_uid },
	{ VIEW_INIT("NICK"), LINK_FROM_ANY, 2, 2, true, { LP_NICK, LP_TS }, verb_nick },
	{ VIEW_INIT("SAVE"), LINK_FROM_NODE, 2, 2, false, { LP_USER, LP_TS }, verb_save },
	{ VIEW_INIT("QUIT"), LINK_FROM_USER, 0, 1, false, { LP_TEXT }, verb_quit },
	{ VIEW_INIT("KILL"), LINK_FROM_ANY, 1, 2, false, { LP_WORD, LP_TEXT }, link_kill },
	{ VIEW_INIT("AWAY"), LINK_FROM_USER, 0, 1, false, { LP_TEXT }, verb_away },
	{ VIEW_INIT("MODE"), LINK_FROM_ANY, 2, MSG_PARAMS_MAX, false, { LP_WORD, LP_ANY }, verb_mode },
	{ VIEW_INIT("OPER"), LINK_FROM_USER, 1, 2, false, { LP_WORD, LP_WORD }, verb_oper },
	{ VIEW_INIT("CHGHOST"), LINK_FROM_ANY, 2, 2, false, { LP_USER, LP_ANY }, verb_chghost },
	{ VIEW_INIT("SIGNON"), LINK_FROM_USER, 5, 5, true,
		{ LP_NICK, LP_USER_NAME, LP_HOST, LP_TS, LP_WORD }, verb_signon },
};
/* clang-format on */
const struct link_verb_table link_verbs_user = { rows, ARRAY_LEN(rows) };
