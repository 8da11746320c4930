/*
 * What the files of a connection share: the connection and the set of them.  Field order keeps what a fan-out touches together.
 */
#ifndef CONCLAVE_NET_CONN_PRIV_H
#define CONCLAVE_NET_CONN_PRIV_H

#include <sys/types.h>
#include <sys/uio.h>

#include "core/handle.h"
#include "core/list.h"
#include "core/loop.h"
#include "net/conn.h"
#include "net/forward.h"
#include "net/linebuf.h"
#include "net/listener.h"
#include "net/sendq.h"
#include "net/transport_priv.h"

#define CONN_IOV	   64	  /* ranges in one writev(2) */
#define CONN_WRITE_BUDGET  131072 /* bytes sent to one peer in a turn */
#define CONN_DRAIN_MS	   1000	  /* how long a peer may take to say that it has read the end */
#define CONN_DRAIN_BYTES   65536  /* what it may still send meanwhile */
#define CONN_SENDQ_DEFAULT 65536
#define CONN_RECVQ_DEFAULT 8192
#define CONN_TOLD_MAX	   20 /* failed handshakes told in a minute */
#define CONN_TABLE_MAX \
	1048576 /* connections that a handle table has room for; max_conns is the limit that counts */

enum conn_state {
	CONN_HANDSHAKE,
	CONN_OPEN,
	CONN_FLUSHING, /* closing; what is queued goes out */
	CONN_DRAINING, /* all sent; waiting for the peer to close, so that a reset doesn't eat the last line */
	CONN_DEAD,     /* waiting for the reaper */
};

struct conn {
	struct sendq sendq;
	uint32_t sendq_max, recvq_max;
	uint8_t state;	   /* enum conn_state */
	uint8_t why;	   /* enum conn_close */
	uint8_t want;	   /* as last told to the transport */
	bool tx_blocked;   /* the peer takes no more: waiting for LOOP_WRITE */
	bool tx_reads;	   /* TLS: the write waits for input */
	bool rx_writes;	   /* TLS: the read waits for output */
	bool rx_stopped;   /* line() said false */
	bool rx_more;	   /* linebuf may hold lines that were not given yet */
	bool room_wanted;  /* room() will be called */
	uint8_t held;	   /* conn_hold()s: nothing is sent */
	bool told;	   /* opened() gave data: gone() will be called */
	bool ours;	   /* of conn_adopt() */
	bool awaited;	   /* ours, and opened() was not called: failed() will be */
	struct list flush; /* in net.flush while something may be sent in this turn */
	struct net *net;
	const struct conn_ops *ops;
	void *transport;	 /* of ops */
	struct websocket *ws;	 /* of websocket.c, over ops; NULL for others */
	struct forward *forward; /* of forward.c, while a PROXY header is awaited; else NULL */
	struct peer_addr *via;	 /* who was accepted, where peer is somebody else; else NULL */
	void *data;
	void *listener_data;
	struct linebuf in;
	struct list where; /* in net.open, .handshaking, .lingering, .draining or .dead, by state */
	struct list turn;  /* in net.again* or net.handshake_queue */
	struct watch watch;
	uint64_t deadline_ms; /* of a handshake, lingering or draining */
	uint64_t bytes_in, bytes_out, lines_in;
	struct handle handle;
	int error;
	uint32_t drained;
	uint16_t local_port;
	struct peer_addr peer;
};

struct net {
	struct loop *loop;
	struct line_pool *lines;
	struct net_conf conf;
	struct conn_owner owner;
	void *arg;
	struct handle_table *handles;
	listener_admit_fn *admit;
	void *admit_arg;
	forward_expect_fn *forward;
	void *forward_arg;

	struct list open, handshaking, lingering, draining, dead;
	struct timer deadlines; /* the earliest of the three in the middle; each is in order of time */

	struct list flush;
	struct deferred flush_run;
	struct deferred reap_run;

	/*
	 * Work left over by budgets.  What is put into again_next in a turn is moved to again_now at its end, and a timer that is
	 * due at once brings the next turn, in which each is served once, by its descriptor or by the timer.
	 */
	struct list again_next, again_now;
	struct list handshake_queue;
	size_t handshakes_used; /* in this turn */
	struct deferred turn_end;
	struct timer turn_start;

	/* Failed handshakes in the log: strangers cause them, so only so many in a minute are told one by one. */
	uint64_t told_since_ms;
	uint64_t n_told;

	struct net_stats stats;
	struct iovec iov[CONN_IOV];
	char *rbuf;		/* CONN_READ_BUDGET bytes, shared */
	struct tls_shared *tls; /* of tls_conn.c; NULL before the first TLS connection */
	struct ws_shared *ws;	/* of ws_frames.c; NULL before the first WebSocket */
};

/* conn.c */
struct conn *conn_new(struct net *net, const struct conn_ops *ops, const struct peer_addr *peer,
	void *listener_data) WARN_UNUSED;
/* The one way to a descriptor.  NULL: it is closed, and why was counted or logged. */
struct conn *
conn_on_fd(struct net *net, int fd, const struct peer_addr *peer, void *listener_data) WARN_UNUSED;
void conn_opened(struct conn *c); /* asks the owner; the conn may be closing afterwards */
void conn_move(struct conn *c, enum conn_state state);
void conn_fail(struct conn *c, enum conn_close why); /* at once, without flush */
/* Puts TLS and WebSocket over what c has; either may be NULL.  -1: the reason is the transport's. */
int conn_start_handshake(
	struct conn *c, struct tls_contexts *tls, const struct websocket_conf *websocket) WARN_UNUSED;
void conn_refuse(struct conn *c); /* a handshake that failed with an answer, which goes out first */

/* conn_turn.c */
void conn_service(struct conn *c, unsigned ready);
void conn_update_want(struct conn *c);
void conn_again(struct conn *c);      /* serve it in the next turn even if nothing arrives */
void conn_again_soon(struct conn *c); /* the next time that timers run: for callers outside conn_read() */
void conn_turn_end(struct deferred *d);

/* conn_io.c */
void conn_read(struct conn *c);
void conn_hung_up(struct conn *c);
void conn_flush(struct conn *c);
void conn_drain(struct conn *c);
void conn_queue_flush(struct conn *c);

#endif
