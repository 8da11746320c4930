/* UTF-8: the first byte chooses where to cut; the pieces must agree with the whole. */
#include "core/utf8.h"

#include <assert.h>
#include <stdint.h>

#include "core/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cutting valid text leaves valid text, and loses less than a character. */
static void
check_left(struct view v, size_t max)
{
	struct view left = utf8_left(v, max);

	assert(left.p == v.p && left.n <= v.n && left.n <= max);
	assert(left.n == v.n || left.n + 4 > max);
	if (utf8_is_valid(v))
		assert(utf8_is_valid(left) && utf8_is_valid(view_skip(v, left.n)));
}

/* Valid is exactly: a row of valid characters. */
static void
check_walk(struct view v)
{
	struct view rest = v;
	size_t n;

	while ((n = utf8_first(rest)) != 0) {
		assert(n <= 4 && n <= rest.n && utf8_is_valid(view_left(rest, n)));
		rest = view_skip(rest, n);
	}
	assert(utf8_is_valid(v) == (rest.n == 0));
}

/* What goes to a terminal is valid and without controls, whatever came in. */
static void
check_escape(struct view v, size_t size)
{
	char out[600];
	struct view got;

	if (size > sizeof(out))
		size = sizeof(out);
	if (size == 0)
		return;
	got = view_z(log_escape(v, out, size));
	assert(got.n < size && utf8_is_valid(got));
	for (size_t i = 0; i < got.n; i++)
		assert((unsigned char)got.p[i] >= ' ' && got.p[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view v;

	if (size == 0)
		return 0;
	v = view_of(data + 1, size - 1);
	check_left(v, data[0]);
	check_walk(v);
	check_escape(v, (size_t)data[0] * 3);
	return 0;
}
