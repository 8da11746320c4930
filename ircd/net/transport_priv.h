/* The table of operations behind which a descriptor, TLS and a test's memory look alike. */
#ifndef CONCLAVE_NET_TRANSPORT_PRIV_H
#define CONCLAVE_NET_TRANSPORT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "net/conn_proof.h"

struct conn;
struct net;
struct peer_addr;
struct tls_shared;
struct tls_contexts;
struct websocket_conf;

enum io_result {
	IO_OK,
	IO_MORE,  /* read: as IO_OK, and the transport holds more that poll can't see */
	IO_AGAIN, /* nothing moved */
	IO_EOF,
	IO_ERROR, /* conn.error is the errno, or 0 and the transport knows the reason */
};

struct conn_ops {
	/* One step; IO_OK: done.  *costly: it made something to send that takes a signature or a key exchange.  NULL: none. */
	enum io_result (*handshake)(struct conn *c, bool *costly);
	/* *n bytes, 1..max, on IO_OK and IO_MORE.  max is CONN_READ_BUDGET, which a TLS record never passes. */
	enum io_result (*read)(struct conn *c, char *dst, size_t max, size_t *n);
	/* Sends from the front of the queue and takes off what went.  IO_OK: at least one byte. */
	enum io_result (*write)(struct conn *c);
	void (*want)(struct conn *c, unsigned want);
	/* Nothing more will be sent; what the peer sends is thrown away by discard() until it answers IO_EOF. */
	enum io_result (*finish)(struct conn *c);
	enum io_result (*discard)(struct conn *c, char *scratch, size_t max, size_t *n);
	/* Frees what the transport holds; the descriptor is closed by conn.c. */
	void (*close)(struct conn *c);
	/* Of a Unix socket: who is at its other end; -1: can't be told. */
	int (*peer_uid)(const struct conn *c, uint32_t *uid);
	/* Answers for TLS; NULL where there is none.  A WebSocket has it, and answers as what is below does. */
	const struct conn_tls_ops *tls;
};

struct conn_tls_ops {
	const char *(*version)(const struct conn *c); /* NULL: no TLS */
	const char *(*cipher)(const struct conn *c);
	int (*fingerprint)(const struct conn *c, char dst[65]);
	size_t (*binding)(const struct conn *c, enum tls_binding type, uint8_t *dst); /* NULL: none */
	const char *(*reason)(const struct conn *c); /* why it failed, or NULL */
};

extern const struct conn_ops conn_fd_ops; /* a plain descriptor, conn_fd.c */
enum io_result conn_fd_read(struct conn *c, char *dst, size_t max, size_t *n);
int conn_fd_peer_uid(const struct conn *c, uint32_t *uid);
void conn_fd_want(struct conn *c, unsigned want);

/* tls_conn.c: makes a plain descriptor's connection one of TLS, the handshake still to come. -1: c->ops->tls->reason() says why. */
int tls_conn_start(struct conn *c, struct tls_contexts *contexts) WARN_UNUSED;
/* Before the handshake: whether the client is asked for a certificate, whatever tls_conf.ask_certificate says. */
void tls_conn_ask(struct conn *c, bool ask);
void tls_shared_free(struct tls_shared *s); /* NULL is fine */

/* websocket.c: puts WebSocket over the transport that c has, before or after its handshake.  conf is borrowed until c is open. */
void websocket_start(struct conn *c, const struct websocket_conf *conf);

/* forward.c: before the handshakes of what is given, either may be NULL, a PROXY header is awaited.  c is in its handshake. */
void forward_start(struct conn *c, struct tls_contexts *tls, const struct websocket_conf *websocket);
bool
forward_is_expected(const struct net *net, const struct peer_addr *peer, void *listener_data) WARN_UNUSED;

#endif
