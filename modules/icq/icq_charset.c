/*
 * All pages here are ASCII in their lower half and have at most one letter for each byte of the upper one.  windows-1258 writes most
 * letters of Vietnamese as two bytes, letter and tone; those pairs are asked of iconv, too.
 */
#include "icq/icq_charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/mem.h"
#include "icq/icq_char.h"

#define HALF	  128
#define PAIRS_MAX 256

/* Of the pages' tables. */
struct letter {
	uint16_t code;
	uint8_t n;
	char bytes[2];
};

struct icq_charset {
	bool is_utf8;
	char for_fe;
	uint16_t upper[HALF]; /* code points of 0x80..0xff; ICQ_CHAR_BAD: none */
	size_t letters_n;
	struct letter letters[HALF + PAIRS_MAX]; /* by code point */
};

static const struct {
	const char *name;
	char for_fe; /* icq_charset_for_fe() */
} pages[] = {
	{ "utf-8", '?' }, /* has no such byte */
	{ "windows-1250", '\xde' },
	{ "windows-1251", '\xde' },
	{ "windows-1252", '\xde' },
	{ "windows-1253", '\xf9' }, /* omega without its accent */
	{ "windows-1254", '\xde' },
	{ "windows-1255", ' ' }, /* FE is a mark of direction */
	{ "windows-1256", ' ' },
	{ "windows-1257", '\xde' },
	{ "windows-1258", 'd' }, /* dong sign */
	{ "iso-8859-1", '\xde' },
	{ "iso-8859-2", '\xde' },
	{ "iso-8859-5", '\xae' },
	{ "iso-8859-15", '\xde' },
	{ "koi8-r", '\xde' },
};

/* What looks like them, no longer than they are in UTF-8. */
static const struct {
	uint16_t code;
	char as[4];
} alike[] = { { 0x00a0, " " }, { 0x00a9, "c" }, { 0x00ab, "<<" }, { 0x00ad, "" }, { 0x00ae, "r" },
	{ 0x00b4, "'" }, { 0x00b7, "." }, { 0x00bb, ">>" }, { 0x00d7, "x" }, { 0x2002, " " }, { 0x2003, " " },
	{ 0x2009, " " }, { 0x200b, "" }, { 0x200c, "" }, { 0x200d, "" }, { 0x200e, "" }, { 0x200f, "" },
	{ 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2015, "-" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0x201a, "'" }, { 0x201b, "'" }, { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x201e, "\"" }, { 0x201f, "\"" }, { 0x2022, "*" }, { 0x2026, "..." },
	{ 0x202f, " " }, { 0x2032, "'" }, { 0x2033, "\"" }, { 0x2039, "<" }, { 0x203a, ">" }, { 0x2044, "/" },
	{ 0x2060, "" }, { 0x20ac, "EUR" }, { 0x2122, "TM" }, { 0x2190, "<-" }, { 0x2192, "->" },
	{ 0x2212, "-" }, { 0x2260, "!=" }, { 0x2264, "<=" }, { 0x2265, ">=" }, { 0xfeff, "" } };

const char *
icq_charset_name(size_t i)
{
	return i < ARRAY_LEN(pages) ? pages[i].name : NULL;
}

/* One character alone, from a state where none came before; 0 if iconv refuses it. */
static size_t
convert(iconv_t cd, struct view from, char *dst, size_t max)
{
	char in[ICQ_CHAR_BYTES] = { 0 }, *src = in, *to = dst;
	size_t left = from.n, room = max;

	memcpy(in, from.p, from.n);
	(void)iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &src, &left, &to, &room) == (size_t)-1 ||
		iconv(cd, NULL, NULL, &to, &room) == (size_t)-1)
		return 0;
	return max - room;
}

static int
by_code(const void *a, const void *b)
{
	uint16_t x = ((const struct letter *)a)->code, y = ((const struct letter *)b)->code;

	return x < y ? -1 : x > y;
}

static const struct letter *
find(const struct icq_charset *cs, uint16_t code)
{
	struct letter key = { .code = code };

	return bsearch(&key, cs->letters, cs->letters_n, sizeof(key), by_code);
}

static void
read_upper(struct icq_charset *cs, iconv_t to_utf8)
{
	for (size_t i = 0; i < HALF; i++) {
		char byte = (char)(HALF + i), utf8[8];
		size_t n = convert(to_utf8, view_of(&byte, 1), utf8, sizeof(utf8));
		uint32_t code = ICQ_CHAR_BAD;

		if (n == 0 || icq_char_first(view_of(utf8, n), &code) != n || code > UINT16_MAX)
			code = ICQ_CHAR_BAD;
		cs->upper[i] = (uint16_t)code;
		if (code != ICQ_CHAR_BAD)
			cs->letters[cs->letters_n++] = (struct letter){ (uint16_t)code, 1, { byte, 0 } };
	}
}

