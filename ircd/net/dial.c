/*
 * One non-blocking connect(2) each.  Its end is seen as the socket becoming writable, and asked for with SO_ERROR; what connect(2) knows
 * at once is told by the timer, so that nobody is called back before dial_start() has returned.
 */
#include "config.h"

#include "net/dial.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"

struct dial {
	struct loop *loop;
	struct watch watch;
	struct timer timer; /* the deadline, or due at once with `result` */
	int fd;
	enum dial_result result;
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
	mem_free(d);
}

static void
finish(struct dial *d, enum dial_result result)
{
	dial_done_fn *done = d->done;
	void *arg = d->arg;
	int fd = d->fd;

	release(d);
	if (result != DIAL_CONNECTED) {
		(void)close(fd);
		fd = -1;
	}
	done(arg, result, fd);
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct dial *d = arg;
	int error = 0;
	socklen_t len = sizeof(error);

	(void)loop;
	(void)ready;
	if (getsockopt(d->fd, SOL_SOCKET, SO_ERROR, &error, &len) == -1)
		error = errno;
	finish(d, result_of(error));
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct dial *d = CONTAINER_OF(t, struct dial, timer);

	(void)now_ms;
	finish(d, d->result);
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

/* A connect(2) that a signal breaks off goes on by itself. */
static int
begin(struct dial *d, const struct dial_plan *plan, struct err *e)
{
	uint64_t now = loop_mono_ms(d->loop);
	int error;

	if (bind_local(d->fd, &plan->from, e) == -1)
		return -1;
	error = connect(d->fd, &plan->to.u.sa, plan->to.len) == 0 ? 0 : errno;
	if (error != EINPROGRESS && error != EINTR) {
		d->result = result_of(error);
		loop_timer(d->loop, &d->timer, now, on_timer);
		return 0;
	}
	d->result = DIAL_TIMEOUT;
	loop_timer(d->loop, &d->timer, now + plan->timeout_ms, on_timer);
	return loop_add(d->loop, &d->watch, d->fd, LOOP_MANY, LOOP_WRITE, e);
}

struct dial *
dial_start(struct loop *loop, const struct dial_plan *plan, struct err *e)
{
	int fd = socket(plan->to.u.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct dial *d;

	if (fd == -1) {
		err_sys(e, "socket");
		return NULL;
	}
	d = mem_zalloc(sizeof(*d));
	*d = (struct dial){ .loop = loop, .fd = fd, .done = plan->done, .arg = plan->arg };
	d->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = d };
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
