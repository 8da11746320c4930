/*
 * Any split of the same bytes gives the same lines.  The first byte of the input seeds where the second pass cuts; the reference is
 * a third, naive cutter over the whole input.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/linebuf.h"

enum { LINE_MAX_BYTES = 24, RESULTS = 1 << 16 };

/* Lines as length-prefixed bytes; a line that was too long is the length UINT16_MAX. */
struct results {
	size_t n;
	uint8_t bytes[RESULTS];
};

static void
add(struct results *r, const char *p, size_t n, int too_long)
{
	const uint16_t len = too_long ? UINT16_MAX : (uint16_t)n;

	assert(n < LINE_MAX_BYTES);
	if (r->n + sizeof(len) + n > sizeof(r->bytes))
		return;
	memcpy(r->bytes + r->n, &len, sizeof(len));
	if (n > 0)
		memcpy(r->bytes + r->n + sizeof(len), p, n);
	r->n += sizeof(len) + n;
}

static void
cut_naive(struct results *r, const char *p, size_t n)
{
	while (n > 0) {
		const char *lf = memchr(p, '\n', n);
		size_t used = lf != NULL ? (size_t)(lf - p) + 1 : n;
		size_t len = used - 1;

		if (used > LINE_MAX_BYTES || (lf == NULL && used == LINE_MAX_BYTES)) {
			add(r, NULL, 0, 1);
		} else if (lf != NULL) {
			while (len > 0 && p[len - 1] == '\r')
				len--;
			if (len > 0)
				add(r, p, len, 0);
		}
		p += used;
		n -= used;
	}
}

static void
cut_pieces(struct results *r, const char *p, size_t n, uint32_t seed)
{
	struct linebuf lb;

	linebuf_init(&lb, LINE_MAX_BYTES);
	while (n > 0) {
		size_t piece, budget;
		struct view in, line;
		enum line_result got = LINE_OK;

		seed = seed * 1664525 + 1013904223;
		piece = 1 + (seed >> 16) % 40;
		budget = (seed >> 8) % 4; /* lines taken before the rest waits, as with flood control */
		in = view_of(p, piece < n ? piece : n);
		p += in.n;
		n -= in.n;
		if (n == 0)
			budget = SIZE_MAX;
		while (got != LINE_NONE && budget-- > 0) {
			got = linebuf_cut(&lb, &in, &line);
			if (got == LINE_OK)
				add(r, line.p, line.n, 0);
			else if (got == LINE_TOO_LONG)
				add(r, NULL, 0, 1);
		}
		linebuf_feed(&lb, in);
		linebuf_trim(&lb);
	}
	linebuf_release(&lb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct results want, got;

	if (size < 2)
		return 0;
	want.n = got.n = 0;
	cut_naive(&want, (const char *)data + 1, size - 1);
	cut_pieces(&got, (const char *)data + 1, size - 1, data[0]);
	assert(want.n == got.n && memcmp(want.bytes, got.bytes, want.n) == 0);
	return 0;
}
