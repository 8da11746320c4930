#include "tests/icq/legacy_rig.h"

#include <assert.h>
#include <string.h>

#include "core/hash.h"
#include "core/mem.h"

#define STEP_MAX_MS 500u

static void
server_sends(void *arg, size_t listener, const struct peer_addr *to, struct view bytes)
{
	struct legacy_rig *r = arg;

	assert(listener == 0);
	sim_net_send(&r->net, &r->server, to, bytes);
}

void
rig_init(struct legacy_rig *r, uint64_t seed)
{
	*r = (struct legacy_rig){ 0 };
	hash_init();
	sim_net_init(&r->net, seed);
	r->loop = loop_new(LOOP_BACKEND_BEST, sim_net_clock(&r->net), NULL);
	assert(r->loop != NULL);
	r->icq = fake_core_new(r->loop);
	r->server = sim_peer("10.0.255.1", 4000);
	r->srv = udp_server_new(r->icq, server_sends, r);
}

void
rig_release(struct legacy_rig *r)
{
	for (size_t i = 0; i < r->n_clients; i++)
		legacy_release(&r->client[i]);
	udp_server_free(r->srv);
	fake_core_free(r->icq);
	loop_free(r->loop);
	sim_net_release(&r->net);
}

struct legacy_client *
rig_client(struct legacy_rig *r, enum icq_protocol version)
{
	struct legacy_client *c = &r->client[r->n_clients];

	assert(r->n_clients < RIG_CLIENTS);
	legacy_init(c, &r->net, version, (uint32_t)(RIG_UIN + r->n_clients++));
	fake_core_account(r->icq, c->uin, c->password);
	return c;
}

static bool
is_at(const struct peer_addr *a, const struct peer_addr *b)
{
	return a->port == b->port && a->family == b->family && memcmp(a->ip, b->ip, sizeof(a->ip)) == 0;
}

static void
stray(struct legacy_rig *r, const struct sim_datagram *d)
{
	struct udp_packet p = { .version = r->stray_version };

	r->stray_bytes += d->n;
	r->stray_packets++;
	r->stray_cmd = udp_packet_from_server(&p, view_of(d->bytes, d->n)) == UDP_PACKET_OK ? p.cmd : 0;
}

static void
deliver(struct legacy_rig *r, const struct sim_datagram *d)
{
	if (is_at(&d->to, &r->server)) {
		(void)udp_server_receive(r->srv, 0, &d->from, view_of(d->bytes, d->n));
		return;
	}
	for (size_t i = 0; i < r->n_clients; i++) {
		if (is_at(&d->to, &r->client[i].peer)) {
			legacy_receive(&r->client[i], view_of(d->bytes, d->n));
			return;
		}
	}
	stray(r, d);
}

static uint64_t
next_ms(const struct legacy_rig *r, uint64_t end_ms)
{
	uint64_t next = r->net.now_ms + STEP_MAX_MS;

	next = sim_net_due_ms(&r->net) < next ? sim_net_due_ms(&r->net) : next;
	for (size_t i = 0; i < r->n_clients; i++) {
		uint64_t due_ms = legacy_due_ms(&r->client[i]);

		next = due_ms < next ? due_ms : next;
	}
	next = next > r->net.now_ms ? next : r->net.now_ms + 1;
	return next < end_ms ? next : end_ms;
}

static void
step(struct legacy_rig *r)
{
	struct sim_datagram *d;

	if (loop_turn(r->loop, 0, NULL) == -1)
		assert(false);
	while ((d = sim_net_take(&r->net)) != NULL) {
		deliver(r, d);
		mem_free(d);
	}
	for (size_t i = 0; i < r->n_clients; i++)
		legacy_tick(&r->client[i]);
}

void
rig_run(struct legacy_rig *r, uint64_t ms)
{
	uint64_t end_ms = r->net.now_ms + ms;

	step(r);
	while (r->net.now_ms < end_ms) {
		r->net.now_ms = next_ms(r, end_ms);
		step(r);
	}
}

struct udp_server_stats
rig_stats(const struct legacy_rig *r)
{
	struct udp_server_stats st;

	udp_server_stats(r->srv, &st);
	return st;
}
