/*
 * ChanServ: registered channels.  Whose access allows it acts on a channel from wherever it is: ranks, topic, invitations, bans.  What it
 * does there is done by the server, and each of it asks the same functions that MODE, TOPIC and KICK ask.
 */
#include "commands/svc_chanserv.h"

#include <stdio.h>

#include "commands/lookup.h"
#include "core/utf8.h"
#include "registry/registry_channel.h"
#include "route/channel_event.h"
#include "route/mode_event.h"
#include "state/channel_server.h"
#include "state/invite.h"

struct registration *
chanserv_find(const struct service_ask *ask)
{
	struct channel *ch = channel_find(ask->cx->world, ask->param[0]);
	struct registration *reg = ch != NULL ? ch->registration : NULL;

	if (reg != NULL && registration_access_of(reg, ask->src) == 0 &&
		!lookup_channel_visible(ch, ask->src))
		reg = NULL; /* +s, to a stranger */
	if (reg == NULL)
		service_say(ask, "%.*s is not registered.", VIEW_ARG(view_left(ask->param[0], CHANNEL_LEN)));
	return reg;
}

struct registration *
chanserv_find_for(const struct service_ask *ask, uint32_t flags)
{
	struct registration *reg = chanserv_find(ask);

	if (reg == NULL || (registration_access_of(reg, ask->src) & flags) != 0)
		return reg;
	service_say(ask, "You have no access to %s for that.", reg->channel->name);
	return NULL;
}

void
chanserv_changed(const struct service_ask *ask, const struct registration *reg)
{
	registry_channel_changed(ask->cx->registry, reg->channel, ask->src);
}

/* What OP, DEVOICE ... mean: who may do it has that rank or a higher one by its access. */
static const struct rank_row {
	struct view name;
	bool add;
	char letter;
	uint32_t rank, flags;
} rank_rows[] = {
	{ VIEW_INIT("OWNER"), true, 'q', RANK_OWNER, ACCESS_OWNER },
	{ VIEW_INIT("DEOWNER"), false, 'q', RANK_OWNER, ACCESS_OWNER },
	{ VIEW_INIT("PROTECT"), true, 'a', RANK_ADMIN, ACCESS_OWNER | ACCESS_ADMIN },
	{ VIEW_INIT("DEPROTECT"), false, 'a', RANK_ADMIN, ACCESS_OWNER | ACCESS_ADMIN },
	{ VIEW_INIT("OP"), true, 'o', RANK_OP, ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP },
	{ VIEW_INIT("DEOP"), false, 'o', RANK_OP, ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP },
	{ VIEW_INIT("HALFOP"), true, 'h', RANK_HALFOP,
		ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP | ACCESS_HALFOP },
	{ VIEW_INIT("DEHALFOP"), false, 'h', RANK_HALFOP,
		ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP | ACCESS_HALFOP },
	{ VIEW_INIT("VOICE"), true, 'v', RANK_VOICE,
		ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP | ACCESS_HALFOP | ACCESS_VOICE },
	{ VIEW_INIT("DEVOICE"), false, 'v', RANK_VOICE,
		ACCESS_OWNER | ACCESS_ADMIN | ACCESS_OP | ACCESS_HALFOP | ACCESS_VOICE },
};

static const struct rank_row *
rank_row_of(const struct service_ask *ask)
{
	for (size_t i = 0; i < ARRAY_LEN(rank_rows); i++) {
		if (view_eq(rank_rows[i].name, ask->command->name))
			return &rank_rows[i];
	}
	return NULL;
}

/* Nobody acts on whose access is above its own; the founder's is above all. */
static bool
is_above(const struct registration *reg, const struct client *c, const struct client *by)
{
	uint32_t his = registration_access_of(reg, c), mine = registration_access_of(reg, by);

	if (c == by || registration_is_founder(reg, by))
		return false;
	return registration_is_founder(reg, c) ||
		access_ranks(reg->channel->world, his) > access_ranks(reg->channel->world, mine);
}

