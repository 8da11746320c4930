/*
 * Cutting lines.  The same bytes give the same answers however they are split: a line is too long when it has more than `max` bytes
 * with its LF, which is known, and said, as soon as `max` bytes hold none.
 */
#include "net/linebuf.h"

#include <assert.h>
#include <string.h>

#include "core/mem.h"

#define LINEBUF_MIN 128 /* smallest piece of memory */

void
linebuf_init(struct linebuf *lb, size_t max)
{
	assert(max >= 2 && max <= UINT32_MAX / 4);
	*lb = (struct linebuf){ .max = (uint32_t)max };
}

void
linebuf_release(struct linebuf *lb)
{
	mem_free(lb->p);
	linebuf_init(lb, lb->max);
}

size_t
linebuf_pending(const struct linebuf *lb)
{
	return lb->len;
}

void
linebuf_trim(struct linebuf *lb)
{
	if (lb->len > 0 || lb->p == NULL)
		return;
	mem_free(lb->p);
	lb->p = NULL;
	lb->off = lb->cap = lb->seen = 0;
}

/* Drops the rest of a line that was too long; what is left of v begins a new line, or is empty. */
static struct view
skip_line(struct linebuf *lb, struct view v)
{
	const char *lf;

	if (!lb->skip || v.n == 0)
		return v;
	lf = memchr(v.p, '\n', v.n);
	if (lf == NULL)
		return view_of(v.p + v.n, 0);
	lb->skip = false;
	return view_skip(v, (size_t)(lf - v.p) + 1);
}

static void
linebuf_reserve(struct linebuf *lb, size_t n)
{
	size_t need = lb->len + n;
	size_t cap = lb->cap > LINEBUF_MIN ? lb->cap : LINEBUF_MIN;

	assert(need <= UINT32_MAX / 4);
	if (need <= lb->cap && n <= lb->cap - lb->off - lb->len)
		return;
	if (lb->off > 0) {
		memmove(lb->p, lb->p + lb->off, lb->len);
		lb->off = 0;
	}
	if (need <= lb->cap)
		return;
	while (cap < need)
		cap *= 2;
	lb->p = mem_grow(lb->p, cap, 1);
	lb->cap = (uint32_t)cap;
}

void
linebuf_feed(struct linebuf *lb, struct view bytes)
{
	bytes = skip_line(lb, bytes);
	if (bytes.n == 0)
		return;
	linebuf_reserve(lb, bytes.n);
	memcpy(lb->p + lb->off + lb->len, bytes.p, bytes.n);
	lb->len += (uint32_t)bytes.n;
}

static struct view
without_cr(const char *p, size_t n)
{
	while (n > 0 && p[n - 1] == '\r')
		n--;
	return view_of(p, n);
}

static void
drop_front(struct linebuf *lb, size_t n)
{
	lb->off += (uint32_t)n;
	lb->len -= (uint32_t)n;
	lb->seen = 0;
}

enum line_result
linebuf_next(struct linebuf *lb, struct view *line)
{
	while (lb->len > 0) {
		const char *p = lb->p + lb->off;
		const char *lf = memchr(p + lb->seen, '\n', lb->len - lb->seen);
		size_t n = lf != NULL ? (size_t)(lf - p) + 1 : lb->len;

		if (lf == NULL && n < lb->max) {
			lb->seen = lb->len;
			return LINE_NONE;
		}
		drop_front(lb, n);
		if (lf == NULL || n > lb->max) {
			lb->skip = lf == NULL;
			return LINE_TOO_LONG;
		}
		*line = without_cr(p, n - 1);
		if (line->n > 0)
			return LINE_OK;
	}
	lb->off = 0;
	return LINE_NONE;
}

/* Nothing is kept: lines come straight out of *in. */
static enum line_result
cut_direct(struct linebuf *lb, struct view *in, struct view *line)
{
	*in = skip_line(lb, *in);
	while (in->n > 0) {
		const char *p = in->p;
		const char *lf = memchr(p, '\n', in->n);
		size_t n = lf != NULL ? (size_t)(lf - p) + 1 : in->n;

		if (lf == NULL && n < lb->max)
			return LINE_NONE;
		*in = view_skip(*in, n);
		if (lf == NULL || n > lb->max) {
			lb->skip = lf == NULL;
			return LINE_TOO_LONG;
		}
		*line = without_cr(p, n - 1);
		if (line->n > 0)
			return LINE_OK;
	}
	return LINE_NONE;
}

enum line_result
linebuf_cut(struct linebuf *lb, struct view *in, struct view *line)
{
	while (lb->len > 0) {
		enum line_result r = linebuf_next(lb, line);
		const char *lf;
		size_t n;

		if (r != LINE_NONE)
			return r;
		if (lb->len == 0)
			break;
		if (in->n == 0)
			return LINE_NONE;
		/* An unfinished line is kept: only its rest is copied to it. */
		lf = memchr(in->p, '\n', in->n);
		n = lf != NULL ? (size_t)(lf - in->p) + 1 : in->n;
		linebuf_feed(lb, view_left(*in, n));
		*in = view_skip(*in, n);
	}
	return cut_direct(lb, in, line);
}
