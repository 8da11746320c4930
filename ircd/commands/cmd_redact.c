/* REDACT: taking a message back.  IRCv3 draft/message-redaction.  Only the clients delete; the server forgets nothing it had. */
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/utf8.h"
#include "proto/caps.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/recent.h"

static void
fail(struct cmd_ctx *cx, const struct client *src, const struct msg *m, struct view code, struct view text)
{
	struct reply r;

	reply_begin_fail(&r, cx->route, src, VIEW("REDACT"), code);
	reply_param(&r, m->param[0]);
	if (!view_eq(code, VIEW("INVALID_TARGET")))
		reply_param(&r, m->param[1]);
	reply_end_text(&r, text);
}

/* REDACT <channel> <msgid> [:<reason>].  The reason is heard by all: who may not speak may not give one. */
static void
cmd_redact(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct channel *ch = lookup_channel_seen(cx, src, m->param[0]);

	if ((src->caps & CAP_BIT(CAP_MESSAGE_REDACTION)) == 0) {
		reply(cx->route, src, ERR_UNKNOWNCOMMAND, VIEW("REDACT"));
		return;
	}
	if (ch != NULL && channel_may_speak(ch, src) != SPEAK_OK) {
		reply(cx->route, src, ERR_CANNOTSENDTOCHAN, channel_name(ch));
		return;
	}
	switch (ch != NULL ? recent_redact(ch, src, m->param[1]) : REDACT_NOT_MEMBER) {
	case REDACT_OK:
		channel_event_redact(cx->route, src, ch, m->param[1], utf8_left(msg_param(m, 2), KICK_LEN));
		break;
	case REDACT_NOT_MEMBER:
		fail(cx, src, m, VIEW("INVALID_TARGET"), VIEW("Messages there can't be taken back by you"));
		break;
	case REDACT_UNKNOWN:
		fail(cx, src, m, VIEW("UNKNOWN_MSGID"), VIEW("There is no such message, or it is too old"));
		break;
	case REDACT_FORBIDDEN:
		fail(cx, src, m, VIEW("REDACT_FORBIDDEN"), VIEW("You may not take back this message"));
		break;
	case REDACT_N:
		break;
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("REDACT"), FROM_USER, { 2, 3 }, 2, PRIV_N, "<channel> <msgid> [:<reason>]",
		"Take a message back.", cmd_redact },
};
const struct command_table commands_redact = { rows, ARRAY_LEN(rows) };
