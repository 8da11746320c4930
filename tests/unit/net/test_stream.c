#include "config.h"

#include "net/stream.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/unit/net/tls_dir.h"

/* Two streams that are each other's peers, or one and a plain socket. */
struct two {
	struct loop *loop;
	struct tls_dir dir;
	struct tls_contexts *tls;
	struct stream *s[2];
	unsigned ready[2]; /* what was told since it was looked at */
};

static void
on_ready(void *arg, const struct stream *s, unsigned ready)
{
	struct two *t = arg;

	t->ready[s == t->s[1]] |= ready;
}

static void
pair(int fd[2])
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

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

static struct stream *
one(struct two *t, int fd, enum stream_side side)
{
	const struct stream_conf conf = {
		.loop = t->loop, .tls = t->tls, .side = side, .ready = on_ready, .arg = t
	};
	struct err e = { .text = "" };
	struct stream *s = stream_new(&conf, fd, &e);

	cr_assert_not_null(s, "%s", e.text);
	return s;
}

/* *peer: the other end stays a plain socket. */
static void
two_open(struct two *t, bool tls, int *peer)
{
	struct err e;
	int fd[2];

	(void)signal(SIGPIPE, SIG_IGN);
	memset(t, 0, sizeof(*t));
	t->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	if (tls) {
		tls_dir_make(&t->dir);
		t->tls = tls_rig_contexts(&t->dir, NULL);
	}
	pair(fd);
	t->s[0] = one(t, fd[0], STREAM_SERVER);
	if (peer != NULL)
		*peer = fd[1];
	else
		t->s[1] = one(t, fd[1], STREAM_CLIENT);
}

static void
two_close(struct two *t)
{
	stream_free(t->s[0]);
	stream_free(t->s[1]);
	if (t->tls != NULL) {
		tls_contexts_unref(t->tls);
		tls_dir_remove(&t->dir);
	}
	loop_free(t->loop);
}

static void
turn(struct two *t)
{
	struct err e;

	cr_assert_eq(loop_turn(t->loop, 10, &e), 0);
}

static void
shake(struct two *t)
{
	enum stream_result r[2] = { STREAM_AGAIN, STREAM_AGAIN };

	for (int i = 0; i < 500 && (r[0] != STREAM_OK || r[1] != STREAM_OK); i++) {
		for (int j = 0; j < 2; j++)
			r[j] = stream_handshake(t->s[j]);
		if (r[0] != STREAM_OK || r[1] != STREAM_OK)
			turn(t);
	}
	cr_assert(r[0] == STREAM_OK && r[1] == STREAM_OK);
}

/* Reads from s[i] until the result is no AGAIN. */
static enum stream_result
read_from(struct two *t, int i, void *dst, size_t max, size_t *n)
{
	enum stream_result r = STREAM_AGAIN;

	for (int k = 0; k < 1000 && r == STREAM_AGAIN; k++) {
		r = stream_read(t->s[i], dst, max, n);
		if (r != STREAM_AGAIN)
			break;
		stream_want(t->s[i], LOOP_READ);
		turn(t);
	}
	return r;
}

static void
carries(struct two *t)
{
	enum { SIZE = 2000000 };
	uint8_t *src = mem_alloc(SIZE), *dst = mem_alloc(SIZE);
	size_t sent = 0, got = 0, n;

	for (size_t i = 0; i < SIZE; i++)
		src[i] = (uint8_t)(i * 31 >> 4);
	for (int i = 0; i < 100000 && got < SIZE; i++) {
		size_t part = SIZE - sent < 50000 ? SIZE - sent : 50000;

		if (part > 0 && stream_write(t->s[0], src + sent, part, &n) == STREAM_OK)
			sent += n;
		/* What the caller may only learn from here: poll sees nothing of it. */
		stream_want(t->s[1], LOOP_READ);
		if (!stream_has_pending(t->s[1]))
			turn(t);
		if (stream_read(t->s[1], dst + got, SIZE - got < 9999 ? SIZE - got : 9999, &n) == STREAM_OK)
			got += n;
	}
	cr_assert_eq(got, SIZE);
	cr_expect_eq(memcmp(src, dst, SIZE), 0);
	mem_free(src);
	mem_free(dst);
}

/* One side ends; the other hears it, and goes on speaking. */
static void
half_closes(struct two *t)
{
	char c;
	size_t n;

	cr_expect_eq(stream_shut(t->s[0]), STREAM_OK);
	cr_expect_eq(read_from(t, 1, &c, 1, &n), STREAM_EOF);
	cr_expect_eq(stream_write(t->s[1], "x", 1, &n), STREAM_OK);
	cr_expect_eq(read_from(t, 0, &c, 1, &n), STREAM_OK);
	cr_expect_eq(c, 'x');
	cr_expect_eq(stream_shut(t->s[1]), STREAM_OK);
	cr_expect_eq(read_from(t, 0, &c, 1, &n), STREAM_EOF);
}

