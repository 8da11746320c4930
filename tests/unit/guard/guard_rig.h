/* A guard with rules of the test's, and three people: alice and bob are in #c, carol is nowhere. */
#ifndef CONCLAVE_TESTS_UNIT_GUARD_GUARD_RIG_H
#define CONCLAVE_TESTS_UNIT_GUARD_GUARD_RIG_H

#include "guard/guard.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/world.h"

struct guard_rig {
	struct world *world;
	struct client *alice, *bob, *carol;
	struct channel *ch;
	const struct conf *conf;
	struct guard *g;
	uint64_t now_ms;
};

/* rules: sections; "" none. */
struct guard_rig *guard_rig_new(const char *rules);
void guard_rig_free(struct guard_rig *r);
/* Another configuration for the same guard. */
void guard_rig_configure(struct guard_rig *r, const char *rules);
/* From alice to #c, to bob; whatever is said is a PRIVMSG. */
struct guard_verdict guard_rig_channel(struct guard_rig *r, struct view text);
struct guard_verdict guard_rig_query(struct guard_rig *r, const struct client *from, struct view text);
struct guard_verdict guard_rig_at(struct guard_rig *r, enum guard_place place, struct view text);
/* Hits of the rule. */
struct guard_count guard_rig_count(const struct guard_rig *r, const char *name);
/* The file etc/NAME, the caller frees it with mem_free(). */
char *guard_rig_source(const char *name);

#endif
