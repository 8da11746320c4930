#include "guard/words.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/rng.h"

Test(words, finds_all_that_are_in_the_text)
{
	const struct word w[] = { { VIEW("he"), 1 }, { VIEW("she"), 2 }, { VIEW("his"), 4 },
		{ VIEW("hers"), 8 } };
	struct words *words = words_new(w, ARRAY_LEN(w));

	cr_expect_eq(words_find(words, VIEW("ushers")), 1 | 2 | 8);
	cr_expect_eq(words_find(words, VIEW("this")), 4);
	cr_expect_eq(words_find(words, VIEW("hxe s h i s")), 0);
	cr_expect_eq(words_find(words, VIEW("")), 0);
	words_free(words);
}

Test(words, same_word_twice_stands_for_both)
{
	const struct word w[] = { { VIEW("a"), 1 }, { VIEW("a"), 2 }, { VIEW("\xff\x80"), 4 } };
	struct words *words = words_new(w, ARRAY_LEN(w));

	cr_expect_eq(words_find(words, VIEW("bab")), 3);
	cr_expect_eq(words_find(words, VIEW("\x80\xff\x80")), 4);
	words_free(words);
}

Test(words, none_at_all)
{
	struct words *words = words_new(NULL, 0);

	cr_expect_eq(words_find(words, VIEW("anything")), 0);
	words_free(words);
}

Test(words, every_byte_may_be_in_one)
{
	char all[256];
	struct word w[2] = { { view_of(all, 128), 1 }, { view_of(all + 128, 128), 2 } };
	struct words *words;

	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	words = words_new(w, 2);
	cr_expect_eq(words_find(words, view_of(all, 256)), 3);
	cr_expect_eq(words_find(words, view_of(all + 1, 255)), 2);
	words_free(words);
}

/* Against the plain way, with few letters so that words overlap. */
Test(words, agrees_with_a_search_for_each)
{
	char text[64], word[20][6];
	struct word w[20];

	srand(7);
	for (int round = 0; round < 2000; round++) {
		uint64_t want = 0;
		struct words *words;

		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = (char)('a' + rand() % 3);
		for (size_t i = 0; i < ARRAY_LEN(w); i++) {
			size_t n = 1 + (size_t)rand() % sizeof(word[i]);

			for (size_t k = 0; k < n; k++)
				word[i][k] = (char)('a' + rand() % 3);
			w[i] = (struct word){ view_of(word[i], n), UINT64_C(1) << i };
			if (memmem(text, sizeof(text), word[i], n) != NULL)
				want |= w[i].bits;
		}
		words = words_new(w, ARRAY_LEN(w));
		cr_assert_eq(words_find(words, view_of(text, sizeof(text))), want);
		words_free(words);
	}
}
