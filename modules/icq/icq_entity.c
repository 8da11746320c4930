/* Names as HTML 4 has them, of Latin-1 in a row. */
#include "icq/icq_entity.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "icq/icq_char.h"

#define NAME_MAX_LEN 6 /* of the names below */
#define DIGITS_MAX   8 /* fit 32 bits; more is past Unicode, or has zeros that nobody writes */

/* From U+00A0. */
static const char latin_1[] =
	"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn "
	"sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave "
	"Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml "
	"ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN "
	"szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute "
	"icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml "
	"yacute thorn yuml";

static const struct {
	char name[NAME_MAX_LEN + 1];
	uint16_t code;
} others[] = { { "Dagger", 0x2021 }, { "OElig", 0x152 }, { "Scaron", 0x160 }, { "Yuml", 0x178 },
	{ "amp", 0x26 }, { "apos", 0x27 }, { "bdquo", 0x201e }, { "bull", 0x2022 }, { "circ", 0x2c6 },
	{ "dagger", 0x2020 }, { "darr", 0x2193 }, { "emsp", 0x2003 }, { "ensp", 0x2002 }, { "euro", 0x20ac },
	{ "fnof", 0x192 }, { "ge", 0x2265 }, { "gt", 0x3e }, { "harr", 0x2194 }, { "hearts", 0x2665 },
	{ "hellip", 0x2026 }, { "infin", 0x221e }, { "larr", 0x2190 }, { "ldquo", 0x201c }, { "le", 0x2264 },
	{ "lrm", 0x200e }, { "lsaquo", 0x2039 }, { "lsquo", 0x2018 }, { "lt", 0x3c }, { "mdash", 0x2014 },
	{ "minus", 0x2212 }, { "ndash", 0x2013 }, { "ne", 0x2260 }, { "oelig", 0x153 }, { "permil", 0x2030 },
	{ "quot", 0x22 }, { "rarr", 0x2192 }, { "rdquo", 0x201d }, { "rlm", 0x200f }, { "rsaquo", 0x203a },
	{ "rsquo", 0x2019 }, { "sbquo", 0x201a }, { "scaron", 0x161 }, { "thinsp", 0x2009 },
	{ "tilde", 0x2dc }, { "trade", 0x2122 }, { "uarr", 0x2191 }, { "zwj", 0x200d }, { "zwnj", 0x200c } };

/* Numbers 128..159 mean what windows-1252 has there, as every browser reads them. */
static const uint16_t windows[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6,
	0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d,
	0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

static uint32_t
named(struct view name)
{
	struct view words = view_z(latin_1), word;

	if (name.n == 0 || name.n > NAME_MAX_LEN)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (view_eq(name, view_z(others[i].name)))
			return others[i].code;
	}
	for (uint32_t code = 0xa0; view_cut(&words, ' ', &word); code++) {
		if (view_eq(name, word))
			return code;
	}
	return 0;
}

/* -1: no digit of this base. */
static int
digit(char c, unsigned base)
{
	int d = -1;

	if (c >= '0' && c <= '9')
		d = c - '0';
	else if (c >= 'a' && c <= 'f')
		d = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		d = c - 'A' + 10;
	return d < (int)base ? d : -1;
}

/* The bytes of "233" or "xe9". */
static size_t
number(struct view v, uint32_t *code)
{
	bool hex = v.n != 0 && (v.p[0] == 'x' || v.p[0] == 'X');
	unsigned base = hex ? 16 : 10;
	size_t from = hex ? 1 : 0, n = from;
	uint32_t sum = 0;

	while (n < v.n && n - from < DIGITS_MAX && digit(v.p[n], base) >= 0)
		sum = sum * base + (unsigned)digit(v.p[n++], base);
	if (n == from)
		return 0;
	*code = sum != 0 ? sum : ICQ_CHAR_BAD;
	if (*code >= 0x80 && *code <= 0x9f)
		*code = windows[*code - 0x80];
	return n;
}

size_t
icq_entity(struct view text, char dst[4], size_t *len)
{
	struct view v = view_skip(text, 1);
	uint32_t code = 0;
	size_t n;

	if (v.n != 0 && v.p[0] == '#') {
		n = number(view_skip(v, 1), &code);
		if (n == 0)
			return 0;
		n += 2;
		n += n < text.n && text.p[n] == ';' ? 1 : 0;
	} else {
		n = view_find(view_left(v, NAME_MAX_LEN + 1), ';');
		code = named(view_left(v, n));
		if (code == 0 || n >= v.n)
			return 0;
		n += 2;
	}
	if (code == '\n' || code == '\t' || code == '\r' || code == 0xa0)
		code = ' ';
	*len = icq_char_is_control(code) ? 0 : icq_char_put(code, dst);
	return n;
}
