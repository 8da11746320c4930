/* PRIVMSG NOTICE TAGMSG WALLOPS OPERWALL. */
#include "conf/conf_link.h"
#include "core/clock.h"
#include "link/out.h"
#include "link/verb.h"
#include "proto/names.h"
#include "proto/tags.h"
#include "route/tree.h"
#include "route/wallops.h"
#include "state/mass.h"
#include "state/mode.h"

/* "2026-11-21T05:27:36.113Z", or nothing. */
static bool
is_time(struct view v)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";

	if (v.n != CLOCK_UTC_LEN)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (form[i] == 'd' ? v.p[i] < '0' || v.p[i] > '9' : v.p[i] != form[i])
			return false;
	}
	return true;
}

/* An id that nothing needs to be done about to write it into a tag. */
static bool
is_msgid(struct view v)
{
	if (v.n == 0 || v.n > EVENT_MSGID_MAX)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] <= ' ' || v.p[i] > '~' || v.p[i] == ';' || v.p[i] == '\\')
			return false;
	}
	return true;
}

/* Of a tag that is there twice the last one counts. */
static void
take_tags(const struct link_msg *m, struct link_said *said)
{
	struct view rest = m->msg->tags;
	struct tag t;

	said->tags = said->time = said->msgid = VIEW("");
	if ((m->from->caps & LINK_CAP_BIT(LINK_CAP_STAG)) == 0)
		return;
	said->tags = rest;
	while (tags_next(&rest, &t)) {
		if (view_eq(t.key, VIEW("time")) && is_time(t.value))
			said->time = t.value;
		else if (view_eq(t.key, VIEW("msgid")) && is_msgid(t.value))
			said->msgid = t.value;
	}
}

/* Somebody has gone, or was never known: who wrote to it is told, as every server of this kind does. */
static enum link_verdict
nobody(const struct link_msg *m, struct view target)
{
	struct out o;

	if (m->user == NULL || !view_eq_nocase(m->msg->verb, VIEW("PRIVMSG")))
		return LINK_STALE;
	out_begin(&o, m->ls, TREE_US, VIEW("401"));
	out_param(&o, client_uid(m->user));
	out_param(&o, name_is_uid(target) ? VIEW("*") : target);
	out_text(&o, VIEW("No such nick/channel"));
	out_to(&o, m->from);
	return LINK_STALE;
}

/* UID, nick, or "nick@server". */
static struct client *
find_user(const struct link_msg *m, struct view target)
{
	struct world *w = link_world(m->ls);
	struct client *c = client_find_uid(w, target);
	size_t at = view_find(target, '@');

	if (c == NULL)
		c = client_find(w, view_left(target, at));
	if (c == NULL || !client_is_user(c))
		return NULL;
	return at == target.n || c->node == node_find_any(w, view_skip(target, at + 1)) ? c : NULL;
}

/* "#c", "@#c", "+#c", "=#c"; NULL: it is none that is there. */
static struct channel *
find_channel(const struct link_msg *m, struct view target, char *sigil)
{
	size_t skip = view_has_any(view_left(target, 1), VIEW("@+=")) ? 1 : 0;

	*sigil = skip != 0 ? target.p[0] : '\0';
	target = view_skip(target, skip);
	return target.n != 0 && target.p[0] == '#' ? channel_find(link_world(m->ls), target) : NULL;
}

/* To all of a server or of hosts: of operators, where the link lets them. */
static enum link_verdict
said_to_mask(struct link_msg *m, const struct link_said *said)
{
	if (m->user == NULL || (m->user->umodes & UMODE_OPER) == 0)
		return link_fault(
			m, LINK_BAD, "a message to %.*s that no operator says", VIEW_ARG(said->target));
	if (!link_permits(m->from, CONF_PERMIT_GLOBAL))
		return link_fault(m, LINK_BAD, "a message to %.*s is not permitted", VIEW_ARG(said->target));
	m->ls->env.message(m->ls->env.arg, said);
	return LINK_OK;
}

static enum link_verdict
said(struct link_msg *m, enum tree_verb verb)
{
	struct link_said what = { .from = m->user,
		.server = m->node,
		.verb = verb,
		.target = m->msg->param[0],
		.text = msg_param(m->msg, 1),
		.has_dcc = link_permits(m->from, CONF_PERMIT_DCC) };

	if (verb != TREE_TAGMSG && what.text.n == 0)
		return LINK_STALE;
	take_tags(m, &what);
	if (mass_is_target(what.target))
		return said_to_mask(m, &what);
	what.channel = find_channel(m, what.target, &what.sigil);
	if (what.channel == NULL)
		what.user = find_user(m, what.target);
	if (what.channel == NULL && what.user == NULL)
		return nobody(m, what.target);
	m->ls->env.message(m->ls->env.arg, &what);
	return LINK_OK;
}

/* PRIVMSG <target> :<text> */
static enum link_verdict
privmsg(struct link_msg *m)
{
	return said(m, TREE_PRIVMSG);
}

/* NOTICE <target> :<text> */
static enum link_verdict
notice(struct link_msg *m)
{
	return said(m, TREE_NOTICE);
}

/* TAGMSG <target>: tags alone */
static enum link_verdict
tagmsg(struct link_msg *m)
{
	return said(m, TREE_TAGMSG);
}

/* WALLOPS :<text> to all who have +w; OPERWALL :<text> to operators. */
static enum link_verdict
wallops(struct link_msg *m)
{
	if (!link_permits(m->from, CONF_PERMIT_WALLOPS))
		return LINK_STALE;
	wallops_say(m->ls->env.route, link_source(m),
		view_eq_nocase(m->msg->verb, VIEW("OPERWALL")) ? WALLOPS_OPERS : WALLOPS_USERS,
		m->msg->param[0]);
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("PRIVMSG"), LINK_FROM_USER, 2, 2, false, { LP_WORD, LP_TEXT }, privmsg },
	{ VIEW_INIT("NOTICE"), LINK_FROM_ANY, 2, 2, false, { LP_WORD, LP_TEXT }, notice },
	{ VIEW_INIT("TAGMSG"), LINK_FROM_USER, 1, 1, false, { LP_WORD }, tagmsg },
	{ VIEW_INIT("WALLOPS"), LINK_FROM_ANY, 1, 1, false, { LP_TEXT }, wallops },
	{ VIEW_INIT("OPERWALL"), LINK_FROM_USER, 1, 1, false, { LP_TEXT }, wallops },
};
const struct link_verb_table link_verbs_message = { rows, ARRAY_LEN(rows) };
