/* One time for each port: until then it may not be taken.  A walk over all of them for each offer; there are some hundreds. */
#include "relay/relay_port.h"

#include <assert.h>

#include "core/mem.h"
#include "core/rng.h"

struct relay_ports {
	uint16_t first;
	size_t n;
	uint64_t until_ms[]; /* UINT64_MAX: in use */
};

struct relay_ports *
relay_ports_new(uint16_t first, uint16_t last)
{
	size_t n = (size_t)(last - first) + 1;
	struct relay_ports *p;

	assert(first <= last);
	p = mem_zalloc(sizeof(*p) + n * sizeof(p->until_ms[0]));
	p->first = first;
	p->n = n;
	return p;
}

void
relay_ports_free(struct relay_ports *p)
{
	mem_free(p);
}

uint16_t
relay_ports_take(struct relay_ports *p, uint64_t now_ms)
{
	size_t n = relay_ports_free_count(p, now_ms);
	size_t skip;

	if (n == 0)
		return 0;
	skip = rng_below((uint32_t)n);
	for (size_t i = 0;; i++) {
		if (p->until_ms[i] > now_ms)
			continue;
		if (skip-- == 0) {
			p->until_ms[i] = UINT64_MAX;
			return (uint16_t)(p->first + i);
		}
	}
}

void
relay_ports_give(struct relay_ports *p, uint16_t port, uint64_t now_ms)
{
	assert(port >= p->first && (size_t)(port - p->first) < p->n);
	p->until_ms[port - p->first] = now_ms + RELAY_PORT_REST_MS;
}

size_t
relay_ports_count(const struct relay_ports *p)
{
	return p->n;
}

size_t
relay_ports_free_count(const struct relay_ports *p, uint64_t now_ms)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->until_ms[i] <= now_ms;
	return n;
}
