/*
 * What is remembered of addresses, bounded: when the table is full, what was not wanted for longest is forgotten.  Of IPv6 the /64 counts.
 * Entries are embedded, first, in what is remembered; the table makes and frees them.
 */
#ifndef CONCLAVE_NET_ADDR_TABLE_H
#define CONCLAVE_NET_ADDR_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "net/addr.h"

struct addr_key {
	uint8_t family;	  /* AF_UNSPEC: a number */
	uint8_t bytes[8]; /* IPv4: the first four, the rest zero */
};
struct addr_key addr_key_of(const struct peer_addr *peer);
/* A key that no address has. */
struct addr_key addr_key_of_number(uint64_t n);

struct addr_entry {
	struct hash_node node;
	struct list age;
	struct addr_key key;
};

/* Embedded. */
struct addr_table {
	struct hash_table table;
	struct list age; /* longest ago first */
	size_t max, entry_size;
};

/* max: entries, 1 and up.  entry_size: of what begins with a struct addr_entry. */
void addr_table_init(struct addr_table *t, size_t max, size_t entry_size);
void addr_table_release(struct addr_table *t);
void addr_table_clear(struct addr_table *t);
size_t addr_table_count(const struct addr_table *t) WARN_UNUSED;
struct addr_entry *addr_table_find(const struct addr_table *t, struct addr_key key) WARN_UNUSED;
/* Made if need be, all zero behind its key; the last to be forgotten from now on. */
struct addr_entry *addr_table_get(struct addr_table *t, struct addr_key key);
void addr_table_forget(struct addr_table *t, struct addr_entry *en);

#endif
