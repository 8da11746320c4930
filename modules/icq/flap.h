/* FLAP: the frames that OSCAR's stream of bytes consists of. */
#ifndef CONCLAVE_ICQ_FLAP_H
#define CONCLAVE_ICQ_FLAP_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum flap_channel {
	FLAP_SIGNON = 1,
	FLAP_SNAC = 2,
	FLAP_ERROR = 3,
	FLAP_SIGNOFF = 4,
	FLAP_ALIVE = 5,
};

enum {
	FLAP_HEAD = 6,
	FLAP_DATA_MAX = 8192,	/* what we take from one side in one frame, and send in one */
	FLAP_DATA_MOST = 0xfff9 /* what the protocol knows */
};

enum flap_verdict {
	FLAP_FRAME,
	FLAP_MORE, /* nothing wrong so far */
	FLAP_BAD   /* the stream makes no sense from here on: close it */
};

struct flap_frame {
	uint8_t channel; /* of enum flap_channel */
	uint16_t seq;
	struct view data; /* within the stream */
};

/*
 * flap_cut: the next frame of a stream.
 *   in/out *stream  bytes that have come; without the frame after FLAP_FRAME
 *   in     max      more data than that is FLAP_BAD as soon as the head is there, before any of it has come
 *   out    *frame   set for FLAP_FRAME only
 */
enum flap_verdict flap_cut(struct view *stream, size_t max, struct flap_frame *frame) WARN_UNUSED;
/*
 * Building a frame: flap_begin(), its data, flap_end() with what flap_begin() gave.  More data than FLAP_DATA_MOST sets `full`.  Numbers go up
 * by one a frame and wrap.
 */
size_t flap_begin(struct icq_out *out, enum flap_channel channel, uint16_t seq) WARN_UNUSED;
void flap_end(struct icq_out *out, size_t at);
/* A frame that says nothing: FLAP_ALIVE, FLAP_SIGNOFF. */
void flap_put_empty(struct icq_out *out, enum flap_channel channel, uint16_t seq);

#endif
