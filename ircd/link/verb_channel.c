/* PART KICK REMOVE TMODE MLOCK INVITE KNOCK, and the table of all lines about channels. */
#include "link/verb.h"

#include <stdio.h>

#include "core/log.h"
#include "core/loop.h"
#include "core/utf8.h"
#include "link/link_cmodes.h"
#include "link/out.h"
#include "link/registered.h"
#include "link/verb_join.h"
#include "link/verb_topic.h"
#include "route/channel_event.h"
#include "route/mode_event.h"
#include "state/channel_ts.h"
#include "state/invite.h"

/* PART <channel> [:<reason>] */
static enum link_verdict
on_part(struct link_msg *m)
{
	struct member *member = member_find(m->arg[0].channel, m->user);

	if (member == NULL)
		return LINK_STALE;
	(void)channel_event_part(m->ls->env.route, member, msg_param(m->msg, 1));
	return LINK_OK;
}

/* The reason of a KICK, or as everywhere who does it. */
static struct view
kick_reason(const struct link_msg *m)
{
	struct view text = msg_param(m->msg, 2);

	if (text.n != 0)
		return text;
	return m->user != NULL ? client_nick(m->user) : node_name(m->node);
}

/* KICK <channel> <UID> [:<reason>].  Whether it may is for the server where it is typed. */
static enum link_verdict
on_kick(struct link_msg *m)
{
	struct member *whom = member_find(m->arg[0].channel, m->arg[1].client);

	if (whom == NULL)
		return LINK_STALE;
	(void)channel_event_kick(m->ls->env.route, link_source(m), whom, kick_reason(m));
	return LINK_OK;
}

static void
relay_remove(struct link_msg *m, struct view verb, bool can)
{
	uint64_t bit = LINK_CAP_BIT(LINK_CAP_REMOVE);
	struct out o;

	out_begin(&o, m->ls, link_source(m), verb);
	out_param(&o, channel_name(m->arg[0].channel));
	out_param(&o, client_uid(m->arg[1].client));
	out_text(&o, utf8_left(kick_reason(m), KICK_LEN));
	out_flood(&o, can ? bit : 0, can ? 0 : bit);
}

/* REMOVE <channel> <UID> [:<reason>]: a KICK that looks as if it had left. */
static enum link_verdict
on_remove(struct link_msg *m)
{
	struct member *whom = member_find(m->arg[0].channel, m->arg[1].client);
	const char *by = m->user != NULL ? m->user->nick : m->node->name;
	char text[2 * KICK_LEN];

	if (whom == NULL)
		return LINK_STALE;
	relay_remove(m, VIEW("REMOVE"), true);
	relay_remove(m, VIEW("KICK"), false);
	(void)snprintf(text, sizeof(text), "requested by %s (%.*s)", by,
		VIEW_ARG(utf8_left(kick_reason(m), KICK_LEN)));
	(void)channel_event_part_here(m->ls->env.route, whom, view_z(text));
	return LINK_OK;
}

/* What could not be kept is so elsewhere and not here. */
static void
log_refused(struct link_msg *m, const struct channel *ch, const struct mode_event *what)
{
	for (size_t i = 0; i < what->n; i++) {
		const struct mode_change *mc = &what->change[i];

		if (mc->verdict == MODE_LIST_FULL || mc->verdict == MODE_BAD_PARAM)
			log_warn("link", "%s: %c%c %s of %s can't be kept", m->from->name,
				mc->add ? '+' : '-', mc->letter, mc->param, ch->name);
	}
}

/* Nobody asks whether who does it may: its server has. */
static enum link_verdict
change_modes(struct link_msg *m, struct channel *ch, struct view letters, size_t first_param)
{
	char ours[MODE_CHANGES_MAX * 2], mask[MASK_LEN + 1];
	struct mode_command cmd = { .param = m->msg->param + first_param,
		.n_params = m->msg->n_params - first_param,
		.now_wall_ms = loop_wall_ms(m->ls->env.loop),
		.by_network = true,
		.setter = node_name(m->node) };
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .before = ch->modes, .change = change, .node = m->node };

	cmd.letters = view_of(ours, link_cmodes_in(letters, link_is_conclave(m->from), ours, sizeof(ours)));
	if (m->user != NULL)
		cmd.setter = view_of(mask, client_mask(m->user, mask));
	what.n = channel_change_modes(ch, NULL, &cmd, change);
	mode_event_tell(m->ls->env.route, m->user, ch, &what);
	log_refused(m, ch, &what);
	registered_changed(m->ls, ch, m->user != NULL);
	channel_end_if_empty(ch);
	return LINK_OK;
}

