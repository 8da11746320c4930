/* What route.c and answer.c share. */
#ifndef CONCLAVE_ROUTE_ROUTE_PRIV_H
#define CONCLAVE_ROUTE_ROUTE_PRIV_H

#include "core/clock.h"
#include "core/loop.h"
#include "route/answer.h"
#include "route/route.h"

/* The first three are bits of capabilities as they are: a hearer's variant is found by masking. */
#define VARIANT_TIME	((unsigned)CAP_BIT(CAP_SERVER_TIME))
#define VARIANT_TAGS	((unsigned)CAP_BIT(CAP_MESSAGE_TAGS))
#define VARIANT_ACCOUNT ((unsigned)CAP_BIT(CAP_ACCOUNT_TAG))
#define VARIANT_ALT	8u
#define VARIANTS_TAGGED (VARIANT_TIME | VARIANT_TAGS | VARIANT_ACCOUNT)
_Static_assert(
	VARIANTS_TAGGED == 7 && 2 * VARIANT_ALT == EVENT_VARIANTS, "the variants are numbered without gaps");

/* "@time=...;msgid=...;account=...;bot;", and the two bytes that the builder keeps back. */
#define OWN_TAGS_MAX (6 + CLOCK_UTC_LEN + 7 + EVENT_MSGID_LEN + 9 + 2 * ACCOUNT_LEN + 5 + 2)

#define STRIPES	    ((LINE_LANES - 2) / EVENT_VARIANTS) /* channels spread over so many lanes per variant */
#define LANE_REPLY  (LINE_LANES - 1)
#define LANE_ANSWER (LINE_LANES - 2) /* lines that got a tag more */

#define BATCH_REF 24 /* bytes of what names a batch, with NUL */

struct tree_ops;

struct route {
	struct world *world;
	struct loop *loop;
	struct line_pool *lines;
	const struct tree_ops *tree; /* NULL: there are no links */
	void *tree_arg;
	void (*left)(void *arg, const struct client *c); /* leave_watch(); NULL: nobody */
	void *left_arg;
	struct list gone; /* struct client.of_node: of other servers, for leave_reap() */
	struct deferred reap;
	uint64_t mark;	      /* last number given to a fan-out over several channels */
	uint64_t msgid_start; /* random, so that ids differ from those of the last run */
	uint64_t msgid_count;
	uint64_t time_ms; /* what `time` says */
	char time[CLOCK_UTC_LEN + 1];
	struct answer answer; /* of the labeled command that is being handled; to == NULL: there is none */
	uint64_t batch_count; /* number of the last batch */
	const struct client *batch_to; /* whose replies are in a batch; NULL: nobody's */
	uint64_t batch;
	char netjoin[BATCH_REF];       /* netjoin.c */
	const struct client *error_to; /* whose errors are watched, reply_watch(); NULL: nobody's */
	unsigned error;
	size_t held_n; /* the answer's first line waits: alone it has the label, with others the batch has */
	char held[ANSWER_LINE_MAX];
};

/* The name of batch n in dst. */
struct view route_batch_ref(uint64_t n, char dst[BATCH_REF]);
/* The tags of an event's line; `first`: not those of a further line of the same message, which has no id. */
void route_put_tags(struct route *rt, struct msg_build *b, struct event *ev, unsigned variant, bool first);
/* leave.c */
void leave_reap(struct deferred *d);
/* All lines of an event made by multiline_event(). */
struct line multiline_build(struct route *rt, struct event *ev, unsigned variant, unsigned lane);
/* One or several lines, complete with CR LF, for the client whose command has a label. */
void answer_add(struct route *rt, struct view lines);

#endif
