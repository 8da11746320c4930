/* PASS USER PING PONG QUIT ERROR: a client's own connection.  RFC 1459 4.1, 4.6. */
#include "auth/entry.h"
#include "auth/gate.h"
#include "auth/ident.h"
#include "commands/command.h"
#include "commands/say_check.h"
#include "core/utf8.h"
#include "proto/limits.h"
#include "proto/names.h"
#include "route/reply.h"

/* PASS <password>.  Kept until registration; the allow rule decides whether it is wanted. */
static void
cmd_pass(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	session_set_password(src->session, m->param[0]);
}

/* USER <user> <mode> <unused> :<real name>.  The tilde says that nobody proved the name; one that an Auth service told stays. */
static void
cmd_user(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view realname = m->param[3];
	char user[USER_LEN + 2] = "~", room[SAY_ROOM];

	if (src->session->has_user) {
		reply_plain(cx->route, src, ERR_ALREADYREGISTERED);
		return;
	}
	if (m->param[3].n == 0) {
		reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("USER"));
		return;
	}
	if (name_clean_user(m->param[0], user + 1) == 0) {
		reply_plain(cx->route, src, ERR_INVALIDUSERNAME);
		return;
	}
	ident_take_user(src, view_z(user));
	client_set_realname(src,
		say_text(cx, src, (struct say_place){ GUARD_REALNAME, NULL }, &realname, room) ? realname
											       : m->param[0]);
	src->session->has_user = true;
	entry_try(src);
}

/* PING <token> [<server>]: answered with the token as a parameter of its own, before registration too. */
static void
cmd_ping(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct reply r;

	if (m->n_params == 0 || m->param[0].n == 0) {
		reply_plain(cx->route, src, ERR_NOORIGIN);
		return;
	}
	reply_begin_verb(&r, cx->route, src, VIEW("PONG"));
	reply_param(&r, view_z(cx->world->conf.server_name));
	reply_end_text(&r, m->param[0]);
}

/* Any line shows that the client lives; PONG has nothing else to say. */
static void
cmd_pong(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	(void)src;
	(void)m;
}

/* QUIT [:<reason>] */
static void
cmd_quit(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char reason[6 + QUIT_LEN + 1] = "Quit: ";
	struct view said = utf8_left(msg_param(m, 0), QUIT_LEN);
	char room[SAY_ROOM];

	if (!say_text(cx, src, (struct say_place){ GUARD_QUIT, NULL }, &said, room) || said.n == 0) {
		gate_exit(src, VIEW("Client Quit"));
		return;
	}
	(void)view_copy(said, reason + 6, sizeof(reason) - 6);
	gate_exit(src, view_of(reason, 6 + said.n));
}

/* ERROR is for servers; from a client it means nothing. */
static void
cmd_error(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	(void)src;
	(void)m;
}

static const struct command rows[] = {
	{ VIEW_INIT("PASS"), FROM_STRANGER, { 1, 1 }, 1, PRIV_N, "<password>",
		"Give the server's password, first of all.", cmd_pass },
	{ VIEW_INIT("USER"), FROM_STRANGER, { 4, 4 }, 1, PRIV_N, "<user> 0 * :<real name>",
		"Say who you are.", cmd_user },
	{ VIEW_INIT("PING"), FROM_ANY, { 0, 2 }, 1, PRIV_N, "<token>", "Ask for a PONG with the same token.",
		cmd_ping },
	{ VIEW_INIT("PONG"), FROM_ANY, { 0, 2 }, 1, PRIV_N, "<token>", "Answer the server's PING.",
		cmd_pong },
	{ VIEW_INIT("QUIT"), FROM_ANY, { 0, 1 }, 0, PRIV_N, "[:<reason>]", "Leave the server.", cmd_quit },
	{ VIEW_INIT("ERROR"), FROM_ANY, { 0, 1 }, 1, PRIV_N, ":<text>", "Used between servers only.",
		cmd_error },
};
const struct command_table commands_connection = { rows, ARRAY_LEN(rows) };
