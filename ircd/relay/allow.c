/*
 * Lists are found by their owner, entries by whom they are about, so that either may leave.  An entry whose client has another nick now holds
 * no more; it is taken out when its owner next looks, for nobody tells of nicks here.
 */
#include "relay/allow.h"

#include "conf/conf.h"
#include "core/loop.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "route/reply.h"

struct allow_list {
	struct allow_table *table;
	struct handle owner;
	struct hash_node by_owner;
	struct list entries; /* oldest first; never empty */
	size_t count;
};

struct allow_table {
	struct allow_env env;
	size_t max;	   /* entries of a list */
	uint64_t usual_ms; /* of an entry without a time; 0: none */
	struct hash_table by_owner, by_who;
};

static uint64_t
hash_of(struct handle h)
{
	return (((uint64_t)h.slot << 32) | h.gen) * UINT64_C(0x9e3779b97f4a7c15) >> 16;
}

static bool
owner_is(const struct hash_node *node, const void *key)
{
	return handle_eq(
		CONTAINER_OF(node, const struct allow_list, by_owner)->owner, *(const struct handle *)key);
}

static bool
who_is(const struct hash_node *node, const void *key)
{
	return handle_eq(
		CONTAINER_OF(node, const struct allow_entry, by_who)->who, *(const struct handle *)key);
}

static struct allow_list *
list_of(const struct allow_table *t, const struct client *owner)
{
	struct hash_node *node =
		hash_table_find(&t->by_owner, hash_of(owner->handle), owner_is, &owner->handle);

	return node != NULL ? CONTAINER_OF(node, struct allow_list, by_owner) : NULL;
}

static struct allow_entry *
of_link(struct list *l)
{
	return CONTAINER_OF(l, struct allow_entry, in_list);
}

static bool
holds(const struct allow_entry *en)
{
	const struct client *c = client_get(en->list->table->env.world, en->who);

	return c != NULL && client_is_user(c) && casemap_eq(client_nick(c), view_z(en->nick));
}

/* The list too when it was the last. */
static void
entry_free(struct allow_entry *en)
{
	struct allow_list *l = en->list;
	struct allow_table *t = l->table;

	loop_timer_cancel(t->env.loop, &en->timer);
	hash_table_del(&t->by_who, &en->by_who);
	list_del(&en->in_list);
	mem_free(en);
	if (--l->count != 0)
		return;
	hash_table_del(&t->by_owner, &l->by_owner);
	mem_free(l);
}

static void
list_free(struct allow_list *l)
{
	for (size_t n = l->count; n != 0; n--)
		entry_free(of_link(l->entries.next));
}

static void
drop_stale(struct allow_list *l)
{
	size_t n = l->count;
	struct list *it = l->entries.next;

	while (n-- != 0) {
		struct allow_entry *en = of_link(it);

		it = it->next; /* the list may go with the last of its entries */
		if (!holds(en))
			entry_free(en);
	}
}

struct allow_table *
allow_table_new(const struct allow_env *env, const struct conf *conf)
{
	struct allow_table *t = mem_zalloc(sizeof(*t));

	t->env = *env;
	hash_table_init(&t->by_owner);
	hash_table_init(&t->by_who);
	allow_table_configure(t, conf);
	return t;
}

void
allow_table_free(struct allow_table *t)
{
	size_t pos;
	struct hash_node *node;

	if (t == NULL)
		return;
	while (pos = 0, (node = hash_table_next(&t->by_owner, &pos, NULL)) != NULL)
		list_free(CONTAINER_OF(node, struct allow_list, by_owner));
	hash_table_release(&t->by_owner);
	hash_table_release(&t->by_who);
	mem_free(t);
}

void
allow_table_configure(struct allow_table *t, const struct conf *conf)
{
	t->max = conf->dcc.max_allow;
	t->usual_ms = conf->dcc.allow_ms;
}

/* Why an entry that held goes, to whose it is. */
static void
tell_end(const struct allow_entry *en, enum numeric n, struct view why)
{
	const struct allow_env *env = &en->list->table->env;
	const struct client *owner = client_get(env->world, en->list->owner);
	struct reply r;

	if (owner == NULL || !holds(en))
		return;
	reply_begin(&r, env->route, owner, n);
	reply_param(&r, view_z(en->nick));
	reply_end_text(&r, why);
}

