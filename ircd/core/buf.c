/*
 * Growing buffers.  Invariants: off + len <= cap, len <= max, and p == NULL exactly when cap == 0.  Every move of bytes is paid
 * for by as many bytes taken or added before, so putting and taking one byte at a time stays linear.
 */
#include "core/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"

enum { BUF_CAP_MIN = 64 };

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	mem_free(b->p);
	buf_init(b, b->max);
}

void
buf_clear(struct buf *b)
{
	buf_release(b);
}

/* A fresh piece of memory for `need` bytes; not realloc, which would copy what was taken as well. */
static void
buf_regrow(struct buf *b, size_t need)
{
	size_t cap = need;
	char *p;

	if (b->cap != 0 && need <= SIZE_MAX / 2)
		cap = need * 2;
	if (cap < BUF_CAP_MIN)
		cap = BUF_CAP_MIN;
	p = mem_alloc(cap);
	if (b->len != 0)
		memcpy(p, b->p + b->off, b->len);
	mem_free(b->p);
	b->p = p;
	b->off = 0;
	b->cap = cap;
}

char *
buf_reserve(struct buf *b, size_t n)
{
	size_t need;

	if (n > b->max - b->len || n > SIZE_MAX - 1 - b->len)
		return NULL;
	need = b->len + n + 1; /* one more than the limit: the NUL of vsnprintf() */
	if (need > b->cap || (need > b->cap - b->off && b->off < b->len)) {
		buf_regrow(b, need);
	} else if (need > b->cap - b->off) {
		if (b->len != 0)
			memmove(b->p, b->p + b->off, b->len);
		b->off = 0;
	}
	return b->p + b->off + b->len;
}

void
buf_commit(struct buf *b, size_t n)
{
	assert(n <= b->cap - b->off - b->len && n <= b->max - b->len);
	b->len += n;
	if (b->len == 0)
		buf_release(b);
}

int
buf_put(struct buf *b, struct view v)
{
	char *at;

	if (v.n == 0)
		return 0;
	at = buf_reserve(b, v.n);
	if (at == NULL)
		return -1;
	memcpy(at, v.p, v.n);
	buf_commit(b, v.n);
	return 0;
}

int
buf_putf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;
	char *at;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0); /* a literal format without wide characters can't fail */
	at = buf_reserve(b, (size_t)n);
	if (at == NULL)
		return -1;
	va_start(ap, fmt);
	(void)vsnprintf(at, (size_t)n + 1, fmt, ap);
	va_end(ap);
	buf_commit(b, (size_t)n);
	return 0;
}

void
buf_take(struct buf *b, size_t n)
{
	assert(n <= b->len);
	b->off += n;
	b->len -= n;
	if (b->len == 0)
		buf_release(b);
}

struct view
buf_view(const struct buf *b)
{
	return view_of(b->len != 0 ? b->p + b->off : NULL, b->len);
}
