/*
 * GRANT PRIVS: roles for a time, and what somebody may do.  As on Solanum, but for the time and the reason; nobody gives what he has not
 * (decision 0018).
 */
#include "auth/oper_up.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "conf/conf_role.h"
#include "core/utf8.h"
#include "route/reply.h"
#include "state/oper.h"

#include <stdio.h>

#define MINUTES_MAX 525600u /* a year */

static void
refuse(struct cmd_ctx *cx, const struct client *src, struct view code, struct view what, const char *text)
{
	struct reply r;

	reply_begin_fail(&r, cx->route, src, VIEW("GRANT"), code);
	reply_param(&r, what);
	reply_end_text(&r, view_z(text));
}

/* Neither giving more than one has, nor taking from somebody who has more. */
static bool
may_change(struct cmd_ctx *cx, const struct client *src, const struct client *whom, uint64_t privs)
{
	enum priv p = oper_lacks(src, privs | (whom->oper != NULL ? whom->oper->privs : 0));

	if (p == PRIV_N)
		return true;
	reply(cx->route, src, ERR_NOPRIVS, priv_table[p].name);
	return false;
}

static void
take_back(struct cmd_ctx *cx, const struct client *src, struct client *whom, struct view reason)
{
	char why[MSG_BODY_MAX] = "it was taken back";

	if (whom->oper == NULL || !oper_grant_is_given(whom->oper)) {
		refuse(cx, src, VIEW("NOT_GRANTED"), client_nick(whom), "Nobody has given a role there");
		return;
	}
	if (!may_change(cx, src, whom, 0))
		return;
	if (reason.n != 0)
		(void)view_copy(reason, why, sizeof(why));
	oper_up_take_back(whom, why);
}

static void
give(struct cmd_ctx *cx, const struct client *src, struct client *whom, const struct msg *m)
{
	const struct conf_role *role = conf_role_find(gate_conf(cx->gate), m->param[1]);
	struct oper_gift gift = {
		.by = src, .role = role, .reason = utf8_left(m->param[m->n_params - 1], KICK_LEN)
	};
	uint32_t minutes = 0;

	if (m->n_params < 3 || (m->n_params == 3 && view_to_u32(m->param[2], &minutes) == 0)) {
		reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("GRANT"));
		return;
	}
	if (role == NULL) {
		refuse(cx, src, VIEW("UNKNOWN_ROLE"), m->param[1], "There is no such role");
		return;
	}
	if (m->n_params > 3 &&
		(view_to_u32(m->param[2], &minutes) == -1 || minutes == 0 || minutes > MINUTES_MAX)) {
		refuse(cx, src, VIEW("INVALID_TIME"), m->param[2], "Not 1 to 525600 minutes");
		return;
	}
	gift.minutes = minutes;
	if (may_change(cx, src, whom, role->privileges))
		oper_up_give(whom, &gift);
}

/* GRANT <nick> <role> [<minutes>] :<reason> | <nick> - [:<reason>] */
static void
cmd_grant(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("GRANT"), m->param[0]);

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if (view_eq(m->param[1], VIEW("-")))
		take_back(cx, src, whom, utf8_left(msg_param(m, 2), KICK_LEN));
	else
		give(cx, src, whom, m);
}

/* "oper:root role:admin kill rehash ...", on as many lines as it takes. */
static void
send_privs(struct cmd_ctx *cx, const struct client *src, const struct client *c)
{
	size_t room = MSG_BODY_MAX - SERVER_NAME_LEN - 2 * NICK_LEN_MAX - 16;
	char line[MSG_BODY_MAX];
	struct reply r;
	int n = 0;

	if (c->oper == NULL) {
		reply(cx->route, src, RPL_PRIVS, client_nick(c), VIEW("*"));
		return;
	}
	n = snprintf(line, sizeof(line), "oper:%s role:%s%s%s",
		c->oper->oper[0] != '\0' ? c->oper->oper : "*", c->oper->role,
		oper_grant_is_given(c->oper) ? " from:" : "", c->oper->by);
	for (enum priv p = 0; p < PRIV_N; p++) {
		if (!oper_has(c, p))
			continue;
		if ((size_t)n + 1 + priv_table[p].name.n > room) {
			reply_begin(&r, cx->route, src, RPL_PRIVS);
			reply_param(&r, client_nick(c));
			reply_end_text(&r, view_of(line, (size_t)n));
			n = 0;
		}
		n += snprintf(line + n, sizeof(line) - (size_t)n, "%s%.*s", n != 0 ? " " : "",
			VIEW_ARG(priv_table[p].name));
	}
	reply_begin(&r, cx->route, src, RPL_PRIVS);
	reply_param(&r, client_nick(c));
	reply_end_text(&r, view_of(line, (size_t)n));
}

/* PRIVS [<nick>] */
static void
cmd_privs(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct client *c = m->n_params == 0 ? src : lookup_client(cx, src, m->param[0]);

	if (c == NULL)
		return;
	if (c != src && !oper_has(src, PRIV_PRIVS)) {
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_PRIVS].name);
		return;
	}
	audit_client(cx->act, "target", c);
	send_privs(cx, src, c);
}

static const struct command rows[] = {
	{ VIEW_INIT("GRANT"), FROM_OPER, { 2, 4 }, 2, PRIV_GRANT, "<nick> <role>|- [<minutes>] :<reason>",
		"Give somebody a role, for so many minutes or until they leave; \"-\" takes it back.",
		cmd_grant },
	{ VIEW_INIT("PRIVS"), FROM_OPER, { 0, 1 }, 2, PRIV_N, "[<nick>]",
		"Show your privileges, or somebody's with the privilege privs.", cmd_privs },
};
const struct command_table commands_grant = { rows, ARRAY_LEN(rows) };
