/* A loop with a net whose owner writes down what it is told. */
#ifndef CONCLAVE_TESTS_UNIT_NET_NET_RIG_H
#define CONCLAVE_TESTS_UNIT_NET_NET_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/loop.h"
#include "net/conn.h"
#include "net/conn_mem.h"

enum { RIG_CONNS = 256, RIG_LINE_MAX = 512 };

/* What the owner knows of one connection. */
struct rig_conn {
	struct rig *rig;
	struct conn *c;	  /* NULL when gone */
	struct buf lines; /* each line with "\n", "<too long>\n" for one that was */
	size_t n_lines;
	size_t stop_at;	    /* line() answers false from this count of lines on; 0 = never */
	bool echo;	    /* sends each line back */
	bool close_on_line; /* closes, with flush, in line() */
	size_t n_rooms;	    /* how often room() was called */
	size_t room_bytes;  /* sent by room(), which then asks again; 0 = it does nothing */
	bool last_word;	    /* says "END" in gone() where it may */
	bool gone;
	enum conn_close why;
	int error;
	char why_text[128];
};

struct rig {
	struct loop *loop;
	struct line_pool *pool;
	struct net *net;
	uint64_t now_ms; /* of the fake clock */
	bool refuse;	 /* opened() says so and answers NULL */
	bool echo;	 /* for connections that open from now on */
	size_t n_failed; /* how often failed() was called; of the last: */
	void *failed_data;
	enum conn_close failed_why;
	char failed_text[128];
	size_t n;
	struct rig_conn conn[RIG_CONNS];
};

extern const struct net_conf
	rig_conf; /* 100 connections, 16 accepts, 2 handshakes a turn, 1,000 ms for one */
extern const struct conn_from rig_from; /* rig_peer, plain */
extern const struct peer_addr rig_peer; /* 192.0.2.1 */

/* The fake clock stands still unless the test moves it; the real one is for sockets. */
struct rig *rig_new(enum loop_backend backend, bool real_clock, const struct net_conf *conf);
void rig_free(struct rig *r);
/* n turns that don't wait. */
void rig_turns(struct rig *r, size_t n);
/* Turns, with waiting, until *flag or, where nothing happens, for ten seconds; the answer is *flag. */
bool rig_until(struct rig *r, const bool *flag);
/* The same until the count is reached. */
bool rig_until_count(struct rig *r, const size_t *count, size_t n);
/* The same until the n-th connection is there. */
struct rig_conn *rig_wait_conn(struct rig *r, size_t i);

/* A connection in memory; *end belongs to the test. */
struct rig_conn *rig_mem(struct rig *r, struct conn_mem **end);
/* A connection on one end of a socket pair; the other end, non-blocking, is *fd. */
struct rig_conn *rig_pair(struct rig *r, int *fd);
/* Builds "text" CR LF in lane 0 and sends it. */
void rig_send(struct rig_conn *rc, const char *text);
/* n bytes of one line. */
void rig_send_bytes(struct rig_conn *rc, size_t n);
/* All lines so far as one text that dies at the next call for rc. */
const char *rig_lines(struct rig_conn *rc);

#endif
