/* The HTTP request that opens a WebSocket, and the answer.  Pure functions; strict, since no browser needs leniency. */
#ifndef CONCLAVE_NET_WS_HANDSHAKE_H
#define CONCLAVE_NET_WS_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "net/websocket.h"

#define WS_HEAD_MAX   8192 /* bytes of a request with its empty line */
#define WS_ANSWER_MAX 512

enum ws_kind {
	WS_ANY,	   /* no subprotocol agreed: takes both kinds of message, sends text */
	WS_TEXT,   /* text.ircv3.net */
	WS_BINARY, /* binary.ircv3.net */
};

enum ws_status {
	WS_SWITCHING = 101,
	WS_BAD_REQUEST = 400,
	WS_FORBIDDEN = 403,
	WS_UPGRADE_REQUIRED = 426,
};

struct ws_request {
	struct view key; /* into the head */
	enum ws_kind kind;
	const char *why; /* static; of a refusal */
};

/* Length of the head with its empty line; 0: not complete.  `seen` bytes in front were there at the call before. */
size_t ws_head_end(struct view bytes, size_t seen) WARN_UNUSED;
/* False as soon as the bytes can't be the beginning of a request, such as a line of IRC or a TLS hello. */
bool ws_head_may_be(struct view bytes) WARN_UNUSED;
/* A whole head. */
enum ws_status
ws_handshake_check(struct view head, const struct websocket_conf *conf, struct ws_request *out) WARN_UNUSED;
/* Writes the answer; how many bytes. */
size_t
ws_handshake_answer(enum ws_status status, const struct ws_request *r, char dst[WS_ANSWER_MAX]) WARN_UNUSED;

#endif
