/* CLOSE UNREJECT: who is not a user yet, or is not let in. */
#include "auth/reject.h"
#include "commands/command.h"
#include "core/loop.h"
#include "route/reply.h"

#define CLOSE_SHOWN 50 /* that are named */

static void
tell_closed(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	char address[64];
	struct reply r;

	reply_begin(&r, cx->route, src, RPL_CLOSING);
	reply_param(&r, view_z(session_address(c->session, address, sizeof(address))));
	reply_end_textf(
		&r, "%s!%s@%s", c->nick_len != 0 ? c->nick : "*", c->user_len != 0 ? c->user : "*", c->host);
}

/* CLOSE */
static void
cmd_close(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	size_t n = 0;
	struct reply r;

	(void)m;
	LIST_FOR_EACH_SAFE (it, nx, &cx->world->others) {
		struct client *c = client_of_world_link(it);

		if (c->phase != CLIENT_NEW || c->session == NULL)
			continue;
		if (n++ < CLOSE_SHOWN)
			tell_closed(cx, src, c);
		gate_exit(c, VIEW("Closed by an operator"));
	}
	audit_number(cx->act, "closed", n);
	reply_begin(&r, cx->route, src, RPL_CLOSEEND);
	reply_end_textf(&r, "%zu connections closed", n);
}

/* UNREJECT <address> */
static void
cmd_unreject(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct peer_addr peer;
	const struct gate_env *env = gate_env(cx->gate);

	if (peer_addr_parse(m->param[0], &peer) == -1)
		reply(cx->route, src, ERR_BADMASK, m->param[0]);
	else if (env->reject != NULL && reject_forget(env->reject, &peer, loop_mono_ms(env->loop)))
		reply_noticef(cx->route, src, "%.*s is accepted again", VIEW_ARG(m->param[0]));
	else
		reply_noticef(cx->route, src, "%.*s was not shut out", VIEW_ARG(m->param[0]));
}

static const struct command rows[] = {
	{ VIEW_INIT("CLOSE"), FROM_OPER, { 0, 0 }, 4, PRIV_CLOSE, "",
		"End all connections that are not registered yet.", cmd_close },
	{ VIEW_INIT("UNREJECT"), FROM_OPER, { 1, 1 }, 2, PRIV_UNREJECT, "<address>",
		"Accept an address again that was refused too often.", cmd_unreject },
};
const struct command_table commands_close = { rows, ARRAY_LEN(rows) };
