#include "relay/relay_chat.h"

#include <stdio.h>

#include "audit/audit.h"
#include "core/loop.h"
#include "guard/guard.h"
#include "guard/strip.h"
#include "state/client.h"

/* What fits of "*** <first><the rule's text> (rule <its name>)<last>". */
static void
put_told(struct relay_chat *chat, enum pump_leg to, const struct guard_verdict *v,
	struct view tell[PUMP_N_LEGS])
{
	bool drops = v->action != GUARD_WARN;
	int n = snprintf(chat->told[to], RELAY_CHAT_TOLD, "*** %s: %s (rule %s)%s",
		drops ? "That was not passed on" : "Be careful with what comes next", v->text, v->name,
		drops ? "" : ". See /HELP SAFETY");
	size_t len = n > 0 ? (size_t)n : 0;

	tell[to] = view_of(chat->told[to], len < RELAY_CHAT_TOLD ? len : RELAY_CHAT_TOLD - 1);
}

/* As of a message: who, what rule, how long it was; never what was said. */
static void
record(const struct relay_chat *chat, const struct guard_ask *ask, const struct guard_verdict *v)
{
	struct audit_record r;

	audit_begin_limited(&r, chat->audit, ACT_GUARD);
	if (ask->from != NULL)
		audit_client(&r, "by", ask->from);
	audit_text(&r, "rule", view_z(v->name));
	audit_text(&r, "action", guard_action_name(v->action));
	audit_text(&r, "to", ask->to != NULL ? client_nick(ask->to) : VIEW("*"));
	audit_number(&r, "dcc", chat->id);
	audit_number(&r, "bytes", ask->text.n);
	audit_end(&r);
}

bool
relay_chat_line(
	struct relay_chat *chat, enum pump_leg from, char *line, size_t *n, struct view tell[PUMP_N_LEGS])
{
	enum pump_leg to = from == PUMP_SENDER ? PUMP_RECEIVER : PUMP_SENDER;
	struct guard_ask ask = {
		.from = client_get(chat->world, chat->who[from]),
		.place = GUARD_DCC_CHAT,
		.to = client_get(chat->world, chat->who[to]),
		.text = view_of(line, *n),
		.now_ms = loop_mono_ms(chat->loop),
	};
	struct guard_verdict v;

	if (chat->guard == NULL)
		return true;
	guard_judge(chat->guard, &ask, &v);
	if (v.action != GUARD_PASS)
		record(chat, &ask, &v);
	switch (v.action) {
	case GUARD_PASS:
	case GUARD_TAG:
		break;
	case GUARD_WARN:
		if (guard_warns_now(chat->guard, &ask))
			put_told(chat, to, &v, tell);
		break;
	case GUARD_HOLD:
	case GUARD_BLOCK:
		put_told(chat, from, &v, tell);
		return false;
	}
	if (v.strip)
		*n = guard_strip(ask.text, line);
	return true;
}
