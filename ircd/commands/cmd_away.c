/* AWAY: not here for a while.  RFC 2812 4.1; IRCv3 away-notify, extended-monitor, pre-away. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/say_check.h"
#include "proto/caps.h"
#include "route/away_event.h"
#include "route/reply.h"

/* AWAY [:<text>].  With pre-away also before registration, and "*" says that no human is there. */
static void
cmd_away(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	bool was_away = src->away != NULL, pre_away = (src->caps & CAP_BIT(CAP_PRE_AWAY)) != 0;
	struct view text = msg_param(m, 0);
	char room[SAY_ROOM];

	if (!client_is_user(src) && !pre_away) {
		reply_plain(cx->route, src, ERR_NOTREGISTERED);
		return;
	}
	if (text.n != 0) { /* coming back is always let through */
		if (!lookup_may_now(cx, src, CONF_RATE_AWAYS, VIEW("AWAY")))
			return;
		rates_count(src, CONF_RATE_AWAYS, route_mono_ms(cx->route));
	}
	if (!say_text(cx, src, (struct say_place){ GUARD_AWAY, NULL }, &text, room))
		return;
	client_set_away(
		src, pre_away && view_eq(text, VIEW("*")) ? VIEW("Nobody is at this connection") : text);
	reply_plain(cx->route, src, src->away != NULL ? RPL_NOWAWAY : RPL_UNAWAY);
	if (client_is_user(src) && (was_away || src->away != NULL))
		away_event(cx->route, src);
}

static const struct command rows[] = {
	{ VIEW_INIT("AWAY"), FROM_ANY, { 0, 1 }, 3, PRIV_N, "[:<text>]",
		"Say that you are away; without text, that you are back.", cmd_away },
};
const struct command_table commands_away = { rows, ARRAY_LEN(rows) };
