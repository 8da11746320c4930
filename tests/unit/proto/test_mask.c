/* Matching, against cases by hand and a naive matcher on all small inputs; and what a typed ban becomes. */
#include "proto/mask.h"

#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "proto/casemap.h"
#include "proto/limits.h"

struct mask_case {
	char mask[32], subject[64];
	bool want;
};

ParameterizedTestParameters(mask, match)
{
	static struct mask_case cases[] = {
		{ "*!*@host.example", "a!b@host.example", true },
		{ "*!*@host.example", "a!b@xhost.example", false },
		{ "*!*@host.example", "a!b@host.examples", false },
		{ "a?c!*@*", "abc!u@h", true },
		{ "a?c!*@*", "ac!u@h", false },
		{ "", "", true },
		{ "", "a", false },
		{ "*", "", true },
		{ "**", "", true },
		{ "?", "", false },
		{ "*", "anything", true },
		{ "**?**", "a", true },
		{ "*?", "", false },
		{ "a*b*c", "aXbYbZc", true },
		{ "a*b*c", "aXbYbZ", false },
		{ "*ab", "aab", true },
		{ "*aab", "aaab", true },
		{ "*abab", "ababab", true },
		{ "a*", "a", true },
		{ "a*a", "a", false },
		{ "NICK[*]!*@*", "nick{x}!u@h", true },
		{ "^\\*", "~|abc", true },
		{ "a", "b", false },
		{ "abc", "ab", false },
		{ "*.example", "www.example", true },
		{ "?", "\xc3\xa9", true },
		{ "??", "\xc3\xa9", false },
		{ "?", "\xf0\x9f\x98\x80", true },
		{ "*??", "\xc3\xa9", false },
		{ "*??", "a\xc3\xa9", true },
		{ "x?y", "x\xe2\x82\xacy", true },
		{ "\xc3\xa9*", "\xc3\xa9t\xc3\xa9", true },
		{ "a\\*", "a*", false },
	};

	return cr_make_param_array(struct mask_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct mask_case *c, mask, match)
{
	bool got = mask_match(view_z(c->mask), view_z(c->subject));

	cr_expect(got == c->want, "mask_match(\"%s\", \"%s\") = %d", c->mask, c->subject, got);
}

Test(mask, views_without_memory)
{
	cr_expect(mask_match(view_of(NULL, 0), view_of(NULL, 0)));
	cr_expect(mask_match(VIEW("*"), view_of(NULL, 0)));
	cr_expect_not(mask_match(view_of(NULL, 0), VIEW("a")));
	cr_expect(mask_match(VIEW("?"), VIEW("\0")), "NUL is a byte like others");
	cr_expect_not(mask_match(VIEW("a"), VIEW("a\0")));
}

/* By definition, not by speed: tries every length for every star. */
static bool
naive(const char *m, const char *t)
{
	const char *next = t + 1;

	if (*m == '\0')
		return *t == '\0';
	if (*m == '*')
		return naive(m + 1, t) || (*t != '\0' && naive(m, t + 1));
	if (*t == '\0')
		return false;
	if (*m != '?')
		return casemap_fold(*m) == casemap_fold(*t) && naive(m + 1, t + 1);
	while (((unsigned char)*next & 0xc0) == 0x80)
		next++;
	return naive(m + 1, next);
}

/* The number-th word over the alphabet, shortest first; false when it would be longer than max. */
static bool
word(const char *alphabet, size_t number, char *dst, size_t max)
{
	size_t base = strlen(alphabet), n = 0;

	for (; number != 0; number = (number - 1) / base) {
		if (n == max)
			return false;
		dst[n++] = alphabet[(number - 1) % base];
	}
	dst[n] = '\0';
	return true;
}

Test(mask, agrees_with_a_naive_matcher_on_all_small_inputs)
{
	char m[6], t[7];

	for (size_t i = 0; word("*?aB", i, m, 5); i++) {
		for (size_t k = 0; word("ab\xa9", k, t, 5); k++) {
			bool got = mask_match(view_z(m), view_z(t));

			if (got != naive(m, t))
				cr_assert_fail("mask_match(\"%s\", \"%s\") = %d", m, t, got);
		}
	}
}

/* Exponential work on this would outlast any patience; the test's time limit says so. */
Test(mask, hostile_masks_cost_no_more_than_mask_times_text, .timeout = 20)
{
	char m[500], t[500];

	memset(t, 'a', sizeof(t));
	for (size_t i = 0; i < sizeof(m); i += 2) {
		m[i] = '*';
		m[i + 1] = 'a';
	}
	m[sizeof(m) - 1] = 'b';
	for (size_t i = 0; i < 1000; i++)
		cr_assert_not(mask_match(view_of(m, sizeof(m)), view_of(t, sizeof(t))));
}

struct normal_case {
	char typed[48], want[64]; /* want "": refused */
};

ParameterizedTestParameters(mask, normalise)
{
	static struct normal_case cases[] = {
		{ "x", "x!*@*" },
		{ "*", "*!*@*" },
		{ "n!u@h", "n!u@h" },
		{ "n!u", "n!u@*" },
		{ "n!", "n!*@*" },
		{ "!u@h", "*!u@h" },
		{ "n!@h", "n!*@h" },
		{ "n!u@", "n!u@*" },
		{ "u@h", "*!u@h" },
		{ "@h", "*!*@h" },
		{ "u@", "*!u@*" },
		{ "@", "*!*@*" },
		{ "!", "*!*@*" },
		{ "host.example", "*!*@host.example" },
		{ "*.example", "*!*@*.example" },
		{ "2001:db8::1", "*!*@2001:db8::1" },
		{ "***x**y***", "*x*y*!*@*" },
		{ "**!**@**", "*!*@*" },
		{ "a@b!c@d", "a@b!c@d" },
		{ "u@v@h", "*!u@v@h" },
		{ "n!abcdefghij@h", "n!abcdefghij@h" },
		{ "n!abcdefghijk@h", "n!abcdefghi*@h" },
		{ "n!abcdefghij**@h", "n!abcdefghi*@h" },
		{ "n!abcdefghi*jk@h", "n!abcdefghi*@h" },
		{ "n!abcdefgh\xc3\xa9z@h", "n!abcdefgh*@h" },
		{ "", "" },
		{ "a b", "" },
		{ "a,b", "" },
		{ ":a!b@c", "" },
		{ "a\x01", "" },
		{ "a\x7f", "" },
		{ "a\nb", "" },
	};

	return cr_make_param_array(struct normal_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct normal_case *c, mask, normalise)
{
	char got[MASK_LEN + 1] = "";
	size_t n = mask_normalise(view_z(c->typed), got, sizeof(got));

	cr_expect_eq(n, strlen(c->want), "\"%s\"", c->typed);
	if (n != 0)
		cr_expect_str_eq(got, c->want, "\"%s\"", c->typed);
}

Test(mask, normalise_keeps_its_limits)
{
	char typed[600], got[MASK_LEN + 1];

	memset(typed, 'a', sizeof(typed));
	typed[200] = '!';
	typed[400] = '@';
	cr_expect_eq(mask_normalise(view_of(typed, sizeof(typed)), got, sizeof(got)), (size_t)MASK_LEN);
	cr_expect_eq(strlen(got), (size_t)MASK_LEN);
	cr_expect_eq(
		mask_normalise(VIEW("a"), got, sizeof(got) - 1), (size_t)0, "too small a buffer is refused");
	cr_expect_eq(mask_normalise(view_of(NULL, 0), got, sizeof(got)), (size_t)0);
	cr_expect_eq(mask_normalise(VIEW("a\0b"), got, sizeof(got)), (size_t)0);
}

Test(mask, normalise_changes_nothing_the_second_time)
{
	static const char *const typed[] = { "x", "u@h", "h.example", "n!abcdefghijklm@h", "a@b!c@d", "u@v@h",
		"!@" };

	for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
		char once[MASK_LEN + 1], twice[MASK_LEN + 1];
		size_t n = mask_normalise(view_z(typed[i]), once, sizeof(once));

		cr_assert_neq(n, (size_t)0);
		cr_assert_eq(mask_normalise(view_of(once, n), twice, sizeof(twice)), n);
		cr_expect_str_eq(once, twice);
	}
}
