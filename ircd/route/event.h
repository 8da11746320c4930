/*
 * One thing that happened, as others hear it.  The body is built once; the tags depend on the hearer's capabilities.
 *   struct event ev;
 *   event_begin(&ev, src, VIEW("JOIN"));
 *   msg_build_param(&ev.build, channel_name(ch));
 *   route_channel(rt, ch, &ev, NULL);
 * Lives on the caller's stack; the views it is given must live until it was routed.
 */
#ifndef CONCLAVE_ROUTE_EVENT_H
#define CONCLAVE_ROUTE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "net/line.h"
#include "proto/caps.h"
#include "proto/limits.h"
#include "proto/msg_build.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/node.h"

#define EVENT_MSGID_LEN 24  /* of the ids that this server makes */
#define EVENT_MSGID_MAX 128 /* of those that others have made */
#define EVENT_VARIANTS	16  /* server-time, message-tags, alternative body, account-tag: 2^4 */

struct multiline;
struct route;

struct event {
	struct msg_build build; /* the body */
	struct msg_build alt;	/* what hearers with alt_cap get instead */
	uint64_t alt_cap;	/* one CAP_BIT(), or 0 */
	uint64_t need;		/* hearers without all of these hear nothing */
	uint64_t without;	/* nor do hearers with one of these */
	uint64_t unless;	/* who has one of these user modes hears nothing of it, among many */
	uint64_t tag_caps;	/* those that add a tag; account-tag only if the source has an account */
	struct view account;	/* of the source; must live until it was routed */
	bool is_bot;		/* its source is: the bot tag */
	struct view
		batch; /* of which it is part, event_in_batch(); else empty.  Must live until it was routed */
	struct view tags; /* client-only tags, escaped, for hearers with message-tags */
	/* Of a message from another server, as that has said them; empty: now, and an id of ours. */
	struct view origin_time, origin_msgid;
	bool has_msgid;
	bool no_label; /* no part of the answer to a labeled command, though its sender hears it */
	bool finished;
	struct view body, alt_body; /* once finished */
	uint64_t
		far; /* bits of neighbours (node.h) behind which somebody would have heard it; bit 0 means nothing */
	uint64_t care; /* need and without: hearers are tested for both at once */
	char msgid[EVENT_MSGID_LEN];
	const struct multiline *lines; /* NULL: it is one line; see multiline.h */
	uint16_t built;		       /* bit per variant */
	struct line line[EVENT_VARIANTS];
	char bytes[MSG_BODY_MAX], alt_bytes[MSG_BODY_MAX];
};

/* from NULL: the server is the source.  Only w's name is read of it. */
void event_begin(struct event *ev, const struct world *w, const struct client *from, struct view verb);
/* Its id, once somebody hears of it; or one is made.  Dies with the event. */
struct view event_msgid(struct route *rt, struct event *ev);
/* A server is the source; NULL: this one. */
void event_begin_node(struct event *ev, const struct world *w, const struct node *from, struct view verb);
/* Of an event of the server: c brought it about, whose account it says (IRCv3 account-tag, numerics). */
void event_cause(struct event *ev, const struct client *c);
/*
 * It is part of a batch of many events, which hearers who know batches have been told of: they get it with the batch tag.  Of an event without
 * an alternative body; of one with, only if its hearers all know batches.
 */
void event_in_batch(struct event *ev, struct view name);
/* JOIN, and for hearers with extended-join its longer form; complete but for what the caller asks of hearers. */
void
event_begin_join(struct event *ev, const struct world *w, const struct client *who, const struct channel *ch);
/* Starts the alternative body, with the same source and verb. */
void event_begin_alt(
	struct event *ev, const struct world *w, const struct client *from, struct view verb, enum cap cap);

#endif
