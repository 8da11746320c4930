#include <criterion/criterion.h>

#include "link/link_caps.h"
#include "link/link_umodes.h"
#include "state/mode.h"

#define OURS LINK_CAP_BIT(LINK_CAP_CONCLAVE)

static char text[LINK_UMODES_TEXT];

Test(link_umodes, another_conclave_gets_all_but_what_an_operator_hears)
{
	uint64_t all = 0, added, removed;

	for (size_t i = 0; i < n_user_modes; i++)
		all |= user_modes[i].bit;
	(void)link_umodes_text(all, OURS, text);
	cr_expect_str_eq(text, "+BCDIRSZgiopwxz");
	link_umodes_parse(view_z(text), OURS, &added, &removed);
	cr_expect_eq(added, all & ~UMODE_SNOTICES);
	cr_expect_eq(removed, 0);
}

Test(link_umodes, others_get_what_all_of_them_know)
{
	uint64_t all = UINT64_MAX, added, removed;

	(void)link_umodes_text(all, 0, text);
	cr_expect_str_eq(text, "+DRSZgiow");
	(void)link_umodes_text(UMODE_BOT | UMODE_CLOAK, 0, text);
	cr_expect_str_eq(text, "+");
	link_umodes_parse(VIEW("+aioQswzpx"), 0, &added, &removed);
	cr_expect_eq(added, UMODE_INVISIBLE | UMODE_OPER | UMODE_WALLOPS);
}

Test(link_umodes, changes_have_a_sign_only_where_letters_follow)
{
	cr_expect_eq(link_umodes_change(UMODE_INVISIBLE, UMODE_WALLOPS, 0, text), 4);
	cr_expect_str_eq(text, "+i-w");
	(void)link_umodes_change(0, UMODE_WALLOPS, 0, text);
	cr_expect_str_eq(text, "-w");
	(void)link_umodes_change(UMODE_INVISIBLE, UMODE_BOT, 0, text);
	cr_expect_str_eq(text, "+i");
	cr_expect_eq(link_umodes_change(UMODE_BOT, UMODE_SNOTICES, 0, text), 0);
	cr_expect_str_eq(text, "");
}

Test(link_umodes, the_last_sign_of_a_letter_counts)
{
	uint64_t added, removed;

	link_umodes_parse(VIEW("i-i+w-+D"), 0, &added, &removed);
	cr_expect_eq(added, UMODE_WALLOPS | UMODE_DEAF);
	cr_expect_eq(removed, UMODE_INVISIBLE);
	link_umodes_parse(VIEW(""), 0, &added, &removed);
	cr_expect_eq(added | removed, 0);
}
