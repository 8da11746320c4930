/*
 * Two users are called the same, since each of two parts of the network has let one of them have the nick (TS6).  Every server decides for
 * itself from what all of them know, so that all come to the same end without asking each other.
 */
#ifndef CONCLAVE_STATE_COLLISION_H
#define CONCLAVE_STATE_COLLISION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

enum collision_verdict {
	COLLISION_OLD_LOSES, /* who has the nick here; the other one gets it */
	COLLISION_NEW_LOSES, /* of whom is just heard */
	COLLISION_BOTH_LOSE,
	COLLISION_OVERRIDDEN, /* who has it here has not registered, and is known to nobody: its connection ends */
};

/* Since when each has the nick; 0 is not known.  same_mask: user name and visible host are equal. */
enum collision_verdict
collision_decide(uint64_t old_ts, uint64_t new_ts, bool same_mask, bool old_is_stranger) WARN_UNUSED;
/* They are the same person, most likely, who has come back before the old connection was found to be dead: the later one stays. */
bool collision_same_mask(const struct client *old, struct view user, struct view host) WARN_UNUSED;

#endif
