#include "state/block_index.h"

#include <string.h>
#include <sys/socket.h>

void
block_index_init(struct block_index *ix)
{
	memset(ix, 0, sizeof(*ix));
	hash_table_init(&ix->table);
}

void
block_index_release(struct block_index *ix)
{
	hash_table_release(&ix->table);
}

static uint64_t
hash_of(const struct ip_block *b)
{
	return hash_bytes(view_of(b, sizeof(*b)));
}

_Static_assert(sizeof(struct ip_block) == 18, "no padding: its bytes are hashed and compared");

static uint32_t *
count_of(struct block_index *ix, const struct ip_block *b)
{
	return &ix->n[b->family == AF_INET6][b->bits];
}

void
block_index_add(struct block_index *ix, struct block_entry *en, const struct ip_block *block)
{
	en->block = *block;
	hash_table_add(&ix->table, &en->node, hash_of(block));
	++*count_of(ix, block);
}

void
block_index_del(struct block_index *ix, struct block_entry *en)
{
	hash_table_del(&ix->table, &en->node);
	--*count_of(ix, &en->block);
}

struct ask {
	struct ip_block block;
	block_visit_fn *visit;
	const void *arg;
};

static bool
is_it(const struct hash_node *node, const void *key)
{
	const struct block_entry *en = CONTAINER_OF(node, const struct block_entry, node);
	const struct ask *ask = key;

	return memcmp(&en->block, &ask->block, sizeof(en->block)) == 0 && ask->visit(en, ask->arg);
}

struct block_entry *
block_index_find(
	const struct block_index *ix, const struct ip_block *address, block_visit_fn *visit, const void *arg)
{
	const uint32_t *n = ix->n[address->family == AF_INET6];
	struct ask ask = { .visit = visit, .arg = arg };

	if (ix->table.count == 0)
		return NULL;
	for (unsigned bits = address->bits + 1U; bits-- > 0;) {
		struct hash_node *node;

		if (n[bits] == 0)
			continue;
		ask.block = ip_block_of(address->family, address->ip, bits);
		node = hash_table_find(&ix->table, hash_of(&ask.block), is_it, &ask);
		if (node != NULL)
			return CONTAINER_OF(node, struct block_entry, node);
	}
	return NULL;
}
