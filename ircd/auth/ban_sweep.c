/* A walk is parked between two pieces (state/cursor.h).  Whom it hits exits only then, for an exit changes the list it walks. */
#include "auth/ban_sweep.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "auth/ban_check.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "registry/registry_ban.h"
#include "state/channel.h"
#include "state/server_ban.h"

struct asked {
	uint64_t who, until_ms; /* until_ms 0: free */
	enum ban_kind kind;
	char mask[BAN_MASK_LEN + 1];
};

struct ban_desk {
	struct list sweeps;
	struct asked asked[BAN_CONFIRM_MAX];
	bool stopping;
};

struct ban_desk *
ban_desk_new(void)
{
	struct ban_desk *d = mem_zalloc(sizeof(*d));

	list_init(&d->sweeps);
	return d;
}

static void
finish(struct ban_sweep *sw)
{
	loop_timer_cancel(gate_env(sw->gate)->loop, &sw->timer);
	cursor_unpark(&sw->cursor);
	list_del(&sw->in_desk);
	server_bans_free(sw->trial);
	sw->trial = NULL;
	sw->done(sw);
}

void
ban_desk_stop(struct ban_desk *d)
{
	d->stopping = true;
	while (!list_is_empty(&d->sweeps))
		finish(CONTAINER_OF(d->sweeps.next, struct ban_sweep, in_desk));
}

void
ban_desk_free(struct ban_desk *d)
{
	if (d == NULL)
		return;
	ban_desk_stop(d);
	mem_free(d);
}

bool
ban_desk_is_stopping(const struct ban_desk *d)
{
	return d->stopping;
}

bool
ban_desk_is_second(struct ban_desk *d, uint64_t who, enum ban_kind k, struct view mask, uint64_t now_ms)
{
	struct asked *oldest = &d->asked[0];

	for (size_t i = 0; i < BAN_CONFIRM_MAX; i++) {
		struct asked *a = &d->asked[i];

		if (now_ms < a->until_ms && a->who == who && a->kind == k &&
			casemap_eq(view_z(a->mask), mask)) {
			a->until_ms = 0;
			return true;
		}
		if (a->until_ms < oldest->until_ms)
			oldest = a;
	}
	oldest->who = who;
	oldest->kind = k;
	oldest->until_ms = now_ms + BAN_CONFIRM_MS;
	(void)view_copy(mask, oldest->mask, sizeof(oldest->mask));
	return false;
}

static void
add_name(struct ban_sweep *sw, struct view name)
{
	size_t n = strlen(sw->names);

	sw->n_hits++;
	if (n + name.n + 8 < sizeof(sw->names))
		(void)snprintf(
			sw->names + n, sizeof(sw->names) - n, "%s%.*s", n != 0 ? ", " : "", VIEW_ARG(name));
	else if (n > 3 && strcmp(sw->names + n - 3, "...") != 0)
		(void)snprintf(sw->names + n, sizeof(sw->names) - n, ", ...");
}

/* The ban that hits c and from which it is not exempt. */
static struct server_ban *
hit(const struct ban_sweep *sw, const struct client *c, struct server_ban *one)
{
	struct ban_facts f;

	if (sw->kind == SWEEP_ALL)
		return ban_check_find(c);
	if (one->kind == BAN_RESV)
		return server_ban_hits_name(one, client_nick(c)) ? one : NULL;
	ban_facts_of(&f, c);
	if (!server_ban_hits(one, &f.subject))
		return NULL;
	return one->kind == BAN_ELINE || !ban_check_is_exempt(c, &f) ? one : NULL;
}

static struct server_ban *
ban_of(const struct ban_sweep *sw)
{
	const struct world *w = gate_env(sw->gate)->world;

	switch (sw->kind) {
	case SWEEP_COUNT:
		return server_ban_by_id(sw->trial, 1);
	case SWEEP_PUT_OUT:
		return server_ban_by_id(w->bans, sw->id);
	case SWEEP_ALL:
		break;
	}
	return NULL;
}

static bool
walks_channels(const struct ban_sweep *sw)
{
	return sw->cursor.head == &gate_env(sw->gate)->world->channel_list;
}

static bool
piece_of_channels(struct ban_sweep *sw, const struct server_ban *one)
{
	struct list *it = NULL;

	for (size_t i = 0; i < BAN_SWEEP_PIECE && (it = cursor_next(&sw->cursor)) != NULL; i++) {
		const struct channel *ch = channel_of_world_link(it);

		sw->n_seen++;
		if (server_ban_hits_name(one, channel_name(ch)))
			add_name(sw, channel_name(ch));
	}
	return it == NULL;
}

