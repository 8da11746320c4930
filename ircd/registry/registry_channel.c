/*
 * One batch at a time is with the store: all channels that changed since the one before, whole, and all who wait for it.  What changes
 * meanwhile makes the next one, so that somebody who changes much costs no more than one write after the other.
 */
#include "registry/registry_channel.h"

#include <assert.h>

#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "registry/change_priv.h"
#include "registry/channel_row.h"
#include "route/mode_event.h"
#include "route/reply.h"
#include "state/channel_server.h"

#define RETRY_MS 5000 /* after the disk would not */
#define BUSY_MS	 100  /* after the store had too much to do */

/* Somebody whose change is not on the disk yet. */
struct waiter {
	struct conn_hold hold;
	struct handle who;
};

struct waiters {
	struct waiter *item;
	size_t n, cap;
};

struct batch {
	struct store_job job;
	struct registry_channels *rc;
	struct channel_row **row;
	size_t n;
	struct waiters waiters;
};

struct registry_channels {
	struct registry *r;
	struct list changed; /* struct registration.changed */
	struct waiters waiters;
	struct deferred turn_end;
	struct timer retry;
	uint64_t last_id;
	size_t n_writing; /* batches with the store */
};

static void write_changed(struct registry_channels *rc);

static struct registration *
by_id(const struct world *w, uint64_t id)
{
	LIST_FOR_EACH (it, &w->registered) {
		if (registration_of_link(it)->id == id)
			return registration_of_link(it);
	}
	return NULL;
}

static void
mark(struct registry_channels *rc, struct registration *reg)
{
	if (rc->r->env.store == NULL || reg->ending)
		return;
	if (list_is_empty(&reg->changed))
		list_add_tail(&rc->changed, &reg->changed);
	if (rc->n_writing == 0)
		loop_defer(rc->r->env.loop, LOOP_PHASE_FLUSH, &rc->turn_end);
}

/* Once for each client and batch; who can't be held is told at once. */
static void
wait_for(struct registry_channels *rc, const struct client *c)
{
	struct waiters *w = &rc->waiters;
	struct conn_hold hold;

	for (size_t i = 0; i < w->n; i++) {
		if (handle_eq(w->item[i].who, c->handle))
			return;
	}
	if (!route_hold(c, &hold))
		return;
	if (w->n == w->cap) {
		w->cap = w->cap != 0 ? 2 * w->cap : 4;
		w->item = mem_grow(w->item, w->cap, sizeof(*w->item));
	}
	w->item[w->n++] = (struct waiter){ hold, c->handle };
}

static void
let_go(struct registry_channels *rc, struct waiters *w, bool saved)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct client *c = client_get(rc->r->env.world, w->item[i].who);

		if (!saved && c != NULL)
			reply_noticef(rc->r->env.route, c,
				"Your change of a registered channel is not saved yet: the disk refused it; "
				"it will be "
				"tried again");
		conn_release(&w->item[i].hold);
	}
	mem_free(w->item);
	*w = (struct waiters){ NULL, 0, 0 };
}

static enum store_result
run_batch(struct store_job *j, struct store_db *db)
{
	struct batch *b = CONTAINER_OF(j, struct batch, job);
	enum store_result v = STORE_OK;

	for (size_t i = 0; v == STORE_OK && i < b->n; i++)
		v = store_channel_put(db, channel_row_get(b->row[i]));
	return v;
}

static void
batch_free(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		channel_row_free(b->row[i]);
	mem_free(b->row);
	mem_free(b);
}

static void
on_retry(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	write_changed(CONTAINER_OF(t, struct registry_channels, retry));
}

static void
retry_in(struct registry_channels *rc, uint64_t ms)
{
	struct loop *loop = rc->r->env.loop;

	if (!rc->r->stopping)
		loop_timer(loop, &rc->retry, loop_mono_ms(loop) + ms, on_retry);
}

/* Without mark(): not before the retry. */
static void
mark_again(struct registry_channels *rc, const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct registration *reg = by_id(rc->r->env.world, channel_row_get(b->row[i])->id);

		if (reg != NULL && !reg->ending && list_is_empty(&reg->changed))
			list_add_tail(&rc->changed, &reg->changed);
	}
}

