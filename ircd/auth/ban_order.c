/* count -> doubt? -> registry_ban_add() -> put out.  The order lives on the heap until it is answered. */
#include "auth/ban_order.h"

#include <stdio.h>

#include "auth/ban_sweep.h"
#include "core/loop.h"
#include "core/mem.h"
#include "state/server_ban.h"

struct order {
	struct ban_sweep sweep;
	struct ban_order o;
	struct gate *gate;
	size_t n_of;
	char *mask, *by, *reason, *oper_reason;
};

uint64_t
ban_order_by_client(struct handle h)
{
	return (uint64_t)h.slot << 32 | h.gen;
}

/* No handle has the generation 0. */
uint64_t
ban_order_by_uid(uint32_t uid)
{
	return (uint64_t)uid << 32;
}

static void
answer(struct order *od, enum registry_verdict v, enum ban_doubt doubt)
{
	const struct ban_answer a = { .verdict = v,
		.doubt = doubt,
		.ask = &od->o.ask,
		.n_hits = od->sweep.n_hits,
		.n_of = od->n_of,
		.names = od->sweep.names };

	od->o.done(&a, od->o.arg);
	mem_free(od->mask);
	mem_free(od->by);
	mem_free(od->reason);
	mem_free(od->oper_reason);
	mem_free(od);
}

static void
on_put_out(struct ban_sweep *sw)
{
	answer(CONTAINER_OF(sw, struct order, sweep), REGISTRY_OK, BAN_DOUBT_NONE);
}

static void
on_added(enum registry_verdict v, void *arg)
{
	struct order *od = arg;
	const struct world *w = gate_env(od->gate)->world;
	const struct server_ban *b = server_ban_find(w->bans, od->o.ask.kind, od->o.ask.mask);
	enum ban_kind k = od->o.ask.kind;
	bool hits = k != BAN_RESV && k != BAN_ELINE && k != BAN_DCCDENY;

	if (v != REGISTRY_OK || b == NULL || !hits) {
		answer(od, v, BAN_DOUBT_NONE);
		return;
	}
	od->sweep = (struct ban_sweep){
		.kind = SWEEP_PUT_OUT, .id = b->id, .setter = HANDLE_NONE, .done = on_put_out
	};
	ban_sweep_start(&od->sweep, od->gate);
}

static enum ban_doubt
doubt_of(const struct order *od)
{
	const struct conf_bans *conf = &gate_conf(od->gate)->bans;
	struct ban_mask m;

	if (od->o.ask.kind == BAN_ELINE || od->o.force)
		return BAN_DOUBT_NONE;
	if (ban_mask_parse(od->o.ask.kind, od->o.ask.mask, &m) && ban_mask_is_wide(&m))
		return BAN_DOUBT_WIDE;
	if (od->sweep.hits_setter)
		return BAN_DOUBT_SETTER;
	if (od->sweep.n_hits > conf->confirm_least &&
		(uint64_t)od->sweep.n_hits * 100 > (uint64_t)od->n_of * conf->confirm_percent)
		return BAN_DOUBT_MANY;
	return BAN_DOUBT_NONE;
}

static void
on_counted(struct ban_sweep *sw)
{
	struct order *od = CONTAINER_OF(sw, struct order, sweep);
	const struct gate_env *env = gate_env(od->gate);
	enum ban_doubt doubt;

	od->n_of = sw->n_seen;
	doubt = doubt_of(od);
	if (ban_desk_is_stopping(env->bans)) {
		answer(od, REGISTRY_BUSY, BAN_DOUBT_NONE);
	} else if (doubt != BAN_DOUBT_NONE &&
		!ban_desk_is_second(
			env->bans, od->o.who, od->o.ask.kind, od->o.ask.mask, loop_mono_ms(env->loop))) {
		answer(od, REGISTRY_OK, doubt);
	} else {
		od->o.ask.n_hits = sw->n_hits;
		registry_ban_add(env->registry, &od->o.ask, (struct registry_call){ on_added, od });
	}
}

void
ban_order(struct gate *g, const struct ban_order *o)
{
	struct order *od = mem_zalloc(sizeof(*od));
	struct registry_ban_ask *ask = &od->o.ask;

	od->gate = g;
	od->o = *o;
	ask->mask = view_z(od->mask = view_dup(o->ask.mask));
	ask->by = view_z(od->by = view_dup(o->ask.by));
	ask->reason = view_z(od->reason = view_dup(o->ask.reason));
	ask->oper_reason = view_z(od->oper_reason = view_dup(o->ask.oper_reason));
	if (server_ban_find(gate_env(g)->world->bans, ask->kind, ask->mask) != NULL) {
		answer(od, REGISTRY_BAN_TAKEN, BAN_DOUBT_NONE);
		return;
	}
	od->sweep = (struct ban_sweep){ .setter = o->setter, .done = on_counted };
	if (ask->kind == BAN_DCCDENY)
		on_counted(&od->sweep); /* files, not users */
	else
		ban_sweep_count(&od->sweep, g, ask->kind, ask->mask);
}

static const char *const doubts[] = {
	[BAN_DOUBT_NONE] = "",
	[BAN_DOUBT_WIDE] = "it names nobody in particular; ",
	[BAN_DOUBT_SETTER] = "it hits yourself; ",
	[BAN_DOUBT_MANY] = "",
};

const char *
ban_answer_text(const struct ban_answer *a, char dst[BAN_ANSWER_TEXT])
{
	bool channels = a->ask->kind == BAN_RESV && a->ask->mask.n != 0 && a->ask->mask.p[0] == '#';

	if (a->verdict != REGISTRY_OK)
		(void)snprintf(dst, BAN_ANSWER_TEXT, "%s", registry_verdict_text(a->verdict));
	else if (a->ask->kind == BAN_DCCDENY)
		(void)snprintf(dst, BAN_ANSWER_TEXT, "it is about any file");
	else
		(void)snprintf(dst, BAN_ANSWER_TEXT, "%sit would hit %zu of %zu %s%s%s%s", doubts[a->doubt],
			a->n_hits, a->n_of, channels ? "channels" : "users", a->names[0] != '\0' ? " (" : "",
			a->names, a->names[0] != '\0' ? ")" : "");
	return dst;
}
