/*
 * One non-blocking connect(2) each.  Its end is seen as the socket becoming writable, and asked for with SO_ERROR; what connect(2) refuses
 * at once is told by the timer, so that nobody is called back before dial_start() has returned.  With a proxy the dialogue of socks.c
 * follows on the same socket.
 */
#include "config.h"

#include "net/dial.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/view.h"
#include "net/socks.h"

struct dial {
	struct loop *loop;
	struct watch watch;
	struct timer timer; /* the deadline, or due at once with `error` */
	int fd;
	int error;
	struct socks *socks; /* NULL: straight */
	bool is_connected;   /* to the proxy */
	struct addr *relay;  /* NULL: a connection is wanted */
	dial_done_fn *done;
	void *arg;
};

static enum dial_result
result_of(int error)
{
	switch (error) {
	case 0:
		return DIAL_CONNECTED;
	case ECONNREFUSED:
	case ECONNRESET:
		return DIAL_REFUSED;
	case ETIMEDOUT:
		return DIAL_TIMEOUT;
	case ENOBUFS:
	case ENOMEM:
	case EADDRNOTAVAIL: /* no port is left for this pair of addresses */
		return DIAL_FAILED;
	default: /* ENETUNREACH, EHOSTUNREACH, and what firewalls and Landlock say: EACCES, EPERM, EPROTO */
		return DIAL_UNREACHABLE;
	}
}

/* Frees d without its descriptor. */
static void
release(struct dial *d)
{
	loop_timer_cancel(d->loop, &d->timer);
	loop_del(d->loop, &d->watch);
	socks_free(d->socks);
	mem_free(d);
}

static void
finish(struct dial *d, enum dial_result result, const char *why)
{
	dial_done_fn *done = d->done;
	void *arg = d->arg;
	int fd = d->fd;

	release(d);
	if (result != DIAL_CONNECTED) {
		(void)close(fd);
		fd = -1;
	}
	done(arg, result, fd, why);
}

/* With a proxy, what goes wrong with the connection to it is the proxy's fault, but for what is ours. */
static void
finish_errno(struct dial *d, int error)
{
	enum dial_result result = result_of(error);

	if (d->socks != NULL && result != DIAL_FAILED)
		result = DIAL_PROXY;
	finish(d, result, error != 0 ? strerror(error) : NULL);
}

static bool
waits(struct dial *d, ssize_t n, unsigned for_what)
{
	if (n != -1 || (errno != EAGAIN && errno != EINTR))
		return false;
	loop_want(d->loop, &d->watch, for_what);
	return true;
}

/* One send or receive.  False: it waits, or d is gone. */
static bool
talk_step(struct dial *d)
{
	bool sends = socks_step(d->socks) == SOCKS_SEND;
	struct view out;
	char in[SOCKS_WANTS_MAX];
	ssize_t n;

	if (sends) {
		out = socks_output(d->socks);
		n = send(d->fd, out.p, out.n, MSG_NOSIGNAL);
	} else {
		n = recv(d->fd, in, socks_wants(d->socks), 0);
	}
	if (waits(d, n, sends ? LOOP_WRITE : LOOP_READ))
		return false;
	if (n == -1) {
		finish_errno(d, errno);
		return false;
	}
	if (!sends && n == 0) {
		finish(d, DIAL_PROXY, "SOCKS: the proxy closed the connection");
		return false;
	}
	if (sends)
		socks_sent(d->socks, (size_t)n);
	else
		socks_feed(d->socks, view_of(in, (size_t)n));
	return true;
}

static void
through(struct dial *d)
{
	if (d->relay != NULL && !socks_bound(d->socks, d->relay))
		finish(d, DIAL_PROXY, "SOCKS: the relay has a name, and names are not looked up");
	else
		finish(d, DIAL_CONNECTED, NULL);
}

