/* GCAP: what a server can do that is not our neighbour; SNOTE: what its operators hear. */
#include "conf/conf_link.h"
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
	const struct conf_link *conf = m->from->conf;

	if (conf != NULL && (conf->permit & CONF_PERMIT_BIT(CONF_PERMIT_WALLOPS)) != 0)
		snotice_send(m->ls->env.route, SNOTICE_LINK, "%s: %.*s", m->node->name,
			VIEW_ARG(m->msg->param[1]));
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("SNOTE"), LINK_FROM_NODE, 2, 2, false, { LP_WORD, LP_TEXT }, on_snote },
	{ VIEW_INIT("GCAP"), LINK_FROM_NODE, 1, MSG_PARAMS_MAX, false, { LP_TEXT }, on_gcap },
};
const struct link_verb_table link_encaps_server = { rows, ARRAY_LEN(rows) };
