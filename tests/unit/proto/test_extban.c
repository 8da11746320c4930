#include "proto/extban.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/limits.h"

static void
expect(const char *typed, const char *want)
{
	char got[MASK_LEN + 1] = "", again[MASK_LEN + 1] = "";
	size_t n = extban_normalise(view_z(typed), got, sizeof(got));

	cr_expect_eq(n, strlen(want), "%s: %s", typed, got);
	cr_expect_str_eq(n != 0 ? got : "", want, "%s", typed);
	if (n == 0)
		return;
	cr_expect_eq(extban_normalise(view_z(got), again, sizeof(again)), n);
	cr_expect_str_eq(again, got, "what is normal stays");
}

Test(extban, help_has_each_letter_of_005_but_the_mute)
{
	size_t n = 0;
	char letter;

	for (const char *help; (help = extban_help(n, &letter)) != NULL; n++) {
		cr_expect_neq(view_find(view_z(extban_letters()), letter), view_z(extban_letters()).n, "%c",
			letter);
		cr_expect_not_null(strstr(help, "  "), "%c", letter);
	}
	cr_expect_eq(n + 1, strlen(extban_letters()));
}

Test(extban, masks_are_normalised_and_extended_ones_stay)
{
	expect("bob", "bob!*@*");
	expect("$m:bob", "$m:bob!*@*");
	expect("bob$#other", "bob!*@*$#other");
	expect("$a", "$a");
	expect("$~a", "$~a");
	expect("$a:bo*", "$a:bo*");
	expect("$~a:bob", "$~a:bob");
	expect("$r:*bot?2", "$r:*bot?2");
	expect("$c:#other", "$c:#other");
	expect("$j:#other", "$j:#other");
	expect("$x:*!*@*#*bot*", "$x:*!*@*#*bot*");
	expect("$z", "$z");
	expect("$~z$#tls-help", "$~z$#tls-help");
	expect("$m:$~a", "$m:$~a");
}

Test(extban, malformed_ones_are_refused)
{
	static const char *const bad[] = { "", "$", "$~", "$q", "$q:x", "$~m:x", "$m:", "$m:$m:x", "$z:x",
		"$ax", "$a:", "$r", "$r:", "$c", "$c:other", "$j:", "$x", "$#other", "$m:$#other",
		"$m:x$#other", "$m:$~a$#other", "$a b", "a,b", "$r:a,b", "$r:a\x02", "x$#a:\x07", "$m:$q",
		"$A" };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		expect(bad[i], "");
}

Test(extban, too_long_is_refused_not_cut)
{
	char typed[MASK_LEN + 2] = "$r:", got[MASK_LEN + 1];

	memset(typed + 3, 'x', MASK_LEN - 3);
	cr_expect_eq(extban_normalise(view_of(typed, MASK_LEN), got, sizeof(got)), MASK_LEN);
	typed[MASK_LEN] = 'x';
	cr_expect_eq(extban_normalise(view_of(typed, MASK_LEN + 1), got, sizeof(got)), 0);
	cr_expect_eq(extban_normalise(view_of(typed, MASK_LEN), got, MASK_LEN), 0);
}

Test(extban, parts_are_told_apart)
{
	struct extban x;

	extban_parse(VIEW("$m:$~a:bob$#other"), &x);
	cr_expect(x.mute && x.not_ && x.letter == 'a');
	cr_expect(view_eq(x.arg, VIEW("bob")));
	cr_expect(view_eq(x.forward, VIEW("#other")));
	extban_parse(VIEW("$c:#a$#b"), &x);
	cr_expect(!x.mute && !x.not_ && x.letter == 'c');
	cr_expect(view_eq(x.arg, VIEW("#a")));
	cr_expect(view_eq(x.forward, VIEW("#b")));
	extban_parse(VIEW("a!b@c"), &x);
	cr_expect(x.letter == '\0' && view_eq(x.arg, VIEW("a!b@c")) && x.forward.n == 0);
	extban_parse(VIEW("$z"), &x);
	cr_expect(x.letter == 'z' && x.arg.n == 0);
}

Test(extban, letters_are_those_of_the_table_and_m)
{
	cr_expect_str_eq(extban_letters(), "acjmrxz");
	cr_expect_str_eq(extban_letters(), "acjmrxz", "asked twice");
}
