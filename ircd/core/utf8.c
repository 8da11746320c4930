/* UTF-8 by the table of RFC 3629 section 4: the second byte's range depends on the first, the others' does not. */
#include "core/utf8.h"

#include <stdint.h>

struct lead {
	unsigned char from, to; /* first byte */
	unsigned char lo, hi;	/* second byte */
	unsigned char n;	/* bytes of the character */
};

static const struct lead leads[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },				      /* below: overlong */
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },				      /* no overlong */
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, /* no surrogates */
	{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 }, /* no overlong */
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 }, /* nothing above U+10FFFF */
};

static const struct lead *
lead_find(unsigned char c)
{
	for (size_t i = 0; i < ARRAY_LEN(leads); i++) {
		if (c >= leads[i].from && c <= leads[i].to)
			return &leads[i];
	}
	return NULL;
}

size_t
utf8_first(struct view v)
{
	const unsigned char *s = (const unsigned char *)v.p;
	const struct lead *l;

	if (v.n == 0)
		return 0;
	if (s[0] < 0x80)
		return 1;
	l = lead_find(s[0]);
	if (l == NULL || v.n < l->n || s[1] < l->lo || s[1] > l->hi)
		return 0;
	for (size_t i = 2; i < l->n; i++) {
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	}
	return l->n;
}

/* How many bytes at the front are ASCII, counted by eights; most text of IRC is nothing else. */
static size_t
ascii_run(struct view v)
{
	size_t i = 0;

	while (v.n - i >= sizeof(uint64_t)) {
		uint64_t w;

		memcpy(&w, v.p + i, sizeof(w));
		if ((w & UINT64_C(0x8080808080808080)) != 0)
			break;
		i += sizeof(w);
	}
	return i;
}

bool
utf8_is_valid(struct view v)
{
	while (v.n != 0) {
		size_t n = ascii_run(v);

		if (n == 0)
			n = utf8_first(v);
		if (n == 0)
			return false;
		v = view_skip(v, n);
	}
	return true;
}

struct view
utf8_left(struct view v, size_t max)
{
	if (v.n <= max)
		return v;
	for (size_t back = 1; back <= 3 && back <= max; back++) {
		/* A valid character that begins before the cut and ends behind it: it goes. */
		if (utf8_first(view_skip(v, max - back)) > back)
			return view_left(v, max - back);
	}
	return view_left(v, max);
}
