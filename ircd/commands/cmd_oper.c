/* OPER KILL WALLOPS: what operators do.  RFC 2812 3.1.4, 3.7.1, 4.7. */
#include "auth/admission.h"
#include "auth/password.h"
#include "auth/welcome.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "proto/casemap.h"
#include "route/answer.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/mode.h"
#include "state/oper.h"

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

static void
send_mode(struct cmd_ctx *cx, struct client *c, struct view modes)
{
	struct event ev;

	event_begin(&ev, cx->world, c, VIEW("MODE"));
	msg_build_param(&ev.build, client_nick(c));
	msg_build_text(&ev.build, modes);
	route_user(cx->route, c, &ev);
}

static void
raise_to(struct cmd_ctx *cx, struct client *c, const struct conf_oper *oper)
{
	char name[CLIENT_LOG_NAME];
	struct oper_grant *g =
		oper_grant_new(view_z(oper->name), view_z(oper->role->name), oper->role->privileges);

	oper_raise(c, g);
	c->session->oper_failures = 0;
	oper_grant_unref(g);
	send_mode(cx, c, VIEW("+o"));
	reply_plain(cx->route, c, RPL_YOUREOPER);
	(void)welcome_oper_motd(cx->gate, c);
	log_info("oper", "%s is operator \"%s\" (role %s)", client_log_name(c, name), oper->name,
		oper->role->name);
	snotice_send(cx->route, SNOTICE_OPER, "%s!%s@%s is operator \"%s\" (role %s)", c->nick, c->user,
		c->host, oper->name, oper->role->name);
}

static bool
nibble(char c, uint8_t *out)
{
	if (c >= '0' && c <= '9')
		*out = (uint8_t)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*out = (uint8_t)(c - 'a' + 10);
	else
		return false;
	return true;
}

static bool
fingerprint_fits(const struct conf_oper *oper, const struct client *c)
{
	char hex[65];

	if (!oper->has_fingerprint)
		return true;
	if (session_fingerprint(c->session, hex) == -1)
		return false;
	for (size_t i = 0; i < sizeof(oper->fingerprint); i++) {
		uint8_t hi, lo;

		if (!nibble(hex[2 * i], &hi) || !nibble(hex[2 * i + 1], &lo) ||
			oper->fingerprint[i] != (uint8_t)(hi << 4 | lo))
			return false;
	}
	return true;
}

/* Somebody who mistypes may try again at once; who goes on guessing waits, and is shown out in the end. */
static void
failed(struct cmd_ctx *cx, struct client *c, enum numeric answer, const char *why)
{
	struct session *s = c->session;
	char name[CLIENT_LOG_NAME];

	log_warn("oper", "%s failed OPER: %s", client_log_name(c, name), why);
	snotice_send(cx->route, SNOTICE_OPER, "%s!%s@%s failed OPER: %s", c->nick, c->user, c->host, why);
	reply_plain(cx->route, c, answer);
	s->oper_failures++;
	if (s->oper_failures >= OPER_TRIES_FREE)
		session_rare_new(s)->oper_after_ms = route_mono_ms(cx->route) + OPER_WAIT_MS;
	if (s->oper_failures >= OPER_TRIES_MAX)
		gate_exit(c, VIEW("Too many failed OPER attempts"));
}

/* The block that this client may use under this name, password aside; NULL after 491. */
static const struct conf_oper *
oper_block(struct cmd_ctx *cx, struct client *c, struct view name)
{
	const struct conf_oper *oper = conf_oper_find(gate_conf(cx->gate), name);
	const char *why = NULL;

	if (oper == NULL)
		why = "no such operator";
	else if (!admission_who(oper->from, oper->n_from, c))
		why = "not from there";
	else if (oper->require_tls && !c->is_secure)
		why = "TLS is required";
	else if (!fingerprint_fits(oper, c))
		why = "another client certificate";
	if (why == NULL)
		return oper;
	failed(cx, c, ERR_NOOPERHOST, why);
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
		failed(a->cx, c, ERR_PASSWDMISMATCH, "wrong password");
		goto out;
	}
	oper = oper_block(a->cx, c, view_z(a->name));
	if (oper != NULL)
		raise_to(a->cx, c, oper);
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

/* OPER <name> <password>.  One attempt at a time: each costs a worker tens of milliseconds. */
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
	if (oper->password != NULL)
		check_password(cx, src, oper, m->param[1]);
	else
		raise_to(cx, src, oper); /* by certificate alone */
}

/* KILL <nick> :<reason> */
static void
cmd_kill(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom;
	char reason[MSG_BODY_MAX], name[2][CLIENT_LOG_NAME];
	struct view said = utf8_left(msg_param(m, 1), KICK_LEN);
	struct event ev;

	if (casemap_eq(m->param[0], view_z(cx->world->conf.server_name))) {
		reply_plain(cx->route, src, ERR_CANTKILLSERVER);
		return;
	}
	whom = lookup_client(cx, src, m->param[0]);
	if (whom == NULL)
		return;
	(void)snprintf(reason, sizeof(reason), "Killed (%s (%.*s))", src->nick, VIEW_ARG(said));
	log_info("oper", "%s killed %s: %.*s", client_log_name(src, name[0]), client_log_name(whom, name[1]),
		VIEW_ARG(said));
	snotice_send(cx->route, SNOTICE_KILL, "%s!%s@%s killed %s!%s@%s: %.*s", src->nick, src->user,
		src->host, whom->nick, whom->user, whom->host, VIEW_ARG(said));
	event_begin(&ev, cx->world, src, VIEW("KILL"));
	msg_build_param(&ev.build, client_nick(whom));
	msg_build_text(&ev.build, said);
	route_user(cx->route, whom, &ev);
	gate_exit(whom, view_z(reason));
}

/* WALLOPS :<text> */
static void
cmd_wallops(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct event ev;

	event_begin(&ev, cx->world, src, VIEW("WALLOPS"));
	msg_build_text(&ev.build, m->param[0]);
	route_umode(cx->route, UMODE_WALLOPS, &ev);
}

static const struct command rows[] = {
	{ VIEW_INIT("OPER"), FROM_USER, { 2, 2 }, 10, PRIV_N, "<name> <password>", "Become an operator.",
		cmd_oper },
	{ VIEW_INIT("KILL"), FROM_OPER, { 2, 2 }, 1, PRIV_KILL, "<nick> :<reason>", "End somebody's session.",
		cmd_kill },
	{ VIEW_INIT("WALLOPS"), FROM_OPER, { 1, 1 }, 1, PRIV_WALLOPS, ":<text>",
		"Write to all with user mode w.", cmd_wallops },
};
const struct command_table commands_oper = { rows, ARRAY_LEN(rows) };
