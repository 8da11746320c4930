/* What becomes of a channel when another server has an older one of that name, and how those in it hear of it. */
#ifndef CONCLAVE_LINK_LINK_LOWER_H
#define CONCLAVE_LINK_LINK_LOWER_H

#include "link/verb.h"
#include "state/channel_ts.h"

/*
 * The channel was made earlier, by the source of m: nobody has a rank any more, and all that it had from here is gone; with lists, b e I q, too.
 * Its simple modes are for the caller.
 */
void link_lower(struct link_msg *m, struct channel *ch, uint64_t ts, bool lists);
/* Another TS, and those in it are told. */
void link_set_ts(struct link_msg *m, struct channel *ch, uint64_t ts);
/* The channel gets these modes, and those in it are told. */
void link_put_simple(struct link_msg *m, struct channel *ch, const struct channel_simple *want);

#endif
