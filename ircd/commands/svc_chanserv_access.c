/* ChanServ ACCESS, FLAGS, STATUS: who may do what in a registered channel. */
#include "commands/svc_chanserv.h"

#include "core/clock.h"
#include "proto/casemap.h"
#include "registry/registry_channel.h"
#include "route/mode_event.h"
#include "state/account.h"

static struct view
level_of(uint32_t flags)
{
	for (size_t i = 0; i < n_access_levels; i++) {
		if (access_levels[i].flags == flags)
			return access_levels[i].name;
	}
	return VIEW("");
}

static void
say_entry(const struct service_ask *ask, const struct access *a)
{
	struct view level = level_of(a->flags);
	char flags[ACCESS_TEXT];

	(void)access_text(a->flags, flags);
	service_say(ask, "%s +%s%s%.*s", a->account, flags, level.n != 0 ? " " : "", VIEW_ARG(level));
}

/* For who has access itself. */
static void
say_list(const struct service_ask *ask, const struct registration *reg)
{
	service_say(ask, "%s founder", reg->founder);
	for (size_t i = 0; i < reg->n_access; i++)
		say_entry(ask, &reg->access[i]);
	service_say(ask, "End of the access list of %s: %zu.", reg->channel->name, reg->n_access + 1);
}

/* Who is in, logged in to it, gets what it may have now. */
static void
give_ranks(const struct service_ask *ask, const struct registration *reg, struct view account)
{
	const struct channel *ch = reg->channel;

	for (uint32_t i = 0; i < ch->n_members; i++) {
		struct client *c = ch->member[i]->client;

		if (c->account != NULL && casemap_eq(view_z(c->account), account))
			mode_event_give(ask->cx->route, ch->member[i], registration_ranks(reg, c));
	}
}

/*
 * May who asks make these flags of those?  Nobody gives or takes what it does not have; but anybody may give up all of its own, where
 * it can't ask to have it back.
 */
static bool
may_change(
	const struct service_ask *ask, const struct registration *reg, const struct access *a, uint32_t flags)
{
	uint32_t mine = registration_access_of(reg, ask->src), was = a != NULL ? a->flags : 0;

	if (flags == 0 && a != NULL && casemap_eq(view_z(a->account), view_z(ask->src->account)))
		return true;
	return (mine & ACCESS_CHANGE) != 0 && ((was | flags) & ~mine) == 0;
}

static void
say_changed(const struct service_ask *ask, const struct registration *reg, struct view account)
{
	const struct access *a = registration_entry(reg, account);

	if (a != NULL)
		say_entry(ask, a);
	else
		service_say(ask, "%.*s has no access to %s any more.", VIEW_ARG(account), reg->channel->name);
}

static void
change(struct service_ask *ask, struct registration *reg, struct view account, uint32_t flags)
{
	const struct account *known = account_find(&ask->cx->world->accounts, account);
	const struct access *a = registration_entry(reg, account);

	if (known == NULL) {
		service_say(ask, "There is no account %.*s.", VIEW_ARG(view_left(account, ACCOUNT_LEN)));
		return;
	}
	if (!may_change(ask, reg, a, flags)) {
		service_say(ask, "You have no access to %s for that.", reg->channel->name);
		return;
	}
	switch (registration_set_access(
		reg, account_name(known), flags, route_wall_ms(ask->cx->route) / 1000)) {
	case ACCESS_OK:
		chanserv_changed(ask, reg);
		say_changed(ask, reg, account_name(known));
		give_ranks(ask, reg, account_name(known));
		break;
	case ACCESS_SAME:
		service_say(ask, "It is so already.");
		break;
	case ACCESS_FULL:
		service_say(ask, "The access list of %s is full.", reg->channel->name);
		break;
	case ACCESS_IS_FOUNDER:
		service_say(ask, "%s founded %s and may do all.", known->name, reg->channel->name);
		break;
	}
}

/* ACCESS <channel> LIST | ADD <account> <level> | DEL <account> */
void
chanserv_run_access(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_ALL);
	uint32_t flags = 0;

	if (reg == NULL)
		return;
	if (view_eq_nocase(ask->param[1], VIEW("LIST"))) {
		say_list(ask, reg);
	} else if (view_eq_nocase(ask->param[1], VIEW("DEL")) && ask->n_params == 3) {
		change(ask, reg, ask->param[2], 0);
	} else if (view_eq_nocase(ask->param[1], VIEW("ADD")) && ask->n_params == 4 &&
		access_parse(ask->param[3], 0, &flags) && flags != 0) {
		change(ask, reg, ask->param[2], flags);
	} else {
		service_say_syntax(ask);
	}
}

/* FLAGS <channel> [<account> [<flags>]] */
void
chanserv_run_flags(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_ALL);
	const struct access *a;
	uint32_t flags;

	if (reg == NULL)
		return;
	if (ask->n_params == 1) {
		say_list(ask, reg);
		return;
	}
	a = registration_entry(reg, ask->param[1]);
	if (ask->n_params == 3) {
		if (access_parse(ask->param[2], a != NULL ? a->flags : 0, &flags))
			change(ask, reg, ask->param[1], flags);
		else
			service_say_syntax(ask);
	} else if (a != NULL) {
		say_entry(ask, a);
	} else if (casemap_eq(ask->param[1], view_z(reg->founder))) {
		service_say(ask, "%s founder", reg->founder);
	} else {
		service_say(ask, "%.*s has no access to %s.", VIEW_ARG(view_left(ask->param[1], ACCOUNT_LEN)),
			reg->channel->name);
	}
}

/* STATUS <channel> */
void
chanserv_run_status(struct service_ask *ask)
{
	const struct registration *reg = chanserv_find(ask);
	char flags[ACCESS_TEXT];

	if (reg == NULL)
		return;
	if (access_text(registration_access_of(reg, ask->src), flags) == 0)
		service_say(ask, "You have no access to %s.", reg->channel->name);
	else if (registration_is_founder(reg, ask->src))
		service_say(ask, "You founded %s.", reg->channel->name);
	else
		service_say(ask, "Your access to %s is +%s.", reg->channel->name, flags);
}
