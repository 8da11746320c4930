/*
 * One timer for all: it is due when the next ban runs out, or after a while, for the clock of the wall may be set.  A ban that has run out
 * leaves memory at once; its row follows, and if the disk will not, it is passed over by the next start.
 */
#include "registry/registry_ban.h"

#include <assert.h>

#include "audit/audit.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "proto/duration.h"
#include "registry/change_priv.h"
#include "route/snotice.h"
#include "state/server_ban.h"
#include "store/store_ban.h"

#define LOOK_MS	   60000 /* the longest time without a look at the clock */
#define LOADED_MAX 1000000

struct registry_bans {
	struct registry *r;
	struct timer timer;
	uint64_t last_id;
	size_t n_adding; /* under way */
};

enum deed { DEED_ADD, DEED_DEL, DEED_EXPIRE };

struct ban_change {
	struct change change;
	struct registry_ban_ask ask; /* its views are of the strings below */
	uint64_t id, now_s;
	char *mask, *by, *reason, *oper_reason;
};

static struct server_bans *
bans_of(const struct registry *r)
{
	return r->env.world->bans;
}

static void arm(struct registry_bans *rb);

/* To operators, the log and the audit log. */
static void
tell(const struct registry *r, const struct server_ban *b, enum deed deed, struct view by, uint64_t n_hits)
{
	static const char *const words[] = { "set", "removed", "expired" };
	const char *of = deed == DEED_EXPIRE ? ", set by" : " by";
	char left[DURATION_TEXT] = "ever";
	struct audit_record rec;

	if (b->until_s != 0)
		(void)duration_text(b->until_s - b->set_s, left);
	log_info("ban", "%s %llu %s%s %.*s: %s, for %s: %s%s%s", ban_kind_name(b->kind),
		(unsigned long long)b->id, words[deed], of, VIEW_ARG(by), b->mask, left, b->reason,
		b->oper_reason != NULL ? " | " : "", b->oper_reason != NULL ? b->oper_reason : "");
	snotice_send(r->env.route, SNOTICE_BAN, "%s %s%s %.*s: %s, for %s (%s%s%s)", ban_kind_name(b->kind),
		words[deed], of, VIEW_ARG(by), b->mask, left, b->reason, b->oper_reason != NULL ? " | " : "",
		b->oper_reason != NULL ? b->oper_reason : "");
	audit_begin(&rec, r->env.audit, ACT_BAN);
	audit_text(&rec, "deed", view_z(words[deed]));
	audit_number(&rec, "id", b->id);
	audit_text(&rec, "kind", ban_kind_letter(b->kind));
	audit_text(&rec, "mask", view_z(b->mask));
	audit_text(&rec, "duration", view_z(left));
	audit_text(&rec, "reason", view_z(b->reason));
	if (b->oper_reason != NULL)
		audit_text(&rec, "oper-reason", view_z(b->oper_reason));
	audit_text(&rec, "set-by", view_z(b->by));
	if (deed != DEED_EXPIRE)
		audit_text(&rec, "by", by);
	audit_number(&rec, "hits", n_hits);
	audit_end(&rec);
}

static void
change_free(struct change *ch)
{
	struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);

	mem_free(bc->mask);
	mem_free(bc->by);
	mem_free(bc->reason);
	mem_free(bc->oper_reason);
	mem_free(bc);
}

/* For all changes of bans: those of one mask wait for each other. */
static struct ban_change *
change_new(struct registry *r, const struct change_kind *kind, const struct registry_ban_ask *ask,
	struct registry_call call)
{
	struct ban_change *bc = mem_zalloc(sizeof(*bc));
	char name[CHANNEL_LEN + 1];
	size_t n = view_copy(ban_kind_letter(ask->kind), name, sizeof(name));

