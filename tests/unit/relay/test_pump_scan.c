#include "config.h"

#include "relay/pump.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "core/mem.h"
#include "tests/unit/relay/fake_clamd.h"
#include "tests/unit/relay/pump_rig.h"

enum { HOLD = 65536 };

struct scan_rig {
	struct pump_rig r;
	struct fake_clamd fake;
	uint8_t *file;
};

static void
scan_open(struct scan_rig *s, size_t size, bool must)
{
	pump_rig_init(&s->r, false, size);
	fake_clamd_open(&s->fake);
	s->file = mem_alloc(size);
	pump_rig_fill(s->file, size, 9);
	s->r.plan.scan = s->fake.path;
	s->r.plan.scan_must = must;
	s->r.plan.hash = true;
	s->r.plan.idle_ms = 120000;
	s->r.plan.drain_ms = 15000;
	pump_rig_start(&s->r);
}

static void
scan_close(struct scan_rig *s)
{
	fake_clamd_close(&s->fake);
	pump_rig_release(&s->r);
	mem_free(s->file);
}

/* Turns in which the scanner listens. */
static void
turns(struct scan_rig *s)
{
	for (int i = 0; i < 20; i++) {
		fake_clamd_look(&s->fake);
		pump_rig_turns(&s->r, 2);
	}
}

/* n bytes from `at`, and what of them may pass without an answer. */
static void
send_part(struct scan_rig *s, size_t at, size_t n, size_t pass)
{
	size_t rounds = 0;

	for (size_t sent = 0, got = 0; sent < n || got < pass;) {
		static uint8_t dst[65536];
		ssize_t r = sent < n ? send(s->r.end[PUMP_SENDER], s->file + at + sent, n - sent, 0) : 0;

		sent += r > 0 ? (size_t)r : 0;
		turns(s);
		r = recv(s->r.end[PUMP_RECEIVER], dst, sizeof(dst), 0);
		cr_assert(r <= 0 || memcmp(dst, s->file + at + got, (size_t)r) == 0);
		got += r > 0 ? (size_t)r : 0;
		cr_assert_leq(got, pass, "more passes than may");
		cr_assert_lt(++rounds, 5000, "%zu of %zu sent, %zu of %zu came", sent, n, got, pass);
	}
}

static void
answer(struct scan_rig *s, const char *text)
{
	for (int i = 0; i < 5000 && !s->fake.ended; i++) {
		struct err e;

		fake_clamd_look(&s->fake);
		cr_assert_eq(loop_turn(s->r.loop, 2, &e), 0); /* the kernel may have to open a window first */
	}
	cr_assert(s->fake.ended && !s->fake.broken);
	fake_clamd_say(&s->fake, text, strlen(text) + 1);
	turns(s);
}

Test(pump_scan, the_end_of_a_file_waits_for_the_answer)
{
	enum { SIZE = 1000000 };
	struct scan_rig s;

	scan_open(&s, SIZE, true);
	send_part(&s, 0, SIZE, SIZE - HOLD);
	pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
	answer(&s, "stream: OK");
	cr_expect_eq(s.fake.file_n, SIZE);
	cr_expect_eq(memcmp(s.fake.file, s.file, SIZE), 0);
	pump_rig_expect(&s.r, PUMP_RECEIVER, s.file + SIZE - HOLD, HOLD);
	pump_rig_close(&s.r, PUMP_SENDER);
	pump_rig_close(&s.r, PUMP_RECEIVER);
	pump_rig_expect_end(&s.r, PUMP_DONE);
	cr_expect(s.r.counts.scanned && s.r.counts.has_hash);
	cr_expect_eq(s.r.counts.bytes[PUMP_SENDER], SIZE);
	scan_close(&s);
}

Test(pump_scan, nothing_of_a_small_file_passes_before_the_answer)
{
	struct scan_rig s;

	scan_open(&s, HOLD, true);
	send_part(&s, 0, HOLD, 0);
	pump_rig_close(&s.r, PUMP_SENDER);
	pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
	answer(&s, "stream: OK");
	pump_rig_expect(&s.r, PUMP_RECEIVER, s.file, HOLD);
	pump_rig_expect_eof(&s.r, PUMP_RECEIVER);
	scan_close(&s);
}

Test(pump_scan, what_is_infected_breaks_both_connections)
{
	struct scan_rig s;

	scan_open(&s, HOLD + 1, true);
	send_part(&s, 0, HOLD + 1, 1);
	answer(&s, "stream: Eicar-Test-Signature FOUND");
	pump_rig_expect_end(&s.r, PUMP_INFECTED);
	cr_expect_str_eq(s.r.counts.found, "Eicar-Test-Signature");
	cr_expect_eq(s.r.counts.bytes[PUMP_SENDER], 1);
	pump_rig_expect_reset(&s.r, PUMP_RECEIVER);
	pump_rig_expect_reset(&s.r, PUMP_SENDER);
	scan_close(&s);
}

