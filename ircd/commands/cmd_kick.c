/* KICK: out of a channel, by an operator's hand.  RFC 2812 3.2.8. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/say_check.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/mode_bits.h"

static void
kick_one(struct cmd_ctx *cx, struct client *src, struct channel *ch, struct view nick, struct view reason)
{
	struct client *whom = lookup_client(cx, src, nick);
	char room[SAY_ROOM];

	if (whom == NULL)
		return;
	switch (channel_may_kick(ch, src, whom)) {
	case KICK_NOT_MEMBER:
		reply(cx->route, src, ERR_NOTONCHANNEL, channel_name(ch));
		return;
	case KICK_NOT_OP:
		reply(cx->route, src, ERR_CHANOPRIVSNEEDED, channel_name(ch));
		return;
	case KICK_OUTRANKED:
		if ((whom->umodes & UMODE_SERVICE) != 0)
			reply(cx->route, src, ERR_ISCHANSERVICE, client_nick(whom), channel_name(ch));
		else
			lookup_tell_outranked(cx, src, ch);
		return;
	case KICK_TARGET_NOT_MEMBER:
		reply(cx->route, src, ERR_USERNOTINCHANNEL, client_nick(whom), channel_name(ch));
		return;
	case KICK_OK:
	case KICK_N:
		break;
	}
	if (!say_text(cx, src, (struct say_place){ GUARD_KICK, ch }, &reason, room))
		reason = VIEW("");
	(void)channel_event_kick(
		cx->route, tree_by(src), member_find(ch, whom), reason.n != 0 ? reason : client_nick(src));
}

/* KICK <channel> <nick>{,<nick>} [:<reason>].  The channel may end with its last member: it is looked up for each. */
static void
cmd_kick(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view nicks = m->param[1], nick;
	size_t n = 0;

	while (view_cut(&nicks, ',', &nick)) {
		struct channel *ch = lookup_channel(cx, src, m->param[0]);

		if (ch == NULL)
			return;
		if (nick.n == 0)
			continue;
		if (n++ == TARGETS_MAX) {
			reply(cx->route, src, ERR_TOOMANYTARGETS, nick);
			return;
		}
		if (n > 1)
			gate_charge(src, 1);
		kick_one(cx, src, ch, nick, msg_param(m, 2));
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("KICK"), FROM_USER, { 2, 3 }, 3, PRIV_N, "<channel> <nick>{,<nick>} [:<reason>]",
		"Throw somebody out of a channel.", cmd_kick },
};
const struct command_table commands_kick = { rows, ARRAY_LEN(rows) };
