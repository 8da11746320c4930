/*
 * A batch that a client has begun to send (IRCv3 client-batch, draft/multiline): what waits for its end.  A session has one at most; its
 * memory is there from BATCH +ref to BATCH -ref, an error, a pause that is too long, or the client's end.  Nothing of a batch that
 * failed is delivered: what its client still sends of it is passed over until it closes it or begins another.
 */
#ifndef CONCLAVE_AUTH_CLIENT_BATCH_H
#define CONCLAVE_AUTH_CLIENT_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "auth/session.h"
#include "core/timer.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "route/answer.h"
#include "route/multiline.h"

struct client_batch {
	struct session *session;
	struct timer timer;
	struct answer answer; /* the label of the BATCH that opened it */
	bool notice;	      /* its lines are NOTICE; set with the first */
	uint8_t n_lines;
	uint8_t ref_len, target_len;
	uint16_t tags_len, text_len;
	uint16_t n_bytes; /* of text, and of the line feeds that join it */
	struct {
		uint16_t len;
		bool concat;
	} line[MULTILINE_LINES_MAX];
	char ref[BATCH_REF_LEN], target[MULTILINE_TARGET];
	char tags[MULTILINE_TAGS_MAX]; /* client-only, escaped */
	char text[MULTILINE_BYTES_MAX];
};

enum batch_verdict { BATCH_OK, BATCH_TOO_MANY_LINES, BATCH_TOO_LONG };

/*
 * None is open.  Takes the label of the command that is being handled: the answer is for the end.
 *   in  ref, target, tags  at most BATCH_REF_LEN, MULTILINE_TARGET and MULTILINE_TAGS_MAX bytes; copied
 */
void client_batch_open(struct session *s, struct view ref, struct view target, struct view tags);
/* The pause until the next line begins anew. */
enum batch_verdict client_batch_add(struct client_batch *b, struct view text, bool concat) WARN_UNUSED;
/* A line that is not blank is there. */
bool client_batch_has_text(const struct client_batch *b) WARN_UNUSED;
/* Its lines, which point into b. */
void client_batch_lines(struct client_batch *b, struct multiline *out);
/* The answer that follows is that to the BATCH that opened it, if that had a label. */
void client_batch_resume(struct client_batch *b);
/* Over, also one that failed.  Harmless when there is none. */
void client_batch_end(struct session *s);
/*
 * "FAIL BATCH code params :text", and whatever was open has failed.
 *   in  n  parameters
 */
void
client_batch_fail(struct session *s, struct view code, const struct view *param, size_t n, struct view text);
/* A line could not be taken and may have been one of it: a batch with a hole is not delivered. */
void client_batch_spoil(struct session *s);
bool client_batch_has_failed(const struct session *s) WARN_UNUSED;

static inline struct view
client_batch_ref(const struct client_batch *b)
{
	return view_of(b->ref, b->ref_len);
}
static inline struct view
client_batch_target(const struct client_batch *b)
{
	return view_of(b->target, b->target_len);
}

#endif
