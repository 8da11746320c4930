#include "guard/tally.h"

#include <criterion/criterion.h>

static const struct conf_rate three = { 3, 1000 };

static bool
takes(struct tally *t, uint64_t key, uint32_t member, uint64_t now_ms)
{
	const struct tally_ask ask = { key, member, now_ms };

	return tally_takes(t, &ask, &three);
}

Test(tally, at_the_limit_and_one_above)
{
	struct tally *t = tally_new();

	for (int i = 0; i < 3; i++)
		cr_expect(takes(t, 5, TALLY_NO_MEMBER, 10));
	cr_expect_not(takes(t, 5, TALLY_NO_MEMBER, 10));
	cr_expect(takes(t, 6, TALLY_NO_MEMBER, 10), "another key");
	cr_expect_not(takes(t, 5, TALLY_NO_MEMBER, 1009));
	cr_expect(takes(t, 5, TALLY_NO_MEMBER, 1010), "the time is over");
	tally_free(t);
}

Test(tally, members_count_once)
{
	struct tally *t = tally_new();

	for (int i = 0; i < 10; i++)
		cr_expect(takes(t, 5, 1, 10));
	cr_expect(takes(t, 5, 2, 10));
	cr_expect(takes(t, 5, 3, 10));
	cr_expect_not(takes(t, 5, 4, 10));
	cr_expect(takes(t, 5, 3, 10), "one that is counted");
	tally_free(t);
}

Test(tally, no_limit)
{
	const struct conf_rate any = { 0, 0 };
	const struct tally_ask ask = { 1, TALLY_NO_MEMBER, 1 };
	struct tally *t = tally_new();

	for (int i = 0; i < 1000; i++)
		cr_assert(tally_takes(t, &ask, &any));
	tally_free(t);
}

Test(tally, who_falls_into_the_same_place_drives_out)
{
	struct tally *t = tally_new();

	for (int i = 0; i < 3; i++)
		cr_expect(takes(t, 5, TALLY_NO_MEMBER, 10));
	cr_expect(takes(t, 5 + TALLY_SLOTS, TALLY_NO_MEMBER, 10));
	cr_expect(takes(t, 5, TALLY_NO_MEMBER, 10));
	tally_free(t);
}
