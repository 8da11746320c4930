/*
 * Character by character into a buffer, with rules on what may stand behind what, so that nothing that is taken out can bring about what was
 * ruled out.  Beyond the first dot all is ASCII: there the type is read, by people and by case-folding file systems.
 */
#include "proto/file_name.h"

#include <string.h>

#include "core/utf8.h"

#define RAW_MAX 1024 /* of a longer name the end counts */

struct range {
	uint32_t first, last;
};

/* Seen by nobody, or turning what is seen: soft hyphen, joiners, bidi, variation selectors, tags; and accents that combine. */
static const struct range dropped[] = { { 0x0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x300, 0x36f },
	{ 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
	{ 0x2060, 0x206f }, { 0x3099, 0x309a }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff } };

/* Latin, Greek, Cyrillic, Armenian, Georgian, kana, Chinese characters, Hangul.  Those written from right to left would turn what is around. */
static const struct range letters[] = { { 0xc0, 0xd6 }, { 0xd8, 0xf6 }, { 0xf8, 0x24f }, { 0x386, 0x386 },
	{ 0x388, 0x38a }, { 0x38c, 0x38c }, { 0x38e, 0x3a1 }, { 0x3a3, 0x3f5 }, { 0x400, 0x481 },
	{ 0x48a, 0x52f }, { 0x531, 0x556 }, { 0x561, 0x587 }, { 0x10d0, 0x10fa }, { 0x1e00, 0x1eff },
	{ 0x3041, 0x3096 }, { 0x30a1, 0x30fa }, { 0x30fc, 0x30fc }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff },
	{ 0xac00, 0xd7a3 } };

static bool
is_among(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++) {
		if (c >= r[i].first && c <= r[i].last)
			return true;
	}
	return false;
}

static uint32_t
code_point(struct view c)
{
	static const unsigned char lead[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t u = (unsigned char)c.p[0] & lead[c.n];

	for (size_t i = 1; i < c.n; i++)
		u = u << 6 | ((unsigned char)c.p[i] & 0x3fU);
	return u;
}

static bool
is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		memchr("._+-", c, 4) != NULL;
}

struct out {
	char p[RAW_MAX];
	size_t n;
	bool dotted; /* there is a dot in it */
};

static void
put_plain(struct out *o, char c)
{
	char last = o->n != 0 ? o->p[o->n - 1] : '\0';

	if ((o->n == 0 && (c == '.' || c == '-')) || (last == c && (c == '.' || c == '_')))
		return;
	o->dotted |= c == '.';
	o->p[o->n++] = c;
}

/* One character of UTF-8, or one byte of what is none. */
static void
put_char(struct out *o, struct view c, bool with_letters)
{
	uint32_t u = utf8_first(c) != 0 ? code_point(c) : UINT32_MAX;

	if (c.n == 1 && is_plain(c.p[0])) {
		put_plain(o, c.p[0]);
	} else if (is_among(dropped, ARRAY_LEN(dropped), u)) {
		return;
	} else if (with_letters && !o->dotted && is_among(letters, ARRAY_LEN(letters), u)) {
		memcpy(o->p + o->n, c.p, c.n);
		o->n += c.n;
	} else if (c.p[0] != ' ' || o->n != 0) {
		put_plain(o, '_');
	}
}

static struct view
without_tail(struct view v)
{
	while (v.n != 0 && (v.p[v.n - 1] == '.' || v.p[v.n - 1] == '_'))
		v.n--;
	return v;
}

/* To Windows a device is one whatever its extension. */
static bool
is_device(struct view name)
{
	static const struct view names[] = { VIEW_INIT("CON"), VIEW_INIT("PRN"), VIEW_INIT("AUX"),
		VIEW_INIT("NUL") };
	struct view stem = view_left(name, view_find(name, '.'));

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (view_eq_nocase(stem, names[i]))
			return true;
	}
	return stem.n == 4 && stem.p[3] >= '0' && stem.p[3] <= '9' &&
		(view_eq_nocase(view_left(stem, 3), VIEW("COM")) ||
			view_eq_nocase(view_left(stem, 3), VIEW("LPT")));
}

/* From the last dot on; empty if there is none, or it is too far from the end. */
static struct view
last_type(struct view name)
{
	for (size_t n = 1; n <= name.n && n <= FILE_NAME_TYPE_MAX; n++) {
		if (name.p[name.n - n] == '.')
			return view_skip(name, name.n - n);
	}
	return view_of(NULL, 0);
}

/* The name, or of one that is too long what is left before its type. */
static struct view
cut(struct view name, size_t max, struct view *type)
{
	*type = view_of(NULL, 0);
	if (name.n <= max)
		return name;
	*type = last_type(name);
	name = without_tail(utf8_left(name, max - type->n));
	return name.n != 0 ? name : VIEW("file");
}

static size_t
put_view(char *dst, size_t at, struct view v)
{
	if (v.n != 0)
		memcpy(dst + at, v.p, v.n);
	return at + v.n;
}

/* A device is asked for last: what was cut off may have kept it from being one. */
static size_t
finish(struct view name, char dst[FILE_NAME_MAX + 1])
{
	struct view type, stem = cut(name, FILE_NAME_MAX, &type);
	size_t n = 0;

	if (is_device(stem)) {
		stem = cut(name, FILE_NAME_MAX - 1, &type);
		n = put_view(dst, n, VIEW("_"));
	}
	n = put_view(dst, n, stem);
	n = put_view(dst, n, type);
	dst[n] = '\0';
	return n;
}

struct view
file_name_base(struct view path)
{
	size_t from;

	while (path.n != 0 && (path.p[path.n - 1] == '/' || path.p[path.n - 1] == '\\'))
		path.n--;
	for (from = path.n; from != 0; from--) {
		if (path.p[from - 1] == '/' || path.p[from - 1] == '\\')
			break;
	}
	return view_skip(path, from);
}

size_t
file_name_clean(struct view name, bool with_letters, char dst[FILE_NAME_MAX + 1])
{
	struct view base = file_name_base(name), clean;
	struct out o;

	o.n = 0;
	o.dotted = false;
	if (base.n > RAW_MAX)
		base = view_skip(base, base.n - RAW_MAX);
	while (base.n != 0) {
		size_t n = utf8_first(base);

		put_char(&o, view_left(base, n != 0 ? n : 1), with_letters);
		base = view_skip(base, n != 0 ? n : 1);
	}
	clean = without_tail(view_of(o.p, o.n));
	return finish(clean.n != 0 ? clean : VIEW("file"), dst);
}

bool
file_name_next_type(struct view *rest, struct view *type)
{
	size_t dot = view_find(*rest, '.');

	while (dot < rest->n) {
		*rest = view_skip(*rest, dot + 1);
		dot = view_find(*rest, '.');
		*type = view_left(*rest, dot);
		if (type->n != 0)
			return true;
	}
	return false;
}
