/*
 * Sockets of the legacy protocol.  However many datagrams come, a turn of the loop takes a bounded number of them, and after one that had
 * little but rubbish the next look is a little later: what comes meanwhile is the kernel's to keep or to drop.
 */
#ifndef CONCLAVE_ICQ_UDP_SOCKET_H
#define CONCLAVE_ICQ_UDP_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

#define UDP_SOCKETS_MAX	  8   /* CONF_ICQ_LISTEN_MAX */
#define UDP_TURN_MAX	  128 /* datagrams that one socket gives in a turn */
#define UDP_RUBBISH_MANY  16  /* dropped ones in a turn, after which it rests */
#define UDP_RUBBISH_MS	  2
#define UDP_OUT_MAX	  256 /* datagrams that wait for the end of the turn */
#define UDP_OUT_BYTES_MAX 131072

struct conf_icq;
struct loop;
struct udp_sockets;

/* bytes die with the call.  ret: false: it was rubbish. */
typedef bool udp_receive_fn(void *arg, size_t listener, const struct peer_addr *from, struct view bytes);

struct udp_sockets_stats {
	uint64_t received, sent;
	uint64_t too_long; /* cut by the kernel: not given on */
	uint64_t unsent;   /* no room, or the kernel would not */
	uint64_t rests;
};

/* Opens and binds those of legacy-listen; nothing is received yet.  NULL with *e.  conf is not kept. */
struct udp_sockets *
udp_sockets_open(const struct conf_icq *conf, struct loop *loop, struct err *e) WARN_UNUSED;
int udp_sockets_start(struct udp_sockets *u, udp_receive_fn *fn, void *arg, struct err *e) WARN_UNUSED;
/* NULL is fine. */
void udp_sockets_close(struct udp_sockets *u);
/* A udp_send_fn of udp_server.h; arg: the sockets.  It goes out at the end of the turn. */
void udp_sockets_send(void *arg, size_t listener, const struct peer_addr *to, struct view bytes);
/* With the port that the system chose for port 0. */
const struct addr *udp_sockets_addr(const struct udp_sockets *u, size_t listener) WARN_UNUSED;
size_t udp_sockets_count(const struct udp_sockets *u) WARN_UNUSED;
void udp_sockets_stats(const struct udp_sockets *u, struct udp_sockets_stats *out);

#endif
