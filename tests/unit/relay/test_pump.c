#include "config.h"

#include "relay/pump.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "core/mem.h"
#include "net/tls_digest.h"
#include "tests/unit/relay/pump_rig.h"

static const uint8_t ack[8] = { 0, 0, 3, 232, 0, 0, 0, 0 };

/* All of it is sent, and passes; both ends still stand. */
static void
send_all(struct pump_rig *r, size_t n)
{
	uint8_t *file = mem_alloc(n);

	pump_rig_fill(file, n, 1);
	pump_rig_start(r);
	pump_rig_say(r, PUMP_SENDER, file, n);
	pump_rig_expect(r, PUMP_RECEIVER, file, n);
	mem_free(file);
}

Test(pump, passes_a_file_and_ends_when_both_have_gone)
{
	struct pump_rig r;

	pump_rig_init(&r, true, 1000);
	send_all(&r, 1000);
	pump_rig_say(&r, PUMP_RECEIVER, ack, 4);
	pump_rig_expect(&r, PUMP_SENDER, ack, 4);
	cr_expect_not(r.done);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], 1000);
	cr_expect_eq(r.counts.bytes[PUMP_RECEIVER], 4);
	cr_expect_not(r.counts.over);
	cr_expect_not(r.counts.has_hash);
	pump_rig_release(&r);
}

Test(pump, bytes_are_the_same_whatever_the_pieces_and_however_slow_the_reader)
{
	enum { SIZE = 3000000 };
	uint8_t *file = mem_alloc(SIZE), *got = mem_alloc(SIZE);
	size_t said = 0, heard = 0;
	uint32_t dice = 7;
	struct pump_rig r;

	pump_rig_init(&r, true, SIZE);
	r.plan.hash = true;
	pump_rig_fill(file, SIZE, 3);
	pump_rig_start(&r);
	while (heard < SIZE) {
		size_t n;
		ssize_t went;

		dice = dice * 1664525u + 1013904223u;
		n = 1 + (dice >> 8) % 70000;
		went = said < SIZE
			? send(r.end[PUMP_SENDER], file + said, n < SIZE - said ? n : SIZE - said, 0)
			: 0;
		said += went > 0 ? (size_t)went : 0;
		pump_rig_turns(&r, dice % 3);
		/* Most of the time it does not read at all. */
		if (said == SIZE || (dice >> 20) % 8 == 0) {
			n = 1 + (dice >> 12) % 50000;
			went = recv(
				r.end[PUMP_RECEIVER], got + heard, n < SIZE - heard ? n : SIZE - heard, 0);
			heard += went > 0 ? (size_t)went : 0;
		}
	}
	cr_expect_eq(memcmp(file, got, SIZE), 0);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], SIZE);
	pump_rig_release(&r);
	mem_free(file);
	mem_free(got);
}

Test(pump, sha256_is_of_what_passed)
{
	static const uint8_t abc[TLS_DIGEST_LEN] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41,
		0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	struct pump_rig r;

	pump_rig_init(&r, true, 3);
	r.plan.hash = true;
	pump_rig_start(&r);
	pump_rig_say(&r, PUMP_SENDER, "abcd", 4);
	pump_rig_expect(&r, PUMP_RECEIVER, "abc", 3);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect(r.counts.has_hash);
	cr_expect_eq(memcmp(r.counts.hash, abc, sizeof(abc)), 0);
	pump_rig_release(&r);
}

Test(pump, nothing_passes_beyond_the_announced_size)
{
	uint8_t file[1500];
	struct pump_rig r;

	pump_rig_fill(file, sizeof(file), 1);
	pump_rig_init(&r, true, 1000);
	pump_rig_start(&r);
	pump_rig_say(&r, PUMP_SENDER, file, 1500);
	pump_rig_expect(&r, PUMP_RECEIVER, file, 1000);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_say(&r, PUMP_RECEIVER, ack, 4);
	pump_rig_expect(&r, PUMP_SENDER, ack, 4);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect(r.counts.over);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], 1000);
	pump_rig_release(&r);
}

