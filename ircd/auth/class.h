/*
 * Classes as they are lived: limits from the configuration, and who counts against them.  A class that a new configuration no longer
 * has lives on, with its last limits, until its last client has gone.
 */
#ifndef CONCLAVE_AUTH_CLASS_H
#define CONCLAVE_AUTH_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/list.h"
#include "core/util.h"
#include "net/addr.h"
#include "route/flood.h"

struct class
{
	struct list link;
	char *name;
	uint64_t ping_ms;
	size_t sendq, recvq;
	uint32_t max_clients, max_per_address, max_channels;
	uint32_t max_per_block;	       /* 0: no limit, and blocks are not counted */
	uint32_t block_bits[2];	       /* of IPv4, of IPv6 */
	struct list addresses, blocks; /* class.c's counts */
	struct flood_limit flood;
	uint32_t flood_bytes; /* of a line cost 1; 0: none */
	struct conf_rate rate[CONF_RATE_N];
	enum conf_ctcp ctcp; /* that it may send */
	uint32_t n_clients;
	bool listed; /* in the configuration of now */
};

enum class_verdict { CLASS_OK, CLASS_FULL, CLASS_ADDRESS_FULL, CLASS_BLOCK_FULL };

struct class_set;

struct class_set *class_set_new(void) WARN_UNUSED;
void class_set_free(struct class_set *set);
void class_set_configure(struct class_set *set, const struct conf *conf);
/* By the name of a conf_class of the configuration given last; never NULL for those. */
struct class *class_set_get(struct class_set *set, const char *name);
/* Counts one client from this address.  Unix sockets are not limited per address and block. */
enum class_verdict
class_enter(struct class_set *set, struct class *c, const struct peer_addr *peer) WARN_UNUSED;
void class_leave(struct class_set *set, struct class *c, const struct peer_addr *peer);
/* From one to the other, whatever their limits say: who is there stays.  `from` may be gone when this returns. */
void class_move(struct class_set *set, struct class *from, struct class *to, const struct peer_addr *peer);
/* Walks: NULL first; NULL at the end. */
struct class *class_next(const struct class_set *set, const struct class *c);

#endif