/* TMODE <TS> <channel> <letters> {<parameter>} */
static enum link_verdict
on_tmode(struct link_msg *m)
{
	struct channel *ch = m->arg[1].channel;

	return m->arg[0].number <= channel_ts(ch) ? change_modes(m, ch, m->msg->param[2], 3) : LINK_STALE;
}

/* MODE <channel> <letters> {<parameter>}: the same without a TS (Anope). */
enum link_verdict
verb_mode_channel(struct link_msg *m)
{
	struct channel *ch = channel_find(link_world(m->ls), m->msg->param[0]);

	if (ch == NULL || m->msg->n_params < 2)
		return LINK_STALE;
	return change_modes(m, ch, m->msg->param[1], 2);
}

/* MLOCK <TS> <channel> :<letters> */
static enum link_verdict
on_mlock(struct link_msg *m)
{
	struct channel *ch = m->arg[1].channel;
	struct view letters = view_left(msg_param(m->msg, 2), MLOCK_LEN);
	struct out o;

	if (m->arg[0].number > channel_ts(ch))
		return LINK_STALE;
	channel_set_mlock(ch, link_cmodes_bits(letters, link_is_conclave(m->from)), letters);
	out_begin(&o, m->ls, tree_by_node(m->node), VIEW("MLOCK"));
	out_param_u64(&o, channel_ts(ch));
	out_param(&o, channel_name(ch));
	out_text(&o, letters);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_MLOCK), 0);
	return LINK_OK;
}

/* INVITE <UID> <channel> [<TS>].  Of a channel that is younger than ours it means nothing. */
static enum link_verdict
on_invite(struct link_msg *m)
{
	struct client *whom = m->arg[0].client;
	struct channel *ch = m->arg[1].channel;

	if (whom->link == m->from->number || (m->msg->n_params > 2 && m->arg[2].number > channel_ts(ch)) ||
		member_find(ch, whom) != NULL)
		return LINK_STALE;
	if (client_is_local(whom))
		invite_add(ch, whom);
	channel_event_invite(m->ls->env.route, m->user, ch, whom);
	return LINK_OK;
}

/* KNOCK <channel>: how often, its server has asked. */
static enum link_verdict
on_knock(struct link_msg *m)
{
	if (member_find(m->arg[0].channel, m->user) != NULL)
		return LINK_STALE;
	channel_event_knock(m->ls->env.route, m->user, m->arg[0].channel);
	return LINK_OK;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("SJOIN"), LINK_FROM_NODE, 4, MSG_PARAMS_MAX, false, { LP_WORD, LP_WORD, LP_ANY },
		verb_sjoin },
	{ VIEW_INIT("JOIN"), LINK_FROM_USER, 1, 3, false, { LP_WORD, LP_WORD, LP_ANY }, verb_join },
	{ VIEW_INIT("PART"), LINK_FROM_USER, 1, 2, false, { LP_CHANNEL, LP_TEXT }, on_part },
	{ VIEW_INIT("KICK"), LINK_FROM_ANY, 2, 3, false, { LP_CHANNEL, LP_USER, LP_TEXT }, on_kick },
	{ VIEW_INIT("REMOVE"), LINK_FROM_ANY, 2, 3, false, { LP_CHANNEL, LP_USER, LP_TEXT }, on_remove },
	{ VIEW_INIT("TMODE"), LINK_FROM_ANY, 3, MSG_PARAMS_MAX, false, { LP_TS, LP_CHANNEL, LP_MODES },
		on_tmode },
	{ VIEW_INIT("MLOCK"), LINK_FROM_NODE, 2, 3, false, { LP_TS, LP_CHANNEL, LP_MODES }, on_mlock },
	{ VIEW_INIT("TOPIC"), LINK_FROM_USER, 2, 2, false, { LP_CHANNEL, LP_TEXT }, verb_topic },
	{ VIEW_INIT("TB"), LINK_FROM_NODE, 3, 4, false, { LP_CHANNEL, LP_TS, LP_TEXT, LP_TEXT }, verb_tb },
	{ VIEW_INIT("ETB"), LINK_FROM_ANY, 5, 5, false, { LP_TS, LP_CHANNEL, LP_TS, LP_WORD, LP_TEXT },
		verb_etb },
	{ VIEW_INIT("INVITE"), LINK_FROM_USER, 2, 3, false, { LP_USER, LP_CHANNEL, LP_TS }, on_invite },
	{ VIEW_INIT("KNOCK"), LINK_FROM_USER, 1, 2, false, { LP_CHANNEL, LP_TEXT }, on_knock },
};
const struct link_verb_table link_verbs_channel = { rows, ARRAY_LEN(rows) };
