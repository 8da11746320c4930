/* OPER DEOPER.  RFC 2812 3.1.4. */
#include "auth/oper_check.h"
#include "auth/oper_up.h"
#include "auth/password.h"
#include "commands/command.h"
#include "core/log.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "route/answer.h"
#include "route/reply.h"
#include "route/snotice.h"

#include <stdio.h>
#include <string.h>

/* What a password check for OPER takes along; freed by oper_checked(). */
struct oper_attempt {
	struct cmd_ctx *cx;
	const struct conf *conf; /* a reference: whose password is checked */
	struct answer answer;	 /* the label of the command */
	char name[];
};

#define OPER_TRIES_FREE 3
#define OPER_TRIES_MAX	10
#define OPER_WAIT_MS	10000

static void
attempt_free(struct oper_attempt *a)
{
	conf_unref(a->conf);
	mem_free(a);
}

/* Somebody who mistypes may try again at once; who goes on guessing waits, and is shown out in the end. */
static void
failed(struct cmd_ctx *cx, struct client *c, struct view name, const char *why)
{
	struct session *s = c->session;

	oper_up_failed(c, name, why);
	s->oper_failures++;
	if (s->oper_failures >= OPER_TRIES_FREE)
		session_rare_new(s)->oper_after_ms = route_mono_ms(cx->route) + OPER_WAIT_MS;
	if (s->oper_failures >= OPER_TRIES_MAX)
		gate_exit(c, VIEW("Too many failed OPER attempts"));
}

/* The section that this client may use under this name, password aside; NULL after 491. */
static const struct conf_oper *
oper_block(struct cmd_ctx *cx, struct client *c, struct view name)
{
	const struct conf_oper *oper = conf_oper_find(gate_conf(cx->gate), name);
	enum oper_lack lack = oper_check(oper, c);

	if (lack == OPER_LACK_NOTHING)
		return oper;
	reply_plain(cx->route, c, ERR_NOOPERHOST);
	failed(cx, c, name, oper_check_text(lack));
	return NULL;
}

/* If the configuration has changed while the password was checked, it was another one's password. */
static void
oper_checked(struct client *c, bool right, void *arg)
{
	struct oper_attempt *a = arg;
	const struct conf_oper *oper;

	if (c == NULL)
		goto out;
	c->session->checking = false;
	answer_resume(a->cx->route, c, &a->answer);
	if (a->conf != gate_conf(a->cx->gate)) {
		reply(a->cx->route, c, RPL_TRYAGAIN, VIEW("OPER"));
		goto out;
	}
	if (!right) {
		reply_plain(a->cx->route, c, ERR_PASSWDMISMATCH);
		failed(a->cx, c, view_z(a->name), "wrong password");
		goto out;
	}
	oper = oper_block(a->cx, c, view_z(a->name));
	if (oper != NULL)
		oper_up(c, oper);
out:
	answer_end(a->cx->route);
	attempt_free(a);
}

static void
check_password(struct cmd_ctx *cx, struct client *src, const struct conf_oper *oper, struct view password)
{
	size_t n = strlen(oper->name);
	struct oper_attempt *a = mem_zalloc(sizeof(*a) + n + 1);
	struct password_ask ask;

	a->cx = cx;
	a->conf = conf_ref(gate_conf(cx->gate));
	(void)view_copy(view_z(oper->name), a->name, n + 1);
	ask = (struct password_ask){
		.hash = oper->password, .password = password, .done = oper_checked, .arg = a
	};
	src->session->checking = password_check(gate_env(cx->gate)->workers, src, &ask);
	if (!src->session->checking) {
		attempt_free(a);
		reply(cx->route, src, RPL_TRYAGAIN, VIEW("OPER"));
		return;
	}
	a->answer = answer_take(cx->route);
}

/* OPER <name> [<password>].  One attempt at a time: each costs a worker tens of milliseconds. */
static void
cmd_oper(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct conf_oper *oper;

	if (src->session->checking || route_mono_ms(cx->route) < session_rare(src->session)->oper_after_ms) {
		reply(cx->route, src, RPL_TRYAGAIN, VIEW("OPER"));
		return;
	}
	oper = oper_block(cx, src, m->param[0]);
	if (oper == NULL)
		return;
	if (oper->password == NULL)
		oper_up(src, oper);
	else if (m->n_params == 1)
		reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("OPER"));
	else
		check_password(cx, src, oper, m->param[1]);
}

/* DEOPER */
static void
cmd_deoper(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)cx;
	(void)m;
	oper_up_end(src, "you gave it up");
}

static const struct command rows[] = {
	{ VIEW_INIT("OPER"), FROM_USER, { 1, 2 }, 10, PRIV_N, "<name> [<password>]",
		"Become an operator; no password where a certificate or an account is enough.", cmd_oper },
	{ VIEW_INIT("DEOPER"), FROM_OPER, { 0, 0 }, 1, PRIV_N, "", "Be no operator any more.", cmd_deoper },
};
const struct command_table commands_oper = { rows, ARRAY_LEN(rows) };