/* As far as it goes: the whole dialogue is bounded, and short. */
static void
talk(struct dial *d)
{
	bool on = true;

	while (on) {
		switch (socks_step(d->socks)) {
		case SOCKS_SEND:
		case SOCKS_RECEIVE:
			on = talk_step(d);
			break;
		case SOCKS_THROUGH:
			through(d);
			return;
		case SOCKS_FAILED:
			finish(d, socks_result(d->socks), socks_why(d->socks));
			return;
		}
	}
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct dial *d = arg;
	int error = 0;
	socklen_t len = sizeof(error);

	(void)loop;
	(void)ready;
	if (d->is_connected) {
		talk(d);
		return;
	}
	if (getsockopt(d->fd, SOL_SOCKET, SO_ERROR, &error, &len) == -1)
		error = errno;
	if (error != 0 || d->socks == NULL) {
		finish_errno(d, error);
		return;
	}
	d->is_connected = true;
	talk(d);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct dial *d = CONTAINER_OF(t, struct dial, timer);

	(void)now_ms;
	if (d->error != 0)
		finish_errno(d, d->error);
	else
		finish(d, DIAL_TIMEOUT,
			d->socks != NULL ? "no answer in time, of the proxy or of whom it dials"
					 : "no answer in time");
}

static int
bind_local(int fd, const struct addr *from, struct err *e)
{
	struct addr at = *from;

	if (at.len == 0)
		return 0;
	if (at.u.sa.sa_family == AF_INET)
		at.u.in.sin_port = 0;
	else
		at.u.in6.sin6_port = 0;
	return bind(fd, &at.u.sa, at.len) == -1 ? err_sys(e, "bind") : 0;
}

/* A connect(2) that a signal breaks off goes on by itself; who is connected at once is writable at once. */
static int
begin(struct dial *d, const struct dial_plan *plan, struct err *e)
{
	const struct addr *at = plan->socks != NULL ? &plan->socks->at : &plan->to;
	uint64_t now = loop_mono_ms(d->loop);
	int error;

	if (bind_local(d->fd, &plan->from, e) == -1)
		return -1;
	error = connect(d->fd, &at->u.sa, at->len) == 0 ? 0 : errno;
	if (error != 0 && error != EINPROGRESS && error != EINTR) {
		d->error = error;
		loop_timer(d->loop, &d->timer, now, on_timer);
		return 0;
	}
	loop_timer(d->loop, &d->timer, now + plan->timeout_ms, on_timer);
	return loop_add(d->loop, &d->watch, d->fd, LOOP_MANY, LOOP_WRITE, e);
}

static bool
is_sayable(const struct dial_socks *socks)
{
	return view_z(socks->user).n <= SOCKS_NAME_MAX && view_z(socks->password).n <= SOCKS_NAME_MAX;
}

static struct socks *
socks_of(const struct dial_plan *plan)
{
	const struct dial_socks *at = plan->socks;

	return socks_new(&(struct socks_ask){
		at->kind, plan->relay != NULL, &plan->to, view_z(at->user), view_z(at->password) });
}

struct dial *
dial_start(struct loop *loop, const struct dial_plan *plan, struct err *e)
{
	const struct dial_socks *socks = plan->socks;
	const struct addr *at = socks != NULL ? &socks->at : &plan->to;
	struct dial *d;
	int fd;

	if (socks != NULL && !is_sayable(socks)) {
		err_fmt(e, "SOCKS: user or password has more than %d bytes", SOCKS_NAME_MAX);
		return NULL;
	}
	if (plan->relay != NULL && (socks == NULL || socks->kind != DIAL_SOCKS_5)) {
		(void)err_fmt(e, "only SOCKS 5 has a relay of UDP");
		return NULL;
	}
	fd = socket(at->u.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1) {
		err_sys(e, "socket");
		return NULL;
	}
	d = mem_zalloc(sizeof(*d));
	*d = (struct dial){ .loop = loop, .fd = fd, .done = plan->done, .arg = plan->arg };
	d->relay = plan->relay;
	d->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = d };
	if (socks != NULL)
		d->socks = socks_of(plan);
	if (begin(d, plan, e) == 0)
		return d;
	dial_cancel(d);
	return NULL;
}

void
dial_cancel(struct dial *d)
{
	int fd;

	if (d == NULL)
		return;
	fd = d->fd;
	release(d);
	(void)close(fd);
}
