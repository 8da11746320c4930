#include "icq/udp_server.h"

#include <assert.h>
#include <string.h>

#include "conf/conf_icq.h"
#include "conf/conf_who.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "icq/icq.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"
#include "icq/udp_stranger.h"

#define ADDRESSES_MAX 4096u /* whose datagrams are counted */
#define LOST_PER_MS   1000u /* one address is told so often that it is not logged in */
#define DATAGRAM_MIN  6u    /* the shortest header */

static void
set_rate(struct udp_server *srv, struct conf_rate rate)
{
	if (rate.count == srv->rate.count && rate.per_ms == srv->rate.per_ms)
		return;
	throttle_free(srv->datagrams);
	srv->rate = rate;
	/* Less than a millisecond each would be no limit at all: then a millisecond. */
	srv->datagrams = rate.count == 0
		? NULL
		: throttle_new(
			  rate.count, rate.per_ms > rate.count ? rate.per_ms / rate.count : 1, ADDRESSES_MAX);
}

void
udp_server_configure(struct udp_server *srv)
{
	set_rate(srv, icq_conf(srv->icq)->datagrams);
}

struct udp_server *
udp_server_new(struct icq *icq, udp_send_fn *send, void *arg)
{
	struct udp_server *srv = mem_zalloc(sizeof(*srv));

	srv->icq = icq;
	srv->send = send;
	srv->send_arg = arg;
	hash_table_init(&srv->sessions);
	srv->lost = throttle_new(1, LOST_PER_MS, ADDRESSES_MAX);
	udp_recent_init(&srv->recent);
	rng_bytes(&srv->random, sizeof(srv->random));
	udp_server_configure(srv);
	return srv;
}

void
udp_server_free(struct udp_server *srv)
{
	if (srv == NULL)
		return;
	udp_session_close_all(srv);
	hash_table_release(&srv->sessions);
	udp_recent_release(&srv->recent);
	throttle_free(srv->lost);
	throttle_free(srv->datagrams);
	mem_free(srv);
}

uint64_t
udp_now_ms(const struct udp_server *srv)
{
	return loop_mono_ms(icq_loop(srv->icq));
}

static struct view
bytes_of(struct udp_server *srv, const struct udp_packet *p)
{
	struct view bytes;

	srv->random = srv->random * 1664525u + 1013904223u;
	bytes = udp_packet_to_client(p, srv->random >> 8, srv->out, sizeof(srv->out));
	assert(bytes.n != 0);
	return bytes;
}

void
udp_send(struct udp_server *srv, size_t listener, const struct peer_addr *to, const struct udp_packet *p)
{
	srv->stats.sent++;
	srv->send(srv->send_arg, listener, to, bytes_of(srv, p));
}

void
udp_send_within(struct udp_server *srv, struct udp_caller *c, const struct udp_packet *p)
{
	struct view bytes = bytes_of(srv, p);

	if (bytes.n > c->credit)
		return;
	c->credit -= bytes.n;
	srv->stats.sent++;
	srv->send(srv->send_arg, c->listener, c->peer, bytes);
}

static bool
is_from_ours(const struct conf_icq *conf, const struct peer_addr *from)
{
	for (size_t i = 0; i < conf->n_legacy_from; i++) {
		if (conf_who_has_address(&conf->legacy_from[i], from->family, from->ip))
			return true;
	}
	return false;
}

static bool
has_version(const struct conf_icq *conf, struct view bytes)
{
	uint8_t version = (uint8_t)bytes.p[0];

	return bytes.p[1] == 0 && version >= 2 && version <= 5 &&
		(conf->legacy_versions & CONF_ICQ_VERSION_BIT(version - 2)) != 0;
}

/* What costs least is asked first: this is where floods end. */
static bool
is_taken(struct udp_server *srv, const struct peer_addr *from, struct view bytes)
{
	const struct conf_icq *conf = icq_conf(srv->icq);

	srv->stats.received++;
	if (bytes.n < DATAGRAM_MIN || bytes.n > UDP_PACKET_MAX || !has_version(conf, bytes) ||
		from->port == 0 || !is_from_ours(conf, from)) {
		srv->stats.refused++;
		return false;
	}
	if (srv->datagrams != NULL && !throttle_hit(srv->datagrams, from, udp_now_ms(srv))) {
		srv->stats.rated++;
		return false;
	}
	return true;
}

bool
udp_server_receive(struct udp_server *srv, size_t listener, const struct peer_addr *from, struct view bytes)
{
	struct udp_packet p;
	struct udp_caller caller = { .listener = listener, .peer = from, .packet = &p, .credit = bytes.n };
	struct udp_session *s;

	if (!is_taken(srv, from, bytes))
		return false;
	if (udp_packet_from_client(&p, bytes, &srv->plain) != UDP_PACKET_OK || p.check == UDP_CHECK_WRONG) {
		srv->stats.broken++;
		return false;
	}
	s = udp_session_find(srv, from, &p);
	if (s != NULL && !udp_stranger_is(&p))
		udp_session_hear(s, &p);
	else
		udp_stranger_hear(srv, &caller, s);
	return true;
}

void
udp_server_stats(const struct udp_server *srv, struct udp_server_stats *out)
{
	struct hash_node *node = NULL;
	size_t pos = 0;

	*out = srv->stats;
	out->sessions = srv->sessions.count;
	while ((node = hash_table_next(&srv->sessions, &pos, node)) != NULL)
		out->waiting += CONTAINER_OF(node, struct udp_session, node)->queue.count;
}