Test(stream, plain_bytes_and_half_close)
{
	struct two t;
	char hex[STREAM_FINGERPRINT_LEN + 1];

	two_open(&t, false, NULL);
	cr_expect_eq(stream_handshake(t.s[0]), STREAM_OK);
	cr_expect_not(stream_is_tls(t.s[0]));
	cr_expect_eq(stream_fingerprint(t.s[0], hex), -1);
	carries(&t);
	half_closes(&t);
	two_close(&t);
}

Test(stream, tls_bytes_half_close_and_the_certificate_of_who_was_dialled)
{
	struct two t;
	char hex[STREAM_FINGERPRINT_LEN + 1];

	two_open(&t, true, NULL);
	shake(&t);
	cr_expect(stream_is_tls(t.s[0]));
	cr_expect_eq(stream_fingerprint(t.s[0], hex), -1);
	cr_assert_eq(stream_fingerprint(t.s[1], hex), 0);
	cr_expect_eq(strspn(hex, "0123456789abcdef"), 64);
	cr_expect_eq(strlen(hex), 64);
	carries(&t);
	half_closes(&t);
	two_close(&t);
}

Test(stream, a_handshake_with_nonsense_fails_on_either_side)
{
	for (int side = 0; side < 2; side++) {
		struct two t;
		enum stream_result r = STREAM_AGAIN;
		size_t n;
		char c;
		int peer;

		two_open(&t, true, &peer);
		if (side == 1) {
			stream_free(t.s[0]);
			(void)close(peer);
			int fd[2];

			pair(fd);
			t.s[0] = one(&t, fd[0], STREAM_CLIENT);
			peer = fd[1];
		}
		cr_assert_eq(send(peer, "hello, is this TLS? no, it is not\r\n", 35, 0), 35);
		for (int i = 0; i < 500 && r == STREAM_AGAIN; i++) {
			r = stream_handshake(t.s[0]);
			if (r == STREAM_AGAIN)
				turn(&t);
		}
		cr_expect_eq(r, STREAM_ERROR);
		cr_expect_eq(stream_handshake(t.s[0]), STREAM_ERROR);
		cr_expect_eq(stream_read(t.s[0], &c, 1, &n), STREAM_ERROR);
		cr_expect_eq(stream_write(t.s[0], "x", 1, &n), STREAM_ERROR);
		(void)close(peer);
		two_close(&t);
	}
}

Test(stream, reset_is_an_error_at_the_other_end)
{
	struct two t;
	char c;
	size_t n;

	two_open(&t, false, NULL);
	stream_reset(t.s[0]);
	t.s[0] = NULL;
	cr_expect_eq(read_from(&t, 1, &c, 1, &n), STREAM_ERROR);
	two_close(&t);
}

Test(stream, ready_tells_what_is_wanted_and_a_hang_up_wakes_only_who_wants_something)
{
	struct two t;
	uint64_t before;
	int peer;

	two_open(&t, false, &peer);
	stream_want(t.s[0], LOOP_WRITE);
	turn(&t);
	cr_expect_eq(t.ready[0], LOOP_WRITE);
	t.ready[0] = 0;
	stream_want(t.s[0], LOOP_READ);
	cr_assert_eq(send(peer, "x", 1, 0), 1);
	turn(&t);
	cr_expect_eq(t.ready[0], LOOP_READ);
	t.ready[0] = 0;
	stream_want(t.s[0], 0);
	cr_assert_eq(
		setsockopt(peer, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger)), 0);
	(void)close(peer);
	before = loop_stats(t.loop).events;
	turn(&t);
	cr_expect_eq(loop_stats(t.loop).events, before);
	stream_want(t.s[0], LOOP_READ);
	turn(&t);
	cr_expect_eq(t.ready[0], LOOP_READ | LOOP_WRITE);
	two_close(&t);
}

Test(stream, is_flushed_when_the_peers_kernel_has_all)
{
	static uint8_t piece[65536];
	struct two t;
	size_t n;
	int peer;

	two_open(&t, false, &peer);
	cr_expect_eq(stream_write(t.s[0], "x", 1, &n), STREAM_OK);
	for (int i = 0; i < 500 && !stream_is_flushed(t.s[0]); i++)
		turn(&t);
	cr_expect(stream_is_flushed(t.s[0]));
	while (stream_write(t.s[0], piece, sizeof(piece), &n) == STREAM_OK)
		continue;
	cr_expect_not(stream_is_flushed(t.s[0]));
	(void)close(peer);
	two_close(&t);
}
