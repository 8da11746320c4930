/*
 * Cursors: places in what may change between two turns of the loop, for answers that take several.  While one is parked, what it
 * stands at may go away; it then stands at what comes next, and nobody who stays is passed over or shown twice.  What comes is
 * added at the end.  Between taking it up and parking it again nothing may come or go.
 */
#ifndef CONCLAVE_STATE_CURSOR_H
#define CONCLAVE_STATE_CURSOR_H

#include <stdint.h>

#include "core/list.h"
#include "core/util.h"
#include "state/channel.h"
#include "state/member.h"
#include "state/world.h"

/* In a list of the world: its users, its other clients, its channels in the order in which they were made. */
struct cursor {
	struct list parked; /* in world->cursors */
	struct list *head, *next;
};

void cursor_begin(struct cursor *cur, struct list *head);
/* The link of the next one; NULL at the end. */
struct list *cursor_next(struct cursor *cur) WARN_UNUSED;
/* From now on its address must not change. */
void cursor_park(struct cursor *cur, struct world *w);
/* Harmless when it is not parked. */
void cursor_unpark(struct cursor *cur);

static inline struct channel *
channel_of_world_link(struct list *l)
{
	return CONTAINER_OF(l, struct channel, in_world);
}

/* Among the members of a channel. */
struct member_cursor {
	struct list parked;	 /* in channel->cursors, by `next` */
	struct channel *channel; /* NULL: it has ended */
	uint32_t next;
};

void member_cursor_begin(struct member_cursor *cur, struct channel *ch);
/* NULL at the end. */
struct member *member_cursor_next(struct member_cursor *cur) WARN_UNUSED;
bool member_cursor_is_at_end(const struct member_cursor *cur) WARN_UNUSED;
void member_cursor_park(struct member_cursor *cur);
void member_cursor_unpark(struct member_cursor *cur);

#endif
