#include <criterion/criterion.h>

#include "core/utf8.h"
#include "icq/icq_char.h"

Test(icq_char, each_code_point_comes_back)
{
	for (uint32_t code = 0; code <= 0x110000; code++) {
		bool is_char = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
		char utf8[ICQ_CHAR_BYTES];
		struct view v = view_of(utf8, icq_char_put(code, utf8));
		uint32_t got = 0;

		cr_assert(utf8_first(v) == v.n);
		cr_assert(icq_char_first(v, &got) == v.n);
		cr_assert(got == (is_char ? code : ICQ_CHAR_BAD), "%x", code);
	}
}

Test(icq_char, a_byte_that_is_no_utf8_is_one_bad_character)
{
	uint32_t code;

	cr_expect(icq_char_first(VIEW("\xff"), &code) == 1 && code == ICQ_CHAR_BAD);
	cr_expect(icq_char_first(VIEW("\xe2\x82"), &code) == 1 && code == ICQ_CHAR_BAD, "cut off");
	cr_expect(icq_char_first(VIEW("\xc0\x80"), &code) == 1 && code == ICQ_CHAR_BAD, "overlong");
}

Test(icq_char, controls_are_those_of_c0_and_c1)
{
	cr_expect(icq_char_is_control(0) && icq_char_is_control(0x1f) && !icq_char_is_control(0x20));
	cr_expect(!icq_char_is_control(0x7e) && icq_char_is_control(0x7f) && icq_char_is_control(0x9f));
	cr_expect(!icq_char_is_control(0xa0));
}

Test(icq_char, marks_stay_with_their_letter)
{
	static const uint32_t yes[] = { 0x300, 0x36f, 0x5b0, 0x64b, 0x93f, 0xe31, 0x1160, 0x200d, 0x20e3,
		0xfe0f, 0x1f3fb, 0xe0020, 0xe01ef };
	static const uint32_t no[] = { 'a', 0xe9, 0x2ff, 0x370, 0x5d0, 0x430, 0x4e2d, 0x1f600, 0xe01f0,
		0x10ffff };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		cr_expect(icq_char_is_mark(yes[i]) && !icq_char_may_part('a', yes[i], 0), "%x", yes[i]);
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		cr_expect(!icq_char_is_mark(no[i]) && icq_char_may_part('a', no[i], 0), "%x", no[i]);
}

Test(icq_char, flags_are_pairs_and_joined_people_are_one)
{
	cr_expect(!icq_char_may_part(0x1f1e9, 0x1f1ea, 1), "D and E");
	cr_expect(icq_char_may_part(0x1f1ea, 0x1f1eb, 2), "DE and F");
	cr_expect(!icq_char_may_part(0x200d, 0x1f469, 0));
}
