/* Blocks of addresses, of which those that an address is in are found: one look into a table for each length that is there. */
#ifndef CONCLAVE_STATE_BLOCK_INDEX_H
#define CONCLAVE_STATE_BLOCK_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/util.h"
#include "proto/ip_block.h"

struct block_entry {
	struct hash_node node;
	struct ip_block block;
};

struct block_index {
	struct hash_table table;
	uint32_t n[2][129]; /* of each length: IPv4, IPv6 */
};

/* true: it is the one. */
typedef bool block_visit_fn(const struct block_entry *en, const void *arg);

void block_index_init(struct block_index *ix);
void block_index_release(struct block_index *ix); /* never the entries */
void block_index_add(struct block_index *ix, struct block_entry *en, const struct ip_block *block);
void block_index_del(struct block_index *ix, struct block_entry *en); /* en must be in ix */
/* The narrowest of those that have the address which visit says is it; NULL if none is. */
struct block_entry *block_index_find(const struct block_index *ix, const struct ip_block *address,
	block_visit_fn *visit, const void *arg) WARN_UNUSED;

#endif
