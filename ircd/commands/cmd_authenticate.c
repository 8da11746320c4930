/* AUTHENTICATE: SASL, all of which is in auth/sasl.c. */
#include "auth/sasl.h"
#include "commands/command.h"

/* AUTHENTICATE <mechanism> | <base64> | + | * */
static void
cmd_authenticate(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	sasl_line(src, m->param[0]);
}

static const struct command rows[] = {
	{ VIEW_INIT("AUTHENTICATE"), FROM_ANY, { 1, 1 }, 3, PRIV_N, "<mechanism>|<base64>|+|*",
		"Log in to an account (SASL); * gives up.", cmd_authenticate },
};
const struct command_table commands_authenticate = { rows, ARRAY_LEN(rows) };
