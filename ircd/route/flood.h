/* Flood control: a bucket of cost.  Commands take out of it at once; it fills at a steady rate.  Being empty delays, never kills. */
#ifndef CONCLAVE_ROUTE_FLOOD_H
#define CONCLAVE_ROUTE_FLOOD_H

#include <stdint.h>

#include "core/util.h"

struct flood {
	int64_t level;	  /* thousandths of cost; below 0: in debt */
	uint64_t seen_ms; /* monotonic time of the last look */
};

struct flood_limit {
	uint32_t burst; /* cost that may be spent at once; 0 = no limit */
	uint32_t rate;	/* cost that comes back per second; 0 = no limit */
};

void flood_init(struct flood *f, struct flood_limit limit, uint64_t now_ms);
/* Takes cost.  ret: ms until the next command may run, 0 = at once. */
uint64_t flood_charge(struct flood *f, struct flood_limit limit, uint32_t cost, uint64_t now_ms) WARN_UNUSED;

#endif
