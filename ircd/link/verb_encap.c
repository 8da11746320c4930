/*
 * ENCAP <mask of servers> <subcommand> ...: carried out where the name fits the mask, and passed on to where others fit, whether or not this
 * server knows the subcommand (TS6).  What its row refuses is not passed on.
 */
#include "link/out.h"
#include "link/verb.h"
#include "proto/mask.h"

#define HEAD 2 /* parameters before those of the subcommand */

static const struct link_verb_table *const subs[] = {
	&link_encaps_user,
	&link_encaps_channel,
	&link_encaps_services,
	&link_encaps_ban,
	&link_encaps_server,
};

/* The same line, made before it is looked at: that takes its parameters apart. */
static void
build(struct out *o, const struct link_msg *m)
{
	const struct msg *msg = m->msg;
	struct view last = msg->param[msg->n_params - 1];

	out_begin(o, m->ls, link_source(m), VIEW("ENCAP"));
	for (size_t i = 0; i + 1 < msg->n_params; i++)
		out_param(o, msg->param[i]);
	if (msg->n_params == HEAD)
		out_param(o, last);
	else
		out_text(o, last);
}

static enum link_verdict
run(struct link_msg *m, const struct link_verb *row)
{
	if (row == NULL)
		return LINK_OK;
	if (mask_match(m->msg->param[0], node_name(link_world(m->ls)->me)))
		return link_run(m, row, HEAD);
	return link_may_say(m, row);
}

static enum link_verdict
on_encap(struct link_msg *m)
{
	const struct link_verb *row = link_verb_find(subs, ARRAY_LEN(subs), m->msg->param[1]);
	struct view mask = m->msg->param[0];
	enum link_verdict v;
	struct out o;

	build(&o, m);
	v = run(m, row);
	if ((v == LINK_OK || v == LINK_STALE) && (row == NULL || !row->is_told))
		out_mask(&o, mask);
	return v;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("ENCAP"), LINK_FROM_ANY, HEAD, MSG_PARAMS_MAX, false, { LP_MASK, LP_MASK }, on_encap },
};
const struct link_verb_table link_verbs_encap = { rows, ARRAY_LEN(rows) };
