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
	struct sendq_range one;    /* the usual case */
	uint32_t first, count, cap;
	uint32_t bytes;            /* sum of the ranges */
};

void sendq_init(struct sendq *q);
void sendq_release(struct sendq *q);
/* Appends a reference; false (nothing queued) if q would hold more than `limit` bytes. */
bool sendq_push(struct sendq *q, struct line l, size_t limit) WARN_UNUSED;
/* Fills at most `max` entries from the front; returns how many. */
size_t sendq_iov(const struct sendq *q, struct iovec *iov, size_t max);
/* n bytes have been sent; n <= q->bytes. */
void sendq_take(struct sendq *q, size_t n);
/* Copies what is left into slabs of its own. */
void sendq_unshare(struct sendq *q);

#endif
