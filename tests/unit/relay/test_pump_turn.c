#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "relay/pump.h"
#include "tests/unit/relay/pump_rig.h"

/* --- rates --- */

/* Bytes that reach the receiver in so many seconds of the fake clock. */
static size_t
passes_in(struct pump_rig *r, int seconds)
{
	static uint8_t file[65536];
	size_t got = 0;

	for (int i = 0; i < seconds * 50; i++) {
		ssize_t n;

		(void)!send(r->end[PUMP_SENDER], file, sizeof(file), MSG_NOSIGNAL);
		pump_rig_pass(r, 20);
		while ((n = recv(r->end[PUMP_RECEIVER], file, sizeof(file), 0)) > 0)
			got += (size_t)n;
	}
	return got;
}

Test(pump_turn, a_session_keeps_to_its_rate)
{
	struct pump_rig r;
	size_t got;

	pump_rig_init(&r, false, 100000000);
	r.plan.max_rate = 10000;
	pump_rig_start(&r);
	got = passes_in(&r, 10);
	cr_expect(got >= 95000 && got <= 102500, "%zu", got);
	pump_rig_release(&r);
}

Test(pump_turn, all_together_keep_to_the_total_rate_and_share_it)
{
	struct pump_rig r;
	struct pump *other;
	struct pump_rig first;
	static char file[65536];
	size_t one, two;

	pump_rig_init(&r, false, 100000000);
	pumps_configure(r.pumps, 20000);
	pump_rig_start(&r);
	first = r;
	r.end[PUMP_SENDER] = r.end[PUMP_RECEIVER] = -1;
	pump_rig_start(&r);
	other = first.pump;
	two = 0;
	for (int i = 0; i < 10; i++) {
		/* Both have something to send at any time. */
		(void)!send(first.end[PUMP_SENDER], file, sizeof(file), 0);
		two += passes_in(&r, 1);
		while (recv(first.end[PUMP_RECEIVER], file, sizeof(file), 0) > 0)
			;
	}
	one = (size_t)pump_counts(other).bytes[PUMP_SENDER];
	cr_expect(one + two >= 190000 && one + two <= 205000, "%zu and %zu", one, two);
	cr_expect(one > two / 2 && two > one / 2, "%zu and %zu", one, two);
	pumps_configure(r.pumps, 0);
	cr_expect_gt(passes_in(&r, 1), 1000000);
	first.pump = r.pump;
	pump_stop(other);
	r.pump = first.pump;
	r.done = false;
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++)
		(void)close(first.end[leg]);
	pump_rig_release(&r);
}

/* --- the large and the many --- */

Test(pump_turn, a_file_above_four_gigabytes_passes_whole)
{
	enum { PIECE = 4 << 20 };
	const uint64_t size = ((uint64_t)1 << 32) + 1000;
	uint8_t *piece = mem_zalloc(PIECE);
	uint64_t sent = 0, got = 0;
	struct pump_rig r;

	pump_rig_init(&r, true, size);
	pump_rig_start(&r);
	while (got < size) {
		uint64_t left = size - sent;
		ssize_t n = left > 0 ? send(r.end[PUMP_SENDER], piece, left < PIECE ? (size_t)left : PIECE, 0)
				     : 0;

		sent += n > 0 ? (uint64_t)n : 0;
		pump_rig_turns(&r, 1);
		/* The kernel throws away what nobody looks at. */
		while ((n = recv(r.end[PUMP_RECEIVER], NULL, PIECE, MSG_TRUNC)) > 0)
			got += (uint64_t)n;
	}
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], size);
	pump_rig_release(&r);
	mem_free(piece);
}

static size_t
open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	cr_assert_not_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n;
}

/* One of the ways in which a session ends. */
static void
live_and_die(struct pump_rig *r, int how)
{
	r->plan.is_chat = how % 8 == 7;
	r->plan.hash = how % 2 == 0;
	pump_rig_start(r);
	if (how % 8 != 0)
		pump_rig_say(r, PUMP_SENDER, "one\ntwo", 7);
	pump_rig_turns(r, 1);
	switch (how % 8) {
	case 0:
	case 1:
		pump_stop(r->pump);
		break;
	case 2:
		pump_rig_reset(r, PUMP_SENDER);
		break;
	case 3:
		pump_rig_reset(r, PUMP_RECEIVER);
		break;
	case 4:
		pump_rig_say(r, PUMP_RECEIVER, r, 200);
		break;
	default:
		pump_rig_close(r, PUMP_SENDER);
		pump_rig_close(r, PUMP_RECEIVER);
		break;
	}
	while (!r->done)
		pump_rig_turns(r, 1);
	pump_rig_close(r, PUMP_SENDER);
	pump_rig_close(r, PUMP_RECEIVER);
}

Test(pump_turn, ten_thousand_leave_no_descriptor_and_no_memory)
{
	struct pump_rig r;
	size_t fds = 0, heap = 0;

	pump_rig_init(&r, true, 1000);
	for (int i = 0; i < 10000; i++) {
		live_and_die(&r, i);
		if (i == 99) {
			fds = open_descriptors();
			heap = mallinfo2().uordblks;
		}
	}
	cr_expect_eq(open_descriptors(), fds);
	cr_expect_leq(mallinfo2().uordblks, heap + 4096);
	pump_rig_release(&r);
}