struct exits {
	struct client *who[BAN_SWEEP_EXITS];
	struct server_ban *ban[BAN_SWEEP_EXITS];
	size_t n;
};

/* true: that was the last. */
static bool
piece_of_users(struct ban_sweep *sw, struct server_ban *one, struct exits *out)
{
	struct list *it = NULL;

	for (size_t i = 0;
		i < BAN_SWEEP_PIECE && out->n < BAN_SWEEP_EXITS && (it = cursor_next(&sw->cursor)) != NULL;
		i++) {
		struct client *c = client_of_world_link(it);
		struct server_ban *b;

		if (c->session == NULL)
			continue;
		sw->n_seen++;
		b = hit(sw, c, one);
		if (b == NULL)
			continue;
		add_name(sw, client_nick(c));
		sw->hits_setter |= handle_eq(c->handle, sw->setter);
		if (sw->kind == SWEEP_COUNT)
			continue;
		out->who[out->n] = c;
		out->ban[out->n++] = b;
	}
	return it == NULL;
}

static void step(struct ban_sweep *sw);

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	step(CONTAINER_OF(t, struct ban_sweep, timer));
}

/* A ban that has gone meanwhile hits nobody. */
static void
step(struct ban_sweep *sw)
{
	const struct gate_env *env = gate_env(sw->gate);
	struct server_ban *one = ban_of(sw);
	struct exits out = { .n = 0 };
	bool last = one == NULL && sw->kind != SWEEP_ALL;

	cursor_unpark(&sw->cursor);
	if (!last && walks_channels(sw))
		last = piece_of_channels(sw, one);
	else if (!last)
		last = piece_of_users(sw, one, &out);
	cursor_park(&sw->cursor, env->world);
	for (size_t i = 0; i < out.n; i++)
		ban_put_out(out.who[i], out.ban[i]);
	if (last)
		finish(sw);
	else
		loop_timer(env->loop, &sw->timer, loop_mono_ms(env->loop), on_timer);
}

static void
begin(struct ban_sweep *sw, struct gate *g, struct list *head)
{
	struct ban_desk *d = gate_env(g)->bans;

	sw->gate = g;
	sw->n_seen = sw->n_hits = 0;
	sw->hits_setter = false;
	sw->names[0] = '\0';
	sw->timer = (struct timer){ .pos = 0 };
	cursor_begin(&sw->cursor, head);
	list_init(&sw->in_desk);
	list_add_tail(&d->sweeps, &sw->in_desk);
	if (d->stopping)
		finish(sw);
	else
		step(sw);
}

void
ban_sweep_start(struct ban_sweep *sw, struct gate *g)
{
	assert(sw->kind != SWEEP_COUNT);
	sw->trial = NULL;
	begin(sw, g, &gate_env(g)->world->users);
}

void
ban_sweep_count(struct ban_sweep *sw, struct gate *g, enum ban_kind k, struct view mask)
{
	const struct server_ban_def def = { .id = 1, .kind = k, .mask = mask };
	struct world *w = gate_env(g)->world;
	const struct server_ban *b;

	sw->kind = SWEEP_COUNT;
	sw->trial = server_bans_new();
	b = server_ban_add(sw->trial, &def);
	assert(b != NULL); /* the mask is normalised */
	begin(sw, g, b->what.form == BAN_FORM_CHANNEL ? &w->channel_list : &w->users);
}

struct reload {
	struct ban_sweep sweep;
	struct gate *gate;
	struct registry_call call;
};

static void
on_swept(struct ban_sweep *sw)
{
	struct reload *re = CONTAINER_OF(sw, struct reload, sweep);

	if (re->call.done != NULL)
		re->call.done(REGISTRY_OK, re->call.arg);
	mem_free(re);
}

static void
on_reloaded(enum registry_verdict v, void *arg)
{
	struct reload *re = arg;

	if (v == REGISTRY_OK) {
		re->sweep = (struct ban_sweep){ .kind = SWEEP_ALL, .setter = HANDLE_NONE, .done = on_swept };
		ban_sweep_start(&re->sweep, re->gate);
		return;
	}
	if (re->call.done != NULL)
		re->call.done(v, re->call.arg);
	mem_free(re);
}

void
ban_reload(struct gate *g, struct registry_call call)
{
	struct reload *re = mem_zalloc(sizeof(*re));

	re->gate = g;
	re->call = call;
	registry_ban_reload(gate_env(g)->registry, (struct registry_call){ on_reloaded, re });
}
