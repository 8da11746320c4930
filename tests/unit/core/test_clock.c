#include "core/clock.h"

#include <criterion/criterion.h>
#include <time.h>

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
