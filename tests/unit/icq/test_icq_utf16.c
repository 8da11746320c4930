#include "icq/icq_utf16.h"

#include <criterion/criterion.h>

#include "core/utf8.h"
#include "icq_hex.h"

static bool
to8_is(const char *utf16, const char *want)
{
	static uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_hex h;

	icq_utf16_to_utf8(&out, icq_hex(&h, utf16));
	return view_eq(icq_out_view(&out), view_z(want));
}

static bool
to16_is(const char *utf8, const char *want)
{
	static uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icq_utf8_to_utf16(&out, view_z(utf8));
	return icq_hex_is(icq_out_view(&out), want);
}

Test(icq_utf16, characters_of_all_lengths)
{
	cr_expect(to8_is("0041 007f 0080 07ff 0800 ffff", "A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"));
	cr_expect(to8_is("d800dc00 d83dde00 dbffdfff", "\xf0\x90\x80\x80\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf"));
	cr_expect(to16_is("A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf", "0041 007f 0080 07ff 0800 ffff"));
	cr_expect(to16_is("\xf0\x90\x80\x80\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf", "d800dc00 d83dde00 dbffdfff"));
	cr_expect(to8_is("", "") && to16_is("", ""));
}

Test(icq_utf16, half_a_character_is_replaced_and_eats_nothing)
{
	cr_expect(to8_is("d800 0041",
			  "\xef\xbf\xbd"
			  "A"),
		"the first half");
	cr_expect(to8_is("dc00 0041",
			  "\xef\xbf\xbd"
			  "A"),
		"the second half");
	cr_expect(to8_is("0041 d800", "A\xef\xbf\xbd"), "at the end");
	cr_expect(to8_is("d800 d800dc00", "\xef\xbf\xbd\xf0\x90\x80\x80"), "before a whole one");
	cr_expect(to8_is("0041 00", "A\xef\xbf\xbd"), "an odd byte");
	cr_expect(to8_is("d800 dc", "\xef\xbf\xbd\xef\xbf\xbd"), "an odd byte after half of one");
}

Test(icq_utf16, bytes_that_are_no_utf8_are_replaced_one_by_one)
{
	cr_expect(to16_is("a\xff\xe2\x82"
			  "b",
		"0061 fffd fffd fffd 0062"));
	cr_expect(to16_is("\xed\xa0\x80", "fffd fffd fffd"), "a surrogate in UTF-8 is none");
}

Test(icq_utf16, any_bytes_become_valid_and_stay_what_they_are)
{
	uint32_t seed = 20061;

	for (unsigned run = 0; run < 3000; run++) {
		uint8_t in[64], first[ICQ_UTF8_BYTES * 64], wide[ICQ_UTF16_BYTES * sizeof(first)],
			again[sizeof(first)];
		size_t n = icq_random(&seed) % sizeof(in);
		struct icq_out a = icq_out(first, sizeof(first)), b = icq_out(wide, sizeof(wide)), c;

		for (size_t i = 0; i < n; i++)
			in[i] = (uint8_t)(icq_random(&seed) % 3 == 0 ? 0xd8 | icq_random(&seed)
								     : icq_random(&seed));
		icq_utf16_to_utf8(&a, view_of(in, n));
		cr_assert(!a.full && a.n <= ICQ_UTF8_BYTES * ((n + 1) / 2));
		cr_assert(utf8_is_valid(icq_out_view(&a)));
		icq_utf8_to_utf16(&b, icq_out_view(&a));
		cr_assert(!b.full && b.n <= ICQ_UTF16_BYTES * a.n);
		c = icq_out(again, sizeof(again));
		icq_utf16_to_utf8(&c, icq_out_view(&b));
		cr_assert(view_eq(icq_out_view(&c), icq_out_view(&a)));
	}
}