Test(pump, a_file_that_ends_early_is_short)
{
	uint8_t file[500];
	struct pump_rig r;

	pump_rig_fill(file, sizeof(file), 1);
	pump_rig_init(&r, true, 1000);
	pump_rig_start(&r);
	pump_rig_say(&r, PUMP_SENDER, file, 500);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect(&r, PUMP_RECEIVER, file, 500);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_SHORT);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], 500);
	pump_rig_release(&r);
}

Test(pump, silence_ends_it_at_its_time_and_not_before)
{
	struct pump_rig r;

	pump_rig_init(&r, false, 1000);
	r.plan.idle_ms = 120000;
	pump_rig_start(&r);
	pump_rig_turns(&r, 3);
	pump_rig_pass(&r, 119999);
	cr_expect_not(r.done);
	pump_rig_say(&r, PUMP_SENDER, "x", 1); /* which counts from here */
	pump_rig_turns(&r, 3);
	pump_rig_pass(&r, 119999);
	cr_expect_not(r.done);
	pump_rig_pass(&r, 1);
	cr_assert(r.done);
	cr_expect_eq(r.why, PUMP_IDLE);
	pump_rig_expect(&r, PUMP_RECEIVER, "x", 1);
	pump_rig_expect_reset(&r, PUMP_RECEIVER);
	pump_rig_expect_reset(&r, PUMP_SENDER);
	pump_rig_release(&r);
}

/* n bytes a second, for that many seconds. */
static void
trickle(struct pump_rig *r, size_t n, int seconds)
{
	uint8_t piece[4096] = { 0 }, sink[4096];

	for (int i = 0; i < seconds && !r->done; i++) {
		cr_assert_eq(send(r->end[PUMP_SENDER], piece, n, 0), (ssize_t)n);
		pump_rig_turns(r, 3);
		(void)!recv(r->end[PUMP_RECEIVER], sink, sizeof(sink), 0);
		pump_rig_pass(r, 1000);
	}
}

Test(pump, a_trickle_below_the_minimum_rate_is_slow_after_a_minute)
{
	struct pump_rig r;

	pump_rig_init(&r, false, 1000000);
	r.plan.min_rate = 1024;
	pump_rig_start(&r);
	trickle(&r, 1023, 59);
	cr_expect_not(r.done);
	trickle(&r, 1023, 1);
	cr_assert(r.done);
	cr_expect_eq(r.why, PUMP_SLOW);
	pump_rig_start(&r);
	trickle(&r, 1024, 121);
	cr_expect_not(r.done);
	pump_rig_release(&r);
}

Test(pump, who_is_held_back_by_a_limit_of_ours_is_not_slow)
{
	struct pump_rig r;
	static uint8_t file[200000];
	uint8_t sink[8192];

	pump_rig_init(&r, false, 1000000);
	r.plan.min_rate = 1000;
	r.plan.max_rate = 500;
	pump_rig_start(&r);
	cr_assert_gt(send(r.end[PUMP_SENDER], file, sizeof(file), 0), 100000);
	for (int i = 0; i < 1300; i++) {
		pump_rig_pass(&r, 100);
		(void)!recv(r.end[PUMP_RECEIVER], sink, sizeof(sink), 0);
	}
	cr_expect_not(r.done);
	pump_rig_release(&r);
}

Test(pump, a_lifetime_ends_it_whatever_happens)
{
	struct pump_rig r;

	pump_rig_init(&r, false, 1000000);
	r.plan.lifetime_ms = 60000;
	pump_rig_start(&r);
	trickle(&r, 100, 59);
	cr_expect_not(r.done);
	trickle(&r, 100, 1);
	cr_assert(r.done);
	cr_expect_eq(r.why, PUMP_LIFETIME);
	cr_expect_eq(r.counts.ms, 60000);
	pump_rig_release(&r);
}

/* --- what comes back --- */

/* A file of n bytes in one piece, then so many bytes from the receiver. */
static void
acks_after(struct pump_rig *r, size_t n, size_t acks)
{
	uint8_t back[1024] = { 0 };

	send_all(r, n);
	for (size_t sent = 0; sent < acks && !r->done; sent += 4)
		pump_rig_say(r, PUMP_RECEIVER, back, acks - sent < 4 ? acks - sent : 4);
}

