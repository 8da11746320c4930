/* A sequence that has no end on its line is text behind two bytes: a terminal would swallow the rest, and so must not we. */
#include "guard/strip.h"

#include <string.h>

#include "core/utf8.h"

#define ESC	 0x1b
#define DEL	 0x7f
#define BEL	 0x07
#define OPEN_MAX 16 /* embeddings within one another that are kept */

static unsigned char
byte_at(struct view v, size_t i)
{
	return i < v.n ? (unsigned char)v.p[i] : 0;
}

static bool
is_between(unsigned char c, unsigned char first, unsigned char last)
{
	return c >= first && c <= last;
}

/* Control sequence behind its introducer: parameters, intermediates, one final byte.  ret: where it ends; `at` if it does not. */
static size_t
csi_end(struct view text, size_t at)
{
	size_t i = at;

	while (is_between(byte_at(text, i), 0x30, 0x3f))
		i++;
	while (is_between(byte_at(text, i), 0x20, 0x2f))
		i++;
	return is_between(byte_at(text, i), 0x40, 0x7e) ? i + 1 : at;
}

/* Control string: up to ST or BEL. */
static size_t
string_end(struct view text, size_t at)
{
	for (size_t i = at; i < text.n; i++) {
		unsigned char c = byte_at(text, i), next = byte_at(text, i + 1);

		if (c == BEL)
			return i + 1;
		if ((c == ESC && next == '\\') || (c == 0xc2 && next == 0x9c))
			return i + 2;
	}
	return at;
}

/* What is behind ESC, or the same in C1: '[' for CSI. */
static size_t
sequence_end(struct view text, size_t at, unsigned char kind)
{
	switch (kind) {
	case '[':
		return csi_end(text, at);
	case ']':
	case 'P':
	case 'X':
	case '^':
	case '_':
		return string_end(text, at);
	default:
		return at;
	}
}

static size_t
escape_end(struct view text, size_t at)
{
	unsigned char kind = byte_at(text, at);
	size_t i = at;

	if (is_between(kind, 0x40, 0x5f))
		return sequence_end(text, at + 1, kind);
	while (is_between(byte_at(text, i), 0x20, 0x2f))
		i++;
	return is_between(byte_at(text, i), 0x30, 0x7e) ? i + 1 : at;
}

static bool
is_kept(unsigned char c)
{
	static const char kept[] = "\x01\x02\x03\x04\t\x0f\x11\x16\x1d\x1e\x1f";

	return c >= ' ' || (c != 0 && strchr(kept, c) != NULL);
}

size_t
strip_control(struct view text, size_t at)
{
	unsigned char c = byte_at(text, at), next = byte_at(text, at + 1);

	if (c == ESC)
		return escape_end(text, at + 1) - at;
	if (c == 0xc2 && is_between(next, 0x80, 0x9f))
		return sequence_end(text, at + 2, (unsigned char)(next - 0x40)) - at;
	return c == DEL || !is_kept(c) ? 1 : 0;
}

bool
strip_is_bidi(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* What is open at a place of the copy. */
struct open {
	size_t at;
	bool is_isolate;
};

struct copy {
	char *dst;
	size_t n;
	size_t n_open, n_too_deep;
	struct open open[OPEN_MAX];
};

static bool
opens(uint32_t code)
{
	return code != 0x202c && code != 0x2069;
}

/* An embedding is closed within the isolate that it is in; the end of an isolate ends all in it, and those were not closed. */
static bool
closes(struct copy *c, bool is_isolate)
{
	size_t n = c->n_open;

	if (c->n_too_deep != 0) {
		c->n_too_deep--;
		return false;
	}
	while (is_isolate && n != 0 && !c->open[n - 1].is_isolate)
		n--;
	if (n == 0 || c->open[n - 1].is_isolate != is_isolate)
		return false;
	memmove(&c->open[n - 1], &c->open[n], (c->n_open - n) * sizeof(c->open[0]));
	c->n_open--;
	return true;
}

/* False: it is left out. */
static bool
takes_bidi(struct copy *c, uint32_t code)
{
	bool is_isolate = code >= 0x2066;

	if (!opens(code))
		return closes(c, is_isolate);
	if (c->n_open == OPEN_MAX) {
		c->n_too_deep++;
		return false;
	}
	c->open[c->n_open++] = (struct open){ c->n, is_isolate };
	return true;
}

/* U+202A or whatever begins at text.p[at], a character of three bytes; 0: something else. */
static uint32_t
bidi_at(struct view text, size_t at)
{
	uint32_t code;

	if (byte_at(text, at) != 0xe2)
		return 0;
	code = 0x2000u | (byte_at(text, at + 1) & 0x3fu) << 6 | (byte_at(text, at + 2) & 0x3fu);
	return utf8_first(view_skip(text, at)) == 3 && strip_is_bidi(code) ? code : 0;
}

/* Those that were never closed go, each of three bytes. */
static size_t
drop_open(struct copy *c)
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= c->n_open; i++) {
		size_t to = i < c->n_open ? c->open[i].at : c->n;

		memmove(c->dst + n, c->dst + from, to - from);
		n += to - from;
		from = to + 3;
	}
	return n;
}

size_t
guard_strip(struct view text, char *dst)
{
	struct copy c = { .dst = dst };
	size_t i = 0;

	while (i < text.n) {
		size_t out = strip_control(text, i);
		uint32_t code = out == 0 ? bidi_at(text, i) : 0;
		size_t n = out != 0 ? 0 : code == 0 ? 1 : takes_bidi(&c, code) ? 3 : 0;

		memmove(c.dst + c.n, text.p + i, n);
		c.n += n;
		i += out != 0 ? out : code != 0 ? 3 : 1;
	}
	return drop_open(&c);
}
