/* Memory that lives and dies with one configuration.  Nothing in it is freed alone. */
#ifndef CONCLAVE_CONF_CONF_ARENA_H
#define CONCLAVE_CONF_CONF_ARENA_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct conf_arena_block;
struct conf_arena {
	struct conf_arena_block *blocks; /* NULL: empty; a zeroed struct is ready for use */
};

/* count * size zeroed bytes, aligned for anything; count 0 gives a valid pointer too. */
void *conf_arena_take(struct conf_arena *arena, size_t count, size_t size) WARN_UNUSED;
/* v and a NUL behind it. */
const char *conf_arena_text(struct conf_arena *arena, struct view v) WARN_UNUSED;
/* "<a>/<b>" */
const char *conf_arena_path(struct conf_arena *arena, const char *a, const char *b) WARN_UNUSED;
void conf_arena_release(struct conf_arena *arena);

#endif