Test(pump, acknowledgements_pass_up_to_their_limit_and_one_byte_more_ends_it)
{
	uint8_t zero[164] = { 0 };
	struct pump_rig r;

	pump_rig_init(&r, true, 100000);
	acks_after(&r, 1600, 64 + 100);
	pump_rig_expect(&r, PUMP_SENDER, zero, 164);
	cr_expect_not(r.done);
	pump_rig_say(&r, PUMP_RECEIVER, zero, 1);
	pump_rig_expect_end(&r, PUMP_ACKS);
	cr_expect_eq(r.counts.bytes[PUMP_RECEIVER], 164);
	pump_rig_expect_reset(&r, PUMP_SENDER);
	pump_rig_expect_reset(&r, PUMP_RECEIVER);
	pump_rig_release(&r);
}

Test(pump, one_counter_of_eight_bytes_passes_for_each_small_piece)
{
	struct pump_rig r;
	uint8_t piece[20] = { 0 };

	pump_rig_init(&r, true, 100000);
	pump_rig_start(&r);
	for (int i = 0; i < 200; i++) {
		pump_rig_say(&r, PUMP_SENDER, piece, sizeof(piece));
		pump_rig_expect(&r, PUMP_RECEIVER, piece, sizeof(piece));
		pump_rig_say(&r, PUMP_RECEIVER, ack, 8);
		pump_rig_expect(&r, PUMP_SENDER, ack, 8);
	}
	cr_expect_not(r.done);
	pump_rig_release(&r);
}

Test(pump, what_comes_back_is_never_more_than_what_went_forth_and_the_free_bytes)
{
	struct pump_rig r;
	uint8_t byte = 0;

	pump_rig_init(&r, true, 100000);
	pump_rig_start(&r);
	for (int i = 0; i < 100; i++) {
		pump_rig_say(&r, PUMP_SENDER, &byte, 1);
		pump_rig_expect(&r, PUMP_RECEIVER, &byte, 1);
	}
	for (int i = 0; i < 41; i++)
		pump_rig_say(&r, PUMP_RECEIVER, ack, 4);
	cr_expect_not(r.done);
	pump_rig_say(&r, PUMP_RECEIVER, ack, 1);
	pump_rig_expect_end(&r, PUMP_ACKS);
	pump_rig_release(&r);
}

/* --- ends --- */

Test(pump, a_receiver_that_half_closes_still_gets_the_file)
{
	uint8_t file[1000];
	struct pump_rig r;

	pump_rig_fill(file, sizeof(file), 1);
	pump_rig_init(&r, true, 1000);
	pump_rig_start(&r);
	pump_rig_shut(&r, PUMP_RECEIVER);
	pump_rig_expect_eof(&r, PUMP_SENDER);
	pump_rig_say(&r, PUMP_SENDER, file, 1000);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect(&r, PUMP_RECEIVER, file, 1000);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	pump_rig_release(&r);
}

Test(pump, a_receiver_that_hangs_up_early_cuts_it)
{
	struct pump_rig r;

	pump_rig_init(&r, true, 100000);
	send_all(&r, 1000);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_eof(&r, PUMP_SENDER);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_expect_end(&r, PUMP_CUT);
	/* The sender goes on, and what goes to nobody breaks the connection. */
	send_all(&r, 1000);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_eof(&r, PUMP_SENDER);
	for (int i = 0; i < 1000 && !r.done; i++) {
		(void)!send(r.end[PUMP_SENDER], ack, 8, MSG_NOSIGNAL);
		pump_rig_turns(&r, 2);
	}
	pump_rig_expect_end(&r, PUMP_CUT);
	pump_rig_release(&r);
}

Test(pump, a_reset_is_passed_on_as_a_reset)
{
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		enum pump_leg other = leg == PUMP_SENDER ? PUMP_RECEIVER : PUMP_SENDER;
		struct pump_rig r;

		pump_rig_init(&r, true, 100000);
		send_all(&r, 1000);
		pump_rig_reset(&r, leg);
		pump_rig_expect_end(&r, PUMP_RESET);
		pump_rig_expect_reset(&r, other);
		pump_rig_release(&r);
	}
}

