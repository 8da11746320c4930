/*
 * Clients per class, and per class and address or block, counted exactly: every class_enter() that said OK has one class_leave().
 * Blocks are sums of addresses, so that they can be made anew when a configuration draws them elsewhere.
 */
#include "auth/class.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/mem.h"

/* Class, kind of place, family and address as bytes, so that they can be hashed and compared whole. */
struct place_key {
	uint8_t bytes[sizeof(struct class *) + 2 + 8];
};

enum place_kind { PLACE_ADDRESS, PLACE_BLOCK };

/* How many of one class come from one place; exists while there is one. */
struct place_count {
	struct hash_node node;
	struct list in_class;
	struct peer_addr peer; /* one from there */
	struct place_key key;
	uint32_t count;
};

struct class_set {
	struct list classes;
	struct hash_table places;
};

struct class_set *
class_set_new(void)
{
	struct class_set *set = mem_zalloc(sizeof(*set));

	list_init(&set->classes);
	hash_table_init(&set->places);
	return set;
}

static struct class *
class_of_link(struct list *l)
{
	return CONTAINER_OF(l, struct class, link);
}

static void
class_free(struct class *c)
{
	list_del(&c->link);
	mem_free(c->name);
	mem_free(c);
}

void
class_set_free(struct class_set *set)
{
	if (set == NULL)
		return;
	assert(set->places.count == 0);
	LIST_FOR_EACH_SAFE (it, nx, &set->classes)
		class_free(class_of_link(it));
	hash_table_release(&set->places);
	mem_free(set);
}

static struct class *
class_find(const struct class_set *set, const char *name)
{
	LIST_FOR_EACH (it, &set->classes) {
		struct class *c = class_of_link(it);

		if (strcmp(c->name, name) == 0)
			return c;
	}
	return NULL;
}

static bool
place_match(const struct hash_node *node, const void *key)
{
	const struct place_count *p = CONTAINER_OF(node, struct place_count, node);

	return memcmp(p->key.bytes, key, sizeof(p->key.bytes)) == 0;
}

static size_t
place_bits(const struct class *c, enum place_kind kind, uint8_t family)
{
	/* Of an IPv6 address the /64 counts, for one peer has all of it (as in net/throttle.c). */
	if (kind == PLACE_ADDRESS)
		return family == AF_INET6 ? 64 : 32;
	return c->block_bits[family == AF_INET6];
}

static uint64_t
place_key(struct place_key *key, const struct class *c, enum place_kind kind, const struct peer_addr *peer)
{
	size_t bits = place_bits(c, kind, peer->family);
	uint8_t *ip = key->bytes + sizeof(c) + 2;

	memset(key->bytes, 0, sizeof(key->bytes));
	memcpy(key->bytes, &c, sizeof(c));
	key->bytes[sizeof(c)] = (uint8_t)kind;
	key->bytes[sizeof(c) + 1] = peer->family;
	memcpy(ip, peer->ip, bits / 8);
	if (bits % 8 != 0)
		ip[bits / 8] = (uint8_t)(peer->ip[bits / 8] & 0xff00U >> bits % 8);
	return hash_bytes(view_of(key->bytes, sizeof(key->bytes)));
}

static struct place_count *
place_find(const struct class_set *set, const struct class *c, enum place_kind kind,
	const struct peer_addr *peer)
{
	struct place_key key;
	uint64_t hash = place_key(&key, c, kind, peer);
	struct hash_node *n = hash_table_find(&set->places, hash, place_match, key.bytes);

	return n != NULL ? CONTAINER_OF(n, struct place_count, node) : NULL;
}

static uint32_t
place_has(const struct class_set *set, const struct class *c, enum place_kind kind,
	const struct peer_addr *peer)
{
	const struct place_count *p = place_find(set, c, kind, peer);

	return p != NULL ? p->count : 0;
}

static void
place_add(struct class_set *set, struct class *c, enum place_kind kind, const struct peer_addr *peer,
	uint32_t n)
{
	struct place_count *p = place_find(set, c, kind, peer);

	if (p == NULL) {
		p = mem_zalloc(sizeof(*p));
		p->peer = *peer;
		hash_table_add(&set->places, &p->node, place_key(&p->key, c, kind, peer));
		list_add_tail(kind == PLACE_BLOCK ? &c->blocks : &c->addresses, &p->in_class);
	}
	p->count += n;
}

static void
place_free(struct class_set *set, struct place_count *p)
{
	hash_table_del(&set->places, &p->node);
	list_del(&p->in_class);
	mem_free(p);
}

