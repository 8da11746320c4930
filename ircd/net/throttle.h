/* How many connections an address may open: a bounded table of counters.  IPv6 addresses count by /64. */
#ifndef CONCLAVE_NET_THROTTLE_H
#define CONCLAVE_NET_THROTTLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "net/addr.h"

struct throttle;

/* burst connections at once, then one more each `per_ms`; max_entries addresses are remembered (the oldest is forgotten). */
struct throttle *throttle_new(uint32_t burst, uint64_t per_ms, size_t max_entries) WARN_UNUSED;
void throttle_free(struct throttle *t);
/* Counts one; false if this one is too many.  burst 0 = no limit. Unix sockets are never refused. */
bool throttle_hit(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms) WARN_UNUSED;
/* The same for what is no address, by its hash (core/hash.h). */
bool throttle_hit_hash(struct throttle *t, uint64_t hash, uint64_t now_ms) WARN_UNUSED;
/* The last hit was none after all: what was counted is taken back. */
void throttle_forgive(struct throttle *t, const struct peer_addr *peer, uint64_t now_ms);
void throttle_forgive_hash(struct throttle *t, uint64_t hash, uint64_t now_ms);
size_t throttle_count(const struct throttle *t);

#endif
