#include "net/addr_table.h"

#include <assert.h>
#include <string.h>

#include "core/mem.h"

struct addr_key
addr_key_of(const struct peer_addr *peer)
{
	struct addr_key key = { .family = peer->family };

	memcpy(key.bytes, peer->ip, peer->family == AF_INET ? 4 : sizeof(key.bytes));
	return key;
}

struct addr_key
addr_key_of_number(uint64_t n)
{
	struct addr_key key = { .family = AF_UNSPEC };

	memcpy(key.bytes, &n, sizeof(n));
	return key;
}

void
addr_table_init(struct addr_table *t, size_t max, size_t entry_size)
{
	assert(max > 0 && entry_size >= sizeof(struct addr_entry));
	hash_table_init(&t->table);
	list_init(&t->age);
	t->max = max;
	t->entry_size = entry_size;
}

static struct addr_entry *
oldest(struct addr_table *t)
{
	return CONTAINER_OF(t->age.next, struct addr_entry, age);
}

void
addr_table_forget(struct addr_table *t, struct addr_entry *en)
{
	hash_table_del(&t->table, &en->node);
	list_del(&en->age);
	mem_free(en);
}

void
addr_table_clear(struct addr_table *t)
{
	while (!list_is_empty(&t->age))
		addr_table_forget(t, oldest(t));
}

void
addr_table_release(struct addr_table *t)
{
	addr_table_clear(t);
	hash_table_release(&t->table);
}

size_t
addr_table_count(const struct addr_table *t)
{
	return t->table.count;
}

static bool
key_matches(const struct hash_node *node, const void *key)
{
	const struct addr_key *have = &CONTAINER_OF(node, const struct addr_entry, node)->key, *want = key;

	return have->family == want->family && memcmp(have->bytes, want->bytes, sizeof(have->bytes)) == 0;
}

static uint64_t
hash_of(const struct addr_key *key)
{
	return hash_bytes(view_of(key, sizeof(*key)));
}

struct addr_entry *
addr_table_find(const struct addr_table *t, struct addr_key key)
{
	struct hash_node *node = hash_table_find(&t->table, hash_of(&key), key_matches, &key);

	return node != NULL ? CONTAINER_OF(node, struct addr_entry, node) : NULL;
}

struct addr_entry *
addr_table_get(struct addr_table *t, struct addr_key key)
{
	struct addr_entry *en = addr_table_find(t, key);

	if (en != NULL) {
		list_del(&en->age);
	} else {
		if (t->table.count >= t->max)
			addr_table_forget(t, oldest(t));
		en = mem_zalloc(t->entry_size);
		en->key = key;
		hash_table_add(&t->table, &en->node, hash_of(&key));
	}
	list_add_tail(&t->age, &en->age);
	return en;
}
