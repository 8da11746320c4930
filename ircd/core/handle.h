/*
 * Handles: names for objects that may be gone by the time somebody asks.  A table gives out slot + generation;
 * looking up the handle of a freed object finds NULL, also when the slot was given to another.
 */
#ifndef CONCLAVE_CORE_HANDLE_H
#define CONCLAVE_CORE_HANDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

struct handle {
	uint32_t slot;
	uint32_t gen; /* never 0 for a real object */
};
#define HANDLE_NONE ((struct handle){ 0, 0 })

struct handle_table;

/* max: most objects alive at once, 1..2^31. */
struct handle_table *handle_table_new(size_t max) WARN_UNUSED;
void handle_table_free(struct handle_table *t);
/* HANDLE_NONE when max objects are alive.  obj is borrowed and not NULL. */
struct handle handle_new(struct handle_table *t, void *obj) WARN_UNUSED;
void *handle_get(const struct handle_table *t, struct handle h) WARN_UNUSED;
void handle_free(struct handle_table *t, struct handle h); /* h must be alive */
size_t handle_count(const struct handle_table *t);

static inline bool
handle_is_none(struct handle h)
{
	return h.gen == 0;
}

static inline bool
handle_eq(struct handle a, struct handle b)
{
	return a.slot == b.slot && a.gen == b.gen;
}

#endif