static void
batch_done(struct store_job *j, enum store_result result)
{
	struct batch *b = CONTAINER_OF(j, struct batch, job);
	struct registry_channels *rc = b->rc;

	rc->n_writing--;
	if (result != STORE_OK) {
		log_warn("channel", "%zu registered channels could not be saved", b->n);
		mark_again(rc, b);
	}
	let_go(rc, &b->waiters, result == STORE_OK);
	batch_free(b);
	if (result != STORE_OK)
		retry_in(rc, RETRY_MS);
	else if (!list_is_empty(&rc->changed) || rc->waiters.n != 0)
		loop_defer(rc->r->env.loop, LOOP_PHASE_FLUSH, &rc->turn_end);
}

static struct batch *
batch_new(struct registry_channels *rc)
{
	struct batch *b = mem_zalloc(sizeof(*b));
	size_t cap = 0;

	b->rc = rc;
	b->job = (struct store_job){ .run = run_batch, .done = batch_done };
	LIST_FOR_EACH (it, &rc->changed) {
		if (b->n == cap) {
			cap = cap != 0 ? 2 * cap : 4;
			b->row = mem_grow(b->row, cap, sizeof(struct channel_row *));
		}
		b->row[b->n++] = channel_row_new(CONTAINER_OF(it, const struct registration, changed));
	}
	return b;
}

static void
write_changed(struct registry_channels *rc)
{
	struct batch *b;

	if (list_is_empty(&rc->changed)) {
		let_go(rc, &rc->waiters, true); /* what they changed is dropped meanwhile */
		return;
	}
	b = batch_new(rc);
	if (!store_submit(rc->r->env.store, &b->job)) {
		batch_free(b);
		retry_in(rc, BUSY_MS);
		return;
	}
	rc->n_writing++;
	b->waiters = rc->waiters;
	rc->waiters = (struct waiters){ NULL, 0, 0 };
	LIST_FOR_EACH_SAFE (it, nx, &rc->changed)
		list_del(it);
}

static void
on_turn_end(struct deferred *d)
{
	struct registry_channels *rc = CONTAINER_OF(d, struct registry_channels, turn_end);

	if (rc->n_writing == 0)
		write_changed(rc);
}

void
registry_channel_changed(struct registry *r, const struct channel *ch, struct client *by)
{
	struct registration *reg = ch->registration;

	if (reg == NULL || reg->ending || r->env.store == NULL || r->stopping)
		return;
	mark(r->channels, reg);
	if (by != NULL)
		wait_for(r->channels, by);
}

/* by NULL: the server, as an account is gone. */
static void
record(const struct registry *r, const struct registration *reg, const char *what, const struct client *by)
{
	struct audit_record rec;

	audit_begin(&rec, r->env.audit, ACT_CHANNEL);
	audit_text(&rec, "channel", channel_name(reg->channel));
	audit_text(&rec, "change", view_z(what));
	audit_text(&rec, "founder", view_z(reg->founder));
	if (by != NULL)
		audit_client(&rec, "by", by);
	audit_end(&rec);
}

enum registry_verdict
registry_channel_add(struct registry *r, struct channel *ch, struct client *by)
{
	const struct conf_channels *conf = &r->conf->channels;
	struct world *w = r->env.world;
	const struct account *a = account_find(&w->accounts, view_z(by->account));
	struct registration *reg;

	if (r->stopping)
		return REGISTRY_BUSY;
	if (w->conf.services_own)
		return REGISTRY_SERVICES;
	if (ch->registration != NULL)
		return REGISTRY_TAKEN;
	if (conf->registration == CONF_CHANNELS_CLOSED ||
		(conf->registration == CONF_CHANNELS_OPERS && by->oper == NULL))
		return REGISTRY_CHANNELS_CLOSED;
	if (a == NULL)
		return REGISTRY_NO_ACCOUNT;
	if (w->n_registered >= conf->max_registered)
		return REGISTRY_FULL;
	if (a->n_channels >= conf->max_per_account)
		return REGISTRY_CHANNELS_FULL;
	reg = registration_new(ch, account_name(a), loop_wall_ms(r->env.loop) / 1000);
	reg->id = ++r->channels->last_id;
	log_info("channel", "%s: registered by %s", ch->name, reg->founder);
	record(r, reg, "registered", by);
	registry_channel_changed(r, ch, by);
	mode_event_registered(r->env.route, ch);
	return REGISTRY_OK;
}

