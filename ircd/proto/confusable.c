/*
 * Byte by byte by table, and then pairs that look like one letter.  After a pair was put together neither of its letters can be part of
 * another, so one pass is enough.
 */
#include "proto/confusable.h"

#include "proto/limits.h"

#define LEFT_OUT '\1'

/* Bytes that look like another letter, or are left out.  All others, '\0' here, stand for themselves. */
static const char alike[256] = {
	['0'] = 'o',
	['1'] = 'l',
	['i'] = 'l',
	['I'] = 'l',
	['|'] = 'l',
	['_'] = LEFT_OUT,
	['\\'] = LEFT_OUT,
	['`'] = LEFT_OUT,
	['['] = LEFT_OUT,
	[']'] = LEFT_OUT,
	['^'] = LEFT_OUT,
	['{'] = LEFT_OUT,
	['}'] = LEFT_OUT,
	['-'] = LEFT_OUT,
};

static const struct {
	char pair[2], as;
} pairs[] = {
	{ { 'r', 'n' }, 'm' },
	{ { 'v', 'v' }, 'w' },
};

static char
look(char c)
{
	char as = alike[(unsigned char)c];

	if (as != '\0')
		return as;
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* '\0' unless they look like one letter. */
static char
look_of_pair(char a, char b)
{
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		if (pairs[i].pair[0] == a && pairs[i].pair[1] == b)
			return pairs[i].as;
	}
	return '\0';
}

size_t
confusable_skeleton(struct view name, char *dst, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		char c = look(name.p[i]), one;

		if (c == LEFT_OUT)
			continue;
		one = n != 0 ? look_of_pair(dst[n - 1], c) : '\0';
		if (one != '\0')
			dst[n - 1] = one;
		else if (n < size - 1)
			dst[n++] = c;
		else
			break;
	}
	dst[n] = '\0';
	return n;
}

bool
confusable_is(struct view skeleton, struct view name)
{
	char dst[NICK_LEN_MAX + 1];

	if (skeleton.n == 0 || name.n < skeleton.n) /* none is longer than its name */
		return false;
	return view_eq(skeleton, view_of(dst, confusable_skeleton(name, dst, sizeof(dst))));
}
