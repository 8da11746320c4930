/*
 * Lanes of slabs.  A lane holds one reference to the slab it writes to, so a slab with one reference has no hearer left and is
 * written from its start again: at a light load every line is built in memory that is still in the cache.
 */
#include "net/line.h"

#include <assert.h>

#include "core/mem.h"

#define SLABS_KEPT 32 /* free slabs kept for the next lines: 512 KiB */

struct lane {
	struct slab *slab; /* NULL before the first line */
	uint32_t begun;	   /* bytes promised by line_begin(), 0 = none */
};

struct line_pool {
	struct lane lane[LINE_LANES];
};

/* One thread, and slabs outlive their pool: the cache is the process's. */
static struct {
	struct slab *kept[SLABS_KEPT];
	size_t n_kept;
	size_t alive;
} slabs;

static struct slab *
slab_new(size_t size, bool own)
{
	struct slab *s;

	if (size == LINE_SLAB_SIZE && slabs.n_kept > 0)
		s = slabs.kept[--slabs.n_kept];
	else
		s = mem_alloc(sizeof(*s) + size);
	s->refs = 1;
	s->used = 0;
	s->size = (uint32_t)size;
	s->own = own;
	slabs.alive++;
	return s;
}

struct slab *
slab_new_own(size_t size)
{
	assert(size > 0 && size <= LINE_SLAB_SIZE);
	return slab_new(size, true);
}

void
slab_unref(struct slab *s)
{
	assert(s->refs > 0);
	if (--s->refs > 0)
		return;
	slabs.alive--;
	if (s->size == LINE_SLAB_SIZE && slabs.n_kept < SLABS_KEPT)
		slabs.kept[slabs.n_kept++] = s;
	else
		mem_free(s);
}

size_t
slab_count(void)
{
	return slabs.alive;
}

struct line_pool *
line_pool_new(void)
{
	return mem_zalloc(sizeof(struct line_pool));
}

void
line_pool_free(struct line_pool *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < LINE_LANES; i++) {
		if (p->lane[i].slab != NULL)
			slab_unref(p->lane[i].slab);
	}
	mem_free(p);
	while (slabs.n_kept > 0)
		mem_free(slabs.kept[--slabs.n_kept]);
}

char *
line_begin(struct line_pool *p, unsigned lane, size_t max)
{
	struct lane *l = &p->lane[lane];

	assert(lane < LINE_LANES && max > 0 && max <= LINE_SLAB_SIZE && l->begun == 0);
	if (l->slab != NULL && l->slab->refs == 1)
		l->slab->used = 0;
	if (l->slab == NULL || max > l->slab->size - l->slab->used) {
		if (l->slab != NULL)
			slab_unref(l->slab);
		l->slab = slab_new(LINE_SLAB_SIZE, false);
	}
	l->begun = (uint32_t)max;
	return l->slab->bytes + l->slab->used;
}

struct line
line_end(struct line_pool *p, unsigned lane, size_t n)
{
	struct lane *l = &p->lane[lane];
	struct line line = { l->slab, l->slab->used, (uint32_t)n };

	assert(lane < LINE_LANES && l->begun != 0 && n <= l->begun);
	l->begun = 0;
	l->slab->used += line.len;
	return line;
}
