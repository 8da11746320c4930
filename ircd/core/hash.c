/*
 * The keyed hash and its table of chains.  A node remembers its whole hash, so growing never hashes again and a chain
 * compares keys only where 64 bits agree.
 */
#include "core/hash.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "core/mem.h"
#include "core/rng.h"

enum { SLOTS_MIN = 8 };

static unsigned char hash_key[crypto_shorthash_KEYBYTES];
static bool hash_key_drawn;

void
hash_init(void)
{
	rng_bytes(hash_key, sizeof(hash_key));
	hash_key_drawn = true;
}

uint64_t
hash_bytes(struct view v)
{
	unsigned char out[crypto_shorthash_BYTES];
	uint64_t r;

	assert(hash_key_drawn);
	_Static_assert(sizeof(out) == sizeof(r), "SipHash-2-4 gives 64 bits");
	(void)crypto_shorthash(out, (const unsigned char *)(v.n != 0 ? v.p : ""), v.n, hash_key);
	memcpy(&r, out, sizeof(r));
	return r;
}

void
hash_table_init(struct hash_table *t)
{
	*t = (struct hash_table){ 0 };
}

void
hash_table_release(struct hash_table *t)
{
	mem_free(t->slot);
	hash_table_init(t);
}

static struct hash_node **
slot_of(const struct hash_table *t, uint64_t hash)
{
	return &t->slot[(size_t)hash & (t->n_slots - 1)];
}

static void
push(struct hash_table *t, struct hash_node *node)
{
	struct hash_node **at = slot_of(t, node->hash);

	node->next = *at;
	*at = node;
}

static void
resize(struct hash_table *t, size_t n_slots)
{
	struct hash_table old = *t;

	t->slot = mem_array(n_slots, sizeof(struct hash_node *));
	t->n_slots = n_slots;
	for (size_t i = 0; i < old.n_slots; i++) {
		struct hash_node *node = old.slot[i];

		while (node != NULL) {
			struct hash_node *next = node->next;

			push(t, node);
			node = next;
		}
	}
	mem_free(old.slot);
}

void
hash_table_add(struct hash_table *t, struct hash_node *node, uint64_t hash)
{
	if (t->n_slots == 0)
		resize(t, SLOTS_MIN);
	else if (t->count >= t->n_slots)
		resize(t, t->n_slots * 2);
	node->hash = hash;
	push(t, node);
	t->count++;
}

void
hash_table_del(struct hash_table *t, struct hash_node *node)
{
	struct hash_node **at;

	assert(t->count != 0);
	at = slot_of(t, node->hash);
	while (*at != node) {
		assert(*at != NULL); /* not in this table */
		at = &(*at)->next;
	}
	*at = node->next;
	node->next = NULL;
	t->count--;
	if (t->count == 0)
		hash_table_release(t);
	else if (t->n_slots > SLOTS_MIN && t->count < t->n_slots / 8)
		resize(t, t->n_slots / 2);
}

struct hash_node *
hash_table_find(const struct hash_table *t, uint64_t hash, hash_match_fn *match, const void *key)
{
	if (t->count == 0)
		return NULL;
	for (struct hash_node *node = *slot_of(t, hash); node != NULL; node = node->next) {
		if (node->hash == hash && match(node, key))
			return node;
	}
	return NULL;
}

struct hash_node *
hash_table_next(const struct hash_table *t, size_t *pos, struct hash_node *prev)
{
	if (prev != NULL && prev->next != NULL)
		return prev->next;
	while (*pos < t->n_slots) {
		struct hash_node *node = t->slot[(*pos)++];

		if (node != NULL)
			return node;
	}
	return NULL;
}