/* A member whom a parameter names and who may be acted on; NULL after it was told why not. */
static struct member *
member_for(const struct service_ask *ask, const struct registration *reg, struct view nick)
{
	struct client *c = client_find(ask->cx->world, nick);
	struct member *m = c != NULL ? member_find(reg->channel, c) : NULL;

	if (m != NULL && !lookup_member_visible(m, ask->src) && registration_access_of(reg, ask->src) == 0)
		m = NULL;
	if (m == NULL) {
		service_say(ask, "%.*s is not in %s.", VIEW_ARG(view_left(nick, NICK_LEN_MAX)),
			reg->channel->name);
		return NULL;
	}
	if (is_above(reg, c, ask->src)) {
		service_say(ask, "%s stands above you in %s.", c->nick, reg->channel->name);
		return NULL;
	}
	return m;
}

/* OP <channel> [<nick>] and its kind */
static void
run_rank(struct service_ask *ask)
{
	const struct rank_row *row = rank_row_of(ask);
	struct registration *reg = chanserv_find_for(ask, row->flags);
	struct view nick = ask->n_params > 1 ? ask->param[1] : client_nick(ask->src);
	char letters[2] = { row->add ? '+' : '-', row->letter };
	const struct mode_def *def = channel_mode_find(ask->cx->world, row->letter);
	struct member *m;

	if (reg == NULL)
		return;
	if (def == NULL || def->kind != MODE_PREFIX) {
		service_say(ask, "There is no such rank here.");
		return;
	}
	m = member_for(ask, reg, nick);
	if (m == NULL)
		return;
	if (row->add && !registration_lets_rank(reg, m->client, row->rank)) {
		service_say(ask, "%s is SECURE: its access list gives %s no such rank.", reg->channel->name,
			m->client->nick);
		return;
	}
	nick = client_nick(m->client);
	if (mode_event_change(ask->cx->route, reg->channel, view_of(letters, 2), &nick, 1) == 0)
		service_say(ask, "It is so already.");
}

/* INVITE <channel>: oneself, for others hear of a channel from who is in it. */
static void
run_invite(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_INVITE);
	struct event ev;

	if (reg == NULL)
		return;
	if (member_find(reg->channel, ask->src) != NULL) {
		service_say(ask, "You are in %s.", reg->channel->name);
		return;
	}
	invite_add(reg->channel, ask->src);
	event_begin(&ev, ask->cx->world, NULL, VIEW("INVITE"));
	msg_build_param(&ev.build, client_nick(ask->src));
	msg_build_text(&ev.build, channel_name(reg->channel));
	route_user(ask->cx->route, ask->src, &ev);
}

/* UNBAN <channel>: what keeps oneself out. */
static void
run_unban(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_REMOVE);
	const struct ban *b;
	size_t n = 0;

	if (reg == NULL)
		return;
	while (n < CHANNEL_LIST_MAX &&
		(b = ban_list_find(&reg->channel->list[LIST_BAN], ask->src, BAN_JOIN)) != NULL) {
		char mask[MASK_LEN + 1];
		struct view param = view_of(mask, view_copy(view_z(b->mask), mask, sizeof(mask)));

		n++;
		if (mode_event_change(ask->cx->route, reg->channel, VIEW("-b"), &param, 1) == 0)
			break;
	}
	if (n != 0)
		chanserv_changed(ask, reg);
	service_say(ask, n != 0 ? "Bans of you in %s are gone: %zu." : "No ban keeps you out of %s.",
		reg->channel->name, n);
}

/* KICK <channel> <nick> [<reason>] */
static void
run_kick(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_REMOVE);
	struct member *m = reg != NULL ? member_for(ask, reg, ask->param[1]) : NULL;
	char reason[KICK_LEN + 1];

	if (m == NULL)
		return;
	(void)snprintf(reason, sizeof(reason), "(%s) %.*s", ask->src->nick,
		VIEW_ARG(ask->n_params > 2 ? utf8_left(ask->param[2], KICK_LEN - NICK_LEN_MAX - 3)
					   : VIEW("")));
	(void)channel_event_kick(ask->cx->route, TREE_US, m, view_z(reason));
}

/* TOPIC <channel> [<text>] */
static void
run_topic(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_TOPIC);
	char mask[MASK_LEN + 1];

	if (reg == NULL)
		return;
	channel_put_topic(reg->channel, view_of(mask, client_mask(ask->src, mask)),
		ask->n_params > 1 ? ask->param[1] : VIEW(""), route_wall_ms(ask->cx->route));
	chanserv_changed(ask, reg);
	channel_event_topic(ask->cx->route, TREE_US, reg->channel);
	service_say(ask, "The topic of %s is %s.", reg->channel->name,
		reg->channel->topic != NULL ? "set" : "cleared");
}