void
allow_client_left(struct allow_table *t, const struct client *c)
{
	struct allow_list *l;
	struct hash_node *node;

	if (t->by_who.count == 0)
		return;
	l = list_of(t, c);
	if (l != NULL)
		list_free(l);
	while ((node = hash_table_find(&t->by_who, hash_of(c->handle), who_is, &c->handle)) != NULL) {
		struct allow_entry *en = CONTAINER_OF(node, struct allow_entry, by_who);

		tell_end(en, RPL_DCCALLOWREMOVED, VIEW("has left, and so is on your DCCALLOW list no more"));
		entry_free(en);
	}
}

static void
on_time(struct timer *t, uint64_t now_ms)
{
	struct allow_entry *en = CONTAINER_OF(t, struct allow_entry, timer);

	(void)now_ms;
	tell_end(en, RPL_DCCALLOWEXPIRED, VIEW("is on your DCCALLOW list no more: the time is up"));
	entry_free(en);
}

static struct allow_entry *
find_nick(const struct allow_list *l, struct view nick)
{
	LIST_FOR_EACH (it, &l->entries) {
		if (casemap_eq(view_z(of_link(it)->nick), nick))
			return of_link(it);
	}
	return NULL;
}

static struct allow_list *
list_new(struct allow_table *t, struct handle owner)
{
	struct allow_list *l = mem_zalloc(sizeof(*l));

	l->table = t;
	l->owner = owner;
	list_init(&l->entries);
	hash_table_add(&t->by_owner, &l->by_owner, hash_of(owner));
	return l;
}

static struct allow_entry *
entry_new(struct allow_list *l, const struct client *who, uint64_t for_ms)
{
	struct allow_table *t = l->table;
	struct allow_entry *en = mem_zalloc(sizeof(*en));

	en->who = who->handle;
	(void)view_copy(client_nick(who), en->nick, sizeof(en->nick));
	en->list = l;
	list_add_tail(&l->entries, &en->in_list);
	l->count++;
	hash_table_add(&t->by_who, &en->by_who, hash_of(en->who));
	if (for_ms != 0) {
		en->until_ms = loop_mono_ms(t->env.loop) + for_ms;
		loop_timer(t->env.loop, &en->timer, en->until_ms, on_time);
	}
	return en;
}

enum allow_verdict
allow_add(struct allow_table *t, const struct client *owner, const struct client *who, uint64_t for_s,
	const struct allow_entry **out)
{
	struct allow_list *l;

	*out = NULL;
	if (owner == who)
		return ALLOW_SELF;
	l = list_of(t, owner);
	if (l != NULL)
		drop_stale(l);
	l = list_of(t, owner); /* it may have gone with the last of them */
	if (l != NULL) {
		*out = find_nick(l, client_nick(who));
		if (*out != NULL)
			return ALLOW_EXISTS;
		if (l->count >= t->max)
			return ALLOW_FULL;
	} else if (t->max == 0) {
		return ALLOW_FULL;
	} else {
		l = list_new(t, owner->handle);
	}
	*out = entry_new(l, who, for_s != ALLOW_USUAL_S ? for_s * 1000 : t->usual_ms);
	return ALLOW_OK;
}

enum allow_verdict
allow_del(struct allow_table *t, const struct client *owner, struct view nick)
{
	struct allow_list *l = list_of(t, owner);
	struct allow_entry *en = l != NULL ? find_nick(l, nick) : NULL;
	bool held;

	if (en == NULL)
		return ALLOW_ABSENT;
	held = holds(en);
	entry_free(en);
	return held ? ALLOW_OK : ALLOW_ABSENT;
}

bool
allow_has(const struct allow_table *t, const struct client *owner, const struct client *who)
{
	const struct allow_list *l = t->by_who.count != 0 ? list_of(t, owner) : NULL;

	if (l == NULL)
		return false;
	LIST_FOR_EACH (it, &l->entries) {
		if (handle_eq(of_link(it)->who, who->handle))
			return holds(of_link(it));
	}
	return false;
}

const struct allow_entry *
allow_next(const struct allow_table *t, const struct client *owner, const struct allow_entry *after)
{
	const struct allow_list *l = list_of(t, owner);
	const struct list *it;

	if (l == NULL)
		return NULL;
	it = after != NULL ? &after->in_list : &l->entries;
	while ((it = it->next) != &l->entries) {
		const struct allow_entry *en = CONTAINER_OF(it, const struct allow_entry, in_list);

		if (holds(en))
			return en;
	}
	return NULL;
}

size_t
allow_table_count(const struct allow_table *t)
{
	return t->by_who.count;
}
