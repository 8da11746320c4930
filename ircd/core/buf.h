/*
 * struct buf: bytes that grow up to a fixed limit.  Embedded; owns its memory.  Reading takes from the front.
 * A buffer that is empty holds no memory.
 */
#ifndef CONCLAVE_CORE_BUF_H
#define CONCLAVE_CORE_BUF_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct buf {
	char *p;
	size_t off; /* first byte in use */
	size_t len; /* bytes in use from off */
	size_t cap; /* bytes at p */
	size_t max; /* limit of len, set by buf_init() */
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);
void buf_clear(struct buf *b);
/* Appends all or nothing: 0, or -1 when the limit would be passed. */
int buf_put(struct buf *b, struct view v) WARN_UNUSED;
int buf_putf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3) WARN_UNUSED;
/* Room for n more bytes at the end, or NULL when the limit would be passed; then buf_commit() what was written. */
char *buf_reserve(struct buf *b, size_t n) WARN_UNUSED;
void buf_commit(struct buf *b, size_t n);
/* Drops n bytes from the front; n <= len. */
void buf_take(struct buf *b, size_t n);
/* What is in it; dies at the next buf_*() call that changes b. */
struct view buf_view(const struct buf *b);

#endif
