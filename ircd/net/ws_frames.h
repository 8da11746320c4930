/*
 * Frames to lines and lines to frames, by wslay.  wslay's reader holds a buffer of 4 KiB, so a connection has one only while it is in
 * the middle of a frame; otherwise all of a net share one.
 */
#ifndef CONCLAVE_NET_WS_FRAMES_H
#define CONCLAVE_NET_WS_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "net/line.h"
#include "net/ws_handshake.h"

#define WS_CONTROL_MAX 125   /* payload of a control frame, RFC 6455 5.5 */
#define WS_MESSAGE_MAX 65536 /* past the longest line a message is too long; past this the peer is closed */
#define WS_RAW_SIZE    16384
#define WS_OUT_SIZE    (3 * LINE_SLAB_SIZE + 16) /* the longest line, each byte replaced by U+FFFD */
#define WS_NOTE_HEAD   4			 /* see ws_note() */
#define WS_NOTE_RAW    0xff

struct ws_reader;

/* What comes from one peer. */
struct ws_in {
	struct ws_reader *reader; /* NULL between frames */
	const char *reason;	  /* of `fail`; static */
	uint64_t left;		  /* payload of the frame that is still to come */
	uint32_t message;	  /* payload bytes of the message so far */
	uint32_t line;		  /* those given as a line */
	uint16_t fail;		  /* status of the Close that has to be sent; 0: all is well */
	uint16_t status;	  /* of the peer's Close; 0: it had none */
	uint8_t message_op;	  /* 0: no message begun */
	uint8_t frame_op;
	uint8_t need, low, high; /* UTF-8: bytes of the character to come, and the range of the next */
	bool in_frame, final, ended;
	bool closed; /* the peer's Close has come */
};

/* Of a net. */
struct ws_shared;
struct ws_shared *ws_shared_new(void) WARN_UNUSED;
void ws_shared_free(struct ws_shared *s); /* NULL is fine */
char *ws_shared_raw(struct ws_shared *s); /* WS_RAW_SIZE bytes to read into */

/* Where lines go, each with CR LF, and what else came. */
struct ws_lines {
	char *dst;
	size_t room; /* at least line_max + 2, and as many bytes as are decoded */
	size_t n;
	size_t line_max; /* with CR LF; of a longer message so many bytes are given, which linebuf finds too long */
	bool ping;	 /* the last one wants this echoed */
	uint8_t n_ping;
	char ping_data[WS_CONTROL_MAX];
};

/* Stops at the peer's Close or at a fault: see in->closed and in->fail. */
void
ws_decode(struct ws_shared *s, struct ws_in *in, enum ws_kind kind, struct view raw, struct ws_lines *out);
void ws_in_release(struct ws_in *in);

/*
 * In a send queue of lines, what is no line: a NUL, which no line begins with, an opcode or WS_NOTE_RAW (bytes that are sent as they
 * are), the length in two bytes, and so many bytes.  Returns WS_NOTE_HEAD + payload.n.
 */
size_t ws_note(char *dst, uint8_t what, struct view payload);
/*
 * Frames lines and notes from the front of raw, as many whole ones as make a TLS record, at least one.  Text for those who don't
 * take bytes: what is not UTF-8 is replaced by U+FFFD.  Returns the bytes of raw used; *framed dies at the next call.
 */
size_t ws_encode(struct ws_shared *s, enum ws_kind kind, struct view raw, struct line *framed) WARN_UNUSED;

#endif