/* Latin letters with a mark or two that the page writes as two bytes. */
static void
read_pairs(struct icq_charset *cs, iconv_t from_utf8, uint32_t from, uint32_t to)
{
	for (uint32_t code = from; code <= to && cs->letters_n < ARRAY_LEN(cs->letters); code++) {
		struct letter l = { .code = (uint16_t)code, .n = 2 };
		char utf8[ICQ_CHAR_BYTES];

		if (convert(from_utf8, view_of(utf8, icq_char_put(code, utf8)), l.bytes, 2) == 2)
			cs->letters[cs->letters_n++] = l;
	}
}

static int
read_page(struct icq_charset *cs, const char *name, struct err *err)
{
	iconv_t to_utf8 = iconv_open("UTF-8", name), from_utf8 = iconv_open(name, "UTF-8");
	int ret = 0;

	if (to_utf8 == (iconv_t)-1 || from_utf8 == (iconv_t)-1) {
		ret = err_fmt(err, "iconv has no %s here", name);
	} else {
		read_upper(cs, to_utf8);
		read_pairs(cs, from_utf8, 0x00c0, 0x024f);
		read_pairs(cs, from_utf8, 0x1e00, 0x1eff);
		qsort(cs->letters, cs->letters_n, sizeof(cs->letters[0]), by_code);
	}
	if (to_utf8 != (iconv_t)-1)
		(void)iconv_close(to_utf8);
	if (from_utf8 != (iconv_t)-1)
		(void)iconv_close(from_utf8);
	return ret;
}

struct icq_charset *
icq_charset_open(const char *name, struct err *err)
{
	struct icq_charset *cs;
	size_t i = 0;

	while (i < ARRAY_LEN(pages) && strcasecmp(pages[i].name, name) != 0)
		i++;
	if (i == ARRAY_LEN(pages)) {
		(void)err_fmt(err,
			"%s is no character set for ICQ: windows-1250 to -1258, iso-8859-1, -2, -5, -15, "
			"koi8-r, utf-8",
			name);
		return NULL;
	}
	cs = mem_zalloc(sizeof(*cs));
	cs->for_fe = pages[i].for_fe;
	cs->is_utf8 = i == 0;
	if (!cs->is_utf8 && read_page(cs, pages[i].name, err) != 0) {
		icq_charset_free(cs);
		return NULL;
	}
	return cs;
}

void
icq_charset_free(struct icq_charset *cs)
{
	mem_free(cs);
}

/* The character at the front, in UTF-8; *took: bytes of it in the page. */
static size_t
decode_first(const struct icq_charset *cs, struct view bytes, char one[ICQ_CHAR_BYTES], size_t *took)
{
	unsigned char c = (unsigned char)bytes.p[0];
	uint32_t code;

	*took = 1;
	if (c < HALF) {
		one[0] = bytes.p[0];
		return 1;
	}
	if (cs != NULL && !cs->is_utf8)
		return icq_char_put(cs->upper[c - HALF], one);
	*took = icq_char_first(bytes, &code);
	return icq_char_put(code, one);
}

size_t
icq_charset_decode(const struct icq_charset *cs, struct view bytes, char *dst, size_t max)
{
	size_t n = 0;

	while (bytes.n != 0) {
		char one[ICQ_CHAR_BYTES];
		size_t took, more = decode_first(cs, bytes, one, &took);

		if (more > max - n)
			break;
		memcpy(dst + n, one, more);
		n += more;
		bytes = view_skip(bytes, took);
	}
	return n;
}

static size_t
put_alike(uint32_t code, char *dst)
{
	for (size_t i = 0; i < ARRAY_LEN(alike); i++) {
		if (alike[i].code == code)
			return view_copy(view_z(alike[i].as), dst, sizeof(alike[i].as));
	}
	if (icq_char_is_mark(code))
		return 0;
	dst[0] = '?';
	return 1;
}

static size_t
put(const struct icq_charset *cs, uint32_t code, char dst[4])
{
	const struct letter *l;

	if (code < HALF) {
		dst[0] = (char)code;
		return 1;
	}
	if (cs == NULL || cs->is_utf8)
		return icq_char_put(code, dst);
	l = code <= UINT16_MAX ? find(cs, (uint16_t)code) : NULL;
	if (l == NULL)
		return put_alike(code, dst);
	memcpy(dst, l->bytes, l->n);
	return l->n;
}

size_t
icq_charset_put_first(const struct icq_charset *cs, struct view text, char dst[4], size_t *took)
{
	uint32_t code;

	*took = icq_char_first(text, &code);
	return put(cs, *took == 1 && code == ICQ_CHAR_BAD ? '?' : code, dst);
}

size_t
icq_charset_encode(const struct icq_charset *cs, struct view text, char *dst, size_t max)
{
	size_t n = 0;

	while (text.n != 0) {
		char one[ICQ_CHAR_BYTES];
		size_t took, more = icq_charset_put_first(cs, text, one, &took);

		if (more > max - n)
			break;
		memcpy(dst + n, one, more);
		n += more;
		text = view_skip(text, took);
	}
	return n;
}

char
icq_charset_for_fe(const struct icq_charset *cs)
{
	return cs != NULL ? cs->for_fe : pages[0].for_fe;
}
