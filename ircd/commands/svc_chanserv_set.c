/* ChanServ REGISTER, DROP, INFO, SET: the registration of a channel itself. */
#include "commands/svc_chanserv.h"

#include <inttypes.h>

#include "commands/lookup.h"
#include "core/clock.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "registry/registry_channel.h"
#include "route/mode_event.h"

/* REGISTER <channel> [<description>] */
void
chanserv_run_register(struct service_ask *ask)
{
	struct channel *ch = lookup_channel_seen(ask->cx, ask->src, ask->param[0]);
	const struct member *m = ch != NULL ? member_find(ch, ask->src) : NULL;
	enum registry_verdict v;

	if (m == NULL || !member_has_rank(m, RANK_OP)) {
		service_say(ask, "You must be operator in a channel to register it.");
		return;
	}
	v = registry_channel_add(ask->cx->registry, ch, ask->src);
	if (v == REGISTRY_FULL) {
		service_say(ask, "No more channels can be registered.");
		return;
	}
	if (v != REGISTRY_OK) {
		service_say(ask, "%s.", registry_verdict_text(v));
		return;
	}
	if (ask->n_params > 1)
		registration_set_description(ch->registration, ask->param[1]);
	service_say(ask, "%s is registered, and %s is its founder.", ch->name, ch->registration->founder);
}

struct drop {
	struct service_wait wait;
	char name[CHANNEL_LEN + 1];
};

static void
drop_done(enum registry_verdict v, void *arg)
{
	struct drop *drop = arg;
	struct service_ask ask;

	if (service_resume(&drop->wait, &ask) != NULL) {
		if (v == REGISTRY_OK)
			service_say(&ask, "%s is not registered any more.", drop->name);
		else
			service_say(&ask, "%s.", registry_verdict_text(v));
		service_done(&ask);
	}
	mem_free(drop);
}

/* DROP <channel> <channel> */
void
chanserv_run_drop(struct service_ask *ask)
{
	struct registration *reg = chanserv_find(ask);
	struct drop *drop;

	if (reg == NULL)
		return;
	if (!registration_is_founder(reg, ask->src)) {
		service_say(ask, "Only its founder may drop %s.", reg->channel->name);
		return;
	}
	if (ask->n_params < 2 || !casemap_eq(ask->param[1], channel_name(reg->channel))) {
		service_say(ask, "To drop %s, with its access list and settings: DROP %s %s",
			reg->channel->name, reg->channel->name, reg->channel->name);
		return;
	}
	drop = mem_zalloc(sizeof(*drop));
	(void)view_copy(channel_name(reg->channel), drop->name, sizeof(drop->name));
	service_wait(&drop->wait, ask);
	registry_channel_drop(ask->cx->registry, channel_name(reg->channel),
		(struct registry_call){ .done = drop_done, .arg = drop, .by = ask->src });
}

static void
say_settings(const struct service_ask *ask, const struct registration *reg)
{
	char text[128], lock[64];
	size_t n = 0;

	for (size_t i = 0; i < n_setting_defs; i++) {
		if ((reg->settings & setting_defs[i].bit) == 0)
			continue;
		text[n++] = ' ';
		n += view_copy(setting_defs[i].name, text + n, sizeof(text) - n);
	}
	service_say(ask, "Settings:%.*s", (int)n, text);
	if (registration_lock_text(reg, lock, sizeof(lock)) != 0)
		service_say(ask, "Mode lock: %s", lock);
}

/* INFO <channel> */
void
chanserv_run_info(struct service_ask *ask)
{
	const struct registration *reg = chanserv_find(ask);
	bool inside;
	char when[CLOCK_UTC_LEN + 1];

	if (reg == NULL)
		return;
	inside = registration_access_of(reg, ask->src) != 0 || member_find(reg->channel, ask->src) != NULL ||
		lookup_sees_all(ask->src);
	if ((reg->settings & REGISTERED_PRIVATE) != 0 && !inside) {
		service_say(ask, "%s is registered.", reg->channel->name);
		return;
	}
	clock_utc(reg->created_s * 1000, when);
	service_say(ask, "%s is registered by %s since %s.", reg->channel->name, reg->founder, when);
	if (reg->description != NULL)
		service_say(ask, "Description: %s", reg->description);
	if (reg->url != NULL)
		service_say(ask, "URL: %s", reg->url);
	if (inside)
		say_settings(ask, reg);
}

static bool
set_switch(struct service_ask *ask, struct registration *reg, struct view value)
{
	bool on = view_eq_nocase(value, VIEW("ON"));

	for (size_t i = 0; i < n_setting_defs; i++) {
		const struct setting_def *def = &setting_defs[i];

		if (!view_eq_nocase(ask->param[1], def->name) || (!on && !view_eq_nocase(value, VIEW("OFF"))))
			continue;
		reg->settings = on ? reg->settings | def->bit : reg->settings & ~def->bit;
		chanserv_changed(ask, reg);
		service_say(ask, "%.*s of %s is %s: %s.", VIEW_ARG(def->name), reg->channel->name,
			on ? "on" : "off", def->help);
		return true;
	}
	return false;
}

/* What is locked is set at once. */
static void
set_lock(struct service_ask *ask, struct registration *reg, struct view value)
{
	char text[64];

	if (!registration_set_lock(reg, value)) {
		service_say(ask, "Only flags can be locked, like +nt-i, and not all of them.");
		return;
	}
	(void)mode_event_change(ask->cx->route, reg->channel,
		view_of(text, registration_lock_text(reg, text, sizeof(text))), NULL, 0);
	chanserv_changed(ask, reg);
	service_say(ask, "The mode lock of %s is %s.", reg->channel->name, text[0] != '\0' ? text : "off");
}

static void
set_founder(struct service_ask *ask, struct registration *reg, struct view account)
{
	enum registry_verdict v;

	if (!registration_is_founder(reg, ask->src)) {
		service_say(ask, "Only its founder may give %s away.", reg->channel->name);
		return;
	}
	if (casemap_eq(account, view_z(reg->founder))) {
		service_say(ask, "It is so already.");
		return;
	}
	v = registry_channel_found(ask->cx->registry, reg, account, ask->src);
	if (v == REGISTRY_OK)
		service_say(ask, "%s is the founder of %s now.", reg->founder, reg->channel->name);
	else
		service_say(ask, "%s.", registry_verdict_text(v));
}

/* SET <channel> <setting> [<value>] */
void
chanserv_run_set(struct service_ask *ask)
{
	struct registration *reg = chanserv_find_for(ask, ACCESS_SET);
	struct view value = ask->n_params > 2 ? ask->param[2] : VIEW("");

	if (reg == NULL || set_switch(ask, reg, value))
		return;
	if (view_eq_nocase(ask->param[1], VIEW("DESCRIPTION"))) {
		registration_set_description(reg, value);
	} else if (view_eq_nocase(ask->param[1], VIEW("URL"))) {
		registration_set_url(reg, value);
	} else if (view_eq_nocase(ask->param[1], VIEW("MODELOCK"))) {
		set_lock(ask, reg, value);
		return;
	} else if (view_eq_nocase(ask->param[1], VIEW("FOUNDER")) && value.n != 0) {
		set_founder(ask, reg, value);
		return;
	} else {
		service_say_syntax(ask);
		return;
	}
	chanserv_changed(ask, reg);
	service_say(ask, "The text is %s.", value.n != 0 ? "set" : "cleared");
}
