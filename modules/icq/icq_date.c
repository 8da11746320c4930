#include "icq/icq_date.h"

#include <stdbool.h>

#define YEAR_MIN 1990
#define YEAR_MAX 2105
#define DAY_S	 86400

static bool
is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned
month_days(unsigned year, unsigned month)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static unsigned
year_days(unsigned year)
{
	return is_leap(year) ? 366 : 365;
}

uint64_t
icq_date_get(struct icq_in *in)
{
	unsigned year = icq_get_u16_le(in), month = icq_get_u8(in), day = icq_get_u8(in);
	unsigned hour = icq_get_u8(in), minute = icq_get_u8(in);
	uint64_t days = 0;

	if (in->bad || year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12)
		return 0;
	if (day < 1 || day > month_days(year, month) || hour > 23 || minute > 59)
		return 0;
	for (unsigned y = 1970; y < year; y++)
		days += year_days(y);
	for (unsigned m = 1; m < month; m++)
		days += month_days(year, m);
	return (days + day - 1) * DAY_S + hour * 3600 + minute * 60;
}

/* The years between the bounds, so that nothing is counted for long. */
static uint64_t
bounded(uint64_t wall_s)
{
	const uint64_t first = UINT64_C(631152000), last = UINT64_C(4291747199);

	return wall_s < first ? first : wall_s > last ? last : wall_s;
}

void
icq_date_put(struct icq_out *out, uint64_t wall_s)
{
	uint64_t s = bounded(wall_s), days = s / DAY_S;
	unsigned year = 1970, month = 1;

	while (days >= year_days(year))
		days -= year_days(year++);
	while (days >= month_days(year, month))
		days -= month_days(year, month++);
	icq_put_u16_le(out, (uint16_t)year);
	icq_put_u8(out, (uint8_t)month);
	icq_put_u8(out, (uint8_t)(days + 1));
	icq_put_u8(out, (uint8_t)(s % DAY_S / 3600));
	icq_put_u8(out, (uint8_t)(s % 3600 / 60));
}
