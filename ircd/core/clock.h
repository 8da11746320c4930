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

#endif
