/*
 * Per address one point in time, `free_ms`: when all that it has opened would be paid for at one per `per_ms` (GCRA).  A burst is
 * how far that point may lie ahead of now.
 */
#include "net/throttle.h"

#include <sys/socket.h>

#include "core/mem.h"
#include "net/addr_table.h"

struct entry {
	struct addr_entry of; /* first */
	uint64_t free_ms;
};

struct throttle {
	struct addr_table table;
	uint32_t burst;
	uint64_t per_ms;
};

struct throttle *
throttle_new(uint32_t burst, uint64_t per_ms, size_t max_entries)
{
	struct throttle *t = mem_zalloc(sizeof(*t));

	addr_table_init(&t->table, max_entries, sizeof(struct entry));
	t->burst = burst;
	t->per_ms = per_ms;
	return t;
}

void
throttle_free(struct throttle *t)
{
	if (t == NULL)
		return;
	addr_table_release(&t->table);
	mem_free(t);
}

size_t
throttle_count(const struct throttle *t)
{
	return addr_table_count(&t->table);
}

static struct entry *
entry_of(struct addr_entry *of)
{
	return CONTAINER_OF(of, struct entry, of);
}

static bool
hit(struct throttle *t, struct addr_key key, uint64_t now_ms)
{
	struct entry *en;
	uint64_t start;

	if (t->burst == 0)
		return true;
	en = entry_of(addr_table_get(&t->table, key));
	start = en->free_ms > now_ms ? en->free_ms : now_ms;
	if (start - now_ms > (t->burst - 1) * t->per_ms)
		return false; /* not counted: who waits gets in, however often it tried */
	en->free_ms = start + t->per_ms;
	return true;
}

static void
forgive(struct throttle *t, struct addr_key key, uint64_t now_ms)
{
	struct addr_entry *of = addr_table_find(&t->table, key);

	if (of != NULL && entry_of(of)->free_ms > now_ms)
		entry_of(of)->free_ms -= t->per_ms;
}

bool
throttle_hit(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms)
{
	return peer->family == AF_UNIX || hit(t, addr_key_of(peer), now_ms);
}

bool
throttle_hit_hash(struct throttle *t, uint64_t hash, uint64_t now_ms)
{
	return hit(t, addr_key_of_number(hash), now_ms);
}

void
throttle_forgive(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms)
{
	forgive(t, addr_key_of(peer), now_ms);
}

void
throttle_forgive_hash(struct throttle *t, uint64_t hash, uint64_t now_ms)
{
	forgive(t, addr_key_of_number(hash), now_ms);
}
