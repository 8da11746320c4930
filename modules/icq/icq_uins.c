/*
 * Two tables over one set of entries.  Users are kept in the order in which they were last asked for, so that the one who is forgotten when
 * the set is full is the one whom nobody has talked to for longest; a client that has him on its list keeps him fresh by each login.
 */
#include "icq/icq_uins.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/log.h"
#include "core/mem.h"
#include "icq/icq_types.h"
#include "module/module_store.h"
#include "proto/casemap.h"
#include "proto/limits.h"
#include "proto/names.h"

struct entry {
	struct hash_node by_uin, by_name;
	struct list in_order;
	uint32_t uin;
	uint8_t len;
	char name[];
};

struct icq_uins {
	struct module_host *host;
	uint32_t first, last;
	uint32_t next; /* the one to try first */
	icq_uin_taken_fn *is_taken;
	void *arg;
	size_t n_channels;
	struct hash_table uins, names;
	struct list channels, users; /* struct entry.in_order, the least recent first */
};

static uint64_t
hash_uin(uint32_t uin)
{
	return hash_bytes(view_of(&uin, sizeof(uin)));
}

static bool
match_uin(const struct hash_node *node, const void *key)
{
	return CONTAINER_OF(node, struct entry, by_uin)->uin == *(const uint32_t *)key;
}

static struct view
name_of(const struct entry *e)
{
	return view_of(e->name, e->len);
}

static bool
match_name(const struct hash_node *node, const void *key)
{
	return casemap_eq(name_of(CONTAINER_OF(node, struct entry, by_name)), *(const struct view *)key);
}

static struct entry *
find_uin(const struct icq_uins *u, uint32_t uin)
{
	struct hash_node *n = hash_table_find(&u->uins, hash_uin(uin), match_uin, &uin);

	return n != NULL ? CONTAINER_OF(n, struct entry, by_uin) : NULL;
}

static struct entry *
find_name(const struct icq_uins *u, struct view name)
{
	struct hash_node *n = hash_table_find(&u->names, casemap_hash(name), match_name, &name);

	return n != NULL ? CONTAINER_OF(n, struct entry, by_name) : NULL;
}

struct icq_uins *
icq_uins_new(struct module_host *host, const struct icq_uins_conf *conf)
{
	struct icq_uins *u = mem_zalloc(sizeof(*u));

	u->host = host;
	u->first = conf->first;
	u->last = conf->last;
	u->is_taken = conf->is_taken;
	u->arg = conf->arg;
	u->next = conf->first + 1;
	hash_table_init(&u->uins);
	hash_table_init(&u->names);
	list_init(&u->channels);
	list_init(&u->users);
	return u;
}

static void
entry_free(struct icq_uins *u, struct entry *e)
{
	u->n_channels -= icq_uins_is_channel(name_of(e));
	list_del(&e->in_order);
	hash_table_del(&u->uins, &e->by_uin);
	hash_table_del(&u->names, &e->by_name);
	mem_free(e);
}

void
icq_uins_free(struct icq_uins *u)
{
	if (u == NULL)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &u->channels)
		entry_free(u, CONTAINER_OF(it, struct entry, in_order));
	LIST_FOR_EACH_SAFE (it, nx, &u->users)
		entry_free(u, CONTAINER_OF(it, struct entry, in_order));
	hash_table_release(&u->uins);
	hash_table_release(&u->names);
	mem_free(u);
}

static struct entry *
entry_new(struct icq_uins *u, struct view name, uint32_t uin)
{
	struct entry *e = mem_zalloc(sizeof(*e) + name.n + 1);

	e->uin = uin;
	e->len = (uint8_t)view_copy(name, e->name, name.n + 1);
	hash_table_add(&u->uins, &e->by_uin, hash_uin(uin));
	hash_table_add(&u->names, &e->by_name, casemap_hash(name));
	list_add_tail(icq_uins_is_channel(name) ? &u->channels : &u->users, &e->in_order);
	u->n_channels += icq_uins_is_channel(name);
	if (uin >= u->next)
		u->next = uin + 1;
	return e;
}

