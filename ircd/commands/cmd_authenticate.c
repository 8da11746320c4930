/*
 * AUTHENTICATE: SASL.  IRCv3 sasl-3.1.  There is no mechanism and the capability is not offered; but programs that try all the same are
 * told so in the words they know, or they would wait for an answer.
 */
#include "commands/command.h"
#include "route/reply.h"

#define CHUNK_MAX 400 /* bytes of base64 in one message */

/* AUTHENTICATE <mechanism> | <base64> | * */
static void
cmd_authenticate(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (view_eq(m->param[0], VIEW("*"))) {
		reply_plain(cx->route, src, ERR_SASLABORTED);
	} else if (m->param[0].n > CHUNK_MAX) {
		reply_plain(cx->route, src, ERR_SASLTOOLONG);
	} else {
		reply(cx->route, src, RPL_SASLMECHS, VIEW("*"));
		reply_plain(cx->route, src, ERR_SASLFAIL);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("AUTHENTICATE"), FROM_ANY, { 1, 1 }, 3, PRIV_N, "<mechanism>|*",
		"Log in to an account; no mechanism is offered.", cmd_authenticate },
};
const struct command_table commands_authenticate = { rows, ARRAY_LEN(rows) };
