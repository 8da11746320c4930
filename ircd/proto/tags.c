/* Tags are few and short; everything here walks the text once, but for duplicates, and those walks are bounded. */
#include "proto/tags.h"

#include <stdint.h>
#include <string.h>

/* '+' once, first; then letters, digits, '-', '.', and one '/' between vendor and name. */
bool
tag_is_key(struct view key)
{
	size_t slash = 0, i = key.n != 0 && key.p[0] == '+' ? 1 : 0;

	if (i == key.n || key.p[i] == '/' || key.p[key.n - 1] == '/')
		return false;
	for (; i < key.n; i++) {
		char c = key.p[i];

		if (c == '/')
			slash++;
		else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			c != '-' && c != '.')
			return false;
	}
	return slash <= 1;
}

bool
tags_next(struct view *rest, struct tag *t)
{
	while (rest->n != 0) {
		size_t end = view_find(*rest, ';'), is;
		struct view piece = view_left(*rest, end);

		*rest = view_skip(*rest, end + 1);
		is = view_find(piece, '=');
		t->key = view_left(piece, is);
		t->value = view_skip(piece, is + 1);
		if (tag_is_key(t->key))
			return true;
	}
	return false;
}

/* Puts t into the n tags at list, over one with the same key; the new n.  A new key beyond the limit is left out. */
static size_t
keep_last(struct tag *list, size_t n, const struct tag *t)
{
	for (size_t i = 0; i < n; i++) {
		if (view_eq(list[i].key, t->key)) {
			list[i].value = t->value;
			return n;
		}
	}
	if (n < MSG_TAGS_RELAYED)
		list[n++] = *t;
	return n;
}

size_t
tags_copy_client(struct view tags, char *dst, size_t size)
{
	struct tag list[MSG_TAGS_RELAYED], t;
	size_t n = 0, len = 0;

	while (tags_next(&tags, &t)) {
		if (t.key.p[0] == '+')
			n = keep_last(list, n, &t);
	}
	for (size_t i = 0; i < n; i++) {
		const struct tag *x = &list[i];
		size_t need = (len != 0) + x->key.n + (x->value.n != 0) + x->value.n;

		if (need > size - len)
			continue;
		if (len != 0)
			dst[len++] = ';';
		memcpy(dst + len, x->key.p, x->key.n);
		len += x->key.n;
		if (x->value.n == 0)
			continue;
		dst[len++] = '=';
		memcpy(dst + len, x->value.p, x->value.n);
		len += x->value.n;
	}
	return len;
}

bool
tag_is_denied(struct view name, struct view deny)
{
	struct view one;
	bool all = false;

	while (view_cut(&deny, ',', &one)) {
		if (view_eq(one, VIEW("*")))
			all = true;
		else if (view_eq(all && one.n != 0 && one.p[0] == '-' ? view_skip(one, 1) : one, name))
			return !all;
	}
	return all;
}

/* Only ever writes behind what it has read. */
size_t
tags_deny(char *tags, size_t n, struct view deny, struct view except)
{
	struct view rest = view_of(tags, n);
	size_t len = 0;

	while (rest.n != 0) {
		size_t end = view_find(rest, ';');
		struct view piece = view_left(rest, end);
		struct view key = view_left(piece, view_find(piece, '='));

		rest = view_skip(rest, end + 1);
		if (tag_is_denied(view_skip(key, 1), deny) || (except.n != 0 && view_eq(key, except)))
			continue;
		if (len != 0)
			tags[len++] = ';';
		memmove(tags + len, piece.p, piece.n);
		len += piece.n;
	}
	return len;
}

bool
tags_has(struct view tags, struct view key)
{
	struct tag t;

	while (tags_next(&tags, &t)) {
		if (view_eq(t.key, key))
			return true;
	}
	return false;
}

size_t
tags_get(struct view tags, struct view key, char *dst, size_t size)
{
	struct view value = VIEW("");
	struct tag t;
	bool found = false;

	while (tags_next(&tags, &t)) {
		if (view_eq(t.key, key)) {
			value = t.value;
			found = true;
		}
	}
	return found ? tag_unescape(value, dst, size) : SIZE_MAX;
}

static char
unescaped(char c)
{
	switch (c) {
	case ':':
		return ';';
	case 's':
		return ' ';
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	default: /* a backslash before anything else means nothing */
		return c;
	}
}

size_t
tag_unescape(struct view value, char *dst, size_t size)
{
	size_t len = 0;

	for (size_t i = 0; i < value.n && len < size; i++) {
		char c = value.p[i];

		if (c == '\\') {
			if (++i == value.n)
				break; /* alone at the end: dropped */
			c = unescaped(value.p[i]);
		}
		dst[len++] = c;
	}
	return len;
}

/* What stands behind the backslash for c, or NUL if c goes as it is. */
static char
escape_of(char c)
{
	switch (c) {
	case ';':
		return ':';
	case ' ':
		return 's';
	case '\\':
		return '\\';
	case '\r':
		return 'r';
	case '\n':
		return 'n';
	default:
		return '\0';
	}
}

size_t
tag_escape(struct view value, char *dst, size_t size)
{
	size_t len = 0;

	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i], e = escape_of(c);

		if (c == '\0' || size - len < (e != '\0' ? 2 : 1))
			return SIZE_MAX;
		if (e != '\0') {
			dst[len++] = '\\';
			c = e;
		}
		dst[len++] = c;
	}
	return len;
}
