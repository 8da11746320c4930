/* registry->changes: in order; of each name the first one is under way, the others wait for it. */
#include "registry/change_priv.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "proto/casemap.h"

static struct change *
change_of_link(struct list *l)
{
	return CONTAINER_OF(l, struct change, in_registry);
}

void
registry_tell(struct registry_call call, enum registry_verdict v)
{
	if (call.done != NULL)
		call.done(v, call.arg);
}

static struct change *
first_of(const struct registry *r, struct view name)
{
	LIST_FOR_EACH (it, &r->changes) {
		struct change *ch = change_of_link(it);

		if (name.n != 0 && casemap_eq(change_name(ch), name))
			return ch;
	}
	return NULL;
}

static void begin(struct change *ch);

/* The caller hears of it when nothing of the change is left, so that it may ask for the next one. */
static void
finish(struct change *ch, enum registry_verdict v)
{
	struct registry *r = ch->r;
	struct registry_call call = ch->call;
	char copy[sizeof(ch->name)];
	struct view name = view_of(copy, view_copy(change_name(ch), copy, sizeof(copy)));
	struct change *next;

	list_del(&ch->in_registry);
	r->n_changes--;
	ch->kind->free(ch);
	registry_tell(call, v);
	next = first_of(r, name);
	if (next != NULL && next->phase == CHANGE_WAITING)
		begin(next);
}

static void
on_written(struct store_job *j, enum store_result result)
{
	struct change *ch = CONTAINER_OF(j, struct change, store_job);

	switch (result) {
	case STORE_OK:
		ch->kind->apply(ch);
		finish(ch, REGISTRY_OK);
		return;
	case STORE_REFUSED:
		finish(ch, ch->refused);
		return;
	case STORE_FAILED:
		finish(ch, REGISTRY_FAILED);
		return;
	}
}

static enum store_result
run_write(struct store_job *j, struct store_db *db)
{
	struct change *ch = CONTAINER_OF(j, struct change, store_job);

	return ch->kind->write(ch, db);
}

static void
write_it(struct change *ch)
{
	ch->phase = CHANGE_WRITING;
	ch->store_job = (struct store_job){ .run = run_write, .done = on_written };
	if (ch->r->env.store == NULL)
		on_written(&ch->store_job, STORE_OK);
	else if (!store_submit(ch->r->env.store, &ch->store_job))
		finish(ch, REGISTRY_BUSY);
}

static void
run_hash(struct job *j)
{
	struct change *ch = CONTAINER_OF(j, struct change, job);

	ch->no_memory = ch->kind->hash(ch) == -1;
}

/* When the pool ends, jobs come back without having run. */
static void
on_hashed(struct job *j)
{
	struct change *ch = CONTAINER_OF(j, struct change, job);

	if (ch->r->stopping || worker_is_stopping(ch->r->env.workers))
		finish(ch, REGISTRY_BUSY);
	else if (ch->no_memory)
		finish(ch, REGISTRY_FAILED);
	else
		write_it(ch);
}

static void
begin(struct change *ch)
{
	enum registry_verdict v = ch->r->stopping ? REGISTRY_BUSY : REGISTRY_OK;

	if (v == REGISTRY_OK && ch->kind->check != NULL)
		v = ch->kind->check(ch);
	if (v != REGISTRY_OK) {
		finish(ch, v);
		return;
	}
	if (ch->kind->hash == NULL) {
		write_it(ch);
		return;
	}
	ch->phase = CHANGE_HASHING;
	ch->job = (struct job){ .run = run_hash, .done = on_hashed };
	if (!worker_submit(ch->r->env.workers, &ch->job))
		finish(ch, REGISTRY_BUSY);
}

void
change_init(struct change *ch, struct registry *r, const struct change_kind *kind, struct view name,
	struct registry_call call)
{
	ch->kind = kind;
	ch->r = r;
	ch->call = (struct registry_call){ .done = call.done, .arg = call.arg };
	if (call.by != NULL)
		(void)client_log_name(call.by, ch->by);
	else if (call.uid != NULL)
		(void)snprintf(ch->by, sizeof(ch->by), "uid %" PRIu32, *call.uid);
	ch->refused = REGISTRY_FAILED;
	ch->phase = CHANGE_WAITING;
	list_init(&ch->in_registry);
	ch->name_len = view_copy(name.n < sizeof(ch->name) ? name : VIEW(""), ch->name, sizeof(ch->name));
}

void
change_record(const struct change *ch, enum audit_event e, const char *key, const char *what)
{
	struct audit_record r;

	audit_begin(&r, ch->r->env.audit, e);
	if (ch->name_len != 0)
		audit_text(&r, key, change_name(ch));
	audit_text(&r, "change", view_z(what));
	if (ch->by[0] != '\0')
		audit_text(&r, "by", view_z(ch->by));
	audit_end(&r);
}

void
change_start(struct change *ch)
{
	struct registry *r = ch->r;
	bool must_wait = first_of(r, change_name(ch)) != NULL;
	bool is_full = r->n_changes >= REGISTRY_CHANGES_MAX;

	list_add_tail(&r->changes, &ch->in_registry);
	r->n_changes++;
	if (is_full)
		finish(ch, REGISTRY_BUSY);
	else if (!must_wait)
		begin(ch);
}
