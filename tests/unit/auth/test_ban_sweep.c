#include "auth/ban_sweep.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(ban_sweep, second_time_counts_once_and_within_its_time)
{
	struct ban_desk *d = ban_desk_new();

	cr_expect_not(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@*"), 1000));
	cr_expect_not(ban_desk_is_second(d, 2, BAN_KLINE, VIEW("*@*"), 1000), "somebody else");
	cr_expect_not(ban_desk_is_second(d, 1, BAN_XLINE, VIEW("*@*"), 1000), "another kind");
	cr_expect_not(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@x"), 1000), "another mask");
	cr_expect(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@*"), 1000 + BAN_CONFIRM_MS - 1));
	cr_expect_not(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@*"), 1000 + BAN_CONFIRM_MS - 1), "used up");
	cr_expect_not(ban_desk_is_second(d, 2, BAN_KLINE, VIEW("*@*"), 1000 + BAN_CONFIRM_MS), "too late");
	ban_desk_free(d);
}

Test(ban_sweep, asked_for_are_limited_and_the_oldest_goes)
{
	struct ban_desk *d = ban_desk_new();
	char mask[16];

	for (uint64_t i = 0; i < BAN_CONFIRM_MAX + 1; i++) {
		(void)snprintf(mask, sizeof(mask), "*@%u", (unsigned)i);
		cr_expect_not(ban_desk_is_second(d, 1, BAN_KLINE, view_z(mask), 1000 + i));
	}
	cr_expect(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@1"), 2000), "at the limit");
	cr_expect_not(ban_desk_is_second(d, 1, BAN_KLINE, VIEW("*@0"), 2000), "one above");
	ban_desk_free(d);
}
