#include "core/utf8.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct utf8_case {
	char text[24];
	size_t n;
	bool valid;
};

#define CASE(lit, ok)                    \
	{                                \
		lit, sizeof(lit) - 1, ok \
	}

ParameterizedTestParameters(utf8, valid)
{
	static struct utf8_case cases[] = {
		CASE("", true),
		CASE("plain", true),
		CASE("a\0b", true),
		CASE("12345678", true),
		CASE("1234567\xc3\xa4", true),
		CASE("12345678\xc3", false),
		CASE("\xc3\xa4"
		     "12345678"
		     "\xff",
			false),
		CASE("\x7f", true),
		CASE("\x80", false),
		CASE("\xbf", false),
		CASE("\xc0\x80", false), /* overlong NUL */
		CASE("\xc1\xbf", false), /* overlong */
		CASE("\xc2\x80", true),	 /* U+0080, first of two bytes */
		CASE("\xc2\x7f", false),
		CASE("\xc2\xc0", false),
		CASE("\xc2", false),
		CASE("\xdf\xbf", true),	     /* U+07FF, last of two bytes */
		CASE("\xe0\x9f\xbf", false), /* overlong */
		CASE("\xe0\xa0\x80", true),  /* U+0800 */
		CASE("\xe0\xa0", false),
		CASE("\xe2\x82\xac", true),
		CASE("\xe2\x82\x7f", false),
		CASE("\xe2\x28\xa1", false),
		CASE("\xed\x9f\xbf", true),	 /* U+D7FF */
		CASE("\xed\xa0\x80", false),	 /* U+D800 */
		CASE("\xed\xbf\xbf", false),	 /* U+DFFF */
		CASE("\xee\x80\x80", true),	 /* U+E000 */
		CASE("\xef\xbf\xbf", true),	 /* U+FFFF */
		CASE("\xf0\x8f\xbf\xbf", false), /* overlong */
		CASE("\xf0\x90\x80\x80", true),	 /* U+10000 */
		CASE("\xf0\x90\x80", false),
		CASE("\xf0\x9f\x98\x80", true),
		CASE("\xf0\x9f\x98\xc0", false),
		CASE("\xf4\x8f\xbf\xbf", true),	 /* U+10FFFF */
		CASE("\xf4\x90\x80\x80", false), /* U+110000 */
		CASE("\xf5\x80\x80\x80", false),
		CASE("\xf8\x88\x80\x80\x80", false), /* five bytes */
		CASE("\xfe", false),
		CASE("\xff", false),
	};

	return cr_make_param_array(struct utf8_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct utf8_case *c, utf8, valid)
{
	cr_expect(utf8_is_valid(view_of(c->text, c->n)) == c->valid, "first byte %02x, %zu bytes",
		(unsigned)(unsigned char)c->text[0], c->n);
}

/* What Unicode allows, written down once more: by code points, not by byte ranges. */
static size_t
encode(uint32_t cp, unsigned char out[4])
{
	if (cp < 0x80) {
		out[0] = (unsigned char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (unsigned char)(0xc0 | cp >> 6);
		out[1] = (unsigned char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (unsigned char)(0xe0 | cp >> 12);
		out[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (unsigned char)(0xf0 | cp >> 18);
	out[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (cp & 0x3f));
	return 4;
}

Test(utf8, every_code_point_but_surrogates_up_to_the_last)
{
	unsigned char s[4];

	for (uint32_t cp = 0; cp < 0x1fffff; cp++) {
		size_t n = encode(cp, s);
		bool ok = cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);

		cr_assert(utf8_first(view_of(s, n)) == (ok ? n : 0), "U+%04X", cp);
		cr_assert(n == 1 || utf8_first(view_of(s, n - 1)) == 0, "U+%04X cut short", cp);
	}
}

Test(utf8, first_of_nothing_is_nothing)
{
	cr_expect_eq(utf8_first(view_of(NULL, 0)), 0);
	cr_expect_eq(utf8_first(VIEW("\0")), 1);
}

struct left_case {
	char text[16];
	size_t n, max, want;
};

#define LEFT(lit, max, want)                    \
	{                                       \
		lit, sizeof(lit) - 1, max, want \
	}

ParameterizedTestParameters(utf8, left)
{
	static struct left_case cases[] = {
		LEFT("abc", 3, 3),
		LEFT("abc", 4, 3),
		LEFT("abc", 2, 2),
		LEFT("abc", 0, 0),
		LEFT("", 0, 0),
		LEFT("a\xc3\xa4z", 1, 1),
		LEFT("a\xc3\xa4z", 2, 1),
		LEFT("a\xc3\xa4z", 3, 3),
		LEFT("\xe2\x82\xac", 3, 3),
		LEFT("\xe2\x82\xac", 2, 0),
		LEFT("\xe2\x82\xac", 1, 0),
		LEFT("\xf0\x9f\x98\x80", 4, 4),
		LEFT("\xf0\x9f\x98\x80", 3, 0),
		LEFT("x\xf0\x9f\x98\x80", 2, 1),
		LEFT("x\xf0\x9f\x98\x80", 4, 1),
		LEFT("x\xf0\x9f\x98\x80", 5, 5),
		LEFT("\x80\x80\x80\x80\x80", 3, 3), /* not UTF-8: exactly max */
		LEFT("\xf0\x9f\x98z", 3, 3),	    /* unfinished: exactly max */
		LEFT("\xf0\x9f\x98", 2, 2),	    /* cut short by its end: exactly max */
		LEFT("\xff\xff\xff\xff", 1, 1),
	};

	return cr_make_param_array(struct left_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct left_case *c, utf8, left)
{
	struct view got = utf8_left(view_of(c->text, c->n), c->max);

	cr_expect(got.p == c->text && got.n == c->want, "%zu of %zu bytes, max %zu, wanted %zu", got.n, c->n,
		c->max, c->want);
}
