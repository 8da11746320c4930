#include "core/rng.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "core/util.h"

static void
setup(void)
{
	struct err e;

	cr_assert_eq(rng_init(&e), 0);
}

TestSuite(rng, .init = setup);

Test(rng, may_start_twice)
{
	struct err e;

	cr_expect_eq(rng_init(&e), 0);
}

Test(rng, two_draws_differ)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 }, zero[32] = { 0 };

	rng_bytes(a, sizeof(a));
	rng_bytes(b, sizeof(b));
	cr_expect_neq(memcmp(a, b, sizeof(a)), 0);
	cr_expect_neq(memcmp(a, zero, sizeof(a)), 0);
}

Test(rng, writes_only_what_is_asked_for)
{
	unsigned char a[3] = { 1, 2, 3 };

	rng_bytes(a, 0);
	cr_expect(a[0] == 1 && a[1] == 2 && a[2] == 3);
	rng_bytes(a + 1, 1);
	cr_expect(a[0] == 1 && a[2] == 3);
}

Test(rng, below_reaches_every_value_and_no_other)
{
	size_t seen[5] = { 0 };

	for (int i = 0; i < 2000; i++) {
		uint32_t r = rng_below(5);

		cr_assert(r < 5);
		seen[r]++;
	}
	for (size_t i = 0; i < ARRAY_LEN(seen); i++)
		cr_expect(seen[i] > 0, "%zu never came in 2,000 draws", i);
	cr_expect_eq(rng_below(1), 0);
}

Test(rng, below_zero_is_a_bug, .signal = SIGABRT)
{
	cr_expect_eq(rng_below(0), 0);
}
