#include "guard/plain_copy.h"

#include <criterion/criterion.h>
#include <string.h>

static struct plain_copy copy;

static void
is(struct view text, struct view want, bool is_changed)
{
	plain_copy(text, &copy);
	cr_expect(view_eq(view_of(copy.text, copy.n), want), "\"%.*s\" is \"%.*s\"", VIEW_ARG(text),
		(int)copy.n, copy.text);
	cr_expect_eq(copy.is_changed, is_changed, "\"%.*s\"", VIEW_ARG(text));
}

Test(plain_copy, case_and_blanks)
{
	is(VIEW("Hello  World\t!"), VIEW("hello world !"), false);
	is(VIEW("  a  "), VIEW("a"), false);
	is(VIEW(" "), VIEW(""), false);
	is(VIEW(""), VIEW(""), false);
	is(VIEW("!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"), VIEW("!\"#$%&'()*+,-./09:;<=>?@az[\\]^_`az{|}~"),
		false);
}

Test(plain_copy, formatting_goes)
{
	is(VIEW("c\x02u\x02r\x03"
		"04,05l \x04"
		"ff0000,00ff00-s\x0f\x11\x16\x1d\x1e\x1f"),
		VIEW("curl -s"), true);
	is(VIEW("a\x03"
		"1234"),
		VIEW("a34"), true);
	cr_expect_not(copy.has_controls);
}

Test(plain_copy, controls_go_and_are_told_of)
{
	is(VIEW("a\x1b[31mb\x07"), VIEW("ab"), true);
	cr_expect(copy.has_controls);
	is(VIEW("a\xe2\x80\xae"
		"b"),
		VIEW("ab"), true);
	cr_expect(copy.has_controls);
	is(VIEW("a\xe2\x80\x8f"
		"b"),
		VIEW("ab"), true);
	cr_expect_not(copy.has_controls, "a mark that turns nothing around");
}

Test(plain_copy, what_takes_no_room_goes)
{
	is(VIEW("c\xe2\x80\x8bu\xc2\xadr\xef\xbb\xbfl\xef\xb8\x8f\xf3\xa0\x81\xa1"), VIEW("curl"), true);
}

Test(plain_copy, blanks_of_all_kinds)
{
	is(VIEW("a\xc2\xa0 \xe3\x80\x80\xe2\x80\x83"
		"b"),
		VIEW("a b"), false);
}

Test(plain_copy, forms_of_ascii)
{
	is(VIEW("\xef\xbc\xa3\xef\xbd\x95\xef\xbd\x92\xef\xbd\x8c\xef\xbc\x81\xef\xbd\x9c"), VIEW("curl!|"),
		true);
	is(VIEW("\xf0\x9d\x90\x82\xf0\x9d\x90\xae\xf0\x9d\x97\x93\xf0\x9d\x9f\x97"), VIEW("cuz9"), true);
	is(VIEW("\xe2\x93\x90\xe2\x92\xb7\xe2\x91\xa8"), VIEW("ab9"), true);
	is(VIEW("\xef\xac\x83\xef\xac\x80\xef\xac\x86"), VIEW("ffiffst"), true);
	is(VIEW("\xe2\x80\x9c\xe2\x80\x99\xe2\x80\x94\xe2\x88\xa3"), VIEW("\"'-|"), true);
}

Test(plain_copy, letters_that_are_drawn_like_latin_ones)
{
	is(VIEW("\xd1\x81url"), VIEW("curl"), true);
	is(VIEW("\xd0\xa1\xd0\x95\xd0\x9e"), VIEW("ceo"), true);
	is(VIEW("\xd0\xb6\xd0\xb4"), VIEW("\xd0\xb6\xd0\xb4"), false);
}

Test(plain_copy, the_rest_stays)
{
	is(VIEW("Gr\xc3\xbc\xc3\x9f"
		"e \xff\xc3"),
		VIEW("gr\xc3\xbc\xc3\x9f"
		     "e \xff\xc3"),
		false);
}

/* Nothing that is put in may be longer than what it was made from. */
Test(plain_copy, never_grows)
{
	char text[GUARD_TEXT_MAX];

	for (uint32_t code = 0x80; code < 0x110000; code += code < 0x3400 ? 1 : 7) {
		char c[4];
		size_t n = 0;

		if (code < 0x800)
			c[n++] = (char)(0xc0 | code >> 6);
		else if (code < 0x10000)
			c[n++] = (char)(0xe0 | code >> 12);
		else
			c[n++] = (char)(0xf0 | code >> 18);
		if (code >= 0x10000)
			c[n++] = (char)(0x80 | (code >> 12 & 0x3f));
		if (code >= 0x800)
			c[n++] = (char)(0x80 | (code >> 6 & 0x3f));
		c[n++] = (char)(0x80 | (code & 0x3f));
		plain_copy(view_of(c, n), &copy);
		cr_assert_leq(copy.n, n, "U+%04X", (unsigned)code);
	}
	memset(text, 'A', sizeof(text));
	plain_copy(view_of(text, sizeof(text)), &copy);
	cr_assert_eq(copy.n, sizeof(text));
}

Test(plain_copy, as_sent_keeps_formatting)
{
	char dst[64];
	size_t n = plain_copy_as_sent(VIEW("  A\x02"
					   "B  c\xc2\xa0"),
		dst);

	cr_expect(view_eq(view_of(dst, n),
		VIEW("a\x02"
		     "b c\xc2\xa0")));
}
