#include "proto/duration.h"

#include <stdio.h>

static const struct unit {
	char letter;
	uint32_t seconds;
} units[] = {
	{ 'w', 7 * 86400 },
	{ 'd', 86400 },
	{ 'h', 3600 },
	{ 'm', 60 },
	{ 's', 1 },
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* From unit *at on; it then stands behind the one that was found.  0: there is none. */
static uint32_t
unit_of(char c, size_t *at)
{
	for (size_t i = *at; i < ARRAY_LEN(units); i++) {
		if (units[i].letter == c) {
			*at = i + 1;
			return units[i].seconds;
		}
	}
	return 0;
}

int
duration_parse(struct view v, uint64_t *seconds)
{
	uint64_t sum = 0;
	size_t unit = 0;

	if (v.n == 0)
		return -1;
	while (v.n != 0) {
		size_t n = 0;
		uint32_t count, each;

		while (n < v.n && is_digit(v.p[n]))
			n++;
		if (view_to_u32(view_left(v, n), &count) == -1)
			return -1;
		if (n == v.n)
			each = unit == 0 ? 60 : 0; /* a number alone */
		else
			each = unit_of(v.p[n], &unit);
		sum += (uint64_t)count * each;
		if (each == 0 || sum > DURATION_MAX_S)
			return -1;
		v = view_skip(v, n + 1);
	}
	*seconds = sum;
	return 0;
}

const char *
duration_text(uint64_t seconds, char dst[DURATION_TEXT])
{
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		uint64_t count = seconds / units[i].seconds;

		if (count == 0 || n >= DURATION_TEXT)
			continue;
		n += (size_t)snprintf(
			dst + n, DURATION_TEXT - n, "%llu%c", (unsigned long long)count, units[i].letter);
		seconds %= units[i].seconds;
	}
	if (n == 0)
		(void)snprintf(dst, DURATION_TEXT, "0s");
	return dst;
}
