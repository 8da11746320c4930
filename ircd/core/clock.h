/* Where time comes from: the machine, or a test. */
#ifndef CONCLAVE_CORE_CLOCK_H
#define CONCLAVE_CORE_CLOCK_H

#include <stdint.h>

struct clock {
	uint64_t (*mono_ms)(void *arg); /* never goes back; ms since some start */
	uint64_t (*wall_ms)(void *arg); /* ms since 1970-01-01 UTC */
	void *arg;
};

/* CLOCK_MONOTONIC and CLOCK_REALTIME. */
struct clock clock_system(void);

enum { CLOCK_UTC_LEN = 24 };
/*
 * clock_utc: a time as ISO 8601 in UTC, "2026-11-21T08:30:00.250Z".
 *   in   wall_ms  what is beyond the year 9999 is written as its last millisecond
 *   out  dst      CLOCK_UTC_LEN bytes and a NUL; the first 10 are the date, the 8 from 11 the time
 *   src  IRCv3 server-time
 */
void clock_utc(uint64_t wall_ms, char dst[CLOCK_UTC_LEN + 1]);

#endif
