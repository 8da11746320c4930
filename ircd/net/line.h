/*
 * Finished lines, shared by all who hear them.  A line is a range of a slab; a slab is counted by references and freed with the last.
 * Lines of one lane that are built one after another lie one after another in memory, so that a hearer of both keeps them as one
 * range (sendq.h), and one iovec or TLS record carries them.  Immutable once ended.  One thread.
 */
#ifndef CONCLAVE_NET_LINE_H
#define CONCLAVE_NET_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define LINE_SLAB_SIZE 16384 /* bytes of lines in a slab; a TLS record's worth */
#define LINE_LANES \
	114 /* a lane per stripe of channels and variant of capabilities, two for replies: route/ */

struct slab {
	uint32_t refs;
	uint32_t used; /* bytes ended */
	uint32_t size; /* of bytes[]; LINE_SLAB_SIZE, or less for a send queue's own copy */
	bool own;      /* such a copy: one queue writes and reads it */
	char bytes[];
};

/* Does not hold a reference by itself: valid until the lane's next line_begin() unless queued meanwhile. */
struct line {
	struct slab *slab;
	uint32_t off, len;
};

struct line_pool;

struct line_pool *line_pool_new(void) WARN_UNUSED;
void line_pool_free(struct line_pool *p); /* slabs still referenced live on until their last slab_unref() */
/* Memory for a line of up to `max` bytes (<= LINE_SLAB_SIZE) in this lane.  Must be ended before the next begin of the lane. */
char *line_begin(struct line_pool *p, unsigned lane, size_t max) WARN_UNUSED;
/* The first n bytes given by line_begin() are the line; n == 0 gives up. */
struct line line_end(struct line_pool *p, unsigned lane, size_t n);

static inline void
slab_ref(struct slab *s)
{
	s->refs++;
}
void slab_unref(struct slab *s); /* the last one frees, or keeps it in a small bounded cache */

static inline struct view
line_view(struct line l)
{
	return view_of(l.slab->bytes + l.off, l.len);
}

/* For sendq.c: a slab of its own with one reference, 1..LINE_SLAB_SIZE bytes. */
struct slab *slab_new_own(size_t size) WARN_UNUSED;
/* Slabs alive, for STATS and tests; those kept in the cache are not counted. */
size_t slab_count(void);

#endif
