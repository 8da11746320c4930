/* A pump between two TCP connections on loopback, whose other ends are the test's. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_PUMP_RIG_H
#define CONCLAVE_TESTS_UNIT_RELAY_PUMP_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/loop.h"
#include "relay/pump.h"

struct pump_rig {
	struct loop *loop;
	struct pumps *pumps;
	uint64_t now_ms; /* of the fake clock, which stands still unless the test moves it */
	bool real_clock;
	struct pump_plan plan; /* what the next pump_rig_start() does; fd is filled in */
	struct pump *pump;     /* NULL: over */
	int end[PUMP_N_LEGS];  /* the peers, non-blocking; -1: closed */
	bool done;
	enum pump_end why;
	struct pump_counts counts;
};

/* A SEND of `bytes` with times that a test will not reach by accident. */
void pump_rig_init(struct pump_rig *r, bool real_clock, uint64_t bytes);
void pump_rig_release(struct pump_rig *r);
void pump_rig_start(struct pump_rig *r);
/* Two connected TCP sockets, both non-blocking. */
void pump_rig_pair(int fd[2]);
/* Turns that don't wait. */
void pump_rig_turns(struct pump_rig *r, size_t n);
/* The fake clock goes on, and the loop has its turns. */
void pump_rig_pass(struct pump_rig *r, uint64_t ms);
/* Turns until the pump is over; fails the test after ten seconds, or when it ends otherwise. */
void pump_rig_expect_end(struct pump_rig *r, enum pump_end why);

/* Writes all, turning the loop while there is no room. */
void pump_rig_say(struct pump_rig *r, enum pump_leg leg, const void *src, size_t n);
/* Turns until n bytes have come to that leg, and compares them. */
void pump_rig_expect(struct pump_rig *r, enum pump_leg leg, const void *want, size_t n);
/* Nothing comes, in a few turns. */
void pump_rig_expect_nothing(struct pump_rig *r, enum pump_leg leg);
/* Turns until the end of file, or RST, comes to that leg. */
void pump_rig_expect_eof(struct pump_rig *r, enum pump_leg leg);
void pump_rig_expect_reset(struct pump_rig *r, enum pump_leg leg);
void pump_rig_close(struct pump_rig *r, enum pump_leg leg);
void pump_rig_shut(struct pump_rig *r, enum pump_leg leg); /* half */
void pump_rig_reset(struct pump_rig *r, enum pump_leg leg);
/* The same n bytes for each call with the same seed. */
void pump_rig_fill(uint8_t *dst, size_t n, uint32_t seed);

#endif
