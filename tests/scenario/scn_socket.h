/* A client's end of a socket, and what the three wires over sockets share.  Nothing here waits longer than SCN_WAIT_MS. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_SOCKET_H
#define CONCLAVE_TESTS_SCENARIO_SCN_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/util.h"
#include "core/view.h"

struct scn_peer;
struct scn_rig;
struct ssl_st;

enum { SCN_WAIT_MS = 10000 };

struct scn_socket {
	int fd;		     /* -1: closed here */
	bool is_closed;	     /* the server has closed, and all has come */
	bool is_mute;	     /* no more can be sent */
	struct ssl_st *ssl;  /* TLS only */
	struct buf frames;   /* WebSocket only: bytes that are no whole frame yet */
	struct buf received; /* lines as they came, the last perhaps in part */
	/* scn_sync.c: */
	bool is_mid_line; /* what was sent last has no end yet */
	bool asked_oper;
	unsigned heard;	 /* the last PONG of ours that came */
	uint64_t synced; /* how much had been done when p was last seen at rest */
	size_t n_lines, n_lines_before;
};

/* Connects to the rig's listener on `port`, or, from=unix, to its socket in the folder; stored in p->end.  -1 with rig->fault. */
int scn_socket_open(struct scn_rig *rig, struct scn_peer *p, uint16_t port) WARN_UNUSED;
void scn_socket_free(struct scn_peer *p);
struct scn_socket *scn_socket_of(const struct scn_peer *p) WARN_UNUSED;
/* Waits for POLLIN or POLLOUT; false after so many ms. */
bool scn_socket_wait(const struct scn_socket *s, short events, int ms) WARN_UNUSED;
/* All of the bytes; who cannot take them is closed already, which reading will tell. */
void scn_socket_write(struct scn_socket *s, struct view bytes);
/* What has come, up to `size` bytes; 0: nothing yet, or the end, which is noted. */
size_t scn_socket_read(struct scn_socket *s, char *dst, size_t size) WARN_UNUSED;
/* What the wires have in common. */
bool scn_socket_is_closed(const struct scn_peer *p) WARN_UNUSED;
void scn_socket_close(struct scn_peer *p);
void scn_socket_reset(struct scn_peer *p);

#endif
