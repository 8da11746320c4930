/* RENAME and REDACT, which only Conclave knows, between two of them. */
#include "core/utf8.h"
#include "link/verb.h"
#include "route/channel_event.h"
#include "state/recent.h"

/*
 * ENCAP * RENAME <channel> <new name> :<reason>.  The command does it, without asking again whether its user may.  Where the name was taken a
 * moment ago the two servers' channels are not the same any more: they are after the link has come up anew.
 */
static enum link_verdict
encap_rename(struct link_msg *m)
{
	struct channel *ch = m->arg[0].channel;
	struct msg line = { .verb = VIEW("RENAME"), .n_params = m->msg->n_params };

	for (size_t i = 0; i < line.n_params; i++)
		line.param[i] = m->msg->param[i];
	m->ls->env.command(m->ls->env.arg, m->user, &line);
	if (!view_eq(channel_name(ch), line.param[1]))
		return link_fault(m, LINK_DROP, "RENAME of %s: the name is taken here", ch->name);
	return LINK_OK;
}

/* ENCAP * REDACT <channel> <msgid> :<reason> */
static enum link_verdict
encap_redact(struct link_msg *m)
{
	struct channel *ch = m->arg[0].channel;

	if (recent_redact(ch, m->user, m->msg->param[1]) == REDACT_NOT_MEMBER)
		return LINK_STALE;
	channel_event_redact(
		m->ls->env.route, m->user, ch, m->msg->param[1], utf8_left(msg_param(m->msg, 2), KICK_LEN));
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("RENAME"), LINK_FROM_USER, 2, 3, false, { LP_CHANNEL, LP_CHANNEL_NAME, LP_TEXT },
		encap_rename, .is_told = true },
	{ VIEW_INIT("REDACT"), LINK_FROM_USER, 2, 3, false, { LP_CHANNEL, LP_MASK, LP_TEXT }, encap_redact,
		.is_told = true },
};
const struct link_verb_table link_encaps_channel = { rows, ARRAY_LEN(rows) };
