/*
 * The server side of the legacy protocol, versions 2 to 5.  It gets datagrams and gives datagrams, and nothing else of it knows of
 * sockets.  Whoever has not proved himself is told at most as many bytes as he has sent, so nobody is worth being spoofed.
 */
#ifndef CONCLAVE_ICQ_UDP_SERVER_H
#define CONCLAVE_ICQ_UDP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

struct icq;
struct udp_server;

/* By the listener of that number.  A datagram that can't be sent is lost, as datagrams are. */
typedef void udp_send_fn(void *arg, size_t listener, const struct peer_addr *to, struct view bytes);

struct udp_server_stats {
	uint64_t received, sent;
	uint64_t refused; /* size, version or address: not looked at any further */
	uint64_t rated;	  /* more of an address than it may send */
	uint64_t broken;  /* no packet, or its check code is wrong */
	uint64_t strange; /* of nobody who is logged in */
	uint64_t doubled; /* carried out before */
	uint64_t full;	  /* of a client that does not acknowledge what it is told */
	uint64_t resent;
	uint64_t unknown;   /* commands */
	uint64_t malformed; /* payloads */
	size_t sessions;
	size_t waiting; /* packets that clients shall hear, all together */
};

/* Takes the settings from icq_conf(), at once and at each udp_server_configure(). */
struct udp_server *udp_server_new(struct icq *icq, udp_send_fn *send, void *arg) WARN_UNUSED;
/* Its sessions are closed without a word to anybody. */
void udp_server_free(struct udp_server *srv);
void udp_server_configure(struct udp_server *srv);
/*
 * udp_server_receive: what the socket of a listener has got.
 *   ret  false: it was dropped before anything was looked up
 */
bool
udp_server_receive(struct udp_server *srv, size_t listener, const struct peer_addr *from, struct view bytes);
void udp_server_stats(const struct udp_server *srv, struct udp_server_stats *out);

#endif
