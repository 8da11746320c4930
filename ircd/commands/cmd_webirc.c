/* WEBIRC ANSWER: what is said on the way in by gateways (IRCv3 webirc) and by guests (auth/quiz.h). */
#include "auth/gateway.h"
#include "auth/quiz.h"
#include "commands/command.h"
#include "route/reply.h"

/* WEBIRC <password> <gateway> <host> <address> [:<options>] */
static void
cmd_webirc(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct webirc w = { .password = m->param[0],
		.host = m->param[2],
		.address = m->param[3],
		.options = msg_param(m, 4) };

	(void)cx;
	gateway_webirc(src, &w);
}

/* ANSWER <text>: all words of it, for people forget the colon. */
static void
cmd_answer(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char text[MSG_BODY_MAX];
	size_t n = 0;

	if (!quiz_is_open(src->session)) {
		reply_noticef(cx->route, src, "*** Nothing was asked.");
		return;
	}
	for (size_t i = 0; i < m->n_params; i++)
		n += view_copy(m->param[i], text + n, sizeof(text) - n);
	quiz_answer(src, view_of(text, n));
}

static const struct command rows[] = {
	{ VIEW_INIT("WEBIRC"), FROM_STRANGER, { 4, 5 }, 1, PRIV_N,
		"<password> <gateway> <host> <address> [:<options>]",
		"A gateway says for whom it connects, first of all.", cmd_webirc },
	{ VIEW_INIT("ANSWER"), FROM_STRANGER, { 1, MSG_PARAMS_MAX }, 1, PRIV_N, "<text>",
		"Answer the question that guests are asked before they come in.", cmd_answer },
};
const struct command_table commands_webirc = { rows, ARRAY_LEN(rows) };