static void
place_sub(struct class_set *set, const struct class *c, enum place_kind kind, const struct peer_addr *peer)
{
	struct place_count *p = place_find(set, c, kind, peer);

	if (p != NULL && --p->count == 0)
		place_free(set, p);
}

/* Before the bits change: blocks are found by them. */
static void
blocks_clear(struct class_set *set, struct class *c)
{
	LIST_FOR_EACH_SAFE (it, nx, &c->blocks)
		place_free(set, CONTAINER_OF(it, struct place_count, in_class));
}

static void
blocks_sum(struct class_set *set, struct class *c)
{
	LIST_FOR_EACH (it, &c->addresses) {
		const struct place_count *p = CONTAINER_OF(it, struct place_count, in_class);

		place_add(set, c, PLACE_BLOCK, &p->peer, p->count);
	}
}

static void
blocks_update(struct class_set *set, struct class *c, const struct conf_class *from)
{
	bool same = c->block_bits[0] == from->block_ipv4 && c->block_bits[1] == from->block_ipv6 &&
		(c->max_per_block != 0) == (from->max_per_block != 0);

	c->max_per_block = from->max_per_block;
	if (same)
		return;
	blocks_clear(set, c);
	c->block_bits[0] = from->block_ipv4;
	c->block_bits[1] = from->block_ipv6;
	if (c->max_per_block != 0)
		blocks_sum(set, c);
}

static void
class_update(struct class_set *set, const struct conf_class *from)
{
	struct class *c = class_find(set, from->name);

	if (c == NULL) {
		c = mem_zalloc(sizeof(*c));
		c->name = view_dup(view_z(from->name));
		list_init(&c->addresses);
		list_init(&c->blocks);
		list_add_tail(&set->classes, &c->link);
	}
	c->ping_ms = from->ping_ms;
	c->sendq = from->sendq;
	c->recvq = from->recvq;
	c->max_clients = from->max_clients;
	c->max_per_address = from->max_per_address;
	blocks_update(set, c, from);
	c->max_channels = from->max_channels;
	c->ctcp = from->ctcp;
	c->flood = (struct flood_limit){ from->flood_burst, from->flood_rate };
	c->flood_bytes = from->flood_bytes;
	memcpy(c->rate, from->rate, sizeof(c->rate));
	c->listed = true;
}

void
class_set_configure(struct class_set *set, const struct conf *conf)
{
	LIST_FOR_EACH (it, &set->classes)
		class_of_link(it)->listed = false;
	for (size_t i = 0; i < conf->n_class; i++)
		class_update(set, &conf->class[i]);
	LIST_FOR_EACH_SAFE (it, nx, &set->classes) {
		struct class *c = class_of_link(it);

		if (!c->listed && c->n_clients == 0)
			class_free(c);
	}
}

struct class *
class_set_get(struct class_set *set, const char *name)
{
	struct class *c = class_find(set, name);

	assert(c != NULL);
	return c;
}

static void
count_in(struct class_set *set, struct class *c, const struct peer_addr *peer)
{
	if (peer->family != AF_UNIX) {
		place_add(set, c, PLACE_ADDRESS, peer, 1);
		if (c->max_per_block != 0)
			place_add(set, c, PLACE_BLOCK, peer, 1);
	}
	c->n_clients++;
}

enum class_verdict
class_enter(struct class_set *set, struct class *c, const struct peer_addr *peer)
{
	if (c->n_clients >= c->max_clients)
		return CLASS_FULL;
	if (peer->family != AF_UNIX) {
		if (place_has(set, c, PLACE_ADDRESS, peer) >= c->max_per_address)
			return CLASS_ADDRESS_FULL;
		if (c->max_per_block != 0 && place_has(set, c, PLACE_BLOCK, peer) >= c->max_per_block)
			return CLASS_BLOCK_FULL;
	}
	count_in(set, c, peer);
	return CLASS_OK;
}

void
class_move(struct class_set *set, struct class *from, struct class *to, const struct peer_addr *peer)
{
	count_in(set, to, peer);
	class_leave(set, from, peer);
}

void
class_leave(struct class_set *set, struct class *c, const struct peer_addr *peer)
{
	assert(c->n_clients > 0);
	if (peer->family != AF_UNIX) {
		place_sub(set, c, PLACE_ADDRESS, peer);
		place_sub(set, c, PLACE_BLOCK, peer);
	}
	if (--c->n_clients == 0 && !c->listed)
		class_free(c);
}

struct class *
class_next(const struct class_set *set, const struct class *c)
{
	struct list *next = c == NULL ? set->classes.next : c->link.next;

	return next == &set->classes ? NULL : class_of_link(next);
}
