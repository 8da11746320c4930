/* INVITE: asking somebody in.  RFC 2812 3.2.7; the list form as modern servers have it. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/invite.h"

static void
send_list(struct cmd_ctx *cx, const struct client *src)
{
	LIST_FOR_EACH (it, &src->invites) {
		const struct invite *inv = CONTAINER_OF(it, struct invite, of_client);

		reply(cx->route, src, RPL_INVITELIST, channel_name(inv->channel));
	}
	reply_plain(cx->route, src, RPL_ENDOFINVITELIST);
}

static void
tell_invite(struct cmd_ctx *cx, const struct client *src, struct client *whom, const struct channel *ch)
{
	reply(cx->route, src, RPL_INVITING, client_nick(whom), channel_name(ch));
	if (whom->away != NULL) {
		struct reply r;

		reply_begin(&r, cx->route, src, RPL_AWAY);
		reply_param(&r, client_nick(whom));
		reply_end_text(&r, view_z(whom->away));
	}
	channel_event_invite(cx->route, src, ch, whom);
}

/* INVITE [<nick> <channel>] */
static void
cmd_invite(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom;
	struct channel *ch;

	if (m->n_params == 0) {
		send_list(cx, src);
		return;
	}
	if (m->n_params == 1) {
		reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("INVITE"));
		return;
	}
	if (!lookup_may_now(cx, src, CONF_RATE_INVITES, VIEW("INVITE")))
		return;
	whom = lookup_client(cx, src, m->param[0]);
	ch = whom != NULL ? lookup_channel(cx, src, m->param[1]) : NULL;
	if (ch == NULL)
		return;
	switch (channel_invite(ch, src, whom)) {
	case INVITE_OK:
		rates_count(src, CONF_RATE_INVITES, route_mono_ms(cx->route));
		tell_invite(cx, src, whom, ch);
		break;
	case INVITE_NOT_MEMBER:
		reply(cx->route, src, ERR_NOTONCHANNEL, channel_name(ch));
		break;
	case INVITE_NOT_OP:
		reply(cx->route, src, ERR_CHANOPRIVSNEEDED, channel_name(ch));
		break;
	case INVITE_TARGET_ON_CHANNEL:
		reply(cx->route, src, ERR_USERONCHANNEL, client_nick(whom), channel_name(ch));
		break;
	case INVITE_N:
		break;
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("INVITE"), FROM_USER, { 0, 2 }, 3, PRIV_N, "[<nick> <channel>]",
		"Invite somebody, or list your own invitations.", cmd_invite },
};
const struct command_table commands_invite = { rows, ARRAY_LEN(rows) };
