#include "auth/ban_network.h"

#include "auth/ban_order.h"
#include "core/log.h"
#include "core/mem.h"
#include "state/server_ban.h"

/* One that waits until the one before is gone. */
struct waiting {
	struct gate *gate;
	struct registry_ban_ask ask; /* views of these */
	char *mask, *by, *reason, *oper_reason;
};

static void
on_ordered(const struct ban_answer *a, void *arg)
{
	(void)arg;
	if (a->verdict != REGISTRY_OK)
		log_warn("ban", "%s %.*s of %.*s not set: %s", ban_kind_name(a->ask->kind),
			VIEW_ARG(a->ask->mask), VIEW_ARG(a->ask->by), registry_verdict_text(a->verdict));
}

static void
order(struct gate *g, const struct registry_ban_ask *ask)
{
	const struct ban_order o = { .ask = *ask, .setter = HANDLE_NONE, .force = true, .done = on_ordered };

	ban_order(g, &o);
}

static void
on_gone(enum registry_verdict v, void *arg)
{
	struct waiting *w = arg;

	if (v == REGISTRY_OK || v == REGISTRY_NO_BAN)
		order(w->gate, &w->ask);
	mem_free(w->mask);
	mem_free(w->by);
	mem_free(w->reason);
	mem_free(w->oper_reason);
	mem_free(w);
}

void
ban_network_set(struct gate *g, const struct registry_ban_ask *ask, bool replaces)
{
	struct waiting *w;

	if (server_ban_find(gate_env(g)->world->bans, ask->kind, ask->mask) == NULL) {
		order(g, ask);
		return;
	}
	if (!replaces)
		return;
	w = mem_zalloc(sizeof(*w));
	w->gate = g;
	w->ask = *ask;
	w->ask.mask = view_z(w->mask = view_dup(ask->mask));
	w->ask.by = view_z(w->by = view_dup(ask->by));
	w->ask.reason = view_z(w->reason = view_dup(ask->reason));
	w->ask.oper_reason = view_z(w->oper_reason = view_dup(ask->oper_reason));
	registry_ban_del(gate_env(g)->registry, ask->kind, w->ask.mask, w->ask.by,
		(struct registry_call){ .done = on_gone, .arg = w });
}

static void
on_removed(enum registry_verdict v, void *arg)
{
	(void)arg;
	if (v != REGISTRY_OK && v != REGISTRY_NO_BAN)
		log_warn("ban", "a ban of the network was not taken away: %s", registry_verdict_text(v));
}

void
ban_network_remove(struct gate *g, const struct registry_ban_ask *ask)
{
	registry_ban_del(gate_env(g)->registry, ask->kind, ask->mask, ask->by,
		(struct registry_call){ .done = on_removed });
}