	name[n++] = ' '; /* no account and no channel is called so */
	n += view_copy(ask->mask, name + n, sizeof(name) - n);
	change_init(&bc->change, r, kind, view_of(name, n), call);
	bc->now_s = loop_wall_ms(r->env.loop) / 1000;
	bc->ask = *ask;
	bc->ask.mask = view_z(bc->mask = view_dup(ask->mask));
	bc->ask.by = view_z(bc->by = view_dup(ask->by));
	bc->ask.reason = view_z(bc->reason = view_dup(utf8_left(ask->reason, BAN_REASON_LEN)));
	bc->ask.oper_reason = view_z(bc->oper_reason = view_dup(utf8_left(ask->oper_reason, BAN_REASON_LEN)));
	return bc;
}

static enum registry_verdict
check_add(struct change *ch)
{
	struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);
	struct registry *r = ch->r;

	if (server_ban_find(bans_of(r), bc->ask.kind, bc->ask.mask) != NULL)
		return REGISTRY_BAN_TAKEN;
	if (server_bans_total(bans_of(r)) + r->bans->n_adding > r->conf->bans.max)
		return REGISTRY_BANS_FULL;
	bc->id = ++r->bans->last_id;
	return REGISTRY_OK;
}

static enum store_result
write_add(struct change *ch, struct store_db *db)
{
	struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);
	const struct registry_ban_ask *ask = &bc->ask;
	const struct store_ban row = { .id = bc->id,
		.kind = ban_kind_letter(ask->kind),
		.mask = ask->mask,
		.by = ask->by,
		.reason = ask->reason,
		.oper_reason = ask->oper_reason.n != 0 ? ask->oper_reason : (struct view){ NULL, 0 },
		.set_s = bc->now_s,
		.until_s = ask->for_s != 0 ? bc->now_s + ask->for_s : 0 };

	return store_ban_insert(db, &row);
}

static void
apply_add(struct change *ch)
{
	struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);
	const struct registry_ban_ask *ask = &bc->ask;
	const struct server_ban_def def = { .id = bc->id,
		.kind = ask->kind,
		.mask = ask->mask,
		.by = ask->by,
		.reason = ask->reason,
		.oper_reason = ask->oper_reason,
		.set_s = bc->now_s,
		.until_s = ask->for_s != 0 ? bc->now_s + ask->for_s : 0 };
	struct server_ban *b = server_ban_add(bans_of(ch->r), &def);

	assert(b != NULL); /* it was checked, and the disk has it */
	tell(ch->r, b, DEED_ADD, ask->by, ask->n_hits);
	arm(ch->r->bans);
}

static void
free_add(struct change *ch)
{
	ch->r->bans->n_adding--;
	change_free(ch);
}

/* What a log or an IRC line can't show is no reason. */
static bool
is_text(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			return false;
	}
	return utf8_is_valid(v);
}

void
registry_ban_add(struct registry *r, const struct registry_ban_ask *ask, struct registry_call call)
{
	static const struct change_kind kind = {
		.check = check_add, .write = write_add, .apply = apply_add, .free = free_add
	};
	struct ban_change *bc;

	if (!is_text(ask->reason) || !is_text(ask->oper_reason) || ask->reason.n == 0) {
		registry_tell(call, REGISTRY_BAD_TEXT);
		return;
	}
	bc = change_new(r, &kind, ask, call);
	bc->change.refused = REGISTRY_BAN_TAKEN;
	r->bans->n_adding++;
	change_start(&bc->change);
}

static enum registry_verdict
check_del(struct change *ch)
{
	struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);
	const struct server_ban *b = server_ban_find(bans_of(ch->r), bc->ask.kind, bc->ask.mask);

	if (b == NULL)
		return REGISTRY_NO_BAN;
	bc->id = b->id;
	return REGISTRY_OK;
}

static enum store_result
write_del(struct change *ch, struct store_db *db)
{
	return store_ban_delete(db, CONTAINER_OF(ch, struct ban_change, change)->id);
}

