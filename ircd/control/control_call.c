#include "control/control_call.h"

#include <sodium.h>

#include "auth/protect.h"
#include "commands/command.h"
#include "core/mem.h"
#include "proto/control_wire.h"
#include "registry/registry_account.h"

struct control_call {
	struct control_ticket *ticket;
	struct world *world;
	const char *ok;
	char code[REGISTRY_CODE_TEXT];
	char nick[NICK_LEN_MAX + 1]; /* "": nobody's */
};

static const char *
word_of(enum registry_verdict v)
{
	if (v == REGISTRY_NO_ACCOUNT || v == REGISTRY_NO_CERT || v == REGISTRY_NO_CHANNEL ||
		v == REGISTRY_NO_BAN)
		return CONTROL_ERR_NONE;
	if (v == REGISTRY_BUSY)
		return CONTROL_ERR_BUSY;
	return v == REGISTRY_FAILED ? CONTROL_ERR_FAILED : CONTROL_ERR_DENIED;
}

static void
on_done(enum registry_verdict v, void *arg)
{
	struct control_call *call = arg;
	struct control_session *s = control_ticket_session(call->ticket);

	if (v == REGISTRY_OK && call->nick[0] != '\0')
		protect_watch_nick(call->world, view_z(call->nick));
	if (s != NULL && v == REGISTRY_OK)
		control_ok(s, call->code[0] != '\0' ? call->code : call->ok);
	else if (s != NULL)
		control_error(s, word_of(v), registry_verdict_text(v));
	sodium_memzero(call->code, sizeof(call->code));
	mem_free(call);
}

struct registry_call
control_call_new(struct control_session *s, const char *ok)
{
	struct control_call *call = mem_zalloc(sizeof(*call));

	call->ticket = control_ticket_new(s);
	call->world = s->cx->world;
	call->ok = ok;
	return (struct registry_call){ .done = on_done, .arg = call, .uid = &s->uid };
}

void
control_call_watch(struct registry_call call, struct view nick)
{
	struct control_call *c = call.arg;

	(void)view_copy(nick, c->nick, sizeof(c->nick));
}

char *
control_call_code(struct registry_call call)
{
	return ((struct control_call *)call.arg)->code;
}
