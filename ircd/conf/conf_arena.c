/*
 * One heap block for each piece: a configuration has some hundreds, made once, so a cleverer arena would
 * gain nothing.
 */
#include "conf/conf_arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"

struct conf_arena_block {
	struct conf_arena_block *next;
	alignas(max_align_t) unsigned char bytes[];
};

void *
conf_arena_take(struct conf_arena *arena, size_t count, size_t size)
{
	struct conf_arena_block *b;

	assert(size != 0 && count < (SIZE_MAX - sizeof(*b)) / size);
	b = mem_zalloc(sizeof(*b) + count * size);
	b->next = arena->blocks;
	arena->blocks = b;
	return b->bytes;
}

const char *
conf_arena_text(struct conf_arena *arena, struct view v)
{
	char *z = conf_arena_take(arena, v.n + 1, 1);

	if (v.n != 0)
		memcpy(z, v.p, v.n);
	return z;
}

const char *
conf_arena_path(struct conf_arena *arena, const char *a, const char *b)
{
	size_t size = strlen(a) + 1 + strlen(b) + 1;
	char *z = conf_arena_take(arena, size, 1);

	(void)snprintf(z, size, "%s/%s", a, b);
	return z;
}

void
conf_arena_release(struct conf_arena *arena)
{
	while (arena->blocks != NULL) {
		struct conf_arena_block *b = arena->blocks;

		arena->blocks = b->next;
		mem_free(b);
	}
}
