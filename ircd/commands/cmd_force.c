/*
 * SAJOIN SAPART SANICK: what operators make users do.  The user does it, so far as everybody can see; that it was made to is told to operators
 * and recorded.  SAMODE is in cmd_mode.c.
 */
#include "auth/ban_check.h"
#include "auth/protect.h"
#include "auth/reserved.h"
#include "commands/command.h"
#include "commands/join_welcome.h"
#include "commands/lookup.h"
#include "proto/names.h"
#include "route/channel_event.h"
#include "route/renick.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/channel.h"

static void
tell_opers(struct cmd_ctx *cx, const struct client *src, const char *verb, const char *whom, struct view what)
{
	snotice_send(cx->route, SNOTICE_OVERRIDE, "%s!%s@%s: %s %s %.*s", src->nick, src->user, src->host,
		verb, whom, VIEW_ARG(what));
}

static void
sajoin_one(struct cmd_ctx *cx, struct client *src, struct client *whom, struct view name)
{
	struct join_ask ask = {
		.name = name,
		.max = whom->session->class->max_channels,
		.now_wall_ms = route_wall_ms(cx->route),
		.is_forced = true,
	};
	const struct server_ban *resv = ban_check_name(src, name);
	struct member *m;
	enum join_verdict v;

	if (resv != NULL) {
		join_tell_reserved(cx, src, name, resv);
		return;
	}
	v = channel_join(cx->world, whom, &ask, &m);
	if (v == JOIN_ALREADY) {
		reply(cx->route, src, ERR_USERONCHANNEL, client_nick(whom), name);
		return;
	}
	if (v != JOIN_OK) {
		reply(cx->route, src, join_numeric_of(v), name);
		return;
	}
	tell_opers(cx, src, "SAJOIN", whom->nick, channel_name(m->channel));
	join_welcome_to(cx, whom, m);
}

static void
sapart_one(struct cmd_ctx *cx, const struct client *src, struct client *whom, struct view name,
	struct view reason)
{
	struct channel *ch = channel_find(cx->world, name);
	struct member *m = ch != NULL ? member_find(ch, whom) : NULL;

	if (ch == NULL) {
		reply(cx->route, src, ERR_NOSUCHCHANNEL, name);
		return;
	}
	if (m == NULL) {
		reply(cx->route, src, ERR_USERNOTINCHANNEL, client_nick(whom), channel_name(ch));
		return;
	}
	tell_opers(cx, src, "SAPART", whom->nick, channel_name(ch));
	(void)channel_event_part(cx->route, m, reason);
}

/* SAJOIN <nick> <channel>{,<channel>} */
static void
cmd_sajoin(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("SAJOIN"), m->param[0]);
	struct view list = m->param[1], name;

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	while (view_cut(&list, ',', &name)) {
		if (name.n == 0)
			continue;
		gate_charge(src, 1);
		sajoin_one(cx, src, whom, name);
	}
}

/* SAPART <nick> <channel>{,<channel>} [:<reason>] */
static void
cmd_sapart(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("SAPART"), m->param[0]);
	struct view list = m->param[1], name;

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	while (view_cut(&list, ',', &name)) {
		if (name.n == 0)
			continue;
		gate_charge(src, 1);
		sapart_one(cx, src, whom, name, msg_param(m, 2));
	}
}

/*
 * What nobody may be called, and what is somebody else's, nobody is made to be called either; what is reserved by RESV only by who may use
 * that himself.
 */
static bool
nick_is_free(struct cmd_ctx *cx, const struct client *src, const struct client *whom, struct view nick)
{
	if (!name_is_nick(nick, cx->world->conf.nick_len) || ban_check_name(src, nick) != NULL ||
		!reserved_may_have(gate_conf(cx->gate), whom, nick)) {
		reply(cx->route, src, ERR_ERRONEUSNICKNAME, nick);
		return false;
	}
	if (!protect_may_have(whom, nick)) {
		reply(cx->route, src, ERR_NICKNAMEINUSE, nick);
		return false;
	}
	return true;
}

/* SANICK <nick> <nick> */
static void
cmd_sanick(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("SANICK"), m->param[0]);
	char old[NICK_LEN_MAX + 1];

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if (!nick_is_free(cx, src, whom, m->param[1]))
		return;
	(void)view_copy(client_nick(whom), old, sizeof(old));
	switch (renick(cx->route, whom, m->param[1])) {
	case NICK_OK:
		tell_opers(cx, src, "SANICK", old, client_nick(whom));
		protect_watch(whom);
		break;
	case NICK_IN_USE:
		reply(cx->route, src, ERR_NICKNAMEINUSE, m->param[1]);
		break;
	case NICK_SAME:
	case NICK_INVALID:
	case NICK_N:
		break;
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("SAJOIN"), FROM_OPER, { 2, 2 }, 2, PRIV_SAJOIN, "<nick> <channel>{,<channel>}",
		"Make somebody join channels, whatever keeps people out.", cmd_sajoin },
	{ VIEW_INIT("SAPART"), FROM_OPER, { 2, 3 }, 2, PRIV_SAPART,
		"<nick> <channel>{,<channel>} [:<reason>]", "Make somebody leave channels.", cmd_sapart },
	{ VIEW_INIT("SANICK"), FROM_OPER, { 2, 2 }, 2, PRIV_SANICK, "<nick> <nick>",
		"Give somebody another nick.", cmd_sanick },
};
const struct command_table commands_force = { rows, ARRAY_LEN(rows) };
