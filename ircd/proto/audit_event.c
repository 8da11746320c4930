#include "proto/audit_event.h"

static const struct {
	struct view name;
	const char *help;
} events[ACT_N] = {
	[ACT_START] = { VIEW_INIT("start"), "the server starts" },
	[ACT_STOP] = { VIEW_INIT("stop"), "the server ends" },
	[ACT_REHASH] = { VIEW_INIT("rehash"), "a configuration was taken over, or refused" },
	[ACT_OPER] = { VIEW_INIT("oper"), "somebody became an operator, or has another role" },
	[ACT_OPER_FAIL] = { VIEW_INIT("oper-fail"), "somebody tried to become an operator" },
	[ACT_OPER_END] = { VIEW_INIT("oper-end"), "somebody is no operator any more" },
	[ACT_COMMAND] = { VIEW_INIT("command"), "a command of an operator" },
	[ACT_CONTROL] = { VIEW_INIT("control"), "a request of conclavectl" },
	[ACT_OPERSPY] = { VIEW_INIT("operspy"), "an operator looked at what is hidden" },
	[ACT_BAN] = { VIEW_INIT("ban"), "a ban of the server came, went or ran out" },
	[ACT_BANNED] = { VIEW_INIT("banned"), "somebody was put out by a ban of the server" },
	[ACT_REFUSED] = { VIEW_INIT("refused"), "somebody was not let in" },
	[ACT_LOGIN] = { VIEW_INIT("login"), "somebody logged in to an account" },
	[ACT_LOGIN_FAIL] = { VIEW_INIT("login-fail"), "somebody failed to log in to an account" },
	[ACT_ACCOUNT] = { VIEW_INIT("account"), "an account was changed" },
	[ACT_CHANNEL] = { VIEW_INIT("channel"), "a channel's registration was changed" },
	[ACT_DCC] = { VIEW_INIT("dcc"), "a file or direct chat was offered, denied, taken, ended" },
	[ACT_GUARD] = { VIEW_INIT("guard"), "the guard did something about a text" },
	[ACT_LINK] = { VIEW_INIT("link"), "a link to another server came up, broke, was refused or misused" },
	[ACT_MODULE] = { VIEW_INIT("module"), "a module has something to tell: a login there, a failure" },
};

struct view
audit_event_name(enum audit_event e)
{
	return events[e].name;
}

const char *
audit_event_help(enum audit_event e)
{
	return events[e].help;
}

enum audit_event
audit_event_find(struct view name)
{
	for (size_t i = 0; i < ACT_N; i++) {
		if (view_eq(events[i].name, name))
			return (enum audit_event)i;
	}
	return ACT_N;
}