enum registry_verdict
registry_channel_found(struct registry *r, struct registration *reg, struct view account, struct client *by)
{
	const struct account *a = account_find(&r->env.world->accounts, account);

	if (a == NULL)
		return REGISTRY_NO_ACCOUNT;
	if (a->n_channels >= r->conf->channels.max_per_account)
		return REGISTRY_CHANNELS_FULL;
	log_info("channel", "%s: given by %s to %s", reg->channel->name, reg->founder, a->name);
	registration_set_founder(reg, account_name(a));
	record(r, reg, "has another founder", by);
	registry_channel_changed(r, reg->channel, by);
	return REGISTRY_OK;
}

/* Known by its id: it may be renamed meanwhile. */
struct channel_drop {
	struct change change;
	uint64_t id;
};

static struct registration *
dropped(const struct change *ch)
{
	return by_id(ch->r->env.world, CONTAINER_OF(ch, const struct channel_drop, change)->id);
}

static enum registry_verdict
drop_check(struct change *ch)
{
	struct channel *channel = channel_find(ch->r->env.world, change_name(ch));

	if (channel == NULL || channel->registration == NULL || channel->registration->ending)
		return REGISTRY_NO_CHANNEL;
	CONTAINER_OF(ch, struct channel_drop, change)->id = channel->registration->id;
	channel->registration->ending = true;
	list_del(&channel->registration->changed);
	return REGISTRY_OK;
}

static enum store_result
drop_write(struct change *ch, struct store_db *db)
{
	return store_channel_delete(db, CONTAINER_OF(ch, struct channel_drop, change)->id);
}

static void
drop_apply(struct change *ch)
{
	struct channel *channel = dropped(ch)->channel;

	log_info("channel", "%s: not registered any more", channel->name);
	change_record(ch, ACT_CHANNEL, "channel", "not registered any more");
	registration_end(channel);
	mode_event_registered(ch->r->env.route, channel);
	channel_end_if_empty(channel);
}

/* It is still there when the store would not: then what changed meanwhile is to be written. */
static void
drop_free(struct change *ch)
{
	struct channel_drop *drop = CONTAINER_OF(ch, struct channel_drop, change);
	struct registration *reg = drop->id != 0 ? dropped(ch) : NULL;

	if (reg != NULL) {
		reg->ending = false;
		mark(ch->r->channels, reg);
	}
	mem_free(drop);
}

static const struct change_kind kind_drop = {
	.check = drop_check, .write = drop_write, .apply = drop_apply, .free = drop_free
};

void
registry_channel_drop(struct registry *r, struct view channel, struct registry_call call)
{
	struct channel_drop *drop = mem_zalloc(sizeof(*drop));

	change_init(&drop->change, r, &kind_drop, channel, call);
	change_start(&drop->change);
}

