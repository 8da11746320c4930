/*
 * Per address one point in time, `free_ms`: when all that it has opened would be paid for at one per `per_ms` (GCRA).  A burst is
 * how far that point may lie ahead of now.  Addresses are in order of their last try, so that the table forgets the oldest.
 */
#include "net/throttle.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/mem.h"

struct throttle_key {
	uint8_t family;
	uint8_t ip[16]; /* IPv6: the first 8 bytes, the rest zero */
};

struct entry {
	struct hash_node node;
	struct list age;
	uint64_t free_ms;
	struct throttle_key key;
};

struct throttle {
	struct hash_table table;
	struct list age; /* oldest first */
	uint32_t burst;
	uint64_t per_ms;
	size_t max;
};

struct throttle *
throttle_new(uint32_t burst, uint64_t per_ms, size_t max_entries)
{
	struct throttle *t = mem_zalloc(sizeof(*t));

	assert(max_entries > 0);
	hash_table_init(&t->table);
	list_init(&t->age);
	t->burst = burst;
	t->per_ms = per_ms;
	t->max = max_entries;
	return t;
}

static void
forget(struct throttle *t, struct entry *en)
{
	hash_table_del(&t->table, &en->node);
	list_del(&en->age);
	mem_free(en);
}

void
throttle_free(struct throttle *t)
{
	if (t == NULL)
		return;
	while (!list_is_empty(&t->age))
		forget(t, CONTAINER_OF(t->age.next, struct entry, age));
	hash_table_release(&t->table);
	mem_free(t);
}

size_t
throttle_count(const struct throttle *t)
{
	return t->table.count;
}

static bool
key_matches(const struct hash_node *node, const void *key)
{
	const struct throttle_key *have = &((const struct entry *)(const void *)node)->key;
	const struct throttle_key *want = key;

	return have->family == want->family && memcmp(have->ip, want->ip, sizeof(have->ip)) == 0;
}

static struct throttle_key
key_of_peer(const struct peer_addr *peer)
{
	struct throttle_key key = { .family = peer->family };

	memcpy(key.ip, peer->ip, peer->family == AF_INET ? 4 : 8);
	return key;
}

/* AF_UNSPEC: no address has it. */
static struct throttle_key
key_of_hash(uint64_t hash)
{
	struct throttle_key key = { .family = AF_UNSPEC };

	memcpy(key.ip, &hash, sizeof(hash));
	return key;
}

static struct entry *
entry_find(const struct throttle *t, const struct throttle_key *key)
{
	struct hash_node *node =
		hash_table_find(&t->table, hash_bytes(view_of(key, sizeof(*key))), key_matches, key);

	return node != NULL ? CONTAINER_OF(node, struct entry, node) : NULL;
}

/* Made if need be, now the youngest. */
static struct entry *
entry_get(struct throttle *t, const struct throttle_key *key)
{
	struct entry *en = entry_find(t, key);

	if (en != NULL) {
		list_del(&en->age);
		list_add_tail(&t->age, &en->age);
		return en;
	}
	if (t->table.count >= t->max)
		forget(t, CONTAINER_OF(t->age.next, struct entry, age));
	en = mem_zalloc(sizeof(*en));
	en->key = *key;
	hash_table_add(&t->table, &en->node, hash_bytes(view_of(key, sizeof(*key))));
	list_add_tail(&t->age, &en->age);
	return en;
}

static bool
hit(struct throttle *t, const struct throttle_key *key, uint64_t now_ms)
{
	struct entry *en;
	uint64_t start;

	if (t->burst == 0)
		return true;
	en = entry_get(t, key);
	start = en->free_ms > now_ms ? en->free_ms : now_ms;
	if (start - now_ms > (t->burst - 1) * t->per_ms)
		return false; /* not counted: who waits gets in, however often it tried */
	en->free_ms = start + t->per_ms;
	return true;
}

static void
forgive(struct throttle *t, const struct throttle_key *key, uint64_t now_ms)
{
	struct entry *en = entry_find(t, key);

	if (en != NULL && en->free_ms > now_ms)
		en->free_ms -= t->per_ms;
}

bool
throttle_hit(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms)
{
	const struct throttle_key key = key_of_peer(peer);

	return peer->family == AF_UNIX || hit(t, &key, now_ms);
}

bool
throttle_hit_hash(struct throttle *t, uint64_t hash, uint64_t now_ms)
{
	const struct throttle_key key = key_of_hash(hash);

	return hit(t, &key, now_ms);
}

void
throttle_forgive(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms)
{
	const struct throttle_key key = key_of_peer(peer);

	forgive(t, &key, now_ms);
}

void
throttle_forgive_hash(struct throttle *t, uint64_t hash, uint64_t now_ms)
{
	const struct throttle_key key = key_of_hash(hash);

	forgive(t, &key, now_ms);
}
