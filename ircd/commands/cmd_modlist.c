/*
 * MODLIST and OPERMOTD.  There is nothing yet that is loaded or left out at will, so MODLIST lists what the server is made of: itself, the
 * libraries that it runs with, and its parts, of which the configuration switches some on.
 */
#include "auth/welcome.h"
#include "commands/command.h"
#include "proto/mask.h"
#include "route/reply.h"

static bool
has_websocket(const struct conf *conf)
{
	for (size_t i = 0; i < conf->n_listen; i++) {
		if (conf->listen[i].websocket)
			return true;
	}
	return false;
}

static bool
has_ident(const struct conf *conf)
{
	for (size_t i = 0; i < conf->n_allow; i++) {
		if (conf->allow[i].ident != CONF_IDENT_OFF)
			return true;
	}
	return false;
}

static bool
has_cloaks(const struct conf *conf)
{
	return conf->server.cloak_key != NULL;
}

static bool
has_dns(const struct conf *conf)
{
	return conf->dns.lookup;
}

static bool
has_gateways(const struct conf *conf)
{
	return conf->n_gateway != 0;
}

static bool
has_quiz(const struct conf *conf)
{
	return conf->n_quiz != 0;
}

static bool
has_tls(const struct conf *conf)
{
	return conf->n_tls != 0;
}

static const struct {
	const char *name;
	bool (*is_on)(const struct conf *conf);
	const char *help;
} parts[] = {
	{ "cloaks", has_cloaks, "hosts that hide addresses (server cloak-key)" },
	{ "dns", has_dns, "names of addresses (dns lookup)" },
	{ "gateways", has_gateways, "WEBIRC and PROXY (sections gateway)" },
	{ "ident", has_ident, "user names that Auth services tell (allow ident)" },
	{ "quiz", has_quiz, "questions for guests (sections quiz)" },
	{ "tls", has_tls, "TLS (section tls)" },
	{ "websocket", has_websocket, "IRC over WebSocket (listen websocket)" },
};

/* What a line says; kind: server, library, on, off. */
struct module_line {
	const char *name, *version, *kind, *help;
};

static void
tell(struct cmd_ctx *cx, const struct client *to, struct view mask, const struct module_line *l)
{
	struct reply r;

	if (mask.n != 0 && !mask_match(mask, view_z(l->name)))
		return;
	reply_begin(&r, cx->route, to, RPL_MODLIST);
	reply_param(&r, view_z(l->name));
	reply_param(&r, view_z(l->version));
	reply_param(&r, view_z(l->kind));
	reply_end_text(&r, view_z(l->help));
}

/* MODLIST [<mask>] */
static void
cmd_modlist(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	const struct conf *conf = gate_conf(cx->gate);
	struct view mask = msg_param(m, 0);
	struct server_library lib;

	tell(cx, src, mask,
		&(struct module_line){ "core", gate_env(cx->gate)->version, "server", "the server itself" });
	for (size_t i = 0; cx->control->library(i, &lib); i++)
		tell(cx, src, mask, &(struct module_line){ lib.name, lib.version, "library", lib.use });
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		tell(cx, src, mask,
			&(struct module_line){ parts[i].name, gate_env(cx->gate)->version,
				parts[i].is_on(conf) ? "on" : "off", parts[i].help });
	reply_plain(cx->route, src, RPL_ENDOFMODLIST);
}

/* OPERMOTD */
static void
cmd_opermotd(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	(void)m;
	if (!welcome_oper_motd(cx->gate, src))
		reply_plain(cx->route, src, ERR_NOOPERMOTD);
}

static const struct command rows[] = {
	{ VIEW_INIT("MODLIST"), FROM_OPER, { 0, 1 }, 3, PRIV_MODLIST, "[<mask>]",
		"List what the server is made of: libraries with their versions, parts that are on or off.",
		cmd_modlist },
	{ VIEW_INIT("OPERMOTD"), FROM_OPER, { 0, 0 }, 3, PRIV_OPERMOTD, "",
		"Show the message of the day for operators.", cmd_opermotd },
};
const struct command_table commands_modlist = { rows, ARRAY_LEN(rows) };
