/* Rules about addresses: whose is it, may it be dialled, what is a client told to connect to. */
#ifndef CONCLAVE_RELAY_RELAY_ADDRESS_H
#define CONCLAVE_RELAY_RELAY_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "net/addr.h"

struct conf;
struct conf_dcc;
struct relay_where;

/*
 * An address to which a connection can be expected from where the client's other one comes from: IPv4 or IPv6 of the family of what it has
 * dialled, and none that needs the name of an interface besides.
 */
bool relay_address_is_fit(const struct relay_where *w) WARN_UNUSED;
/* `peer` is where somebody at `expected` comes from: the same address, IPv6 in its first prefix6 bits, or of the same NAT pool. */
bool relay_address_is_of(
	const struct conf_dcc *d, const struct peer_addr *peer, const struct peer_addr *expected) WARN_UNUSED;

enum relay_dial_verdict {
	RELAY_DIAL_OK,
	RELAY_DIAL_ADDRESS, /* loopback, this host, multicast ...: nobody's listener is to be looked for there */
	RELAY_DIAL_PORT,    /* a service's, or one of ours */
};
/* own: the addresses of this host. */
enum relay_dial_verdict relay_address_may_dial(const struct conf *conf, const struct peer_addr *to,
	const struct peer_addr *own, size_t n_own) WARN_UNUSED;

/* An address as it is written in an offer. */
struct relay_told {
	uint8_t family;
	uint8_t ip[16];
};
/* Its own connection's, or what `advertise` says about clients there. */
void relay_address_told(const struct conf_dcc *d, const struct relay_where *w, struct relay_told *out);

/* For sockets.  port 0: that of `a`. */
void relay_address_of_peer(const struct peer_addr *a, uint16_t port, struct addr *out);
void relay_address_set_port(struct addr *a, uint16_t port);
uint16_t relay_address_port(const struct addr *a) WARN_UNUSED;

#endif
