/* PART: out of a channel.  RFC 2812 3.2.2. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/say_check.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"

static void
part_one(struct cmd_ctx *cx, struct client *src, struct view name, struct view reason)
{
	struct channel *ch = lookup_channel(cx, src, name);
	char room[SAY_ROOM];
	struct member *m;

	if (ch == NULL)
		return;
	m = member_find(ch, src);
	if (m == NULL) {
		reply(cx->route, src, ERR_NOTONCHANNEL, channel_name(ch));
		return;
	}
	/* Who may not speak here does not speak in parting either. */
	if (reason.n != 0 &&
		(channel_may_speak(ch, src) != SPEAK_OK ||
			!say_text(cx, src, (struct say_place){ GUARD_PART, ch }, &reason, room)))
		reason = VIEW("");
	(void)channel_event_part(cx->route, m, reason);
}

/* PART <channel>{,<channel>} [:<reason>] */
static void
cmd_part(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view names = m->param[0], name;
	size_t n = 0;

	while (view_cut(&names, ',', &name)) {
		if (name.n == 0)
			continue;
		if (n++ != 0)
			gate_charge(src, 1);
		part_one(cx, src, name, msg_param(m, 1));
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("PART"), FROM_USER, { 1, 2 }, 2, PRIV_N, "<channel>{,<channel>} [:<reason>]",
		"Leave channels.", cmd_part },
};
const struct command_table commands_part = { rows, ARRAY_LEN(rows) };
