/*
 * Channel mode u: only who has a rank is on the stage.  In such a channel a member without any rank is seen by itself, by RANK_HALFOP and
 * up, and by operators of the server who see what is hidden.  Whoever tells that somebody is in a channel asks here.
 */
#ifndef CONCLAVE_STATE_AUDITORIUM_H
#define CONCLAVE_STATE_AUDITORIUM_H

#include <stdbool.h>

#include "core/util.h"
#include "state/channel.h"
#include "state/member.h"
#include "state/mode_bits.h"

/* Sees everybody in its channel, whatever +u says. */
bool auditorium_sees_all(const struct member *viewer) WARN_UNUSED;
/* May viewer, of the same channel, see that m is in it?  viewer NULL: somebody who is not in. */
bool auditorium_shows(const struct member *m, const struct member *viewer) WARN_UNUSED;

/* There may be somebody who may not see that m is in its channel. */
static inline bool
auditorium_hides(const struct member *m)
{
	return (m->channel->modes & CMODE_AUDITORIUM) != 0 && m->ranks == 0;
}

#endif
