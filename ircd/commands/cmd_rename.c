/* RENAME: a channel gets another name and keeps everybody and everything.  IRCv3 draft/channel-rename. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/names_list.h"
#include "commands/topic_reply.h"
#include "core/utf8.h"
#include "proto/caps.h"
#include "proto/casemap.h"
#include "registry/registry_channel.h"
#include "route/reply.h"
#include "route/tree.h"
#include "state/channel.h"
#include "state/client_remote.h"

/* Who does not know RENAME sees itself leave the old channel and join the new one. */
static void
show_as_join(struct cmd_ctx *cx, struct client *to, struct channel *ch, struct view old, struct view reason)
{
	struct event ev;

	event_begin(&ev, cx->world, to, VIEW("PART"));
	msg_build_param(&ev.build, old);
	if (reason.n != 0)
		msg_build_text(&ev.build, reason);
	route_user(cx->route, to, &ev);
	event_begin_join(&ev, cx->world, to, ch);
	route_user(cx->route, to, &ev);
	if (ch->topic != NULL)
		topic_reply_send(cx, to, ch);
	if ((to->caps & CAP_BIT(CAP_NO_IMPLICIT_NAMES)) == 0)
		names_list_send(cx, to, ch);
}

static void
tell_rename(struct cmd_ctx *cx, struct client *src, struct channel *ch, struct view old, struct view reason)
{
	struct event ev;

	event_begin(&ev, cx->world, src, VIEW("RENAME"));
	msg_build_param(&ev.build, old);
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_text(&ev.build, reason);
	ev.need = CAP_BIT(CAP_CHANNEL_RENAME);
	route_channel(cx->route, ch, &ev, NULL);
	if (casemap_eq(old, channel_name(ch)))
		return; /* only the case: clients without the capability take it for the same name */
	gate_charge(src, ch->n_members);
	for (uint32_t i = 0; i < ch->n_members; i++) {
		struct client *to = ch->member[i]->client;

		if (client_is_local(to) && (to->caps & CAP_BIT(CAP_CHANNEL_RENAME)) == 0)
			show_as_join(cx, to, ch, old, reason);
	}
}

static void
fail(struct cmd_ctx *cx, const struct client *src, const struct msg *m, struct view code, struct view text)
{
	struct reply r;

	reply_begin_fail(&r, cx->route, src, VIEW("RENAME"), code);
	reply_param(&r, m->param[0]);
	reply_param(&r, m->param[1]);
	reply_end_text(&r, text);
}

/* RENAME <channel> <new name> [:<reason>] */
static void
cmd_rename(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct channel *ch = lookup_channel(cx, src, m->param[0]);
	struct view reason = utf8_left(msg_param(m, 2), KICK_LEN);
	char old[CHANNEL_LEN + 1];

	if (ch == NULL)
		return;
	if (!tree_may_rename(cx->route)) {
		fail(cx, src, m, VIEW("CANNOT_RENAME"), VIEW("Not all servers of the network can rename"));
		return;
	}
	(void)view_copy(channel_name(ch), old, sizeof(old));
	switch (channel_rename(ch, src, m->param[1], route_wall_ms(cx->route))) {
	case RENAME_OK:
		registry_channel_changed(cx->registry, ch, src);
		tell_rename(cx, src, ch, view_z(old), reason);
		tree_rename(cx->route, src, view_z(old), channel_name(ch), reason);
		break;
	case RENAME_NOT_MEMBER:
		reply(cx->route, src, ERR_NOTONCHANNEL, channel_name(ch));
		break;
	case RENAME_NOT_OP:
		reply(cx->route, src, ERR_CHANOPRIVSNEEDED, channel_name(ch));
		break;
	case RENAME_BAD_NAME:
		fail(cx, src, m, VIEW("CANNOT_RENAME"), VIEW("A channel can't be called so"));
		break;
	case RENAME_TOO_SOON:
		fail(cx, src, m, VIEW("CANNOT_RENAME"), VIEW("The channel got its name a moment ago"));
		break;
	case RENAME_SPLIT:
		fail(cx, src, m, VIEW("CANNOT_RENAME"), VIEW("The network is split"));
		break;
	case RENAME_IN_USE:
		fail(cx, src, m, VIEW("CHANNEL_NAME_IN_USE"), VIEW("There is a channel of that name"));
		break;
	case RENAME_N:
		break;
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("RENAME"), FROM_USER, { 2, 3 }, 5, PRIV_N, "<channel> <new name> [:<reason>]",
		"Give a channel another name.", cmd_rename },
};
const struct command_table commands_rename = { rows, ARRAY_LEN(rows) };
