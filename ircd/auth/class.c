/* Clients per class, and per class and address, counted exactly: every class_enter() that said OK has one class_leave(). */
#include "auth/class.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/mem.h"

/* Class, family and address as bytes, so that they can be hashed and compared whole. */
struct address_key {
	uint8_t bytes[sizeof(struct class *) + 1 + 16];
};

/* How many of one class come from one address; exists while there is one. */
struct address_count {
	struct hash_node node;
	struct address_key key;
	uint32_t count;
};

struct class_set {
	struct list classes;
	struct hash_table addresses;
};

struct class_set *
class_set_new(void)
{
	struct class_set *set = mem_zalloc(sizeof(*set));

	list_init(&set->classes);
	hash_table_init(&set->addresses);
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
	assert(set->addresses.count == 0);
	LIST_FOR_EACH_SAFE (it, nx, &set->classes)
		class_free(class_of_link(it));
	hash_table_release(&set->addresses);
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

static void
class_update(struct class_set *set, const struct conf_class *from)
{
	struct class *c = class_find(set, from->name);

	if (c == NULL) {
		c = mem_zalloc(sizeof(*c));
		c->name = view_dup(view_z(from->name));
		list_add_tail(&set->classes, &c->link);
	}
	c->ping_ms = from->ping_ms;
	c->sendq = from->sendq;
	c->recvq = from->recvq;
	c->max_clients = from->max_clients;
	c->max_per_address = from->max_per_address;
	c->max_channels = from->max_channels;
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

static bool
address_match(const struct hash_node *node, const void *key)
{
	const struct address_count *a = CONTAINER_OF(node, struct address_count, node);

	return memcmp(a->key.bytes, key, sizeof(a->key.bytes)) == 0;
}

/* Of an IPv6 address the /64 counts, for one peer has all of it (as in net/throttle.c). */
static uint64_t
address_key(struct address_key *key, const struct class *c, const struct peer_addr *peer)
{
	memset(key->bytes, 0, sizeof(key->bytes));
	memcpy(key->bytes, &c, sizeof(c));
	key->bytes[sizeof(c)] = peer->family;
	memcpy(key->bytes + sizeof(c) + 1, peer->ip, peer->family == AF_INET6 ? 8 : 4);
	return hash_bytes(view_of(key->bytes, sizeof(key->bytes)));
}

static struct address_count *
address_find(const struct class_set *set, const struct class *c, const struct peer_addr *peer)
{
	struct address_key key;
	uint64_t hash = address_key(&key, c, peer);
	struct hash_node *n = hash_table_find(&set->addresses, hash, address_match, key.bytes);

	return n != NULL ? CONTAINER_OF(n, struct address_count, node) : NULL;
}

enum class_verdict
class_enter(struct class_set *set, struct class *c, const struct peer_addr *peer)
{
	struct address_count *a = NULL;

	if (c->n_clients >= c->max_clients)
		return CLASS_FULL;
	if (peer->family != AF_UNIX) {
		a = address_find(set, c, peer);
		if (a != NULL && a->count >= c->max_per_address)
			return CLASS_ADDRESS_FULL;
		if (a == NULL) {
			a = mem_zalloc(sizeof(*a));
			hash_table_add(&set->addresses, &a->node, address_key(&a->key, c, peer));
		}
		a->count++;
	}
	c->n_clients++;
	return CLASS_OK;
}

void
class_leave(struct class_set *set, struct class *c, const struct peer_addr *peer)
{
	struct address_count *a = address_find(set, c, peer);

	assert(c->n_clients > 0);
	if (a != NULL && --a->count == 0) {
		hash_table_del(&set->addresses, &a->node);
		mem_free(a);
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
