/* KILL: the end of somebody's session.  RFC 2812 3.7.1. */
#include "auth/put_out.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/log.h"
#include "core/utf8.h"
#include "proto/casemap.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/mode_bits.h"

#include <stdio.h>

static void
kill_one(struct cmd_ctx *cx, struct client *src, struct view nick, struct view said)
{
	char reason[MSG_BODY_MAX], name[2][CLIENT_LOG_NAME];
	struct client *whom;
	struct event ev;

	if (casemap_eq(nick, view_z(cx->world->conf.server_name))) {
		reply_plain(cx->route, src, ERR_CANTKILLSERVER);
		return;
	}
	whom = lookup_client(cx, src, nick);
	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if ((whom->umodes & UMODE_SERVICE) != 0) {
		reply(cx->route, src, ERR_ISCHANSERVICE, client_nick(whom), VIEW("KILL"));
		return;
	}
	(void)snprintf(reason, sizeof(reason), "Killed (%s (%.*s))", src->nick, VIEW_ARG(said));
	log_info("oper", "%s killed %s: %.*s", client_log_name(src, name[0]), client_log_name(whom, name[1]),
		VIEW_ARG(said));
	snotice_send(cx->route, SNOTICE_KILL, "%s!%s@%s killed %s!%s@%s: %.*s", src->nick, src->user,
		src->host, whom->nick, whom->user, whom->host, VIEW_ARG(said));
	event_begin(&ev, cx->world, src, VIEW("KILL"));
	msg_build_param(&ev.build, client_nick(whom));
	msg_build_text(&ev.build, said);
	route_user(cx->route, whom, &ev);
	put_out(cx->gate, src, whom, said, view_z(reason));
}

/* KILL <nick>{,<nick>} :<reason>.  Who kills himself kills nobody after that. */
static void
cmd_kill(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view list = m->param[0], nick, said = utf8_left(m->param[1], KICK_LEN);
	size_t n = 0;

	while (client_is_user(src) && view_cut(&list, ',', &nick)) {
		if (nick.n == 0)
			continue;
		if (n++ == TARGETS_MAX) {
			reply(cx->route, src, ERR_TOOMANYTARGETS, nick);
			return;
		}
		kill_one(cx, src, nick, said);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("KILL"), FROM_OPER, { 2, 2 }, 1, PRIV_KILL, "<nick>{,<nick>} :<reason>",
		"End somebody's session.", cmd_kill },
};
const struct command_table commands_kill = { rows, ARRAY_LEN(rows) };
