/*
 * One connection of OSCAR: frames in and out of a stream of bytes.  What the frames say is its owner's business: oscar_auth, then oscar_bos.
 * Buffers exist only while there is something in them.
 */
#ifndef CONCLAVE_ICQ_OSCAR_CONN_H
#define CONCLAVE_ICQ_OSCAR_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "icq/flap.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_io.h"
#include "icq/snac.h"

struct loop;
struct oscar_conn;

enum {
	OSCAR_SILENCE_MS = 180000, /* a client that has said nothing for so long is gone */
	OSCAR_ALIVE_MS = 60000,	   /* after so long without a frame to it, it gets an empty one */
	OSCAR_STUCK_MS = 60000,	   /* it may take nothing for so long, of what waits for it */
	OSCAR_LINGER_MS = 10000,   /* after the goodbye */
	OSCAR_FRAMES_BURST = 600,  /* frames of all kinds */
	OSCAR_FRAMES_PER_S = 60,
	OSCAR_ROOM_BYTES = 32768, /* messages wait elsewhere while more than that waits here */
};

/* None of these is called again once the owner has ended the connection. */
struct oscar_conn_ops {
	/* false: it makes no sense; the connection ends. */
	bool (*frame)(void *owner, const struct flap_frame *f);
	/* At most half of OSCAR_ROOM_BYTES waits, after it was more than all; or nothing does, after oscar_conn_want_drained(). */
	void (*room)(void *owner);
	/* The last call.  why is static, for the log and for QUIT. */
	void (*gone)(void *owner, struct view why);
};

struct oscar_conn_conf {
	struct loop *loop;
	struct oscar_io io;
	struct list *all; /* it is in this list as long as it lives */
};

/* Nothing is read before oscar_conn_own(). */
struct oscar_conn *oscar_conn_new(const struct oscar_conn_conf *conf) WARN_UNUSED;
/* limit_ms: it must be owned by somebody else, or oscar_conn_settle(), by then; 0: for as long as it likes. */
struct oscar_conn_owner {
	const struct oscar_conn_ops *ops;
	void *owner;
	size_t max_data;  /* in one frame that comes */
	size_t max_queue; /* bytes that wait; more: the connection ends */
	uint64_t limit_ms;
};
void oscar_conn_own(struct oscar_conn *c, const struct oscar_conn_owner *o);
void oscar_conn_settle(struct oscar_conn *c); /* limit_ms is met */
/* The stream is ready.  Frees c if it has ended. */
void oscar_conn_ready(struct oscar_conn *c, unsigned ready);
/* What waits still goes out, then it ends; the owner hears no more. */
void oscar_conn_end(struct oscar_conn *c);
/* At once, and c is freed; not from within the owner's calls. */
void oscar_conn_free(struct oscar_conn *c);

struct oscar_conn *oscar_conn_of(struct list *link);
const struct oscar_io *oscar_conn_io(const struct oscar_conn *c);
/* Messages may be put. */
bool oscar_conn_has_room(const struct oscar_conn *c) WARN_UNUSED;
/* room() is called once the kernel has all that waits. */
void oscar_conn_want_drained(struct oscar_conn *c);
bool oscar_conn_is_drained(const struct oscar_conn *c) WARN_UNUSED;

/* A frame on its way out: begun, then filled by way of out, then sent. */
struct oscar_frame {
	struct icq_out out;
	size_t at;
	uint8_t bytes[FLAP_HEAD + FLAP_DATA_MAX];
};
void oscar_frame_begin(struct oscar_frame *f, enum flap_channel channel);
void oscar_frame_snac(struct oscar_frame *f, enum snac_id id, uint16_t flags, uint32_t request);
/* Its number is given here.  One that is `full` is our fault: it is logged, and not sent. */
void oscar_conn_send(struct oscar_conn *c, struct oscar_frame *f);

#endif
