/* Counts a whole world anew and compares with what it says of itself. */
#ifndef CONCLAVE_UNIT_STATE_WORLD_CHECK_H
#define CONCLAVE_UNIT_STATE_WORLD_CHECK_H

#include "state/world.h"

/* NULL if all agrees; else the condition that does not hold. */
const char *world_fault(const struct world *w) WARN_UNUSED;

#endif
