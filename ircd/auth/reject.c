/*
 * Refusals are counted from the first one of a window on; the window's end forgets them.  Addresses are in order of their last
 * refusal, so that a full table forgets the oldest.
 */
#include "auth/reject.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/mem.h"

struct reject_key {
	uint8_t family;
	uint8_t ip[8]; /* IPv4: the first four, the rest zero */
};

struct entry {
	struct hash_node node;
	struct list age;
	uint64_t since_ms; /* of the first refusal that counts */
	uint64_t until_ms; /* shut out; 0: it is not */
	uint32_t count;
	struct reject_key key;
};

struct reject {
	struct hash_table table;
	struct list age; /* oldest first */
	struct conf_reject conf;
	size_t max;
	uint64_t shut_out, turned_back;
};

struct reject *
reject_new(size_t max_entries)
{
	struct reject *r = mem_zalloc(sizeof(*r));

	assert(max_entries > 0);
	hash_table_init(&r->table);
	list_init(&r->age);
	r->max = max_entries;
	return r;
}

static struct entry *
oldest(struct reject *r)
{
	return CONTAINER_OF(r->age.next, struct entry, age);
}

static void
forget(struct reject *r, struct entry *en)
{
	hash_table_del(&r->table, &en->node);
	list_del(&en->age);
	mem_free(en);
}

static void
forget_all(struct reject *r)
{
	while (!list_is_empty(&r->age))
		forget(r, oldest(r));
}

void
reject_free(struct reject *r)
{
	if (r == NULL)
		return;
	forget_all(r);
	hash_table_release(&r->table);
	mem_free(r);
}

void
reject_configure(struct reject *r, const struct conf_reject *conf)
{
	forget_all(r);
	r->conf = *conf;
}

static bool
key_matches(const struct hash_node *node, const void *key)
{
	const struct reject_key *have = &CONTAINER_OF(node, const struct entry, node)->key, *want = key;

	return have->family == want->family && memcmp(have->ip, want->ip, sizeof(have->ip)) == 0;
}

static struct reject_key
key_of(const struct peer_addr *peer)
{
	struct reject_key key = { .family = peer->family };

	memcpy(key.ip, peer->ip, peer->family == AF_INET ? 4 : 8);
	return key;
}

static struct entry *
entry_find(const struct reject *r, const struct reject_key *key)
{
	struct hash_node *node =
		hash_table_find(&r->table, hash_bytes(view_of(key, sizeof(*key))), key_matches, key);

	return node != NULL ? CONTAINER_OF(node, struct entry, node) : NULL;
}

/* Made if need be; now the youngest. */
static struct entry *
entry_get(struct reject *r, const struct peer_addr *peer)
{
	struct reject_key key = key_of(peer);
	struct entry *en = entry_find(r, &key);

	if (en != NULL) {
		list_del(&en->age);
	} else {
		if (r->table.count >= r->max)
			forget(r, oldest(r));
		en = mem_zalloc(sizeof(*en));
		en->key = key;
		hash_table_add(&r->table, &en->node, hash_bytes(view_of(&key, sizeof(key))));
	}
	list_add_tail(&r->age, &en->age);
	return en;
}

bool
reject_count(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct entry *en;

	if (r == NULL || r->conf.after == 0 || peer_addr_is_local(peer))
		return false;
	en = entry_get(r, peer);
	if (en->count == 0 || now_ms - en->since_ms >= r->conf.within_ms) {
		en->count = 0;
		en->since_ms = now_ms;
	}
	if (++en->count < r->conf.after)
		return false;
	en->count = 0;
	en->until_ms = now_ms + r->conf.for_ms;
	r->shut_out++;
	return true;
}

bool
reject_is_shut(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct reject_key key;
	const struct entry *en;

	if (r == NULL || r->table.count == 0 || peer_addr_is_local(peer))
		return false;
	key = key_of(peer);
	en = entry_find(r, &key);
	if (en == NULL || now_ms >= en->until_ms)
		return false;
	r->turned_back++;
	return true;
}

bool
reject_forget(struct reject *r, const struct peer_addr *peer, uint64_t now_ms)
{
	struct reject_key key = key_of(peer);
	struct entry *en = entry_find(r, &key);
	bool was_shut = en != NULL && now_ms < en->until_ms;

	if (en != NULL)
		forget(r, en);
	return was_shut;
}

struct reject_figures
reject_figures(const struct reject *r)
{
	return (struct reject_figures){ r->table.count, r->shut_out, r->turned_back };
}
