#include "proto/confusable.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/limits.h"

static void
expect(const char *name, const char *want)
{
	char got[NICK_LEN_MAX + 1], again[NICK_LEN_MAX + 1];
	size_t n = confusable_skeleton(view_z(name), got, sizeof(got));

	cr_expect_eq(n, strlen(want), "%s", name);
	cr_expect_str_eq(got, want, "%s", name);
	cr_expect_eq(confusable_skeleton(view_of(got, n), again, sizeof(again)), n);
	cr_expect_str_eq(again, got, "the skeleton of a skeleton is itself");
}

Test(confusable, what_looks_alike_has_one_skeleton)
{
	expect("ceo", "ceo");
	expect("CE0", "ceo");
	expect("c_e-o`[]\\{}^", "ceo");
	expect("Il1|i", "lllll");
	expect("rnodern", "modem");
	expect("modem", "modem");
	expect("wvvvw", "wwvw");
	expect("r-n", "m");
	expect("rrn", "rm");
	expect("RNRN", "mm");
	expect("vvvv", "ww");
	expect("nr", "nr");
	expect("2345678", "2345678");
	expect("", "");
	expect("_-^", "");
}

static bool
alike(struct view a, struct view b)
{
	char skeleton[NICK_LEN_MAX + 1];

	return confusable_is(view_of(skeleton, confusable_skeleton(a, skeleton, sizeof(skeleton))), b);
}

Test(confusable, names_are_alike_or_not)
{
	cr_expect(alike(VIEW("ceo"), VIEW("C_E0")));
	cr_expect(alike(VIEW("NickServ"), VIEW("nlckserv")));
	cr_expect_not(alike(VIEW("ceo"), VIEW("ceos")));
	cr_expect_not(alike(VIEW("ceo"), VIEW("")));
	cr_expect_not(alike(VIEW("_"), VIEW("-")), "nothing to read is like nothing");
	cr_expect_not(alike(VIEW(""), VIEW("")));
}

/* Every string of up to four of the bytes that matter: whole, idempotent, never longer, and never with a pair left in it. */
Test(confusable, holds_for_all_short_strings)
{
	static const char bytes[] = "rnvVmw0O1lI|_-a";
	size_t base = sizeof(bytes) - 1, all = base * base * base * base;

	for (size_t k = 0; k < all; k++) {
		char name[5], once[8], twice[8];
		size_t left = k, n;

		for (size_t i = 0; i < 4; i++, left /= base)
			name[i] = bytes[left % base];
		name[4] = '\0';
		n = confusable_skeleton(view_of(name, 4), once, sizeof(once));
		cr_assert(n <= 4 && strlen(once) == n, "%s", name);
		cr_assert_eq(confusable_skeleton(view_of(once, n), twice, sizeof(twice)), n);
		cr_assert_str_eq(once, twice, "%s", name);
		cr_assert(strstr(once, "rn") == NULL && strstr(once, "vv") == NULL, "%s", name);
		cr_assert_eq(strpbrk(once, "0O1iI|_-V"), NULL, "%s: %s", name, once);
	}
}

Test(confusable, is_cut_at_the_room_there_is_and_takes_any_byte)
{
	char name[300], got[NICK_LEN_MAX + 1];

	memset(name, 'x', sizeof(name));
	cr_expect_eq(confusable_skeleton(view_of(name, NICK_LEN_MAX), got, sizeof(got)), NICK_LEN_MAX);
	cr_expect_eq(confusable_skeleton(view_of(name, NICK_LEN_MAX + 1), got, sizeof(got)), NICK_LEN_MAX);
	cr_expect_eq(confusable_skeleton(view_of(name, 5), got, 1), 0);
	for (size_t i = 0; i < 256; i++)
		name[i] = (char)i;
	cr_expect_eq(confusable_skeleton(view_of(name, 256), got, sizeof(got)), NICK_LEN_MAX);
}
