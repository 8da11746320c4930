/*
 * Whom a client wants to hear from: masks that it has silenced, and those whom it hears while it is in +g (caller-id).  One object per
 * client, there only while something is in it.  The verdict over a message is client_may_hear() in mode.h.
 */
#ifndef CONCLAVE_STATE_FILTER_H
#define CONCLAVE_STATE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "state/ban.h"
#include "state/client.h"

/* One client accepts another.  Goes when either leaves, and when the other takes another nick. */
struct accept {
	struct list of_owner; /* struct filter.accepts */
	struct list of_other; /* struct filter.accepted_by */
	struct client *owner, *other;
};

struct filter {
	struct ban_list silence; /* at most SILENCE_MAX, none of the mute or the forward form */
	struct list accepts;	 /* struct accept.of_owner, oldest first; at most ACCEPT_MAX */
	struct list accepted_by; /* struct accept.of_other */
	size_t n_accepts;
	uint64_t called_ms; /* monotonic time when +g last told of somebody; 0: not yet */
};

/* typed as a ban is, but neither mute nor forward form; BAN_FULL at SILENCE_MAX.  norm: the mask as kept, on BAN_OK and BAN_FULL. */
enum ban_verdict filter_silence(struct client *c, struct view typed, char norm[MASK_LEN + 1]) WARN_UNUSED;
enum ban_verdict
filter_unsilence(struct client *c, struct view typed, char removed[MASK_LEN + 1]) WARN_UNUSED;
/* One has silenced the other. */
bool filter_silences(const struct client *c, const struct client *from) WARN_UNUSED;

enum accept_verdict {
	ACCEPT_OK,
	ACCEPT_FULL,   /* 456 */
	ACCEPT_EXISTS, /* 457; oneself as well */
	ACCEPT_ABSENT, /* 458 */
	ACCEPT_N
};

enum accept_verdict filter_accept(struct client *c, struct client *other) WARN_UNUSED;
enum accept_verdict filter_unaccept(struct client *c, struct client *other) WARN_UNUSED;
bool filter_accepts(const struct client *c, const struct client *other) WARN_UNUSED;
/*
 * c, if it is in +g, is about to write to this one and must be able to hear the answer: accepts it.  False where there is no room,
 * and nothing should be written.  Operators need no room: they pass.
 */
bool filter_expect_answer(struct client *c, struct client *from) WARN_UNUSED;
/* c has +g and somebody called: true if it is to be told now, not more often than every CALLERID_PAUSE_MS. */
bool filter_call(struct client *c, uint64_t now_mono_ms) WARN_UNUSED;

/* c has another nick: who accepted it meant the old one. */
void filter_forget_nick(struct client *c);
/* -g: the next +g tells of the first caller at once. */
void filter_forget_call(struct client *c);
/* Both ends of all that c is part of. */
void filter_clear(struct client *c);

static inline const struct accept *
accept_of_owner_link(const struct list *l)
{
	return CONTAINER_OF(l, const struct accept, of_owner);
}

#endif
