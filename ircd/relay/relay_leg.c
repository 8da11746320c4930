/*
 * A listening socket accepts one connection in a turn, so that a callback may end it.  Its backlog is short, and closing it resets whoever
 * still waits there.  SO_REUSEADDR, for connections of before are in TIME_WAIT on the same port.
 */
#include "config.h"

#include "relay/relay_leg.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "net/dial.h"
#include "relay/relay_address.h"

#define BACKLOG 4

void
relay_leg_init(struct relay_leg *l, struct loop *loop, const struct conf_dcc *dcc, relay_leg_fn *fn)
{
	*l = (struct relay_leg){ .loop = loop, .fn = fn, .dcc = dcc, .listener = -1, .fd = -1 };
	l->watch.fd = -1;
}

/* RST instead of FIN: the peer notices that this is no end but a failure. */
static void
close_reset(int fd)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	(void)close(fd);
}

static void
stop_listening(struct relay_leg *l)
{
	if (l->listener == -1)
		return;
	loop_del(l->loop, &l->watch);
	(void)close(l->listener);
	l->listener = -1;
}

void
relay_leg_reset(struct relay_leg *l)
{
	stop_listening(l);
	dial_cancel(l->dial);
	l->dial = NULL;
	if (l->fd != -1) {
		loop_del(l->loop, &l->watch);
		close_reset(l->fd);
		l->fd = -1;
	}
}

bool
relay_leg_is_in(const struct relay_leg *l)
{
	return l->fd != -1;
}

int
relay_leg_take(struct relay_leg *l)
{
	int fd = l->fd;

	assert(fd != -1);
	loop_del(l->loop, &l->watch);
	l->fd = -1;
	return fd;
}

/* While it is held: what it says stays with the kernel, but that it hangs up is noticed, also behind what it has said. */
static void
on_held(struct loop *loop, unsigned ready, void *arg)
{
	struct relay_leg *l = arg;
	char byte;
	ssize_t n = recv(l->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	(void)ready;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == 1 && !l->has_said) {
		l->has_said = true;
		loop_want(loop, &l->watch, 0);
		return;
	}
	l->fn(l, RELAY_LEG_GONE, NULL); /* nothing was asked for, so it broke */
}

static void
hold(struct relay_leg *l, int fd, const struct peer_addr *peer)
{
	struct err e;

	l->watch = (struct watch){ .fd = -1, .fn = on_held, .arg = l };
	if (loop_add(l->loop, &l->watch, fd, LOOP_MANY, LOOP_READ, &e) == -1) {
		close_reset(fd);
		l->fn(l, RELAY_LEG_FAILED, NULL);
		return;
	}
	l->fd = fd;
	l->has_said = false;
	l->fn(l, RELAY_LEG_IN, peer);
}

/* A connection that broke before it was accepted is its peer's business; without descriptors the socket would be ready for ever. */
static bool
is_our_fault(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct relay_leg *l = arg;
	struct sockaddr_storage from = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(from);
	struct peer_addr peer;
	int fd = accept4(l->listener, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)loop;
	(void)ready;
	if (fd == -1) {
		if (is_our_fault(errno))
			l->fn(l, RELAY_LEG_FAILED, NULL);
		return;
	}
	peer_addr_from(&peer, (const struct sockaddr *)&from, len);
	if (relay_address_is_of(l->dcc, &peer, &l->expected)) {
		stop_listening(l);
		hold(l, fd, &peer);
	} else {
		close_reset(fd);
		l->fn(l, RELAY_LEG_INTRUDER, &peer);
	}
}

static int
open_listener(int fd, const struct addr *at, struct err *e)
{
	const int on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		return err_sys(e, "SO_REUSEADDR");
	if (at->u.sa.sa_family == AF_INET6 &&
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == -1)
		return err_sys(e, "IPV6_V6ONLY");
	if (bind(fd, &at->u.sa, at->len) == -1)
		return err_sys(e, "bind");
	return listen(fd, BACKLOG) == -1 ? err_sys(e, "listen") : 0;
}

int
relay_leg_listen(struct relay_leg *l, const struct addr *at, const struct peer_addr *expected, struct err *e)
{
	int fd = socket(at->u.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	assert(l->listener == -1 && l->fd == -1 && l->dial == NULL);
	if (fd == -1)
		return err_sys(e, "socket");
	l->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = l };
	if (open_listener(fd, at, e) == -1 ||
		loop_add(l->loop, &l->watch, fd, LOOP_MANY, LOOP_READ, e) == -1) {
		(void)close(fd);
		return -1;
	}
	l->expected = *expected;
	l->listener = fd;
	return 0;
}

static void
on_dialled(void *arg, enum dial_result result, int fd, const char *why)
{
	struct relay_leg *l = arg;

	(void)why;
	l->dial = NULL;
	if (result == DIAL_CONNECTED)
		hold(l, fd, &l->expected);
	else
		l->fn(l, result == DIAL_FAILED ? RELAY_LEG_FAILED : RELAY_LEG_UNREACHED, NULL);
}

int
relay_leg_dial(struct relay_leg *l, const struct addr *to, const struct addr *from, uint64_t timeout_ms,
	struct err *e)
{
	const struct dial_plan plan = {
		.to = *to, .from = *from, .timeout_ms = timeout_ms, .done = on_dialled, .arg = l
	};

	assert(l->listener == -1 && l->fd == -1 && l->dial == NULL);
	peer_addr_from(&l->expected, &to->u.sa, to->len);
	l->dial = dial_start(l->loop, &plan, e);
	return l->dial != NULL ? 0 : -1;
}
