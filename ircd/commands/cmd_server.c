/* REHASH DIE RESTART: the server as a whole.  RFC 2812 4.2 to 4.4; the parts and -n are ours. */
#include <stdio.h>

#include "commands/command.h"
#include "commands/rehash_ask.h"
#include "commands/report.h"
#include "core/log.h"
#include "proto/casemap.h"
#include "route/reply.h"
#include "route/snotice.h"

/* REHASH [-n] [<part>].  All or nothing: a faulty file changes nothing and every fault is told. */
static void
cmd_rehash(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct report *report;
	char by[MASK_LEN + 2];
	struct rehash_ask ask = { .by = by, .emit = report_line };
	const char *wrong = rehash_ask_parse(m->param, m->n_params, &ask);
	struct reply r;

	if (wrong != NULL) {
		reply_fail(cx->route, src, VIEW("REHASH"), VIEW("INVALID_PART"), view_z(wrong));
		return;
	}
	reply_begin(&r, cx->route, src, RPL_REHASHING);
	reply_param(&r, view_z(gate_conf(cx->gate)->path));
	reply_end_text(&r, numeric_text(RPL_REHASHING));
	(void)client_mask(src, by);
	ask.to = report = report_new("REHASH");
	if (cx->control->rehash(cx->control->arg, &ask) == -1)
		report_line(report, "nothing was changed");
	else
		report_line(report, ask.dry ? "this was a dry run, nothing was changed" : "done");
	report_send(report, cx->route, src);
}

/* The name guards against a slip. */
static bool
is_this_server(struct cmd_ctx *cx, const struct client *src, struct view name)
{
	if (casemap_eq(name, view_z(cx->world->conf.server_name)))
		return true;
	reply(cx->route, src, ERR_NOSUCHSERVER, name);
	return false;
}

/* did: "terminated"; reason, of MSG_BODY_MAX bytes, is what everybody hears. */
static void
announce(struct cmd_ctx *cx, const struct client *src, const struct msg *m, const char *did, char *reason)
{
	char name[CLIENT_LOG_NAME];

	(void)snprintf(reason, MSG_BODY_MAX, "Server %s by %s%s%.*s", did, src->nick,
		m->n_params > 1 ? ": " : "", VIEW_ARG(msg_param(m, 1)));
	log_warn("oper", "%s said %.*s", client_log_name(src, name), VIEW_ARG(m->verb));
	snotice_send(cx->route, SNOTICE_SERVER, "%s!%s@%s said %.*s", src->nick, src->user, src->host,
		VIEW_ARG(m->verb));
}

/* DIE <server name> [:<reason>] */
static void
cmd_die(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char reason[MSG_BODY_MAX];

	if (!is_this_server(cx, src, m->param[0]))
		return;
	announce(cx, src, m, "terminated", reason);
	cx->control->die(cx->control->arg, view_z(reason));
}

/* RESTART <server name> [:<reason>].  It ends with a status that tells its supervisor to start it again. */
static void
cmd_restart(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char reason[MSG_BODY_MAX];

	if (!is_this_server(cx, src, m->param[0]))
		return;
	announce(cx, src, m, "restarted", reason);
	cx->control->restart(cx->control->arg, view_z(reason));
}

static const struct command rows[] = {
	{ VIEW_INIT("REHASH"), FROM_OPER, { 0, 2 }, 1, PRIV_REHASH, "[-n] [all|motd|tls|dns|bans]",
		"Read the configuration again; -n: only say what would change.", cmd_rehash },
	{ VIEW_INIT("DIE"), FROM_OPER, { 1, 2 }, 1, PRIV_DIE, "<server> [:<reason>]", "Stop the server.",
		cmd_die },
	{ VIEW_INIT("RESTART"), FROM_OPER, { 1, 2 }, 1, PRIV_RESTART, "<server> [:<reason>]",
		"Stop the server, for its supervisor to start it again.", cmd_restart },
};
const struct command_table commands_server = { rows, ARRAY_LEN(rows) };
