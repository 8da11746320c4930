#include "relay/bucket.h"

#include <criterion/criterion.h>

Test(bucket, no_rate_is_no_limit)
{
	struct bucket b;

	bucket_init(&b, 0, 5);
	bucket_take(&b, 1000000);
	cr_expect_eq(bucket_room(&b, 5), SIZE_MAX);
	/* So fast that counting would overflow: nothing reaches it. */
	bucket_init(&b, UINT64_MAX, 5);
	cr_expect_eq(bucket_room(&b, 5), SIZE_MAX);
}

Test(bucket, begins_with_a_quarter_of_a_second_and_never_has_more)
{
	struct bucket b;

	bucket_init(&b, 4000, 0);
	cr_expect_eq(bucket_room(&b, 0), 1000);
	cr_expect_eq(bucket_room(&b, 100000), 1000);
	cr_expect_eq(bucket_room(&b, UINT64_MAX), 1000);
}

Test(bucket, fills_by_the_rate_and_waits_until_it_is_worth_it)
{
	struct bucket b;

	bucket_init(&b, 4000, 0);
	bucket_take(&b, 1000);
	cr_expect_eq(bucket_room(&b, 0), 0);
	cr_expect_eq(bucket_room(&b, 124), 0);
	cr_expect_eq(bucket_room(&b, 125), 500);
	bucket_take(&b, 300);
	cr_expect_eq(bucket_room(&b, 125), 0);
	cr_expect_eq(bucket_room(&b, 200), 500);
}

Test(bucket, one_byte_a_second_is_one_byte_a_second)
{
	struct bucket b;

	bucket_init(&b, 1, 0);
	cr_expect_eq(bucket_room(&b, 0), 1);
	bucket_take(&b, 1);
	cr_expect_eq(bucket_room(&b, 999), 0);
	cr_expect_eq(bucket_room(&b, 1000), 1);
}

Test(bucket, another_rate_begins_anew_and_the_same_goes_on)
{
	struct bucket b;

	bucket_init(&b, 4000, 0);
	bucket_take(&b, 1000);
	bucket_configure(&b, 4000, 0);
	cr_expect_eq(bucket_room(&b, 0), 0);
	bucket_configure(&b, 8000, 0);
	cr_expect_eq(bucket_room(&b, 0), 2000);
}
