/*
 * Ranges in order; every range holds one reference to its slab.  Ranges of slabs of the queue's own (`own`) always come before
 * ranges of shared slabs, since sendq_unshare() leaves only the former and sendq_push() adds only the latter.
 */
#include "net/sendq.h"

#include <assert.h>
#include <string.h>

#include "core/mem.h"

#define RANGES_FIRST 8 /* ranges in the first heap array */
#define OWN_SLAB_MIN 512

void
sendq_init(struct sendq *q)
{
	*q = (struct sendq){ .range = NULL };
}

void
sendq_release(struct sendq *q)
{
	const struct sendq_range *r = sendq_ranges(q);

	for (uint32_t i = 0; i < q->count; i++)
		slab_unref(r[i].slab);
	mem_free(q->range);
	sendq_init(q);
}

/* The place for one more range behind the last. */
static struct sendq_range *
range_add(struct sendq *q)
{
	if (q->range == NULL && q->count == 0) {
		q->count = 1;
		return &q->one;
	}
	if (q->range == NULL) {
		q->range = mem_array(RANGES_FIRST, sizeof(*q->range));
		q->cap = RANGES_FIRST;
		q->first = 0;
		q->range[0] = q->one;
	} else if (q->first + q->count == q->cap && q->first >= q->cap / 2) {
		memmove(q->range, q->range + q->first, q->count * sizeof(*q->range));
		q->first = 0;
	} else if (q->first + q->count == q->cap) {
		q->range = mem_grow(q->range, (size_t)q->cap * 2, sizeof(*q->range));
		q->cap *= 2;
	}
	q->count++;
	return &q->range[q->first + q->count - 1];
}

bool
sendq_append(struct sendq *q, struct line l)
{
	struct sendq_range *r;

	if (l.len == 0)
		return true;
	r = range_add(q);
	slab_ref(l.slab);
	*r = (struct sendq_range){ l.slab, l.off, l.len };
	q->bytes += l.len;
	return true;
}

size_t
sendq_iov(const struct sendq *q, struct iovec *iov, size_t max)
{
	const struct sendq_range *r = sendq_ranges(q);
	size_t n = q->count < max ? q->count : max;

	for (size_t i = 0; i < n; i++) {
		iov[i].iov_base = r[i].slab->bytes + r[i].off;
		iov[i].iov_len = r[i].len;
	}
	return n;
}

size_t
sendq_gather(const struct sendq *q, char *dst, size_t max)
{
	const struct sendq_range *r = sendq_ranges(q);
	size_t done = 0;

	for (uint32_t i = 0; i < q->count && done < max; i++) {
		size_t n = r[i].len < max - done ? r[i].len : max - done;

		memcpy(dst + done, r[i].slab->bytes + r[i].off, n);
		done += n;
	}
	return done;
}

void
sendq_take(struct sendq *q, size_t n)
{
	struct sendq_range *r = sendq_ranges(q);

	assert(n <= q->bytes);
	q->bytes -= (uint32_t)n;
	while (n > 0 && n >= r->len) {
		n -= r->len;
		slab_unref(r->slab);
		r++;
		q->first++;
		q->count--;
	}
	if (n > 0) {
		r->off += (uint32_t)n;
		r->len -= (uint32_t)n;
	}
	if (q->count == 0) {
		mem_free(q->range);
		sendq_init(q);
	} else if (q->range == NULL) {
		q->first = 0;
	}
}

/* The last slab of the queue's own if it has room, or a new one; they double, so that a long queue is a few of them. */
static struct sendq_range *
own_tail(struct sendq *q, uint32_t left)
{
	struct sendq_range *tail = q->count > 0 ? &sendq_ranges(q)[q->count - 1] : NULL;
	size_t size = OWN_SLAB_MIN;

	assert(tail == NULL || tail->slab != NULL);
	if (tail != NULL && tail->slab->used < tail->slab->size)
		return tail;
	while (size < LINE_SLAB_SIZE && (size < left || size < q->bytes))
		size *= 2;
	tail = range_add(q);
	*tail = (struct sendq_range){ slab_new_own(size), 0, 0 };
	return tail;
}

static void
own_copy(struct sendq *q, const struct sendq_range *r)
{
	uint32_t done = 0;

	while (done < r->len) {
		struct sendq_range *tail = own_tail(q, r->len - done);
		uint32_t room = tail->slab->size - tail->slab->used;
		uint32_t n = r->len - done < room ? r->len - done : room;

		memcpy(tail->slab->bytes + tail->slab->used, r->slab->bytes + r->off + done, n);
		tail->slab->used += n;
		tail->len += n;
		q->bytes += n;
		done += n;
	}
}

void
sendq_unshare(struct sendq *q)
{
	struct sendq_range *r = sendq_ranges(q);
	struct sendq shared;
	uint32_t n_own = 0;
	struct sendq_range *old;

	while (n_own < q->count && r[n_own].slab->own)
		n_own++;
	if (n_own == q->count)
		return;
	/* The shared ranges move out, the own ones stay in front, and the copies follow them. */
	sendq_init(&shared);
	for (uint32_t i = n_own; i < q->count; i++) {
		*range_add(&shared) = r[i];
		shared.bytes += r[i].len;
	}
	q->count = n_own;
	q->bytes -= shared.bytes;
	if (n_own == 0) {
		mem_free(q->range);
		sendq_init(q);
	}
	old = sendq_ranges(&shared);
	for (uint32_t i = 0; i < shared.count; i++)
		own_copy(q, &old[i]);
	sendq_release(&shared);
}
