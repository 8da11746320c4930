/* Messages that wait for somebody to say whether they may pass.  They are forgotten when their time is over. */
#ifndef CONCLAVE_GUARD_HELD_H
#define CONCLAVE_GUARD_HELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

struct client;
struct loop;

#define HELD_SAID_MAX 512 /* bytes of a message */
#define HELD_WHY_MAX  240 /* bytes of a rule's name and words, with NUL */

struct held {
	struct list link;
	uint32_t id;	   /* 1.. */
	uint64_t until_ms; /* monotonic */
	struct handle from;
	struct handle to; /* HANDLE_NONE: it is for a channel */
	char channel[CHANNEL_LEN + 1];
	char nick[NICK_LEN_MAX + 1]; /* of its sender, when it was said */
	bool is_notice;
	char why[HELD_WHY_MAX];
	size_t n;
	char said[HELD_SAID_MAX];
};

struct held_box;

/* loop: borrowed. */
struct held_box *held_box_new(struct loop *loop) WARN_UNUSED;
void held_box_free(struct held_box *box); /* NULL is fine */

struct held_limits {
	uint32_t max, max_of_one;
	uint64_t keep_ms;
};
/*
 * held_put: keeps one.
 *   in   from   who said it
 *        what   its to or channel, is_notice and said are taken, cut at their limits; and its why
 *   ret  NULL where there is no room, of all or of this sender; lives until a later turn of the loop
 */
struct held *held_put(struct held_box *box, const struct client *from, const struct held *what,
	const struct held_limits *limits) WARN_UNUSED;
struct held *held_find(const struct held_box *box, uint32_t id) WARN_UNUSED;
void held_drop(struct held_box *box, struct held *h);
/* NULL first, oldest first, NULL at the end. */
struct held *held_next(const struct held_box *box, const struct held *h) WARN_UNUSED;
size_t held_count(const struct held_box *box) WARN_UNUSED;

#endif
