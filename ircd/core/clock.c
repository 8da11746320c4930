/* The machine's clocks in milliseconds.  Both are read without a system call where the kernel maps them (vDSO). */
#include "config.h"

#include "core/clock.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#define WALL_MAX_MS UINT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

static uint64_t
read_ms(clockid_t id)
{
	struct timespec ts = { 0 };
	int r = clock_gettime(id, &ts);

	assert(r == 0); /* both clocks are in POSIX; only a wrong id fails */
	(void)r;
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static uint64_t
system_mono_ms(void *arg)
{
	(void)arg;
	return read_ms(CLOCK_MONOTONIC);
}

static uint64_t
system_wall_ms(void *arg)
{
	(void)arg;
	return read_ms(CLOCK_REALTIME);
}

struct clock
clock_system(void)
{
	return (struct clock){ .mono_ms = system_mono_ms, .wall_ms = system_wall_ms, .arg = NULL };
}

/* n as exactly `digits` decimal digits. */
static void
put_number(char *at, size_t digits, unsigned n)
{
	while (digits > 0) {
		at[--digits] = (char)('0' + n % 10);
		n /= 10;
	}
}

void
clock_utc(uint64_t wall_ms, char dst[CLOCK_UTC_LEN + 1])
{
	uint64_t ms = wall_ms < WALL_MAX_MS ? wall_ms : WALL_MAX_MS;
	time_t s = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	(void)gmtime_r(&s, &tm); /* fails only for years that don't fit an int */
	memcpy(dst, "0000-00-00T00:00:00.000Z", CLOCK_UTC_LEN + 1);
	put_number(dst, 4, (unsigned)tm.tm_year + 1900);
	put_number(dst + 5, 2, (unsigned)tm.tm_mon + 1);
	put_number(dst + 8, 2, (unsigned)tm.tm_mday);
	put_number(dst + 11, 2, (unsigned)tm.tm_hour);
	put_number(dst + 14, 2, (unsigned)tm.tm_min);
	put_number(dst + 17, 2, (unsigned)tm.tm_sec);
	put_number(dst + 20, 3, (unsigned)(ms % 1000));
}
