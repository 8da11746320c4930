/* What the files of this folder do for each other. */
#ifndef CONCLAVE_GUARD_GUARD_PRIV_H
#define CONCLAVE_GUARD_GUARD_PRIV_H

#include "guard/guard.h"
#include "guard/tally.h"

/* Of a kind, somebody and somebody else, each of whom may be NULL. */
uint64_t guard_key(char kind, const struct client *from, const struct client *to) WARN_UNUSED;
/* tally_takes() of the guard's own. */
bool
guard_count_takes(struct guard *g, uint64_t key, const struct conf_rate *rate, uint64_t now_ms) WARN_UNUSED;

#endif