/* GETKEY <channel> */
static void
run_getkey(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_INVITE);

	if (reg != NULL && reg->channel->key[0] != '\0')
		service_say(ask, "The key of %s is %s", reg->channel->name, reg->channel->key);
	else if (reg != NULL)
		service_say(ask, "%s has no key.", reg->channel->name);
}

#define RANK_ROW(name, help)                                                                    \
	{                                                                                       \
		VIEW_INIT(name), { 1, 2 }, false, true, 1, "<channel> [<nick>]", help, run_rank \
	}

static const struct service_command commands[] = {
	{ VIEW_INIT("REGISTER"), { 1, 2 }, true, true, 5, "<channel> [<description>]",
		"Register a channel in which you are operator: it stays, with all that is set.",
		chanserv_run_register },
	{ VIEW_INIT("DROP"), { 1, 2 }, false, true, 2, "<channel> <channel>",
		"Give a channel's registration up; its name twice, to be sure.", chanserv_run_drop },
	{ VIEW_INIT("INFO"), { 1, 1 }, false, false, 2, "<channel>", "What is known of a channel.",
		chanserv_run_info },
	{ VIEW_INIT("STATUS"), { 1, 1 }, false, false, 1, "<channel>", "Your access to a channel.",
		chanserv_run_status },
	{ VIEW_INIT("ACCESS"), { 2, 4 }, false, true, 2,
		"<channel> LIST | <channel> ADD <account> VOP|HOP|AOP|SOP | <channel> DEL <account>",
		"Who may do what in a channel, by level.", chanserv_run_access },
	{ VIEW_INIT("FLAGS"), { 1, 3 }, false, true, 2, "<channel> [<account> [<flags>]]",
		"The same by flags: v h o a q ranks, i INVITE GETKEY, t TOPIC, r KICK UNBAN, s SET, f FLAGS.",
		chanserv_run_flags },
	{ VIEW_INIT("SET"), { 2, 3 }, true, true, 2, "<channel> <setting> [<value>]",
		"FOUNDER <account>, DESCRIPTION, URL, MODELOCK <modes>; KEEPTOPIC TOPICLOCK SECURE "
		"RESTRICTED "
		"PRIVATE AUTOOP on|off.",
		chanserv_run_set },
	RANK_ROW("OP", "Make somebody operator, or yourself."),
	RANK_ROW("DEOP", "Take operator away."),
	RANK_ROW("HALFOP", "Make somebody half-operator, or yourself."),
	RANK_ROW("DEHALFOP", "Take half-operator away."),
	RANK_ROW("VOICE", "Give voice."),
	RANK_ROW("DEVOICE", "Take voice away."),
	RANK_ROW("PROTECT", "Make somebody admin, or yourself."),
	RANK_ROW("DEPROTECT", "Take admin away."),
	RANK_ROW("OWNER", "Make somebody owner, or yourself."),
	RANK_ROW("DEOWNER", "Take owner away."),
	{ VIEW_INIT("INVITE"), { 1, 1 }, false, true, 2, "<channel>", "Invite yourself into a channel.",
		run_invite },
	{ VIEW_INIT("UNBAN"), { 1, 1 }, false, true, 2, "<channel>", "Take the bans away that keep you out.",
		run_unban },
	{ VIEW_INIT("KICK"), { 2, 3 }, true, true, 3, "<channel> <nick> [<reason>]",
		"Throw somebody out of a channel.", run_kick },
	{ VIEW_INIT("TOPIC"), { 1, 2 }, true, true, 2, "<channel> [<text>]",
		"Set a channel's topic, or clear it.", run_topic },
	{ VIEW_INIT("GETKEY"), { 1, 1 }, false, true, 1, "<channel>", "The key of a channel.", run_getkey },
};
const struct service service_chanserv = {
	.name = VIEW_INIT("ChanServ"),
	.about = "ChanServ keeps channels for who founded them.  Its commands:",
	.command = commands,
	.n_commands = ARRAY_LEN(commands),
};
