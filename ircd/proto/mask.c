/*
 * Matching steps back only to the last '*': every step through the text (a literal byte, '?', the rest of a '*') is monotone, so
 * the leftmost place where a piece between two stars fits is never worse than a later one.
 */
#include "proto/mask.h"

#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "proto/casemap_priv.h"
#include "proto/limits.h"

#define NO_STAR SIZE_MAX

/* Where the character at i ends: behind the continuation bytes that follow it. */
static inline size_t
char_end(struct view text, size_t i)
{
	i++;
	while (i < text.n && ((unsigned char)text.p[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* First place from i where the mask's byte may match; mask.p[m] is what follows a star. */
static inline size_t
next_start(const unsigned char *fold, char wanted, struct view text, size_t i)
{
	if (wanted == '?')
		return i;
	while (i < text.n && fold[(unsigned char)text.p[i]] != fold[(unsigned char)wanted])
		i++;
	return i;
}

bool
mask_match(struct view mask, struct view text)
{
	const unsigned char *fold = casemap_table();
	size_t m = 0, t = 0, star = NO_STAR, start = 0;

	while (t < text.n) {
		char c = m < mask.n ? mask.p[m] : '\0';

		if (c == '*') {
			while (m < mask.n && mask.p[m] == '*')
				m++;
			if (m == mask.n)
				return true;
			star = m;
			t = start = next_start(fold, mask.p[m], text, t);
		} else if (m < mask.n && c == '?') {
			m++;
			t = char_end(text, t);
		} else if (m < mask.n && fold[(unsigned char)c] == fold[(unsigned char)text.p[t]]) {
			m++;
			t++;
		} else if (star != NO_STAR) {
			m = star;
			t = start = next_start(fold, mask.p[m], text, start + 1);
		} else {
			return false;
		}
	}
	while (m < mask.n && mask.p[m] == '*')
		m++;
	return m == mask.n;
}

static bool
is_acceptable(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == ',' || c == 0x7f)
			return false;
	}
	return v.n != 0 && v.p[0] != ':';
}

/*
 * Appends one part to dst, "*" for an empty one, and `end` (which may be NUL) behind it.  A part that is too long becomes wider
 * by a '*' in its last byte, or the ban that was meant would match nobody.
 */
static size_t
put_part(struct view part, size_t max, char *dst, char end)
{
	size_t n = 0;

	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] == '*' && n != 0 && dst[n - 1] == '*')
			continue;
		if (n == max) {
			n = utf8_left(view_of(dst, n), n - 1).n;
			if (n == 0 || dst[n - 1] != '*')
				dst[n++] = '*';
			break;
		}
		dst[n++] = part.p[i];
	}
	if (n == 0)
		dst[n++] = '*';
	dst[n] = end;
	return n + 1;
}

/* Where the last `c` of v is, or v.n. */
static size_t
find_last(struct view v, char c)
{
	for (size_t i = v.n; i != 0; i--) {
		if (v.p[i - 1] == c)
			return i - 1;
	}
	return v.n;
}

size_t
mask_normalise(struct view typed, char *dst, size_t size)
{
	struct view nick = VIEW(""), user = VIEW(""), host = VIEW("");
	size_t bang = view_find(typed, '!'), n = 0;
	size_t at = find_last(view_skip(typed, bang), '@');

	if (size <= MASK_LEN || !is_acceptable(typed))
		return 0;
	at = at == typed.n - bang ? typed.n : bang + at;
	if (bang < typed.n) {
		nick = view_left(typed, bang);
		user = view_skip(view_left(typed, at), bang + 1);
		host = view_skip(typed, at + 1);
	} else if ((at = find_last(typed, '@')) < typed.n) {
		user = view_left(typed, at);
		host = view_skip(typed, at + 1);
	} else if (view_has_any(typed, VIEW(".:"))) {
		host = typed;
	} else {
		nick = typed;
	}
	n += put_part(nick, NICK_LEN_MAX, dst + n, '!');
	n += put_part(user, USER_LEN, dst + n, '@');
	n += put_part(host, HOST_LEN, dst + n, '\0');
	return n - 1;
}
