#include <criterion/criterion.h>

#include "proto/plain.h"

static void
expect(const char *text, const char *want)
{
	char dst[PLAIN_MAX], again[PLAIN_MAX];
	size_t n = plain_text(view_z(text), dst, sizeof(dst));

	cr_expect_str_eq(dst, want);
	cr_expect_eq(n, strlen(want));
	cr_expect_eq(plain_text(view_of(dst, n), again, sizeof(again)), n);
	cr_expect_str_eq(again, want);
}

Test(plain, case_blanks_and_punctuation_do_not_count)
{
	expect("blue", "blue");
	expect("  Dark-BLUE!", "darkblue");
	expect("it's \"42\".", "its42");
	expect("\t?!._-", "");
	expect("", "");
	expect("\x02"
	       "blue\x02",
		"blue");
}

Test(plain, accents_of_latin_do_not_count)
{
	expect("Café", "cafe");
	expect("ÄÖÜäöü", "aouaou");
	expect("e\xcc\x81t\xc3\xa9", "ete");
	expect("3×4÷2", "342");
	expect("“straße”…", "strase");
}

Test(plain, greek_and_cyrillic_letters_have_one_case)
{
	expect("ΑΘΗΝΑΣ", "αθηνασ");
	expect("αθηνας", "αθηνασ");
	expect("Москва", "москва");
	expect("ЁЖ", "ёж");
	expect("東京", "東京");
}

Test(plain, what_is_no_utf8_stays_and_what_is_too_long_is_cut_between_characters)
{
	char dst[8];

	expect("a\xff"
	       "b",
		"a\xff"
		"b");
	cr_expect_eq(plain_text(VIEW("abcdefgh"), dst, sizeof(dst)), 7);
	cr_expect_str_eq(dst, "abcdefg");
	cr_expect_eq(plain_text(VIEW("abcdef\xd0\xbc"), dst, sizeof(dst)), 6);
	cr_expect_str_eq(dst, "abcdef");
}
