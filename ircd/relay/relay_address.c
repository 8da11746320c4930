/* What a client says about its address is not even looked at here: all of this is about the address that its connection comes from. */
#include "relay/relay_address.h"

#include <string.h>

#include "conf/conf.h"
#include "conf/conf_who.h"
#include "proto/ip_block.h"
#include "relay/relay.h"

#define PORT_LEAST 1024 /* below are services of the system */

static bool
is_link_local(const struct peer_addr *a)
{
	if (a->family == AF_INET)
		return a->ip[0] == 169 && a->ip[1] == 254;
	return a->family == AF_INET6 && a->ip[0] == 0xfe && (a->ip[1] & 0xc0) == 0x80;
}

bool
relay_address_is_fit(const struct relay_where *w)
{
	uint8_t family = w->peer.family;

	return w->usable && (family == AF_INET || family == AF_INET6) && w->local.len != 0 &&
		w->local.u.sa.sa_family == family && !is_link_local(&w->peer);
}

/* Equal in so many bits of the whole address. */
static bool
share_bits(const struct peer_addr *a, const struct peer_addr *b, unsigned bits)
{
	struct ip_block one = ip_block_of(a->family, a->ip, bits),
			other = ip_block_of(b->family, b->ip, bits);

	return memcmp(one.ip, other.ip, sizeof(one.ip)) == 0;
}

bool
relay_address_is_of(const struct conf_dcc *d, const struct peer_addr *peer, const struct peer_addr *expected)
{
	if (peer->family != expected->family)
		return false;
	if (share_bits(peer, expected, peer->family == AF_INET ? 32 : d->prefix6))
		return true;
	for (size_t i = 0; i < d->n_nat_pools; i++) {
		const struct conf_who *pool = &d->nat_pools[i];

		if (conf_who_has_address(pool, peer->family, peer->ip) &&
			conf_who_has_address(pool, expected->family, expected->ip))
			return true;
	}
	return false;
}

/* Nobody can have it: "this network", multicast, what is reserved, broadcast. */
static bool
is_nobodys(const struct peer_addr *a)
{
	static const uint8_t zero[16];

	if (a->family == AF_INET)
		return a->ip[0] == 0 || a->ip[0] >= 224;
	return a->family != AF_INET6 || memcmp(a->ip, zero, sizeof(zero)) == 0 || a->ip[0] == 0xff;
}

static bool
is_own(const struct peer_addr *a, const struct peer_addr *own, size_t n_own)
{
	for (size_t i = 0; i < n_own; i++) {
		if (own[i].family == a->family &&
			memcmp(own[i].ip, a->ip, a->family == AF_INET ? 4 : 16) == 0)
			return true;
	}
	return peer_addr_is_local(a);
}

/* Ports of ours are not dialled elsewhere either: other servers of the network have the same. */
static bool
is_denied_port(const struct conf *conf, uint16_t port, bool on_this_host)
{
	if (port < PORT_LEAST || (on_this_host && conf_ports_have(&conf->dcc.ports, 1, port)) ||
		conf_ports_have(conf->dcc.deny_ports, conf->dcc.n_deny_ports, port))
		return true;
	for (size_t i = 0; i < conf->n_listen; i++) {
		if (conf->listen[i].port == port) /* 0: a Unix socket */
			return true;
	}
	return false;
}

enum relay_dial_verdict
relay_address_may_dial(
	const struct conf *conf, const struct peer_addr *to, const struct peer_addr *own, size_t n_own)
{
	bool here = is_own(to, own, n_own);

	if (is_nobodys(to) || is_link_local(to) || (here && !conf->dcc.local))
		return RELAY_DIAL_ADDRESS;
	return is_denied_port(conf, to->port, here) ? RELAY_DIAL_PORT : RELAY_DIAL_OK;
}

static void
told_by_socket(const struct addr *a, struct relay_told *out)
{
	struct peer_addr p;

	peer_addr_from(&p, &a->u.sa, a->len);
	out->family = p.family;
	memcpy(out->ip, p.ip, sizeof(out->ip));
}

void
relay_address_told(const struct conf_dcc *d, const struct relay_where *w, struct relay_told *out)
{
	const struct conf_dcc_advertise *best = NULL;

	for (size_t i = 0; i < d->n_advertise; i++) {
		const struct conf_dcc_advertise *a = &d->advertise[i];

		/* A client that is told an address of the other family would come from one that is not known. */
		if (a->family == w->peer.family &&
			conf_who_has_address(&a->clients, w->peer.family, w->peer.ip) &&
			(best == NULL || a->clients.bits > best->clients.bits))
			best = a;
	}
	told_by_socket(&w->local, out);
	if (best != NULL)
		memcpy(out->ip, best->ip, sizeof(out->ip));
}

void
relay_address_set_port(struct addr *a, uint16_t port)
{
	if (a->u.sa.sa_family == AF_INET)
		a->u.in.sin_port = htons(port);
	else
		a->u.in6.sin6_port = htons(port);
}

uint16_t
relay_address_port(const struct addr *a)
{
	return ntohs(a->u.sa.sa_family == AF_INET ? a->u.in.sin_port : a->u.in6.sin6_port);
}

void
relay_address_of_peer(const struct peer_addr *a, uint16_t port, struct addr *out)
{
	*out = (struct addr){ .len = sizeof(out->u.in) };
	if (a->family == AF_INET) {
		out->u.in.sin_family = AF_INET;
		memcpy(&out->u.in.sin_addr, a->ip, 4);
	} else {
		out->len = sizeof(out->u.in6);
		out->u.in6.sin6_family = AF_INET6;
		memcpy(&out->u.in6.sin6_addr, a->ip, 16);
	}
	relay_address_set_port(out, port != 0 ? port : a->port);
}
