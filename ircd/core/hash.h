/*
 * Keyed hash (SipHash-2-4 by libsodium, key drawn at hash_init()) and an intrusive hash table.
 * Keys that strangers choose can't be made to collide, for the key is secret.
 */
#ifndef CONCLAVE_CORE_HASH_H
#define CONCLAVE_CORE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/* Once, before the first hash_*() call; draws the key. */
void hash_init(void);
uint64_t hash_bytes(struct view v) WARN_UNUSED;

/* Embedded in what is to be found.  In at most one table at a time. */
struct hash_node {
	struct hash_node *next;
	uint64_t hash;
};

struct hash_table {
	struct hash_node **slot; /* power of two, doubles at load 1, halves below 1/8; NULL while empty */
	size_t n_slots;
	size_t count;
};

/* True if the node's key equals `key`; only asked when the hashes are equal. */
typedef bool hash_match_fn(const struct hash_node *node, const void *key);

void hash_table_init(struct hash_table *t);
void hash_table_release(struct hash_table *t); /* frees the slots, never the nodes */
void hash_table_add(struct hash_table *t, struct hash_node *node, uint64_t hash);
void hash_table_del(struct hash_table *t, struct hash_node *node); /* node must be in t */
struct hash_node *
hash_table_find(const struct hash_table *t, uint64_t hash, hash_match_fn *match, const void *key) WARN_UNUSED;
/* Walks all nodes: start with *pos = 0; NULL at the end.  No add or del meanwhile. */
struct hash_node *
hash_table_next(const struct hash_table *t, size_t *pos, struct hash_node *prev) WARN_UNUSED;

#endif
