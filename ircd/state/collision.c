#include "state/collision.h"

#include "proto/casemap.h"

enum collision_verdict
collision_decide(uint64_t old_ts, uint64_t new_ts, bool same_mask, bool old_is_stranger)
{
	if (old_is_stranger)
		return COLLISION_OVERRIDDEN;
	if (old_ts == 0 || new_ts == 0 || old_ts == new_ts)
		return COLLISION_BOTH_LOSE;
	return (new_ts < old_ts) == same_mask ? COLLISION_NEW_LOSES : COLLISION_OLD_LOSES;
}

bool
collision_same_mask(const struct client *old, struct view user, struct view host)
{
	return casemap_eq(client_user(old), user) && casemap_eq(client_host(old), host);
}
