/*
 * One channel on two servers: who made it first is right (TS6).  The decision is a function of both timestamps alone, so that both sides come
 * to the same result without asking each other.
 */
#ifndef CONCLAVE_STATE_CHANNEL_TS_H
#define CONCLAVE_STATE_CHANNEL_TS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/channel.h"
#include "state/mode.h"

struct channel_collision {
	bool keep_ours, take_theirs; /* modes, ranks and lists; both: they are joined */
	uint64_t ts;		     /* seconds, of the channel from now on */
};
/* Timestamps in seconds.  0, of whichever side, wins without taking anything away. */
struct channel_collision channel_collide(uint64_t ours, uint64_t theirs) WARN_UNUSED;

/* TS6 counts seconds. */
static inline uint64_t
channel_ts(const struct channel *ch)
{
	return ch->created_ms / 1000;
}
void channel_set_ts(struct channel *ch, uint64_t ts);
/* The name as another server writes it: only the case differs. */
void channel_set_case(struct channel *ch, struct view name);
/* What a server with a lower TS takes away and nobody is told of: invitations, MLOCK, the count of +j. */
void channel_forget(struct channel *ch);
/* The modes that services keep; letters as they said them, cut at MLOCK_LEN. */
void channel_set_mlock(struct channel *ch, uint64_t bits, struct view letters);

/* All modes but ranks, lists and +r, which is of this server alone. */
struct channel_simple {
	uint64_t bits; /* CMODE_* */
	uint32_t limit, joins_max, joins_s;
	char key[KEY_LEN + 1];
	char forward[CHANNEL_LEN + 1];
};
void channel_simple_of(const struct channel *ch, struct channel_simple *out);
/* Of two channels of the same age: flags of both; the larger limit, key, throttle and forward. */
void channel_simple_join(struct channel_simple *into, const struct channel_simple *other);
/* ch gets these modes.  change: what differed; ret: how many. */
size_t channel_simple_put(struct channel *ch, const struct channel_simple *want, uint64_t now_wall_ms,
	struct mode_change change[MODE_CHANGES_MAX]);

#endif