static bool
is_name(struct view name)
{
	return icq_uins_is_channel(name) ? name_is_channel(name) : name_is_remote_nick(name, NICK_LEN_MAX);
}

int
icq_uins_load(struct icq_uins *u, struct view name, struct view value, struct err *e)
{
	uint32_t uin;

	if (!is_name(name) || view_to_u32(value, &uin) == -1 || !icq_uin_is_valid(uin))
		return err_fmt(e, "a UIN of no name, or a name of no UIN");
	if (find_name(u, name) != NULL || find_uin(u, uin) != NULL)
		return err_fmt(e, "UIN %" PRIu32 " or its name is there twice", uin);
	if (u->uins.count == ICQ_UINS_MAX)
		return err_fmt(e, "more than %d UINs of channels and users", ICQ_UINS_MAX);
	if (!icq_uins_is_synthetic(u, uin) || uin == u->first || u->is_taken(u->arg, uin))
		return 0; /* of another range, before the configuration changed: it is given anew */
	(void)entry_new(u, name, uin);
	return 0;
}

uint32_t
icq_uins_own(const struct icq_uins *u)
{
	return u->first;
}

bool
icq_uins_is_synthetic(const struct icq_uins *u, uint32_t uin)
{
	return uin >= u->first && uin <= u->last;
}

/* Makes room for one more: of users and channels, those of which there are more make it.  False: the disk is behind. */
static bool
forget_one(struct icq_uins *u)
{
	bool channel = u->n_channels > u->uins.count - u->n_channels;
	struct list *from = channel ? &u->channels : &u->users;
	struct entry *e = CONTAINER_OF(from->next, struct entry, in_order);

	if (!module_delete(u->host, VIEW("uin"), name_of(e), NULL, NULL))
		return false;
	entry_free(u, e);
	return true;
}

/* One that nobody has; 0: the range is used up. */
static uint32_t
free_uin(struct icq_uins *u)
{
	for (uint64_t i = 0; i <= u->last - u->first; i++) {
		uint32_t uin = u->next > u->last ? u->first + 1 : u->next;

		u->next = uin + 1;
		if (find_uin(u, uin) == NULL && !u->is_taken(u->arg, uin))
			return uin;
	}
	return 0;
}

uint32_t
icq_uins_get(struct icq_uins *u, struct view name)
{
	struct entry *e = find_name(u, name);
	char digits[12];
	uint32_t uin;

	if (e != NULL) {
		struct list *order = icq_uins_is_channel(name) ? &u->channels : &u->users;

		list_del(&e->in_order);
		list_add_tail(order, &e->in_order);
		return e->uin;
	}
	if (!is_name(name))
		return 0;
	if (u->uins.count >= ICQ_UINS_MAX && !forget_one(u))
		return 0;
	uin = free_uin(u);
	if (uin == 0 && u->uins.count != 0 && forget_one(u))
		uin = free_uin(u);
	if (uin == 0)
		return 0;
	e = entry_new(u, name, uin);
	(void)snprintf(digits, sizeof(digits), "%" PRIu32, uin);
	if (!module_put(u->host, &(struct module_row){ VIEW("uin"), name_of(e), view_z(digits) }, NULL, NULL))
		log_warn("icq", "the UIN of %s is not written: it may be another after a restart", e->name);
	return uin;
}

uint32_t
icq_uins_find(const struct icq_uins *u, struct view name)
{
	const struct entry *e = find_name(u, name);

	return e != NULL ? e->uin : 0;
}

struct view
icq_uins_name(const struct icq_uins *u, uint32_t uin)
{
	const struct entry *e = find_uin(u, uin);

	return e != NULL ? name_of(e) : VIEW("");
}

void
icq_uins_each(const struct icq_uins *u, icq_uin_fn *fn, void *arg)
{
	const struct list *const heads[] = { &u->channels, &u->users };

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		LIST_FOR_EACH (it, heads[i]) {
			const struct entry *e = CONTAINER_OF(it, struct entry, in_order);

			fn(arg, e->uin, name_of(e));
		}
	}
}

size_t
icq_uins_count(const struct icq_uins *u)
{
	return u->uins.count;
}
