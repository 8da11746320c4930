/* GCAP: what a server can do that is not our neighbour. */
#include "link/verb.h"

/* GCAP :<capabilities>.  Said again, it counts instead of what was said before. */
static enum link_verdict
on_gcap(struct link_msg *m)
{
	m->node->caps = 0;
	for (size_t i = 0; i < m->msg->n_params; i++)
		m->node->caps |= link_caps_parse(m->msg->param[i]);
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("GCAP"), LINK_FROM_NODE, 1, MSG_PARAMS_MAX, false, { LP_TEXT }, on_gcap },
};
const struct link_verb_table link_encaps_server = { rows, ARRAY_LEN(rows) };
