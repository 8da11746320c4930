/*
 * What waits for contacts outside.  Lines for the same contact that wait behind one another become one message, so that a burst needs few of
 * them.  A message stays here until the server has said that it has it; of one contact only one is on its way, so that order is kept.
 */
#ifndef CONCLAVE_ICQ_UPLINK_QUEUE_H
#define CONCLAVE_ICQ_UPLINK_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/list.h"
#include "core/util.h"
#include "core/view.h"

enum { UPLINK_QUEUE_OVER = 4 /* messages that one line of IRC may become */ };

struct uplink_item {
	struct list in_queue;
	uint32_t id; /* not 0 */
	uint32_t uin;
	bool is_sent;
	uint8_t tries;
	uint64_t sent_ms;
	size_t n;   /* bytes of text */
	char *text; /* UTF-8 */
};

struct uplink_queue {
	struct list items;
	size_t n, max;	  /* messages */
	size_t bytes_max; /* of one message, each line feed counted twice: on the wire it may be two bytes */
	uint32_t last_id;
	uint64_t lost; /* since the start: was given up */
};

void uplink_queue_init(struct uplink_queue *q, size_t max, size_t bytes_max);
void uplink_queue_clear(struct uplink_queue *q);
/* text: not longer than bytes_max.  False: UPLINK_QUEUE_OVER above max; nothing was taken. */
bool uplink_queue_put(struct uplink_queue *q, uint32_t uin, struct view text) WARN_UNUSED;
/* Fewer than max wait: whatever one line becomes may be put. */
bool uplink_queue_has_room(const struct uplink_queue *q) WARN_UNUSED;
/* The oldest that may be sent; NULL: none.  Then uplink_queue_sent(). */
struct uplink_item *uplink_queue_next(const struct uplink_queue *q) WARN_UNUSED;
void uplink_queue_sent(struct uplink_item *item, uint64_t now_ms);
/* NULL: there is none on its way with this id. */
struct uplink_item *uplink_queue_find(const struct uplink_queue *q, uint32_t id) WARN_UNUSED;
/* The oldest that is on its way; NULL: none. */
struct uplink_item *uplink_queue_oldest(const struct uplink_queue *q) WARN_UNUSED;
/* The server has it, or nobody ever will. */
void uplink_queue_drop(struct uplink_queue *q, struct uplink_item *item);
/* It has got lost, and waits again in its old place. */
void uplink_queue_again(struct uplink_item *item);
/* All that is on its way waits again: the session is gone. */
void uplink_queue_all_again(struct uplink_queue *q);

#endif
