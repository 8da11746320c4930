/*
 * One peer on a descriptor: bytes, lines, TLS, why it closed.  Knows no nick and no command.
 *
 * Life: accepted, dialled and adopted, or made in memory by a test -> lines are given to the owner -> conn_close() marks it: reading stops, what is queued is
 * sent as far as the peer takes it within a bound -> at the end of a turn the reaper tells the owner (gone) and frees it.
 * Nothing is sent by conn_send() itself: each conn with something queued is flushed once, at the end of the turn.
 * SIGPIPE must be ignored by the process: writev(2) can raise it.
 */
#ifndef CONCLAVE_NET_CONN_H
#define CONCLAVE_NET_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/loop.h"
#include "net/addr.h"
#include "net/line.h"

#define CONN_READ_BUDGET 16384 /* bytes read from one peer in a turn */
#define CONN_LINE_BUDGET 64    /* lines of one peer handled in a turn */
#define CONN_LINGER_MS	 5000  /* how long a closing peer may take to read what is left */

struct conn;
struct net;
struct tls_contexts;
struct websocket_conf;

enum conn_close {
	CLOSE_NONE,
	CLOSE_EOF,     /* peer closed */
	CLOSE_ERROR,   /* read or write failed: conn_close_errno() */
	CLOSE_TLS,     /* TLS or WebSocket failed: conn_close_text() */
	CLOSE_SENDQ,   /* peer does not read */
	CLOSE_RECVQ,   /* peer sends faster than it may */
	CLOSE_TIMEOUT, /* handshake not finished in time */
	CLOSE_LOCAL,   /* the owner said conn_close() */
};

/* What the owner of connections is asked and told.  All on the loop's thread. */
struct conn_owner {
	/*
	 * A peer was accepted, or we were (conn_is_ours()).  Returns what owner_data shall be; NULL refuses: the conn is closed after its queue is sent.
	 * For TLS and WebSocket called when the handshake is done.
	 */
	void *(*opened)(struct conn *c, void *arg);
	/* One line, without CR LF; dies at return.  false: take no more now (flood); conn_resume() goes on. */
	bool (*line)(struct conn *c, void *data, struct view line);
	bool (*line_too_long)(struct conn *c, void *data); /* answers as line() does */
	/* There is room, see conn_want_room(). */
	void (*room)(struct conn *c, void *data);
	/*
	 * The owner's last call, only if opened() gave data: the conn will be freed after it, or when its last word is out.  In the
	 * reap phase.
	 */
	void (*gone)(struct conn *c, void *data, enum conn_close why);
	/* Instead of all others: one of conn_adopt() won't open.  arg: as opened()'s.  In the reap phase.  NULL where none is adopted. */
	void (*failed)(struct conn *c, void *arg, enum conn_close why);
};

struct net_conf {
	size_t line_max;	    /* longest line with CR LF that a peer may send */
	size_t max_conns;	    /* most connections alive */
	size_t accepts_per_turn;    /* 1.. */
	size_t handshakes_per_turn; /* TLS handshake steps that cost a signature, per turn */
	uint64_t handshake_ms;	    /* time for a handshake of TLS and WebSocket */
};

/* The set of connections of one loop.  `lines` is borrowed. */
struct net *net_new(struct loop *loop, struct line_pool *lines, const struct net_conf *conf,
	const struct conn_owner *owner, void *arg) WARN_UNUSED;
/* Frees every connection at once; the owner is told (gone) of each, with CLOSE_LOCAL if it was open. */
void net_free(struct net *net);
void net_set_conf(struct net *net, const struct net_conf *conf);
struct loop *net_loop(const struct net *net);

/* Where a connection comes from.  All borrowed; tls is counted. */
struct conn_from {
	const struct peer_addr *peer;
	uint16_t local_port;
	struct tls_contexts *tls;		/* NULL = plain */
	const struct websocket_conf *websocket; /* NULL = lines; lives as long as the net */
	void *listener_data;
	bool proxy;	      /* begins with a PROXY header, forward.h */
	bool ask_certificate; /* of TLS, whatever the contexts say; not with a WebSocket or a PROXY header */
};

/* Takes fd (closed also on failure).  NULL when max_conns are alive. */
struct conn *conn_accept(struct net *net, int fd, const struct conn_from *from) WARN_UNUSED;

/*
 * Limits; set by the owner once it knows the class.  Defaults 64 KiB and 8 KiB.  recvq counts while lines are refused (flood):
 * reading stops when it is half full, and a peer that had sent more than all of it at once is closed with CLOSE_RECVQ.
 */
void conn_set_limits(struct conn *c, size_t sendq, size_t recvq);

/* Queues a reference to a finished line.  Past the sendq limit the conn closes with CLOSE_SENDQ.  No effect on a closing conn. */
void conn_send(struct conn *c, struct line l);
/*
 * Marks closing.  The first reason stays; a second call without flush ends the waiting.  With flush, what is queued goes out first
 * (at most CONN_LINGER_MS); a peer that has closed already gets one attempt in this turn.
 */
void conn_close(struct conn *c, enum conn_close why, bool flush);
/*
 * In gone(): true for a peer that was closed for a limit of its queues.  What is sent to it before gone() returns, whatever the limit,
 * goes out behind what is queued, within CONN_LINGER_MS.
 */
bool conn_last_word(struct conn *c) WARN_UNUSED;
bool conn_is_closing(const struct conn *c);
/* After line() answered false: gives further lines again, from the next turn on. */
void conn_resume(struct conn *c);
/*
 * Tells the owner once (room), in a later turn, when no more than a quarter of the sendq limit waits: for answers that are longer
 * than may wait at once.  No effect on a closing conn.
 */
void conn_want_room(struct conn *c);

void *conn_data(const struct conn *c);
void *conn_listener_data(const struct conn *c);
const struct peer_addr *conn_peer(const struct conn *c);
uint16_t conn_local_port(const struct conn *c);
bool conn_is_ours(const struct conn *c); /* of conn_adopt(): we began it */
/*
 * Our end: the address that the peer has dialled, with its port; IPv4-mapped as IPv4.  A system call.  0, or -1: it is no address, for
 * memory and Unix sockets.
 */
int conn_local(const struct conn *c, struct addr *out) WARN_UNUSED;
int conn_close_errno(const struct conn *c);
const char *conn_close_text(const struct conn *c); /* for QUIT: "SendQ exceeded"; static or conn's */
struct handle conn_handle(const struct conn *c);
struct conn *conn_find(const struct net *net, struct handle h); /* NULL when gone or closing */

bool conn_is_tls(const struct conn *c);
const char *conn_tls_version(const struct conn *c); /* "TLSv1.3" or NULL; static */
const char *conn_tls_cipher(const struct conn *c);
/* SHA-256 of the peer's certificate in lower-case hex, 64 bytes + NUL.  0, or -1 if it sent none. */
int conn_tls_fingerprint(const struct conn *c, char dst[65]) WARN_UNUSED;

struct conn_counts {
	uint64_t bytes_in, bytes_out, lines_in;
	uint32_t sendq, recvq; /* bytes waiting now */
};
struct conn_counts conn_counts(const struct conn *c);
struct net_stats {
	size_t conns, handshaking, slabs;
	uint64_t accepted, refused, accept_errors, tls_failed, sendq_closed, bytes_in, bytes_out;
};
struct net_stats net_stats(const struct net *net);

#endif
