/* Views: comparing, cutting and reading numbers.  Pure; a view without bytes may have a NULL pointer, so none is touched. */
#include "core/view.h"

#include <assert.h>

#include "core/mem.h"

static char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
view_eq_nocase(struct view a, struct view b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	}
	return true;
}

bool
view_starts(struct view v, struct view prefix)
{
	return v.n >= prefix.n && (prefix.n == 0 || memcmp(v.p, prefix.p, prefix.n) == 0);
}

bool
view_has_any(struct view v, struct view set)
{
	for (size_t i = 0; i < set.n; i++) {
		if (view_find(v, set.p[i]) < v.n)
			return true;
	}
	return false;
}

size_t
view_find(struct view v, char c)
{
	const char *at = v.n != 0 ? memchr(v.p, c, v.n) : NULL;

	return at != NULL ? (size_t)(at - v.p) : v.n;
}

struct view
view_left(struct view v, size_t n)
{
	if (n < v.n)
		v.n = n;
	return v;
}

struct view
view_skip(struct view v, size_t n)
{
	if (n > v.n)
		n = v.n;
	if (n != 0) { /* NULL + 0 is undefined */
		v.p += n;
		v.n -= n;
	}
	return v;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct view
view_trim(struct view v)
{
	while (v.n != 0 && is_blank(v.p[v.n - 1]))
		v.n--;
	while (v.n != 0 && is_blank(v.p[0]))
		v = view_skip(v, 1);
	return v;
}

bool
view_cut(struct view *rest, char sep, struct view *piece)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = view_find(*rest, sep);
	*piece = view_left(*rest, at);
	if (at == rest->n)
		*rest = view_of(NULL, 0);
	else
		*rest = view_skip(*rest, at + 1);
	return true;
}

/* The whole of v as a number of at most `max`.  More digits than max has are refused, leading zeros too count as digits. */
static int
to_number(struct view v, uint64_t max, size_t max_digits, uint64_t *out)
{
	uint64_t r = 0;

	if (v.n == 0 || v.n > max_digits)
		return -1;
	for (size_t i = 0; i < v.n; i++) {
		uint64_t digit;

		if (v.p[i] < '0' || v.p[i] > '9')
			return -1;
		digit = (uint64_t)(v.p[i] - '0');
		if (r > (max - digit) / 10)
			return -1;
		r = r * 10 + digit;
	}
	*out = r;
	return 0;
}

int
view_to_u32(struct view v, uint32_t *out)
{
	uint64_t r;

	if (to_number(v, UINT32_MAX, 10, &r) == -1)
		return -1;
	*out = (uint32_t)r;
	return 0;
}

int
view_to_u64(struct view v, uint64_t *out)
{
	return to_number(v, UINT64_MAX, 20, out);
}

char *
view_dup(struct view v)
{
	char *z;

	assert(v.n < SIZE_MAX);
	z = mem_alloc(v.n + 1);
	if (v.n != 0)
		memcpy(z, v.p, v.n);
	z[v.n] = '\0';
	return z;
}

size_t
view_copy(struct view v, char *dst, size_t size)
{
	assert(size >= 1);
	v = view_left(v, size - 1);
	if (v.n != 0)
		memcpy(dst, v.p, v.n);
	dst[v.n] = '\0';
	return v.n;
}
