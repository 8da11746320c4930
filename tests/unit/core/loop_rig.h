/* What the loop's tests share: socket pairs that note what they are told, a clock that tests move, and both back ends. */
#ifndef CONCLAVE_TESTS_LOOP_RIG_H
#define CONCLAVE_TESTS_LOOP_RIG_H

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "core/loop.h"

struct loop_case {
	enum loop_backend backend;
	enum loop_kind kind;
};

/* A test that runs for every back end and kind. */
#define LOOP_TEST(suite, name)                   \
	ParameterizedTestParameters(suite, name) \
	{                                        \
		return loop_rig_cases();         \
	}                                        \
	ParameterizedTest(struct loop_case *c, suite, name)

struct criterion_test_params loop_rig_cases(void);

/* The clock that loop_rig_new() gives: stands still until a test moves it. */
extern uint64_t loop_rig_now_ms;
extern unsigned loop_rig_mono_reads, loop_rig_wall_reads;

struct loop *loop_rig_new(const struct loop_case *c);
/* One turn that waits for nothing. */
void loop_rig_turn(struct loop *loop);

/* One end is watched, the test holds the other. */
struct pair {
	struct watch watch;
	int fd, peer;
	unsigned ready; /* of the last call */
	size_t calls;
};

/* Makes the pair and adds it; fn NULL: only notes. */
void
pair_open(struct pair *p, struct loop *loop, const struct loop_case *c, unsigned want, loop_ready_fn *fn);
void pair_close(struct pair *p, struct loop *loop);
/* Makes the watched end readable. */
void pair_poke(struct pair *p);
/* Fills what the watched end may send, so that it isn't writable. */
void pair_stuff(struct pair *p);
/* Takes everything out of one end. */
void pair_drain(int fd);
void pair_note(struct loop *loop, unsigned ready, void *arg);

#endif
