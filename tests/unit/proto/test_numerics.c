/* Numbers that clients know by heart, texts, and the names for logs. */
#include "proto/numerics.h"

#include <string.h>

#include <criterion/criterion.h>

static const enum numeric all[] = {
#define NUMERIC(name, number, text) name,
	NUMERIC_LIST
#undef NUMERIC
};

Test(numerics, are_three_digits_and_named_after_their_kind)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		const char *name = numeric_name(all[i]);

		cr_expect(all[i] >= 1 && all[i] <= 999, "%s", name);
		cr_expect(strncmp(name, "RPL_", 4) == 0 || strncmp(name, "ERR_", 4) == 0, "%s", name);
	}
}

Test(numerics, no_number_is_there_twice)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		for (size_t k = 0; k < i; k++)
			cr_expect_neq(all[i], all[k], "%s, %s", numeric_name(all[i]), numeric_name(all[k]));
	}
}

Test(numerics, texts_are_one_line_of_printable_ascii)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct view text = numeric_text(all[i]);

		cr_expect_lt(text.n, (size_t)100, "%s", numeric_name(all[i]));
		for (size_t k = 0; k < text.n; k++)
			cr_expect(text.p[k] >= ' ' && text.p[k] <= '~', "%s", numeric_name(all[i]));
	}
}

Test(numerics, give_the_number_name_and_text_of_their_row)
{
	cr_expect_eq((int)RPL_WELCOME, 1);
	cr_expect_eq((int)ERR_NOSUCHNICK, 401);
	cr_expect_eq((int)ERR_NICKNAMEINUSE, 433);
	cr_expect_str_eq(numeric_name(ERR_NOSUCHNICK), "ERR_NOSUCHNICK");
	cr_expect(view_eq(numeric_text(ERR_NOSUCHNICK), VIEW("No such nick/channel")));
	cr_expect_eq(numeric_text(RPL_WELCOME).n, (size_t)0, "the caller gives it");
}
