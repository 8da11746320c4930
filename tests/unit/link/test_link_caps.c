#include <criterion/criterion.h>

#include "link/link_caps.h"

Test(link_caps, known_names_are_bits_and_others_are_passed_over)
{
	cr_expect_eq(link_caps_parse(VIEW("QS  EX FOO EUID")),
		LINK_CAP_BIT(LINK_CAP_QS) | LINK_CAP_BIT(LINK_CAP_EX) | LINK_CAP_BIT(LINK_CAP_EUID));
	cr_expect_eq(link_caps_parse(VIEW("")), 0);
	cr_expect_eq(link_caps_parse(VIEW("qs QSX")), 0);
}

Test(link_caps, the_text_of_all_is_read_back)
{
	char text[200];
	size_t n = link_caps_text(UINT64_MAX, text, sizeof(text));

	cr_expect_eq(link_caps_parse(view_of(text, n)), LINK_CAP_BIT(LINK_CAP_N) - 1);
}

Test(link_caps, a_name_that_does_not_fit_is_left_out_whole)
{
	char text[8];

	(void)link_caps_text(LINK_CAP_BIT(LINK_CAP_BAN) | LINK_CAP_BIT(LINK_CAP_CLUSTER), text, sizeof(text));
	cr_expect_str_eq(text, "BAN");
}
