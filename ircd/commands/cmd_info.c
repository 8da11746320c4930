/* MOTD RULES LUSERS VERSION TIME ADMIN INFO, and SUMMON USERS that nobody has: about the server.  RFC 2812 3.4, 4.5, 4.6. */
#include "auth/welcome.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/clock.h"
#include "proto/caps.h"
#include "route/reply.h"

static void
cmd_motd(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (lookup_server_is_us(cx, src, m, 0))
		welcome_motd(cx->gate, src);
}

/* RULES [<server>], which servers do not ask each other in TS6.  Numerics as UnrealIRCd and InspIRCd have them. */
static void
cmd_rules(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct conf_server *server = &gate_conf(cx->gate)->server;

	if (msg_param(m, 0).n != 0 && lookup_node(cx, m->param[0]) != cx->world->me) {
		reply(cx->route, src, ERR_NOSUCHSERVER, m->param[0]);
		return;
	}
	if (server->n_rules == 0) {
		reply_plain(cx->route, src, ERR_NORULES);
		return;
	}
	reply_textf(cx->route, src, RPL_RULESTART, "- %s %.*s - ", cx->world->conf.server_name,
		VIEW_ARG(numeric_text(RPL_RULESTART)));
	for (size_t i = 0; i < server->n_rules; i++)
		reply_textf(cx->route, src, RPL_RULES, "- %.*s", VIEW_ARG(server->rules[i]));
	reply_plain(cx->route, src, RPL_ENDOFRULES);
}

/* LUSERS [<mask> [<server>]] */
static void
cmd_lusers(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (lookup_server_is_us(cx, src, m, 1))
		welcome_lusers(cx->gate, src);
}

static void
cmd_version(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct reply r;

	if (!lookup_server_is_us(cx, src, m, 0))
		return;
	reply_begin(&r, cx->route, src, RPL_VERSION);
	reply_param(&r, view_z(gate_env(cx->gate)->version));
	reply_param(&r, view_z(cx->world->conf.server_name));
	reply_end_textf(&r, "%s, SID %s", cx->world->conf.description, gate_conf(cx->gate)->server.sid);
	welcome_isupport(cx->gate, src);
}

/* IRCv3 extended-isupport. */
static void
cmd_isupport(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	bool extended = (src->caps & CAP_BIT(CAP_EXTENDED_ISUPPORT)) != 0;

	(void)m;
	if (!client_is_user(src) && !extended) {
		reply_plain(cx->route, src, ERR_NOTREGISTERED);
		return;
	}
	if (extended)
		reply_batch_begin(cx->route, src, VIEW("draft/isupport"));
	welcome_isupport(cx->gate, src);
	reply_batch_end(cx->route);
}

static void
cmd_time(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	char utc[CLOCK_UTC_LEN + 1];
	struct reply r;

	if (!lookup_server_is_us(cx, src, m, 0))
		return;
	clock_utc(route_wall_ms(cx->route), utc);
	reply_begin(&r, cx->route, src, RPL_TIME);
	reply_param(&r, view_z(cx->world->conf.server_name));
	reply_end_textf(&r, "%.10s %.8s UTC", utc, utc + 11);
}

static void
cmd_admin(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct conf_admin *admin = &gate_conf(cx->gate)->admin;
	struct reply r;

	if (!lookup_server_is_us(cx, src, m, 0))
		return;
	if (admin->location == NULL && admin->name == NULL && admin->email == NULL) {
		reply(cx->route, src, ERR_NOADMININFO, view_z(cx->world->conf.server_name));
		return;
	}
	reply_begin(&r, cx->route, src, RPL_ADMINME);
	reply_param(&r, view_z(cx->world->conf.server_name));
	reply_end_text(&r, VIEW("Administrative info"));
	reply_textf(cx->route, src, RPL_ADMINLOC1, "%s", admin->location != NULL ? admin->location : "");
	reply_textf(cx->route, src, RPL_ADMINLOC2, "%s", admin->name != NULL ? admin->name : "");
	reply_textf(cx->route, src, RPL_ADMINEMAIL, "%s", admin->email != NULL ? admin->email : "");
}

static void
cmd_info(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const char *const lines[] = {
		"Conclave: a hardened IRC server for private conferencing.",
		"One process, locked into an empty room before the first stranger is heard.",
		"ISC licence.",
	};

	if (!lookup_server_is_us(cx, src, m, 0))
		return;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		reply_textf(cx->route, src, RPL_INFO, "%s", lines[i]);
	reply_textf(cx->route, src, RPL_INFO, "Version %s", gate_env(cx->gate)->version);
	reply_plain(cx->route, src, RPL_ENDOFINFO);
}

/* SUMMON <user> [<server> [<channel>]]: RFC 2812 4.5 wants the numeric of a server that does not have it. */
static void
cmd_summon(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)m;
	reply_plain(cx->route, src, ERR_SUMMONDISABLED);
}

/* USERS [<server>]: who is logged in on the host is nobody's business.  RFC 2812 4.6. */
static void
cmd_users(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (lookup_server_is_us(cx, src, m, 0))
		reply_plain(cx->route, src, ERR_USERSDISABLED);
}

static const struct command rows[] = {
	{ VIEW_INIT("MOTD"), FROM_USER, { 0, 1 }, 3, PRIV_N, "[<server>]", "Show the message of the day.",
		cmd_motd },
	{ VIEW_INIT("RULES"), FROM_USER, { 0, 1 }, 3, PRIV_N, "[<server>]", "Show the rules of the server.",
		cmd_rules },
	{ VIEW_INIT("LUSERS"), FROM_USER, { 0, 2 }, 3, PRIV_N, "[<mask> [<server>]]",
		"Show how many are here.", cmd_lusers },
	{ VIEW_INIT("ISUPPORT"), FROM_ANY, { 0, 0 }, 2, PRIV_N, "", "What this server supports.",
		cmd_isupport },
	{ VIEW_INIT("VERSION"), FROM_USER, { 0, 1 }, 2, PRIV_N, "[<server>]",
		"Show the server's version and its limits.", cmd_version },
	{ VIEW_INIT("TIME"), FROM_USER, { 0, 1 }, 2, PRIV_N, "[<server>]", "Show the server's time.",
		cmd_time },
	{ VIEW_INIT("ADMIN"), FROM_USER, { 0, 1 }, 2, PRIV_N, "[<server>]", "Show who runs the server.",
		cmd_admin },
	{ VIEW_INIT("INFO"), FROM_USER, { 0, 1 }, 3, PRIV_N, "[<server>]", "Show what the server is.",
		cmd_info },
	{ VIEW_INIT("SUMMON"), FROM_USER, { 0, 3 }, 1, PRIV_N, "<user>", "Not done by this server.",
		cmd_summon },
	{ VIEW_INIT("USERS"), FROM_USER, { 0, 1 }, 1, PRIV_N, "[<server>]", "Not told by this server.",
		cmd_users },
};
const struct command_table commands_info = { rows, ARRAY_LEN(rows) };
