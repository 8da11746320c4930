/*
 * WebSocket (RFC 6455; IRCv3 websocket) for connections, plain or TLS: what a listener has to know.  The rest is behind
 * transport_priv.h: one message is one line without CR LF, and nobody above the transport sees a frame.
 */
#ifndef CONCLAVE_NET_WEBSOCKET_H
#define CONCLAVE_NET_WEBSOCKET_H

#include <stddef.h>

/* Read while a handshake is answered, so it may change in place between turns (REHASH). */
struct websocket_conf {
	const char *const
		*origins; /* borrowed; "https://chat.example.org", compared without regard to case */
	size_t n_origins; /* 0: from anywhere; else a handshake without Origin is refused too */
};

/* What a first handshake would make in memory that stays, done before the jail closes. */
void websocket_warm_up(void);

#endif