Test(pump, a_sender_that_resets_after_all_has_come_takes_nothing_from_the_receiver)
{
	enum { SIZE = 12000000 };
	uint8_t *file = mem_zalloc(SIZE);
	struct pump_rig r;

	pump_rig_init(&r, true, SIZE);
	pump_rig_start(&r);
	pump_rig_say(&r, PUMP_RECEIVER, ack, 4); /* unread: closing resets */
	for (size_t sent = 0, got = 0; sent < SIZE;) {
		ssize_t n = send(r.end[PUMP_SENDER], file + sent, SIZE - sent, 0);

		sent += n > 0 ? (size_t)n : 0;
		pump_rig_turns(&r, 1);
		/* The last megabytes stay on their way. */
		n = got < SIZE - 1000000 ? recv(r.end[PUMP_RECEIVER], file + got, SIZE - 1000000 - got, 0)
					 : 0;
		got += n > 0 ? (size_t)n : 0;
		if (sent == SIZE)
			while (got < SIZE - 1000000) {
				n = recv(r.end[PUMP_RECEIVER], file + got, SIZE - 1000000 - got, 0);
				got += n > 0 ? (size_t)n : 0;
				pump_rig_turns(&r, 1);
			}
	}
	pump_rig_turns(&r, 50);
	pump_rig_close(&r, PUMP_SENDER);
	pump_rig_turns(&r, 50);
	cr_expect_not(r.done);
	pump_rig_expect(&r, PUMP_RECEIVER, file, 1000000);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_close(&r, PUMP_RECEIVER);
	pump_rig_expect_end(&r, PUMP_DONE);
	cr_expect_eq(r.counts.bytes[PUMP_SENDER], SIZE);
	pump_rig_release(&r);
	mem_free(file);
}

Test(pump, drain_time_begins_when_all_has_passed_and_ends_well)
{
	struct pump_rig r;

	pump_rig_init(&r, false, 1000);
	r.plan.drain_ms = 15000;
	send_all(&r, 1000);
	pump_rig_turns(&r, 3);
	pump_rig_pass(&r, 14999);
	cr_expect_not(r.done);
	pump_rig_pass(&r, 1);
	cr_assert(r.done);
	cr_expect_eq(r.why, PUMP_DONE);
	pump_rig_expect_eof(&r, PUMP_RECEIVER);
	pump_rig_expect_eof(&r, PUMP_SENDER);
	pump_rig_release(&r);
}

Test(pump, drain_time_does_not_run_while_the_receiver_has_not_got_all)
{
	enum { SIZE = 8000000 };
	uint8_t *file = mem_zalloc(SIZE);
	struct pump_rig r;
	size_t sent = 0;

	pump_rig_init(&r, false, SIZE);
	r.plan.drain_ms = 15000;
	pump_rig_start(&r);
	/* As much as the kernels take while nobody reads; that is then the whole file. */
	for (int idle = 0; idle < 50; idle++) {
		ssize_t n = send(r.end[PUMP_SENDER], file + sent, SIZE - sent, 0);

		idle = n > 0 ? 0 : idle;
		sent += n > 0 ? (size_t)n : 0;
		pump_rig_turns(&r, 2);
		if (sent == SIZE)
			break;
	}
	pump_rig_close(&r, PUMP_SENDER);
	for (int i = 0; i < 4; i++) {
		pump_rig_turns(&r, 3);
		pump_rig_pass(&r, 15000);
	}
	cr_expect_not(r.done, "cut off, with %zu bytes on their way", sent);
	pump_rig_release(&r);
	mem_free(file);
}

Test(pump, stop_resets_both_and_tells_once)
{
	struct pump_rig r;

	pump_rig_init(&r, true, 100000);
	send_all(&r, 1000);
	cr_expect_eq(pump_counts(r.pump).bytes[PUMP_SENDER], 1000);
	pump_stop(r.pump);
	cr_expect(r.done);
	cr_expect_eq(r.why, PUMP_KILLED);
	pump_rig_expect_reset(&r, PUMP_SENDER);
	pump_rig_expect_reset(&r, PUMP_RECEIVER);
	pump_rig_release(&r);
}