static void
tell_founder(struct registry *r, const struct channel *ch, const char *gone)
{
	struct event ev;

	event_begin(&ev, r->env.world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_textf(&ev.build,
		"The account %s, which had registered this channel, is gone: %s has it now", gone,
		ch->registration->founder);
	route_channel(r->env.route, ch, &ev, NULL);
}

static void
give_on(struct registry *r, struct registration *reg)
{
	struct view heir = registration_successor(reg);
	char gone[ACCOUNT_LEN + 1];

	(void)view_copy(view_z(reg->founder), gone, sizeof(gone));
	if (heir.n == 0) {
		log_info("channel", "%s: its account %s is gone, and nobody else has the channel",
			reg->channel->name, gone);
		registry_channel_drop(r, channel_name(reg->channel), (struct registry_call){ .done = NULL });
		return;
	}
	registration_set_founder(reg, heir);
	log_info("channel", "%s: its account %s is gone, %s has it now", reg->channel->name, gone,
		reg->founder);
	record(r, reg, "its account is gone, has another founder", NULL);
	tell_founder(r, reg->channel, gone);
	registry_channel_changed(r, reg->channel, NULL);
}

void
registry_channel_account_gone(struct registry *r, struct view account)
{
	LIST_FOR_EACH_SAFE (it, nx, &r->env.world->registered) {
		struct registration *reg = registration_of_link(it);

		if (registration_set_access(reg, account, 0, 0) == ACCESS_OK)
			registry_channel_changed(r, reg->channel, NULL);
		if (casemap_eq(view_z(reg->founder), account))
			give_on(r, reg);
	}
}

struct registry_channels *
registry_channels_new(struct registry *r)
{
	struct registry_channels *rc = mem_zalloc(sizeof(*rc));

	rc->r = r;
	list_init(&rc->changed);
	list_init(&rc->turn_end.link);
	rc->turn_end.fn = on_turn_end;
	return rc;
}

static int
bad_row(const struct registry_channels *rc, struct view name, const char *what, struct err *e)
{
	char shown[CHANNEL_LEN * 4 + 1];

	return err_fmt(e, "%s: channel \"%s\": %s; put a backup in its place", store_path(rc->r->env.store),
		log_escape(name, shown, sizeof(shown)), what);
}

static int
load_channel(void *arg, const struct store_channel *row, struct err *e)
{
	struct registry_channels *rc = arg;
	const char *why;

	if (channel_row_take(rc->r->env.world, row, &why) == NULL)
		return bad_row(rc, row->name, why, e);
	if (row->id > rc->last_id)
		rc->last_id = row->id;
	return 0;
}

static int
load_mask(void *arg, uint64_t channel, const struct store_mask *row, struct err *e)
{
	struct registry_channels *rc = arg;
	struct registration *reg = by_id(rc->r->env.world, channel);

	if (reg == NULL || channel_row_take_mask(reg, row) == -1)
		return bad_row(rc, reg != NULL ? channel_name(reg->channel) : VIEW("?"),
			"an entry of a list that can't be", e);
	return 0;
}

static int
load_access(void *arg, uint64_t channel, const struct store_access *row, struct err *e)
{
	struct registry_channels *rc = arg;
	struct registration *reg = by_id(rc->r->env.world, channel);

	if (reg == NULL || channel_row_take_access(reg, row) == -1)
		return bad_row(
			rc, reg != NULL ? channel_name(reg->channel) : VIEW("?"), "access that can't be", e);
	return 0;
}

/* An account may have been dropped just before the end: then its channels are given on now, once the store runs. */
static void
on_loaded(struct timer *t, uint64_t now_ms)
{
	struct registry_channels *rc = CONTAINER_OF(t, struct registry_channels, retry);
	struct world *w = rc->r->env.world;

	(void)now_ms;
	LIST_FOR_EACH_SAFE (it, nx, &w->registered) {
		struct registration *reg = registration_of_link(it);

		for (size_t i = reg->n_access; i-- > 0;) {
			struct view account = view_z(reg->access[i].account);

			if (account_find(&w->accounts, account) != NULL)
				continue;
			(void)!registration_set_access(reg, account, 0, 0);
			registry_channel_changed(rc->r, reg->channel, NULL);
		}
		if (account_find(&w->accounts, view_z(reg->founder)) == NULL)
			give_on(rc->r, reg);
	}
}

int
registry_channels_load(struct registry_channels *rc, struct err *e)
{
	struct store_db *db = store_idle_db(rc->r->env.store);

	if (store_channel_load(db, load_channel, rc, e) == -1 ||
		store_mask_load(db, load_mask, rc, e) == -1 ||
		store_access_load(db, load_access, rc, e) == -1)
		return -1;
	loop_timer(rc->r->env.loop, &rc->retry, 0, on_loaded);
	log_info("channel", "%zu registered channels", rc->r->env.world->n_registered);
	return 0;
}

void
registry_channels_stop(struct registry_channels *rc)
{
	loop_timer_cancel(rc->r->env.loop, &rc->retry);
	list_del(&rc->turn_end.link);
	if (!list_is_empty(&rc->changed))
		write_changed(rc);
	loop_timer_cancel(rc->r->env.loop, &rc->retry);
	let_go(rc, &rc->waiters, false);
}

void
registry_channels_free(struct registry_channels *rc)
{
	assert(rc->n_writing == 0 && rc->waiters.n == 0);
	LIST_FOR_EACH_SAFE (it, nx, &rc->changed)
		list_del(it);
	list_del(&rc->turn_end.link);
	mem_free(rc);
}
