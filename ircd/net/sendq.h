/*
 * What one peer has yet to be sent: ranges of slabs, in order.  Neighbouring lines merge into one range.  An empty queue holds no
 * memory.  A queue whose peer does not read is told so by sendq_unshare(): it then holds a private copy, so that it pins no slab
 * and its memory is bounded by `limit` alone.
 */
#ifndef CONCLAVE_NET_SENDQ_H
#define CONCLAVE_NET_SENDQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "core/util.h"
#include "net/line.h"

struct sendq_range {
	struct slab *slab;
	uint32_t off, len;
};

struct sendq {
	struct sendq_range *range; /* heap once more than one range is queued */
	struct sendq_range one;	   /* the usual case */
	uint32_t first, count, cap;
	uint32_t bytes; /* sum of the ranges */
};

void sendq_init(struct sendq *q);
void sendq_release(struct sendq *q);
bool sendq_append(struct sendq *q, struct line l); /* the slow part of sendq_push() */

static inline struct sendq_range *
sendq_ranges(const struct sendq *q)
{
	return q->range != NULL ? q->range + q->first : (struct sendq_range *)(uintptr_t)&q->one;
}

/*
 * Appends a reference; false (nothing queued) if q would hold more than `limit` bytes.
 * In the header because it runs once per hearer: a line that lies behind the last one queued only makes that range longer.
 */
WARN_UNUSED static inline bool
sendq_push(struct sendq *q, struct line l, size_t limit)
{
	struct sendq_range *last;

	if (UNLIKELY(q->bytes > limit || l.len > limit - q->bytes))
		return false;
	if (q->count == 0)
		return sendq_append(q, l);
	last = &sendq_ranges(q)[q->count - 1];
	if (last->slab != l.slab || last->off + last->len != l.off)
		return sendq_append(q, l);
	last->len += l.len;
	q->bytes += l.len;
	return true;
}

/* Fills at most `max` entries from the front; returns how many. */
size_t sendq_iov(const struct sendq *q, struct iovec *iov, size_t max);
/* Copies at most `max` bytes from the front to dst, all or as many as fit; returns how many. */
size_t sendq_gather(const struct sendq *q, char *dst, size_t max);
/* n bytes have been sent; n <= q->bytes. */
void sendq_take(struct sendq *q, size_t n);
/* Copies what is left into slabs of its own; what already lies there stays. */
void sendq_unshare(struct sendq *q);

#endif
