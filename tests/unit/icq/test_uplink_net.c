/* The ways to a server outside, over sockets of this machine. */
#include "config.h"

#include "icq/uplink_net.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct way {
	struct loop *loop;
	struct uplink_pipe *pipe;
	bool is_open, is_gone, closes;
	size_t n, n_takes;
	char got[100000];
	char why[128];
};

static void
on_open(void *arg)
{
	((struct way *)arg)->is_open = true;
}

static void
on_take(void *arg, struct view bytes)
{
	struct way *w = arg;

	cr_assert_leq(bytes.n, sizeof(w->got) - w->n);
	if (bytes.n > 0)
		memcpy(w->got + w->n, bytes.p, bytes.n);
	w->n += bytes.n;
	w->n_takes++;
	if (w->closes) {
		uplink_pipe_close(w->pipe);
		w->pipe = NULL;
	}
}

static void
on_gone(void *arg, const char *why)
{
	struct way *w = arg;

	w->is_gone = true;
	w->pipe = NULL;
	(void)view_copy(view_z(why), w->why, sizeof(w->why));
}

static const struct uplink_pipe_ops ops = { on_open, on_take, on_gone };

static int
bind_at(const char *text, int type, struct addr *where)
{
	struct err e;
	int fd;

	cr_assert_eq(addr_parse(view_z(text), where, &e), 0);
	fd = socket(where->u.sa.sa_family, type | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(fd, &where->u.sa, where->len), 0);
	cr_assert_eq(getsockname(fd, &where->u.sa, &where->len), 0);
	return fd;
}

static void
open_way(struct way *w, bool is_udp, const struct addr *to)
{
	const struct uplink_way way = { .is_udp = is_udp, .to = *to, .timeout_ms = 10000 };
	struct err e = { .text = "" };

	memset(w, 0, sizeof(*w));
	w->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	w->pipe = uplink_pipe_open(w->loop, &way, &ops, w, &e);
	cr_assert_not_null(w->pipe, "%s", e.text);
	cr_expect_not(w->is_open, "called back before it returned");
}

static void
close_way(struct way *w)
{
	uplink_pipe_close(w->pipe);
	loop_free(w->loop);
}

static void
until(struct way *w, const bool *flag)
{
	struct err e;

	for (int i = 0; i < 100 && !*flag; i++)
		cr_assert_eq(loop_turn(w->loop, 100, &e), 0);
	cr_assert(*flag);
}

static void
until_got(struct way *w, size_t n)
{
	struct err e;

	for (int i = 0; i < 100 && w->n < n; i++)
		cr_assert_eq(loop_turn(w->loop, 100, &e), 0);
	cr_assert_eq(w->n, n);
}

Test(uplink_net, a_connection_carries_bytes_until_it_ends)
{
	struct way w;
	struct addr at;
	int listener = bind_at("127.0.0.1:0", SOCK_STREAM, &at), fd;
	char got[8];

	cr_assert_eq(listen(listener, 1), 0);
	open_way(&w, false, &at);
	until(&w, &w.is_open);
	fd = accept(listener, NULL, NULL);
	uplink_pipe_send(w.pipe, VIEW("hello"));
	cr_assert_eq(recv(fd, got, sizeof(got), 0), 5);
	cr_assert_eq(send(fd, "world", 5, 0), 5);
	until_got(&w, 5);
	(void)close(fd);
	until(&w, &w.is_gone);
	cr_expect_str_eq(w.why, "the server closed the connection");
	(void)close(listener);
	close_way(&w);
}

Test(uplink_net, a_server_that_does_not_read_is_left)
{
	static char big[16384];
	struct way w;
	struct addr at;
	int listener = bind_at("127.0.0.1:0", SOCK_STREAM, &at), fd, n = 0;

	cr_assert_eq(listen(listener, 1), 0);
	open_way(&w, false, &at);
	until(&w, &w.is_open);
	fd = accept(listener, NULL, NULL);
	while (!w.is_gone && n++ < 100000) {
		struct err e;

		uplink_pipe_send(w.pipe, view_of(big, sizeof(big)));
		cr_assert_eq(loop_turn(w.loop, 0, &e), 0);
	}
	cr_expect_str_eq(w.why, "the server does not read");
	(void)close(fd);
	(void)close(listener);
	close_way(&w);
}

Test(uplink_net, a_connection_that_is_refused_is_told)
{
	struct way w;
	struct addr at;

	(void)close(bind_at("127.0.0.1:0", SOCK_STREAM, &at));
	open_way(&w, false, &at);
	until(&w, &w.is_gone);
	cr_expect_str_eq(w.why, "Connection refused");
	close_way(&w);
}

Test(uplink_net, it_may_be_closed_while_it_tells)
{
	struct way w;
	struct addr at;
	int listener = bind_at("127.0.0.1:0", SOCK_STREAM, &at), fd;

	cr_assert_eq(listen(listener, 1), 0);
	open_way(&w, false, &at);
	until(&w, &w.is_open);
	fd = accept(listener, NULL, NULL);
	w.closes = true;
	cr_assert_eq(send(fd, "world", 5, 0), 5);
	until_got(&w, 5);
	cr_expect_null(w.pipe);
	(void)close(fd);
	(void)close(listener);
	close_way(&w);
}

Test(uplink_net, datagrams_come_from_the_server_alone)
{
	struct way w;
	struct addr at, elsewhere, from = { .len = sizeof(from.u) };
	int fd = bind_at("127.0.0.1:0", SOCK_DGRAM, &at),
	    other = bind_at("127.0.0.1:0", SOCK_DGRAM, &elsewhere);
	static char big[UPLINK_DATAGRAM_MAX + 1];

	open_way(&w, true, &at);
	until(&w, &w.is_open);
	uplink_pipe_send(w.pipe, VIEW("hello"));
	cr_assert_eq(recvfrom(fd, big, sizeof(big), 0, &from.u.sa, &from.len), 5);
	cr_assert_eq(sendto(other, "forged", 6, 0, &from.u.sa, from.len), 6);
	cr_assert_eq(sendto(fd, big, sizeof(big), 0, &from.u.sa, from.len), (ssize_t)sizeof(big));
	cr_assert_eq(sendto(fd, "good", 4, 0, &from.u.sa, from.len), 4);
	until_got(&w, 4);
	cr_expect_eq(w.n_takes, 1);
	cr_expect_eq(memcmp(w.got, "good", 4), 0);
	(void)close(fd);
	(void)close(other);
	close_way(&w);
}

Test(uplink_net, a_server_of_datagrams_that_is_away_is_no_end)
{
	struct way w;
	struct addr at;
	struct err e;

	(void)close(bind_at("127.0.0.1:0", SOCK_DGRAM, &at));
	open_way(&w, true, &at);
	until(&w, &w.is_open);
	for (int i = 0; i < 5; i++) {
		uplink_pipe_send(w.pipe, VIEW("lost"));
		cr_assert_eq(loop_turn(w.loop, 10, &e), 0);
	}
	cr_expect_not(w.is_gone);
	close_way(&w);
}
