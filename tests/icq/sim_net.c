#include "tests/icq/sim_net.h"

#include <assert.h>
#include <string.h>

#include "core/mem.h"

#define WALL_MS 1700000000000u

void
sim_net_init(struct sim_net *net, uint64_t seed)
{
	*net = (struct sim_net){ .now_ms = 1000000, .random = seed * 2654435761u + 1 };
	list_init(&net->on_way);
}

void
sim_net_release(struct sim_net *net)
{
	LIST_FOR_EACH_SAFE (it, next, &net->on_way)
		mem_free(CONTAINER_OF(it, struct sim_datagram, link));
	list_init(&net->on_way);
}

static uint64_t
mono(void *arg)
{
	return ((const struct sim_net *)arg)->now_ms;
}

static uint64_t
wall(void *arg)
{
	return WALL_MS + ((const struct sim_net *)arg)->now_ms;
}

struct clock
sim_net_clock(struct sim_net *net)
{
	return (struct clock){ .mono_ms = mono, .wall_ms = wall, .arg = net };
}

uint32_t
sim_net_below(struct sim_net *net, uint32_t n)
{
	net->random = net->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(net->random >> 33) % n;
}

static void
put(struct sim_net *net, const struct peer_addr *from, const struct peer_addr *to, struct view bytes)
{
	struct sim_datagram *d = mem_alloc(sizeof(*d) + bytes.n);
	struct list *at = net->on_way.prev;
	uint32_t delay = net->chance.delay_ms;

	*d = (struct sim_datagram){ .from = *from, .to = *to, .n = bytes.n };
	d->due_ms = net->now_ms + (delay != 0 ? sim_net_below(net, delay + 1) : 0);
	memcpy(d->bytes, bytes.p, bytes.n);
	while (at != &net->on_way && CONTAINER_OF(at, struct sim_datagram, link)->due_ms > d->due_ms)
		at = at->prev;
	list_add_head(at, &d->link);
}

void
sim_net_send(struct sim_net *net, const struct peer_addr *from, const struct peer_addr *to, struct view bytes)
{
	net->sent++;
	if (sim_net_below(net, 1000) < net->chance.lost) {
		net->lost++;
		return;
	}
	put(net, from, to, bytes);
	if (sim_net_below(net, 1000) < net->chance.doubled) {
		net->doubled++;
		put(net, from, to, bytes);
	}
}

struct sim_datagram *
sim_net_take(struct sim_net *net)
{
	struct sim_datagram *d;

	if (sim_net_due_ms(net) > net->now_ms)
		return NULL;
	d = CONTAINER_OF(net->on_way.next, struct sim_datagram, link);
	list_del(&d->link);
	return d;
}

uint64_t
sim_net_due_ms(const struct sim_net *net)
{
	return list_is_empty(&net->on_way)
		? UINT64_MAX
		: CONTAINER_OF(net->on_way.next, struct sim_datagram, link)->due_ms;
}

struct peer_addr
sim_peer(const char *ip, uint16_t port)
{
	struct peer_addr p;
	int r = peer_addr_parse(view_z(ip), &p);

	assert(r == 0);
	(void)r;
	p.port = port;
	return p;
}