/* It may have run out meanwhile. */
static void
apply_del(struct change *ch)
{
	const struct ban_change *bc = CONTAINER_OF(ch, struct ban_change, change);
	struct server_ban *b = server_ban_by_id(bans_of(ch->r), bc->id);

	if (b == NULL)
		return;
	tell(ch->r, b, DEED_DEL, bc->ask.by, b->hits);
	server_ban_del(bans_of(ch->r), b);
	arm(ch->r->bans);
}

void
registry_ban_del(
	struct registry *r, enum ban_kind k, struct view mask, struct view by, struct registry_call call)
{
	static const struct change_kind kind = {
		.check = check_del, .write = write_del, .apply = apply_del, .free = change_free
	};
	const struct registry_ban_ask ask = { .kind = k, .mask = mask, .by = by };
	struct ban_change *bc = change_new(r, &kind, &ask, call);

	bc->change.refused = REGISTRY_NO_BAN;
	change_start(&bc->change);
}

static enum store_result
write_expire(struct change *ch, struct store_db *db)
{
	return store_ban_delete_expired(db, CONTAINER_OF(ch, struct ban_change, change)->now_s);
}

static void
apply_nothing(struct change *ch)
{
	(void)ch;
}

/* Nobody waits for it. */
static void
drop_expired_rows(struct registry *r)
{
	static const struct change_kind kind = {
		.write = write_expire, .apply = apply_nothing, .free = change_free
	};
	const struct registry_ban_ask ask = { .mask = VIEW("*") };

	if (!r->stopping)
		change_start(&change_new(r, &kind, &ask, (struct registry_call){ NULL, NULL })->change);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct registry_bans *rb = CONTAINER_OF(t, struct registry_bans, timer);
	uint64_t wall_ms = loop_wall_ms(rb->r->env.loop);
	struct server_ban *b;
	bool any = false;

	(void)now_ms;
	while ((b = server_bans_expired(bans_of(rb->r), wall_ms)) != NULL) {
		tell(rb->r, b, DEED_EXPIRE, view_z(b->by), b->hits);
		server_ban_del(bans_of(rb->r), b);
		any = true;
	}
	if (any)
		drop_expired_rows(rb->r);
	arm(rb);
}

static void
arm(struct registry_bans *rb)
{
	struct loop *loop = rb->r->env.loop;
	uint64_t wait = server_bans_wait_ms(bans_of(rb->r), loop_wall_ms(loop));

	if (wait == UINT64_MAX)
		loop_timer_cancel(loop, &rb->timer);
	else
		loop_timer(
			loop, &rb->timer, loop_mono_ms(loop) + (wait < LOOK_MS ? wait : LOOK_MS), on_timer);
}

struct registry_bans *
registry_bans_new(struct registry *r)
{
	struct registry_bans *rb = mem_zalloc(sizeof(*rb));

	rb->r = r;
	return rb;
}

void
registry_bans_stop(struct registry_bans *rb)
{
	loop_timer_cancel(rb->r->env.loop, &rb->timer);
}

void
registry_bans_free(struct registry_bans *rb)
{
	assert(rb->n_adding == 0);
	loop_timer_cancel(rb->r->env.loop, &rb->timer);
	mem_free(rb);
}

/* Where rows go. */
struct loading {
	const struct registry *r;
	struct server_bans *set;
	uint64_t now_s;
	bool any_expired;
};

static int
bad_row(const struct registry *r, const struct store_ban *row, const char *what, struct err *e)
{
	char shown[BAN_MASK_LEN + 1];

	return err_fmt(e, "%s: server ban %llu (\"%s\"): %s; put a backup in its place, or take the row out",
		store_path(r->env.store), (unsigned long long)row->id,
		log_escape(row->mask, shown, sizeof(shown)), what);
}

