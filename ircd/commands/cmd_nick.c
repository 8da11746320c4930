/* NICK SETNAME: what a client is called.  RFC 2812 3.1.2; IRCv3 setname. */
#include "auth/ban_check.h"
#include "auth/entry.h"
#include "auth/protect.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/say_check.h"
#include "proto/names.h"
#include "route/renick.h"
#include "route/reply.h"
#include "route/setname.h"
#include "state/channel.h"
#include "state/client_remote.h"

static void
change_nick(struct cmd_ctx *cx, struct client *src, struct view nick)
{
	/* Who lost a collision did not choose to be called by its UID. */
	bool saved = view_eq(client_nick(src), client_uid(src));
	const struct channel *lock = saved ? NULL : channel_nick_locks(src);
	uint64_t wait = saved ? 0 : rates_wait_ms(src, CONF_RATE_NICKS, route_mono_ms(cx->route));

	if (wait != 0) {
		lookup_reply_wait(cx, src, ERR_NICKTOOFAST, nick, wait);
		return;
	}
	if (lock != NULL) {
		reply(cx->route, src, ERR_NONICKCHANGE, channel_name(lock));
		return;
	}
	if (name_is_nick(nick, cx->world->conf.nick_len) && !entry_nick_is_free(src, nick))
		return;
	switch (renick(cx->route, src, nick)) {
	case NICK_OK:
		rates_count(src, CONF_RATE_NICKS, route_mono_ms(cx->route));
		if (client_is_user(src))
			protect_watch(src);
		else
			entry_try(src);
		break;
	case NICK_SAME:
		break;
	case NICK_INVALID:
		reply(cx->route, src, ERR_ERRONEUSNICKNAME, nick);
		break;
	case NICK_IN_USE:
		reply(cx->route, src, ERR_NICKNAMEINUSE, nick);
		break;
	case NICK_N:
		break;
	}
}

/* NICK <nick> */
static void
cmd_nick(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	if (m->n_params == 0 || m->param[0].n == 0)
		reply_plain(cx->route, src, ERR_NONICKNAMEGIVEN);
	else
		change_nick(cx, src, m->param[0]);
}

/* SETNAME :<real name>.  Told to those who asked for it, and to who did it. */
static void
cmd_setname(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view name = m->param[0];
	char room[SAY_ROOM];

	if (!setname_is_ok(m->param[0]))
		reply_fail(cx->route, src, VIEW("SETNAME"), VIEW("INVALID_REALNAME"),
			VIEW("Realname is not valid"));
	else if (ban_check_realname(src, m->param[0]) != NULL)
		reply_fail(cx->route, src, VIEW("SETNAME"), VIEW("CANNOT_CHANGE_REALNAME"),
			VIEW("That real name is banned here"));
	else if (say_text(cx, src, (struct say_place){ GUARD_REALNAME, NULL }, &name, room) &&
		setname_is_ok(name))
		setname_set(cx->route, src, name);
}

static const struct command rows[] = {
	{ VIEW_INIT("NICK"), FROM_ANY, { 0, 1 }, 3, PRIV_N, "<nick>", "Take another nick.", cmd_nick },
	{ VIEW_INIT("SETNAME"), FROM_USER, { 1, 1 }, 3, PRIV_N, ":<real name>", "Change your real name.",
		cmd_setname },
};
const struct command_table commands_nick = { rows, ARRAY_LEN(rows) };
