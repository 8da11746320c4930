/*
 * WHOIS WHOWAS STATS VERSION and other questions, and the numerics that answer them.  One parameter of a question says which server is
 * meant (TS6 calls it hunted): by SID, name or mask of names, or a user on it.
 */
#include "link/out.h"
#include "link/verb.h"
#include "proto/caps.h"
#include "proto/names.h"

/* Where that parameter stands; the last where there are not so many. */
static const struct {
	struct view verb;
	size_t hunted;
} questions[] = {
	{ VIEW_INIT("CONNECT"), 2 },
	{ VIEW_INIT("LUSERS"), 1 },
	{ VIEW_INIT("STATS"), 1 },
	{ VIEW_INIT("WHOWAS"), 2 },
};

/* The first of all others. */
static size_t
hunted_of(const struct msg *m)
{
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		if (view_eq_nocase(m->verb, questions[i].verb))
			return questions[i].hunted;
	}
	return view_eq_nocase(m->verb, VIEW("TRACE")) && m->n_params > 1 ? 1 : 0;
}

static struct client *
find_user(const struct world *w, struct view id)
{
	struct client *c = client_find_uid(w, id);

	if (c == NULL)
		c = client_find(w, id);
	return c != NULL && client_is_user(c) ? c : NULL;
}

/* NULL: there is none. */
static struct node *
find_node(const struct world *w, struct view id)
{
	const struct client *c = find_user(w, id);
	struct node *n = c != NULL ? c->node : node_find_any(w, id);

	return n != NULL ? n : node_match(w, id);
}

static bool
is_id(struct view v)
{
	return name_is_sid(v) || name_is_uid(v);
}

/* Of ids nothing is said: they come and go while lines are on their way. */
static enum link_verdict
no_server(const struct link_msg *m, struct view id)
{
	struct out o;

	if (is_id(id))
		return LINK_STALE;
	out_begin(&o, m->ls, TREE_US, VIEW("402"));
	out_param(&o, client_uid(m->user));
	out_shown(&o, id);
	out_text(&o, VIEW("No such server"));
	out_to(&o, m->from);
	return LINK_STALE;
}

static enum link_verdict
pass_on(const struct link_msg *m, size_t hunted, const struct node *to)
{
	const struct client *c = find_user(link_world(m->ls), m->msg->param[hunted]);
	struct msg *msg = m->msg;
	struct out o;

	msg->param[hunted] = c != NULL ? client_uid(c) : out_node_id(to);
	out_begin(&o, m->ls, link_source(m), msg->verb);
	for (size_t i = 0; i + 1 < msg->n_params; i++)
		out_param(&o, msg->param[i]);
	out_text(&o, msg->param[msg->n_params - 1]);
	out_node(&o, to);
	return LINK_OK;
}

/* Where a user here would type a nick, or the name of this server. */
static struct view
as_typed(const struct world *w, struct view v, bool is_hunted)
{
	const struct client *c = find_user(w, v);

	if (c != NULL)
		return client_nick(c);
	return is_hunted ? node_name(w->me) : v;
}

static enum link_verdict
answer(const struct link_msg *m, size_t hunted)
{
	const struct world *w = link_world(m->ls);
	struct msg asked = *m->msg;

	asked.tags = asked.source = VIEW("");
	for (size_t i = 0; i < asked.n_params; i++)
		asked.param[i] = as_typed(w, asked.param[i], i == hunted);
	if (view_eq_nocase(asked.verb, VIEW("CONNECT")))
		asked.n_params = 2;
	m->ls->env.command(m->ls->env.arg, m->user, &asked);
	return LINK_OK;
}

static enum link_verdict
query(struct link_msg *m)
{
	const struct msg *msg = m->msg;
	size_t hunted = hunted_of(msg);
	const struct node *to;

	if (hunted >= msg->n_params)
		return answer(m, SIZE_MAX);
	to = find_node(link_world(m->ls), msg->param[hunted]);
	if (to == NULL)
		return no_server(m, msg->param[hunted]);
	return to == link_world(m->ls)->me ? answer(m, hunted) : pass_on(m, hunted, to);
}

/* What somebody here is told; 001 to 005 are for the server itself to say. */
static void
show(const struct link_msg *m, struct client *to)
{
	const struct msg *msg = m->msg;
	struct route *rt = m->ls->env.route;
	char verb[3] = { msg->verb.p[0], msg->verb.p[1], msg->verb.p[2] };
	struct event ev;

	if (verb[0] == '0')
		verb[0] = '1';
	event_begin_node(&ev, link_world(m->ls), m->node, view_of(verb, sizeof(verb)));
	ev.tag_caps &= CAP_BIT(CAP_SERVER_TIME);
	msg_build_param(&ev.build, client_nick(to));
	for (size_t i = 1; i < msg->n_params; i++) {
		if (i + 1 == msg->n_params && msg->has_trailing)
			msg_build_text(&ev.build, msg->param[i]);
		else
			msg_build_param(&ev.build, msg->param[i]);
	}
	route_user(rt, to, &ev);
}

/* <NNN> <user> ...; link_line.c brings all numerics here. */
static enum link_verdict
numeric(struct link_msg *m)
{
	const struct msg *msg = m->msg;
	struct client *to = find_user(link_world(m->ls), msg->param[0]);
	struct out o;

	if (to == NULL)
		return LINK_STALE;
	if (client_is_local(to)) {
		show(m, to);
		return LINK_OK;
	}
	out_begin(&o, m->ls, link_source(m), msg->verb);
	out_param(&o, client_uid(to));
	for (size_t i = 1; i < msg->n_params; i++) {
		if (i + 1 == msg->n_params && msg->has_trailing)
			out_text(&o, msg->param[i]);
		else
			out_shown(&o, msg->param[i]);
	}
	out_client(&o, to);
	return LINK_OK;
}

#define QUESTION(name, min, max)                                                     \
	{                                                                            \
		VIEW_INIT(name), LINK_FROM_USER, min, max, false, { LP_WORD }, query \
	}
static const struct link_verb rows[] = {
	QUESTION("ADMIN", 1, 1),
	QUESTION("CONNECT", 3, 3),
	QUESTION("INFO", 1, 1),
	QUESTION("LINKS", 1, 2),
	QUESTION("LUSERS", 1, 2),
	QUESTION("MOTD", 1, 1),
	QUESTION("STATS", 1, 2),
	QUESTION("TIME", 1, 1),
	QUESTION("TRACE", 1, 2),
	QUESTION("USERS", 1, 1),
	QUESTION("VERSION", 1, 1),
	QUESTION("WHOIS", 2, 2),
	QUESTION("WHOWAS", 1, 3),
	{ VIEW_INIT("NUMERIC"), LINK_FROM_NODE, 1, MSG_PARAMS_MAX, false, { LP_WORD }, numeric },
};
const struct link_verb_table link_verbs_query = { rows, ARRAY_LEN(rows) };
