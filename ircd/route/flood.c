#include "route/flood.h"

void
flood_init(struct flood *f, struct flood_limit limit, uint64_t now_ms)
{
	f->level = (int64_t)limit.burst * 1000;
	f->seen_ms = now_ms;
}

uint64_t
flood_charge(struct flood *f, struct flood_limit limit, uint32_t cost, uint64_t now_ms)
{
	int64_t full = (int64_t)limit.burst * 1000;
	uint64_t passed = now_ms - f->seen_ms;

	if (limit.burst == 0 || limit.rate == 0)
		return 0;
	f->seen_ms = now_ms;
	if (f->level > full)
		f->level = full; /* a new configuration has made the bucket smaller */
	/* Compared before it is multiplied: a client that was away for years must not overflow. */
	if (passed >= (uint64_t)(full - f->level) / limit.rate + 1)
		f->level = full;
	else
		f->level += (int64_t)(passed * limit.rate);
	f->level -= (int64_t)cost * 1000;
	if (f->level >= 0)
		return 0;
	return ((uint64_t)-f->level + limit.rate - 1) / limit.rate;
}