static int
load_row(void *arg, const struct store_ban *row, struct err *e)
{
	struct loading *l = arg;
	const struct server_ban_def def = { .id = row->id,
		.kind = row->kind.n == 1 ? ban_kind_find(row->kind) : BAN_KIND_N,
		.mask = row->mask,
		.by = row->by,
		.reason = row->reason,
		.oper_reason = row->oper_reason,
		.set_s = row->set_s,
		.until_s = row->until_s };

	if (def.kind == BAN_KIND_N)
		return bad_row(l->r, row, "no such kind of ban", e);
	if (row->id == 0 || !is_text(row->reason) || row->reason.n == 0 || row->reason.n > BAN_REASON_LEN ||
		!is_text(row->oper_reason) || row->oper_reason.n > BAN_REASON_LEN || !is_text(row->by) ||
		row->by.n > BAN_MASK_LEN)
		return bad_row(l->r, row, "a reason or setter that can't be", e);
	if (row->until_s > UINT64_MAX / 2000 || (row->until_s != 0 && row->until_s < row->set_s))
		return bad_row(l->r, row, "a time that can't be", e);
	if (server_bans_total(l->set) == LOADED_MAX)
		return bad_row(l->r, row, "more than 1000000 bans", e);
	if (row->until_s != 0 && row->until_s <= l->now_s) {
		l->any_expired = true;
		return 0;
	}
	if (server_ban_add(l->set, &def) == NULL)
		return bad_row(l->r, row, "no mask of its kind, or there twice", e);
	return 0;
}

int
registry_bans_load(struct registry_bans *rb, struct err *e)
{
	struct registry *r = rb->r;
	struct store_db *db = store_idle_db(r->env.store);
	struct loading l = { .r = r, .set = bans_of(r), .now_s = loop_wall_ms(r->env.loop) / 1000 };

	if (store_ban_last_id(db, &rb->last_id, e) == -1 || store_ban_load(db, load_row, &l, e) == -1)
		return -1;
	if (l.any_expired)
		drop_expired_rows(r);
	arm(rb);
	log_info("ban", "%zu server bans in %s", server_bans_total(l.set), store_path(r->env.store));
	return 0;
}

/* Read on the storage thread into a set of its own, that nobody else sees. */
struct reload {
	struct change change;
	struct loading l;
	uint64_t last_id;
	struct err e;
};

static enum store_result
read_all(struct change *ch, struct store_db *db)
{
	struct reload *re = CONTAINER_OF(ch, struct reload, change);

	if (store_ban_last_id(db, &re->last_id, &re->e) == -1 ||
		store_ban_load(db, load_row, &re->l, &re->e) == -1)
		return STORE_REFUSED;
	return STORE_OK;
}

/* How often each has hit goes on. */
static void
apply_reload(struct change *ch)
{
	struct reload *re = CONTAINER_OF(ch, struct reload, change);
	struct world *w = ch->r->env.world;
	struct server_bans *was = w->bans;

	if (ch->r->env.store == NULL)
		return;
	for (unsigned k = 0; k < BAN_KIND_N; k++) {
		for (struct server_ban *b = server_ban_next(re->l.set, k, NULL); b != NULL;
			b = server_ban_next(re->l.set, k, b)) {
			const struct server_ban *old = server_ban_by_id(was, b->id);

			b->hits = old != NULL ? old->hits : 0;
		}
	}
	w->bans = re->l.set;
	re->l.set = was;
	if (re->last_id > ch->r->bans->last_id)
		ch->r->bans->last_id = re->last_id;
	arm(ch->r->bans);
	log_info("ban", "%zu server bans read again", server_bans_total(w->bans));
}

static void
free_reload(struct change *ch)
{
	struct reload *re = CONTAINER_OF(ch, struct reload, change);

	if (re->e.text[0] != '\0')
		log_error("ban", "%s", re->e.text);
	server_bans_free(re->l.set);
	mem_free(re);
}

void
registry_ban_reload(struct registry *r, struct registry_call call)
{
	static const struct change_kind kind = {
		.write = read_all, .apply = apply_reload, .free = free_reload
	};
	struct reload *re = mem_zalloc(sizeof(*re));

	change_init(&re->change, r, &kind, VIEW(""), call);
	re->l = (struct loading){
		.r = r, .set = server_bans_new(), .now_s = loop_wall_ms(r->env.loop) / 1000
	};
	change_start(&re->change);
}
