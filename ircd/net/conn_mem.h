/*
 * A connection whose other end is memory: for tests that run the server's real code without a network.  Everything happens in turns
 * of the loop, as with a descriptor.  The other end, struct conn_mem, belongs to the test and outlives the connection.
 */
#ifndef CONCLAVE_NET_CONN_MEM_H
#define CONCLAVE_NET_CONN_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/addr.h"
#include "net/conn.h"

struct conn_mem;
struct websocket_conf;

/* What a connection would say of itself. */
struct conn_mem_tls {
	const char *version;	 /* "TLSv1.3"; NULL = plain.  Borrowed, for the life of the connection */
	const char *cipher;	 /* as above */
	const char *fingerprint; /* 64 lower-case hex digits or NULL; as above */
	uint32_t uid;		 /* of the peer on a Unix socket */
};

/*
 * Opens one; the owner's opened() has been called when it returns, unless a PROXY header must come first (forward.h).  NULL when
 * max_conns are alive.
 */
struct conn *conn_open_mem(
	struct net *net, const struct peer_addr *peer, uint16_t local_port, void *listener_data) WARN_UNUSED;
struct conn *conn_open_mem_tls(struct net *net, const struct peer_addr *peer, uint16_t local_port,
	void *listener_data, const struct conn_mem_tls *tls) WARN_UNUSED;
/* As conn_adopt(); tls NULL: plain. */
struct conn *conn_adopt_mem(struct net *net, const struct peer_addr *peer, void *data,
	const struct conn_mem_tls *tls) WARN_UNUSED;

/* One that has the handshake of a WebSocket before it; opened() is called when that is done. */
struct conn *conn_open_mem_websocket(struct net *net, const struct peer_addr *peer, void *listener_data,
	const struct websocket_conf *conf) WARN_UNUSED;

/* The other end of c, which must be one made here.  The caller takes it and frees it. */
struct conn_mem *conn_mem_detach(struct conn *c) WARN_UNUSED;
/* Closes like conn_mem_close() if it is open. */
void conn_mem_free(struct conn_mem *m);

/* Bytes from the peer; read from the next turn on. */
void conn_mem_feed(struct conn_mem *m, struct view bytes);
/* What the server has sent and was not taken; dies at the next turn or conn_mem_take(). */
struct view conn_mem_output(const struct conn_mem *m);
void conn_mem_take(struct conn_mem *m, size_t n); /* n <= what is there */
/* From now on the peer takes only n more bytes (0: it has stopped reading); SIZE_MAX, as at the start: any number. */
void conn_mem_window(struct conn_mem *m, size_t n);
void conn_mem_close(struct conn_mem *m); /* end of file behind what was fed */
void conn_mem_reset(struct conn_mem *m); /* reading and writing fail with ECONNRESET at once */
/* The server has closed: the conn is freed, or has sent all it will ever send. */
bool conn_mem_is_closed(const struct conn_mem *m);
size_t conn_mem_unread(const struct conn_mem *m); /* fed bytes that the server has not read yet */

#endif
