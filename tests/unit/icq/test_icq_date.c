#include "icq/icq_date.h"

#include <criterion/criterion.h>

static uint64_t
read_date(struct view v)
{
	struct icq_in in = icq_in(v);

	return icq_date_get(&in);
}

Test(icq_date, dates_are_seconds_in_utc)
{
	cr_expect_eq(read_date(VIEW("\xc6\x07\x01\x01\0\0")), 631152000, "1990");
	cr_expect_eq(read_date(VIEW("\xce\x07\x04\x17\x04\x21")), 893305980, "1998-04-23 04:33");
	cr_expect_eq(read_date(VIEW("\xd0\x07\x02\x1d\x17\x3b")), 951868740, "2000-02-29 23:59");
	cr_expect_eq(read_date(VIEW("\xea\x07\x0b\x1c\x0c\0")), 1795867200, "2026-11-28 12:00");
	cr_expect_eq(read_date(VIEW("\x39\x08\x0c\x1f\x17\x3b")), 4291747140, "2105");
}

Test(icq_date, what_no_calendar_has_is_none)
{
	static const struct view dates[] = {
		VIEW_INIT("\xc5\x07\x0c\x1f\x17\x3b"), /* 1989 */
		VIEW_INIT("\x3a\x08\x01\x01\0\0"),     /* 2106 */
		VIEW_INIT("\xea\x07\0\x01\0\0"),       /* months 0 and 13 */
		VIEW_INIT("\xea\x07\x0d\x01\0\0"),
		VIEW_INIT("\xea\x07\x01\0\0\0"), /* days 0 and 32, and of February */
		VIEW_INIT("\xea\x07\x01\x20\0\0"),
		VIEW_INIT("\xea\x07\x02\x1d\0\0"),
		VIEW_INIT("\x34\x08\x02\x1d\0\0"),   /* 2100 has none */
		VIEW_INIT("\xea\x07\x01\x01\x18\0"), /* 24:00, 00:60 */
		VIEW_INIT("\xea\x07\x01\x01\0\x3c"),
		VIEW_INIT("\xea\x07\x01\x01\0"), /* cut */
		VIEW_INIT(""),
	};

	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		cr_expect_eq(read_date(dates[i]), 0, "%zu", i);
}

Test(icq_date, what_is_written_is_read_to_the_minute)
{
	uint8_t bytes[8];

	for (uint64_t s = 631152000; s <= 4291747199; s += 86400 * 3 + 3661) {
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		icq_date_put(&out, s);
		cr_assert_eq(read_date(icq_out_view(&out)), s / 60 * 60, "%llu", (unsigned long long)s);
	}
}

Test(icq_date, a_time_out_of_range_is_its_end)
{
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icq_date_put(&out, 0);
	cr_expect_eq(read_date(icq_out_view(&out)), 631152000);
	icq_date_put(&out, UINT64_MAX);
	cr_expect_eq(read_date(view_skip(icq_out_view(&out), 6)), 4291747140);
}
