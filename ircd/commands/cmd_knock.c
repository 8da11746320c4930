/* KNOCK: asking to be let in.  Numerics 710 to 714 as ircd-hybrid and its heirs have them. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"

static const enum numeric knock_numeric[KNOCK_N] = {
	[KNOCK_OK] = RPL_KNOCKDLVR,
	[KNOCK_OPEN] = ERR_CHANOPEN,
	[KNOCK_ON_CHANNEL] = ERR_KNOCKONCHAN,
	[KNOCK_REFUSED] = ERR_CANNOTSENDTOCHAN,
	[KNOCK_TOO_SOON] = ERR_TOOMANYKNOCK,
};

/* KNOCK <channel> [:<text>]; the text is not passed on, or it would be a way to talk to who wants to be left alone. */
static void
cmd_knock(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct channel *ch = lookup_channel(cx, src, m->param[0]);
	uint64_t now = route_mono_ms(cx->route);
	enum knock_verdict v;

	if (ch == NULL)
		return;
	v = rates_wait_ms(src, CONF_RATE_KNOCKS, now) == 0 ? channel_knock(ch, src, now) : KNOCK_TOO_SOON;
	if (v == KNOCK_OK) {
		rates_count(src, CONF_RATE_KNOCKS, now);
		channel_event_knock(cx->route, src, ch);
	}
	reply(cx->route, src, knock_numeric[v], channel_name(ch));
}

static const struct command rows[] = {
	{ VIEW_INIT("KNOCK"), FROM_USER, { 1, 2 }, 5, PRIV_N, "<channel>",
		"Ask to be invited into a channel that is closed.", cmd_knock },
};
const struct command_table commands_knock = { rows, ARRAY_LEN(rows) };
