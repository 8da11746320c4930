/* Limits that depend on each other, and replies that must fit a message whatever the names in them. */
#include "proto/limits.h"

#include <criterion/criterion.h>

#define SOURCE_MAX  (1 + NICK_LEN_MAX + 1 + USER_LEN + 1 + HOST_LEN + 1) /* ":nick!user@host " */
#define NUMERIC_MAX (1 + SERVER_NAME_LEN + 1 + 3 + 1 + NICK_LEN_MAX + 1) /* ":server 332 nick " */

Test(limits, tags_and_body_make_the_line)
{
	cr_expect_eq(MSG_BODY_MAX, 512);
	cr_expect_eq(1 + MSG_TAGS_CLIENT + 1, 4096, "IRCv3 message-tags, with '@' and the space");
	cr_expect_eq(1 + MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER + 1, 8191, "the same, both halves");
	cr_expect_eq(MSG_IN_MAX, 4096 + 512);
	cr_expect_eq(MSG_LINE_MAX, 8191 + 512);
}

Test(limits, a_row_of_the_ban_list_fits)
{
	const int setter_and_time = 1 + NICK_LEN_MAX + 1 + 20;

	cr_expect_leq(NUMERIC_MAX + CHANNEL_LEN + 1 + MASK_LEN + setter_and_time + 2, MSG_BODY_MAX);
}

Test(limits, a_mask_holds_its_three_parts)
{
	cr_expect_eq(MASK_LEN, NICK_LEN_MAX + USER_LEN + HOST_LEN + 2);
	cr_expect_leq(NICK_LEN_DEFAULT, NICK_LEN_MAX);
}

Test(limits, a_mode_line_with_nicks_of_full_length_fits)
{
	const int letters = 1 + MODES_MAX, nicks = MODES_MAX * (1 + NICK_LEN_MAX);

	cr_expect_leq(SOURCE_MAX + 5 + CHANNEL_LEN + 1 + letters + nicks + 2, MSG_BODY_MAX);
}
