/*
 * Byte by byte by table, and then pairs that look like one letter.  After a pair was put together neither of its letters can be part of
 * another, so one pass is enough.
 */
#include "proto/confusable.h"

#include "proto/limits.h"

/* Bytes that look like another letter; those with '\0' are left out.  All others stand for themselves. */
static const struct {
	char byte, as;
} alike[] = {
	{ '0', 'o' },
	{ '1', 'l' },
	{ 'i', 'l' },
	{ '|', 'l' },
	{ '_', '\0' },
	{ '\\', '\0' },
	{ '`', '\0' },
	{ '[', '\0' },
	{ ']', '\0' },
	{ '^', '\0' },
	{ '{', '\0' },
	{ '}', '\0' },
	{ '-', '\0' },
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
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	for (size_t i = 0; i < ARRAY_LEN(alike); i++) {
		if (alike[i].byte == c)
			return alike[i].as;
	}
	return c;
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

		if (c == '\0')
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
confusable_eq(struct view a, struct view b)
{
	char x[NICK_LEN_MAX + 1], y[NICK_LEN_MAX + 1];
	struct view left = view_of(x, confusable_skeleton(a, x, sizeof(x)));
	struct view right = view_of(y, confusable_skeleton(b, y, sizeof(y)));

	return left.n != 0 && view_eq(left, right);
}