/* The sender ends early: the end of the connection, and what is held, wait all the same. */
Test(pump_scan, a_file_that_ends_early_is_judged_too)
{
	struct scan_rig s;

	scan_open(&s, 3 * HOLD, true);
	send_part(&s, 0, HOLD + 5, HOLD + 5);
	pump_rig_close(&s.r, PUMP_SENDER);
	pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
	answer(&s, "stream: Bad FOUND");
	pump_rig_expect_end(&s.r, PUMP_INFECTED);
	pump_rig_expect_reset(&s.r, PUMP_RECEIVER);
	scan_close(&s);
	scan_open(&s, 3 * HOLD, true);
	send_part(&s, 0, HOLD + 5, HOLD + 5);
	pump_rig_close(&s.r, PUMP_SENDER);
	answer(&s, "stream: OK");
	pump_rig_expect_eof(&s.r, PUMP_RECEIVER);
	pump_rig_close(&s.r, PUMP_RECEIVER);
	pump_rig_expect_end(&s.r, PUMP_SHORT);
	scan_close(&s);
}

/* An old client: the next block comes when the last was acknowledged. */
Test(pump_scan, a_sender_who_waits_for_acknowledgements_gets_them)
{
	struct scan_rig s;

	scan_open(&s, 2000, true);
	send_part(&s, 0, 512, 0);
	pump_rig_pass(&s.r, 999);
	pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
	pump_rig_pass(&s.r, 1);
	pump_rig_expect(&s.r, PUMP_RECEIVER, s.file, 512);
	send_part(&s, 512, 1487, 1487);
	send_part(&s, 1999, 1, 0);
	pump_rig_pass(&s.r, 5000);
	pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
	answer(&s, "stream: OK");
	pump_rig_expect(&s.r, PUMP_RECEIVER, s.file + 1999, 1);
	scan_close(&s);
}

Test(pump_scan, a_sender_who_closes_at_once_loses_nothing)
{
	static const uint8_t ack[4] = { 0 };
	struct scan_rig s;

	scan_open(&s, 2 * HOLD, true);
	send_part(&s, 0, 2 * HOLD, HOLD);
	pump_rig_close(&s.r, PUMP_SENDER);
	turns(&s);
	/* Acknowledgements find nobody. */
	for (int i = 0; i < 3; i++) {
		pump_rig_say(&s.r, PUMP_RECEIVER, ack, 4);
		turns(&s);
	}
	answer(&s, "stream: OK");
	pump_rig_expect(&s.r, PUMP_RECEIVER, s.file + HOLD, HOLD);
	pump_rig_expect_eof(&s.r, PUMP_RECEIVER);
	pump_rig_close(&s.r, PUMP_RECEIVER);
	pump_rig_expect_end(&s.r, PUMP_DONE);
	scan_close(&s);
}

/* A scanner that is not there, hangs up, says an error, or nothing for a minute. */
static void
without_answer(int how, bool must)
{
	struct scan_rig s;

	scan_open(&s, 1000, must);
	if (how == 0) {
		s.r.plan.scan = "/nonexistent/clamd";
		pump_stop(s.r.pump);
		pump_rig_start(&s.r);
	}
	cr_assert_eq(send(s.r.end[PUMP_SENDER], s.file, 1000, 0), 1000);
	turns(&s);
	if (how == 1)
		fake_clamd_hang_up(&s.fake);
	if (how == 2)
		fake_clamd_say(&s.fake, "INSTREAM size limit exceeded. ERROR", 36);
	turns(&s);
	if (how == 3) {
		pump_rig_pass(&s.r, 59000);
		pump_rig_expect_nothing(&s.r, PUMP_RECEIVER);
		pump_rig_pass(&s.r, 2000);
	}
	turns(&s);
	if (must) {
		pump_rig_expect_end(&s.r, PUMP_NO_SCAN);
		pump_rig_expect_reset(&s.r, PUMP_RECEIVER);
	} else {
		pump_rig_expect(&s.r, PUMP_RECEIVER, s.file, 1000);
		pump_rig_close(&s.r, PUMP_SENDER);
		pump_rig_close(&s.r, PUMP_RECEIVER);
		pump_rig_expect_end(&s.r, PUMP_DONE);
		cr_expect_not(s.r.counts.scanned);
	}
	scan_close(&s);
}

Test(pump_scan, without_an_answer_the_configuration_decides)
{
	for (int how = 0; how < 4; how++) {
		without_answer(how, true);
		without_answer(how, false);
	}
}

/* It takes nothing: the sender is held back by the buffer, and a minute is all it gets. */
Test(pump_scan, a_scanner_that_takes_nothing_is_waited_for_a_minute)
{
	enum { SIZE = 4000000 };
	struct scan_rig s;
	size_t sent = 0;

	scan_open(&s, SIZE, true);
	s.fake.deaf = true;
	for (int i = 0; i < 200; i++) {
		ssize_t n = send(s.r.end[PUMP_SENDER], s.file + sent, SIZE - sent, 0);

		sent += n > 0 ? (size_t)n : 0;
		turns(&s);
	}
	pump_rig_pass(&s.r, 59000);
	cr_expect_not(s.r.done);
	pump_rig_pass(&s.r, 2000);
	pump_rig_expect_end(&s.r, PUMP_NO_SCAN);
	scan_close(&s);
}
