#include "core/clock.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <time.h>

#include "core/util.h"

Test(clock, mono_never_goes_back)
{
	struct clock c = clock_system();
	uint64_t before = c.mono_ms(c.arg);

	for (int i = 0; i < 10000; i++) {
		uint64_t now = c.mono_ms(c.arg);

		cr_assert(now >= before);
		before = now;
	}
}

Test(clock, wall_is_unix_time_in_milliseconds)
{
	struct clock c = clock_system();
	uint64_t from = (uint64_t)time(NULL), wall = c.wall_ms(c.arg), to = (uint64_t)time(NULL);

	/* time() may lag behind clock_gettime() by a tick of the kernel. */
	cr_expect(wall / 1000 >= from && wall / 1000 <= to + 1);
}

struct utc_case {
	uint64_t ms;
	char want[CLOCK_UTC_LEN + 1];
};

ParameterizedTestParameters(clock, utc)
{
	static struct utc_case cases[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 1, "1970-01-01T00:00:00.001Z" },
		{ 86399999, "1970-01-01T23:59:59.999Z" },
		{ 951782400000, "2000-02-29T00:00:00.000Z" },
		{ 951868800000, "2000-03-01T00:00:00.000Z" },
		{ 1700000000250, "2023-11-14T22:13:20.250Z" },
		{ 4107542400000, "2100-03-01T00:00:00.000Z" }, /* 2100 is no leap year */
		{ 253402300799999, "9999-12-31T23:59:59.999Z" },
		{ 253402300800000, "9999-12-31T23:59:59.999Z" },
		{ UINT64_MAX, "9999-12-31T23:59:59.999Z" },
	};

	return cr_make_param_array(struct utc_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct utc_case *c, clock, utc)
{
	char got[CLOCK_UTC_LEN + 1];

	clock_utc(c->ms, got);
	cr_expect_str_eq(got, c->want);
}
