/* TOPIC: what a channel is about.  RFC 2812 3.2.4. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/operspy.h"
#include "commands/say_check.h"
#include "commands/topic_reply.h"
#include "registry/registry_channel.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"

static const enum numeric topic_numeric[TOPIC_N] = {
	[TOPIC_NOT_MEMBER] = ERR_NOTONCHANNEL,
	[TOPIC_NOT_OP] = ERR_CHANOPRIVSNEEDED,
	[TOPIC_LOCKED] = ERR_CHANOPRIVSNEEDED,
};

void
topic_reply_send(struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	struct reply r;

	if (ch->topic == NULL) {
		reply(cx->route, to, RPL_NOTOPIC, channel_name(ch));
		return;
	}
	reply_begin(&r, cx->route, to, RPL_TOPIC);
	reply_param(&r, channel_name(ch));
	reply_end_text(&r, view_z(ch->topic));
	reply_begin(&r, cx->route, to, RPL_TOPICWHOTIME);
	reply_param(&r, channel_name(ch));
	reply_param(&r, view_z(ch->topic_by));
	reply_param_u64(&r, ch->topic_ms / 1000);
	reply_end(&r);
}

/* TOPIC <channel> [:<text>].  channel_set_topic() cuts at TOPIC_LEN. */
static void
cmd_topic(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view text = msg_param(m, 1);
	char room[SAY_ROOM];
	struct channel *ch;
	enum topic_verdict v;

	if (operspy_run(cx, src, m, 0, cmd_topic))
		return;
	ch = lookup_channel(cx, src, m->param[0]);
	if (ch == NULL)
		return;
	if (m->n_params == 1) {
		topic_reply_send(cx, src, ch);
		return;
	}
	if (!say_text(cx, src, (struct say_place){ GUARD_TOPIC, ch }, &text, room))
		return;
	v = channel_set_topic(ch, src, text, route_wall_ms(cx->route));
	if (v != TOPIC_OK) {
		reply(cx->route, src, topic_numeric[v], channel_name(ch));
		return;
	}
	channel_event_topic(cx->route, tree_by(src), ch);
	registry_channel_changed(cx->registry, ch, src);
}

static const struct command rows[] = {
	{ VIEW_INIT("TOPIC"), FROM_USER, { 1, 2 }, 2, PRIV_N, "<channel> [:<text>]",
		"Show or set a channel's topic.", cmd_topic },
};
const struct command_table commands_topic = { rows, ARRAY_LEN(rows) };
