/*
 * One line of a linked server: whose it is, which row its verb has, whether each parameter is what the row says; only then is anything
 * done.  A server speaks for what is behind it and for nobody else.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "link/link_record.h"
#include "link/link_services.h"
#include "link/out.h"
#include "link/schema.h"
#include "link/verb.h"
#include "proto/names.h"

static const struct link_verb_table *const tables[] = {
	&link_verbs_server,
	&link_verbs_user,
	&link_verbs_channel,
	&link_verbs_list,
	&link_verbs_message,
	&link_verbs_query,
	&link_verbs_ban,
	&link_verbs_encap,
};

enum link_verdict
link_fault(struct link_msg *m, enum link_verdict v, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(m->from->fault, sizeof(m->from->fault), fmt, ap);
	va_end(ap);
	return v;
}

const struct link_verb *
link_verb_find(const struct link_verb_table *const *list, size_t n, struct view verb)
{
	for (size_t t = 0; t < n; t++) {
		for (size_t i = 0; i < list[t]->n; i++) {
			if (view_eq_nocase(verb, list[t]->row[i].verb))
				return &list[t]->row[i];
		}
	}
	return NULL;
}

/* Said by another kind of source: passed over in silence, as every server of this kind does, but for what services alone may say. */
enum link_verdict
link_may_say(struct link_msg *m, const struct link_verb *row)
{
	unsigned kind = m->user != NULL ? LINK_FROM_USER : LINK_FROM_NODE;

	if (m->user == NULL && m->node->is_services)
		kind |= LINK_FROM_SERVICES;
	if ((row->from & kind) != 0)
		return LINK_OK;
	if (m->user == NULL && (row->from & LINK_FROM_SERVICES) != 0)
		return link_fault(m, LINK_BAD, "%.*s: it is not trusted as services", VIEW_ARG(row->verb));
	return LINK_STALE;
}

enum link_verdict
link_run(struct link_msg *m, const struct link_verb *row, size_t skip)
{
	struct msg *msg = m->msg;
	enum link_verdict v;

	v = link_may_say(m, row);
	if (v != LINK_OK)
		return v;
	msg->n_params -= skip;
	memmove(msg->param, msg->param + skip, msg->n_params * sizeof(msg->param[0]));
	if (msg->n_params < row->min)
		return link_fault(m, row->is_grave ? LINK_DROP : LINK_BAD, "%.*s: %zu parameters, not %u",
			VIEW_ARG(row->verb), msg->n_params, row->min);
	if (msg->n_params > row->max)
		msg->n_params = row->max;
	for (size_t i = 0; i < msg->n_params && i < LINK_PARAMS; i++) {
		v = schema_check(m, row, i);
		if (v != LINK_OK)
			return v;
	}
	return row->run(m);
}

/* Some happen where lines cross; a server that goes on with them is broken, or somebody else's. */
static void
violation(struct link_msg *m)
{
	struct link *l = m->from;

	l->violations++;
	log_warn("link", "%s: %s: %.*s", l->name, l->fault, VIEW_ARG(m->msg->line));
	link_record_violation(l, m->msg->line);
	if (!link_window_take(l, &l->bad, LINK_VIOLATIONS_MAX))
		link_close(l, "Too many violations");
}

/* Whose it should be: that of a server behind the link. */
static bool
is_uid_behind(const struct link *l, struct view id)
{
	const struct node *n = node_find_sid(link_world(l->ls), view_left(id, SID_LEN));

	return id.n == UID_LEN && n != NULL && n->number == l->number;
}

/* A user of a server that we know, or a server, of whom we know nothing, though it should be behind this link. */
static bool
begin_answer(struct out *o, struct link *l, struct view source)
{
	bool is_user = is_uid_behind(l, source);
	struct links *ls = l->ls;

	if (is_user)
		out_begin(o, ls, TREE_US, VIEW("KILL"));
	else if (name_is_sid(source) || name_is_server(source))
		out_begin_bare(o, ls, VIEW("SQUIT"));
	else
		return false;
	out_param(o, source);
	if (is_user)
		out_textf(o, "%s (Unknown Client)", link_world(ls)->me->name);
	else
		out_text(o, VIEW("Unknown server"));
	return true;
}

/*
 * It is told that it is gone.  Where lines have crossed that happens in numbers, and one answer is enough for each; so there are only so many
 * in a minute.
 */
static void
answer_unknown(struct link *l, struct view source)
{
	struct out o;

	if (source.n <= SERVER_NAME_LEN && begin_answer(&o, l, source) &&
		link_window_take(l, &l->unknown, LINK_ANSWERS_MAX))
		out_to(&o, l);
}

/* False: the line is not taken. */
static bool
find_source(struct link *l, struct link_msg *m)
{
	struct world *w = link_world(l->ls);
	struct view source = m->msg->source;

	m->user = source.n == UID_LEN ? client_find_uid(w, source) : NULL; /* most lines are users' */
	if (m->user == NULL)
		m->node = source.n == 0 ? l->node : node_find_any(w, source);
	if (m->node == NULL) {
		if (m->user == NULL)
			m->user = client_find(w, source);
		if (m->user != NULL && !client_is_user(m->user))
			m->user = NULL;
	}
	if (m->user != NULL)
		m->node = m->user->node;
	if (m->node == NULL) {
		answer_unknown(l, source);
		return false;
	}
	if (m->node->number == l->number)
		return true;
	(void)link_fault(m, LINK_BAD, "%.*s is not behind it", VIEW_ARG(view_left(source, SERVER_NAME_LEN)));
	violation(m);
	return false;
}

static void
judge(struct link_msg *m, enum link_verdict v)
{
	switch (v) {
	case LINK_OK:
	case LINK_STALE:
		return;
	case LINK_BAD:
		violation(m);
		return;
	case LINK_DROP:
		violation(m);
		link_close(m->from, "%s", m->from->fault);
		return;
	}
}

void
link_line(struct link *l, struct view line)
{
	struct msg msg;
	struct link_msg m = { .from = l, .ls = l->ls, .msg = &msg };
	struct links *ls = l->ls;
	const struct link_verb *row;
	bool by_services;

	if (msg_parse_server(line, &msg) != MSG_OK || !find_source(l, &m))
		return;
	row = link_verb_find(
		tables, ARRAY_LEN(tables), msg_verb_is_numeric(msg.verb) ? VIEW("NUMERIC") : msg.verb);
	if (row == NULL)
		return;
	by_services = m.node->is_services; /* which may be gone then */
	if (l->has_svinfo || row->is_early)
		judge(&m, link_run(&m, row, 0));
	else
		judge(&m, link_fault(&m, LINK_DROP, "%.*s before SVINFO", VIEW_ARG(row->verb)));
	if (by_services)
		link_services_check(ls);
}
