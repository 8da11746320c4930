/*
 * The label of the command that is being handled (IRCv3 labeled-response): what its sender hears meanwhile is the answer.  One line
 * has the label; several are a batch that has it; none is an ACK.  route.c and reply.c lead every line to that client here, so
 * handlers know nothing of labels, but for those that answer in a later turn: they take the answer along.
 *   a->answer = answer_take(rt);     in the handler; nothing is said yet
 *   answer_resume(rt, c, &a->answer); ... replies ...; answer_end(rt);     when the result is there and c still is
 */
#ifndef CONCLAVE_ROUTE_ANSWER_H
#define CONCLAVE_ROUTE_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

#define ANSWER_LABEL_MAX 64 /* bytes of a label, IRCv3 labeled-response */
#define ANSWER_LINE_MAX	 (MSG_TAGS_CLIENT + 256 + MSG_BODY_MAX)

struct client;
struct route;

struct answer {
	const struct client *to; /* NULL: no label */
	uint64_t batch;		 /* the number of the batch that was begun, or 0 */
	bool any;		 /* a line was said */
	bool own;		 /* it is a batch of another kind, see answer_by_batch() */
	uint8_t label_len;
	char label[2 * ANSWER_LABEL_MAX]; /* escaped */
};

/* tags: those of the command.  Nothing happens unless c negotiated labels and there is a usable one. */
void answer_begin(struct route *rt, const struct client *c, struct view tags);
/* What c hears now is the answer to a labeled command. */
bool answer_is_for(const struct route *rt, const struct client *c) WARN_UNUSED;
/* The command is done: what waits is sent, the batch closed.  Harmless without a label. */
void answer_end(struct route *rt);
/* What is said next is a batch, and all of the answer: its first line gets the label.  Harmless without a label. */
void answer_by_batch(struct route *rt);
/* c is about to close: what waits for it is sent. */
void answer_flush(struct route *rt, const struct client *c);
/* The answer goes on in a later turn.  answer_end() has nothing to do until then. */
struct answer answer_take(struct route *rt) WARN_UNUSED;
void answer_resume(struct route *rt, const struct client *c, const struct answer *a);

#endif
