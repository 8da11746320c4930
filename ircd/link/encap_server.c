/* GCAP: what a server can do that is not our neighbour; SNOTE: what its operators hear; REHASH DIE RESTART: what they order. */
#include "link/verb.h"
#include "route/snotice.h"

/* GCAP :<capabilities>.  Said again, it counts instead of what was said before. */
static enum link_verdict
on_gcap(struct link_msg *m)
{
	m->node->caps = 0;
	for (size_t i = 0; i < m->msg->n_params; i++)
		m->node->caps |= link_caps_parse(m->msg->param[i]);
	return LINK_OK;
}

/* SNOTE <letter> :<text>: what operators there hear.  Letters mean something else on each kind of server. */
static enum link_verdict
on_snote(struct link_msg *m)
{
	if (link_permits(m->from, CONF_PERMIT_WALLOPS))
		snotice_send(m->ls->env.route, SNOTICE_LINK, "%s: %.*s", m->node->name,
			VIEW_ARG(m->msg->param[1]));
	return LINK_OK;
}

/* As if it were typed here: whether it may is asked there, by the privileges that the link's permit has given it. */
static enum link_verdict
order(const struct link_msg *m, struct view verb)
{
	struct msg typed = *m->msg;

	typed.tags = typed.source = VIEW("");
	typed.verb = verb;
	m->ls->env.command(m->ls->env.arg, m->user, &typed);
	return LINK_OK;
}

/* REHASH [<part>] */
static enum link_verdict
on_rehash(struct link_msg *m)
{
	return order(m, VIEW("REHASH"));
}

/* DIE <server> [:<reason>] */
static enum link_verdict
on_die(struct link_msg *m)
{
	return order(m, VIEW("DIE"));
}

/* RESTART <server> [:<reason>] */
static enum link_verdict
on_restart(struct link_msg *m)
{
	return order(m, VIEW("RESTART"));
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("REHASH"), LINK_FROM_USER, 0, 2, false, { LP_ANY, LP_ANY }, on_rehash },
	{ VIEW_INIT("DIE"), LINK_FROM_USER, 1, 2, false, { LP_WORD, LP_TEXT }, on_die },
	{ VIEW_INIT("RESTART"), LINK_FROM_USER, 1, 2, false, { LP_WORD, LP_TEXT }, on_restart },
	{ VIEW_INIT("SNOTE"), LINK_FROM_NODE, 2, 2, false, { LP_WORD, LP_TEXT }, on_snote },
	{ VIEW_INIT("GCAP"), LINK_FROM_NODE, 1, MSG_PARAMS_MAX, false, { LP_TEXT }, on_gcap },
};
const struct link_verb_table link_encaps_server = { rows, ARRAY_LEN(rows) };
