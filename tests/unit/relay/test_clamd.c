#include "config.h"

#include "relay/clamd.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/unit/relay/fake_clamd.h"

struct scan {
	struct loop *loop;
	struct fake_clamd fake;
	struct clamd *clamd;
	size_t calls;
};

static void
on_ready(void *arg)
{
	struct scan *s = arg;

	s->calls++;
}

static void
scan_open(struct scan *s)
{
	struct err e;

	(void)signal(SIGPIPE, SIG_IGN);
	memset(s, 0, sizeof(*s));
	s->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	fake_clamd_open(&s->fake);
	s->clamd = clamd_new(s->loop, s->fake.path, on_ready, s);
	cr_assert_eq(clamd_state(s->clamd), CLAMD_TAKES);
}

static void
scan_close(struct scan *s)
{
	clamd_free(s->clamd);
	fake_clamd_close(&s->fake);
	loop_free(s->loop);
}

static void
turn(struct scan *s)
{
	struct err e;

	fake_clamd_look(&s->fake);
	cr_assert_eq(loop_turn(s->loop, 0, &e), 0);
}

static void
feed(struct scan *s, const uint8_t *src, size_t n)
{
	size_t fed = 0;

	for (int i = 0; i < 10000 && fed < n; i++) {
		fed += clamd_feed(s->clamd, src + fed, n - fed);
		turn(s);
	}
	cr_assert_eq(fed, n);
}

Test(clamd, pieces_come_whole_and_an_ok_is_clean)
{
	enum { SIZE = 1000000 };
	uint8_t *file = mem_alloc(SIZE);
	struct scan s;

	for (size_t i = 0; i < SIZE; i++)
		file[i] = (uint8_t)(i * 7 >> 3);
	scan_open(&s);
	feed(&s, file, 1);
	feed(&s, file + 1, 300);
	feed(&s, file + 301, SIZE - 301);
	clamd_end(s.clamd);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_THINKS);
	turn(&s);
	turn(&s);
	cr_expect(s.fake.ended && !s.fake.broken);
	cr_assert_eq(s.fake.file_n, SIZE);
	cr_expect_eq(memcmp(s.fake.file, file, SIZE), 0);
	fake_clamd_say(&s.fake, "stream:", 7);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_THINKS);
	fake_clamd_say(&s.fake, " OK", 4);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_CLEAN);
	cr_expect_gt(s.calls, 0);
	scan_close(&s);
	mem_free(file);
}

Test(clamd, what_has_room_is_taken_whole_over_the_end_of_a_piece)
{
	uint8_t file[70000] = { 0 };
	struct scan s;
	size_t fed = 0;

	scan_open(&s);
	/* Until there is no room: a piece is begun and not finished. */
	while (clamd_feed(s.clamd, file, 65536) == 65536)
		continue;
	for (int i = 0; i < 3; i++)
		turn(&s);
	fed = clamd_feed(s.clamd, file, sizeof(file));
	cr_expect_eq(fed, sizeof(file), "%zu", fed);
	scan_close(&s);
}

struct answer_case {
	char text[96];
	uint8_t n; /* with the NUL */
	enum clamd_state want;
	char found[64];
};

ParameterizedTestParameters(clamd, judges_answers)
{
	static struct answer_case cases[] = {
		{ "stream: OK", 11, CLAMD_CLEAN, "" },
		{ "stream: Eicar-Test-Signature FOUND", 35, CLAMD_FOUND, "Eicar-Test-Signature" },
		{ "stream: a b\x01\xff FOUND", 20, CLAMD_FOUND, "a_b__" },
		{ "stream:  FOUND", 15, CLAMD_FOUND, "" },
		{ "stream: FOUND", 14, CLAMD_FAILED, "" },
		{ "other: x FOUND", 15, CLAMD_FAILED, "" },
		{ "stream: OK ", 12, CLAMD_FAILED, "" },
		{ "OK", 3, CLAMD_FAILED, "" },
		{ "INSTREAM size limit exceeded. ERROR", 36, CLAMD_FAILED, "" },
		{ "stream: Can't allocate memory ERROR", 36, CLAMD_FAILED, "" },
		{ "", 1, CLAMD_FAILED, "" },
	};

	return cr_make_param_array(struct answer_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct answer_case *c, clamd, judges_answers)
{
	struct scan s;

	scan_open(&s);
	feed(&s, (const uint8_t *)"x", 1);
	clamd_end(s.clamd);
	turn(&s);
	fake_clamd_say(&s.fake, c->text, c->n);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), c->want, "\"%s\"", c->text);
	cr_expect_str_eq(clamd_found(s.clamd), c->found);
	scan_close(&s);
}

Test(clamd, a_name_is_cut_at_its_limit_and_an_answer_without_end_is_none)
{
	char text[600] = "stream: ";
	struct scan s;

	memset(text + 8, 'n', 64);
	memcpy(text + 72, " FOUND", 7);
	scan_open(&s);
	turn(&s);
	fake_clamd_say(&s.fake, text, 79);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_FOUND);
	cr_expect_eq(strlen(clamd_found(s.clamd)), CLAMD_NAME_MAX);
	scan_close(&s);
	scan_open(&s);
	turn(&s);
	memset(text, 'x', sizeof(text));
	fake_clamd_say(&s.fake, text, 511);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_TAKES);
	fake_clamd_say(&s.fake, text, 1);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_FAILED);
	cr_expect_eq(clamd_feed(s.clamd, "x", 1), 0);
	scan_close(&s);
}

Test(clamd, an_ok_before_the_end_is_none)
{
	struct scan s;

	scan_open(&s);
	feed(&s, (const uint8_t *)"x", 1);
	fake_clamd_say(&s.fake, "stream: OK", 11);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_FAILED);
	scan_close(&s);
}

Test(clamd, who_hangs_up_or_is_not_there_has_failed)
{
	struct scan s;
	struct clamd *none;
	char path[200];

	scan_open(&s);
	turn(&s);
	fake_clamd_hang_up(&s.fake);
	turn(&s);
	cr_expect_eq(clamd_state(s.clamd), CLAMD_FAILED);
	none = clamd_new(s.loop, "/nonexistent/clamd", on_ready, &s);
	cr_expect_eq(clamd_state(none), CLAMD_FAILED);
	clamd_end(none);
	clamd_free(none);
	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	none = clamd_new(s.loop, path, on_ready, &s);
	cr_expect_eq(clamd_state(none), CLAMD_FAILED);
	clamd_free(none);
	scan_close(&s);
}
