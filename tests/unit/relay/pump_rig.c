#include "config.h"

#include "tests/unit/relay/pump_rig.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"

enum { RIG_WAITS = 1000 }; /* turns of at most 10 ms in which nothing happens */

static uint64_t
rig_mono(void *arg)
{
	const struct pump_rig *r = arg;

	return r->real_clock ? clock_system().mono_ms(clock_system().arg) : r->now_ms;
}

static void
on_done(void *arg, enum pump_end why, const struct pump_counts *c)
{
	struct pump_rig *r = arg;

	cr_expect_not(r->done, "told twice");
	r->done = true;
	r->pump = NULL;
	r->why = why;
	r->counts = *c;
}

void
pump_rig_init(struct pump_rig *r, bool real_clock, uint64_t bytes)
{
	struct err e = { .text = "" };

	(void)signal(SIGPIPE, SIG_IGN);
	memset(r, 0, sizeof(*r));
	r->real_clock = real_clock;
	r->now_ms = 1000000;
	r->end[PUMP_SENDER] = r->end[PUMP_RECEIVER] = -1;
	r->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ rig_mono, rig_mono, r }, &e);
	cr_assert_not_null(r->loop, "%s", e.text);
	r->pumps = pumps_new(r->loop);
	r->plan = (struct pump_plan){
		.bytes = bytes,
		.handshake_ms = 3600000,
		.idle_ms = 7200000,
		.drain_ms = 3600000,
		.lifetime_ms = 86400000,
		.done = on_done,
		.arg = r,
	};
}

void
pump_rig_release(struct pump_rig *r)
{
	if (r->pump != NULL)
		pump_stop(r->pump);
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++)
		pump_rig_close(r, leg);
	pumps_free(r->pumps);
	loop_free(r->loop);
}

void
pump_rig_pair(int fd[2])
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_neq(listener, -1);
	cr_assert_eq(bind(listener, (struct sockaddr *)&at, len), 0);
	cr_assert_eq(listen(listener, 1), 0);
	cr_assert_eq(getsockname(listener, (struct sockaddr *)&at, &len), 0);
	fd[0] = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert_eq(connect(fd[0], (struct sockaddr *)&at, len), 0);
	fd[1] = accept(listener, NULL, NULL);
	cr_assert_neq(fd[1], -1);
	(void)close(listener);
	for (int i = 0; i < 2; i++)
		cr_assert_eq(fcntl(fd[i], F_SETFL, O_NONBLOCK), 0);
}

void
pump_rig_start(struct pump_rig *r)
{
	struct err e = { .text = "" };

	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		int fd[2];

		pump_rig_close(r, leg);
		pump_rig_pair(fd);
		r->plan.fd[leg] = fd[0];
		r->end[leg] = fd[1];
	}
	r->done = false;
	r->pump = pump_start(r->pumps, &r->plan, &e);
	cr_assert_not_null(r->pump, "%s", e.text);
}

static void
turn(struct pump_rig *r, uint64_t wait_ms)
{
	struct err e;

	cr_assert_eq(loop_turn(r->loop, wait_ms, &e), 0);
}

void
pump_rig_turns(struct pump_rig *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		turn(r, 0);
}

void
pump_rig_pass(struct pump_rig *r, uint64_t ms)
{
	r->now_ms += ms;
	pump_rig_turns(r, 4);
}

/* One turn; what happens on the other threads of the kernel is waited for. */
static void
wait_turn(struct pump_rig *r, size_t *waits)
{
	uint64_t before = loop_stats(r->loop).events;

	turn(r, 10);
	if (loop_stats(r->loop).events == before)
		cr_assert_lt(++*waits, (size_t)RIG_WAITS, "nothing happens");
}

void
pump_rig_expect_end(struct pump_rig *r, enum pump_end why)
{
	size_t waits = 0;

	while (!r->done)
		wait_turn(r, &waits);
	cr_expect_eq(r->why, why, "it ended by %d, not %d", (int)r->why, (int)why);
}

void
pump_rig_say(struct pump_rig *r, enum pump_leg leg, const void *src, size_t n)
{
	const char *p = src;
	size_t waits = 0;

	while (n > 0) {
		ssize_t went = send(r->end[leg], p, n, MSG_NOSIGNAL);

		cr_assert(went > 0 || errno == EAGAIN, "send: %s", strerror(errno));
		if (went > 0) {
			p += went;
			n -= (size_t)went;
		}
		wait_turn(r, &waits);
	}
}

void
pump_rig_expect(struct pump_rig *r, enum pump_leg leg, const void *want, size_t n)
{
	char *got = mem_alloc(n + 1);
	size_t have = 0, waits = 0;

	while (have < n) {
		ssize_t came = recv(r->end[leg], got + have, n - have, 0);

		cr_assert(came > 0 || (came == -1 && errno == EAGAIN), "after %zu of %zu: %s", have, n,
			came == 0 ? "end" : strerror(errno));
		if (came > 0)
			have += (size_t)came;
		else
			wait_turn(r, &waits);
	}
	cr_expect_eq(memcmp(got, want, n), 0, "other bytes");
	mem_free(got);
}

void
pump_rig_expect_nothing(struct pump_rig *r, enum pump_leg leg)
{
	char c;

	for (int i = 0; i < 5; i++)
		turn(r, 1);
	cr_expect_eq(recv(r->end[leg], &c, 1, 0), -1);
	cr_expect_eq(errno, EAGAIN);
}

static int
read_end(struct pump_rig *r, enum pump_leg leg)
{
	size_t waits = 0;
	ssize_t n;
	char c;

	while ((n = recv(r->end[leg], &c, 1, 0)) == -1 && errno == EAGAIN)
		wait_turn(r, &waits);
	cr_expect_leq(n, 0, "a byte came");
	return n == 0 ? 0 : errno;
}

void
pump_rig_expect_eof(struct pump_rig *r, enum pump_leg leg)
{
	cr_expect_eq(read_end(r, leg), 0);
}

void
pump_rig_expect_reset(struct pump_rig *r, enum pump_leg leg)
{
	cr_expect_eq(read_end(r, leg), ECONNRESET);
}

void
pump_rig_close(struct pump_rig *r, enum pump_leg leg)
{
	if (r->end[leg] != -1)
		(void)close(r->end[leg]);
	r->end[leg] = -1;
}

void
pump_rig_shut(struct pump_rig *r, enum pump_leg leg)
{
	cr_assert_eq(shutdown(r->end[leg], SHUT_WR), 0);
}

void
pump_rig_reset(struct pump_rig *r, enum pump_leg leg)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	cr_assert_eq(setsockopt(r->end[leg], SOL_SOCKET, SO_LINGER, &now, sizeof(now)), 0);
	pump_rig_close(r, leg);
}

void
pump_rig_fill(uint8_t *dst, size_t n, uint32_t seed)
{
	uint32_t x = seed * 2654435761u + 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525u + 1013904223u;
		dst[i] = (uint8_t)(x >> 24);
	}
}
