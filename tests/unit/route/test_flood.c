#include "route/flood.h"

#include <criterion/criterion.h>

static const struct flood_limit five_by_two = { .burst = 5, .rate = 2 };

Test(flood, burst_may_be_spent_at_once_and_no_more)
{
	struct flood f;

	flood_init(&f, five_by_two, 1000);
	for (int i = 0; i < 5; i++)
		cr_expect_eq(flood_charge(&f, five_by_two, 1, 1000), 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 1, 1000), 500);
}

Test(flood, whole_burst_in_one_command_is_free_one_above_waits)
{
	struct flood f;

	flood_init(&f, five_by_two, 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 5, 0), 0);
	flood_init(&f, five_by_two, 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 6, 0), 500);
}

Test(flood, wait_is_what_the_debt_takes_rounded_up)
{
	const struct flood_limit thirds = { .burst = 1, .rate = 3 };
	struct flood f;

	flood_init(&f, thirds, 0);
	cr_expect_eq(flood_charge(&f, thirds, 2, 0), 334);
	cr_expect_eq(flood_charge(&f, thirds, 0, 333), 1);
	cr_expect_eq(flood_charge(&f, thirds, 0, 334), 0);
}

Test(flood, after_the_wait_the_bucket_is_level)
{
	struct flood f;
	uint64_t wait;

	flood_init(&f, five_by_two, 0);
	wait = flood_charge(&f, five_by_two, 20, 0);
	cr_expect_eq(wait, 7500);
	cr_expect_eq(flood_charge(&f, five_by_two, 0, wait), 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 1, wait), 500);
}

Test(flood, fills_up_to_the_burst_and_not_beyond)
{
	struct flood f;

	flood_init(&f, five_by_two, 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 5, 0), 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 5, 2500), 0, "2500 ms at 2 a second is the whole burst");
	cr_expect_eq(flood_charge(&f, five_by_two, 6, 1000000), 500);
}

Test(flood, fills_one_ms_too_little_just_before)
{
	struct flood f;

	flood_init(&f, five_by_two, 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 5, 0), 0);
	cr_expect_eq(flood_charge(&f, five_by_two, 5, 2499), 1);
}

Test(flood, silence_of_years_does_not_overflow)
{
	const struct flood_limit large = { .burst = 1000000, .rate = 1000000 };
	struct flood f;

	flood_init(&f, large, 0);
	cr_expect_eq(flood_charge(&f, large, 1000000, 0), 0);
	cr_expect_eq(flood_charge(&f, large, 1000000, UINT64_MAX), 0);
	cr_expect_eq(flood_charge(&f, large, 1, UINT64_MAX), 1);
}

Test(flood, no_limit_never_waits)
{
	const struct flood_limit no_burst = { .burst = 0, .rate = 1 }, no_rate = { .burst = 1, .rate = 0 };
	struct flood f;

	flood_init(&f, no_burst, 0);
	for (int i = 0; i < 100; i++)
		cr_expect_eq(flood_charge(&f, no_burst, 20, 0), 0);
	flood_init(&f, no_rate, 0);
	for (int i = 0; i < 100; i++)
		cr_expect_eq(flood_charge(&f, no_rate, 20, 0), 0);
}

Test(flood, limit_that_shrinks_leaves_no_more_than_it_allows)
{
	const struct flood_limit large = { .burst = 100, .rate = 1 }, small = { .burst = 2, .rate = 1 };
	struct flood f;

	flood_init(&f, large, 0);
	cr_expect_eq(flood_charge(&f, small, 3, 10), 1000, "a rehash took the class's burst from 100 to 2");
}

Test(flood, limit_that_grows_counts_from_what_is_there)
{
	const struct flood_limit small = { .burst = 2, .rate = 1 }, large = { .burst = 100, .rate = 1 };
	struct flood f;

	flood_init(&f, small, 0);
	cr_expect_eq(flood_charge(&f, large, 3, 0), 1000);
}
