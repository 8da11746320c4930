#include "config.h"

#include "icq/uplink_net.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "net/socks_udp.h"

enum { READ_BYTES = 4096, READS_A_TURN = 8, DATAGRAMS_A_TURN = 32 };

struct pipe {
	struct uplink_pipe pipe;
	struct loop *loop;
	struct dial *dial;	 /* being dialled */
	struct watch watch;	 /* the socket, unless the relay of a proxy has it */
	struct socks_udp *relay; /* NULL: there is none */
	struct timer timer;	 /* something to be told in a later turn: that it is open, or `why` */
	const char *why;
	struct buf unsent; /* TCP */
	bool is_telling;   /* take() runs: it is freed afterwards */
	bool is_closed;
};

static struct pipe *
of(struct uplink_pipe *p)
{
	return CONTAINER_OF(p, struct pipe, pipe);
}

static void
flush(struct pipe *p)
{
	struct view out = buf_view(&p->unsent);
	ssize_t n = out.n > 0 ? send(p->watch.fd, out.p, out.n, MSG_NOSIGNAL) : 0;

	if (n > 0)
		buf_take(&p->unsent, (size_t)n);
}

static void
pipe_close(struct uplink_pipe *pipe)
{
	struct pipe *p = of(pipe);
	int fd = p->watch.fd;

	if (fd != -1)
		flush(p);
	dial_cancel(p->dial);
	socks_udp_close(p->relay);
	loop_timer_cancel(p->loop, &p->timer);
	loop_del(p->loop, &p->watch);
	if (fd != -1)
		(void)close(fd);
	buf_release(&p->unsent);
	p->dial = NULL;
	p->relay = NULL;
	p->is_closed = true;
	if (!p->is_telling)
		mem_free(p);
}

static void
gone(struct pipe *p, const char *why)
{
	const struct uplink_pipe_ops *ops = p->pipe.ops;
	void *owner = p->pipe.owner;

	pipe_close(&p->pipe);
	ops->gone(owner, why);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct pipe *p = CONTAINER_OF(t, struct pipe, timer);

	(void)now_ms;
	if (p->why != NULL)
		gone(p, p->why);
	else
		p->pipe.ops->open(p->pipe.owner);
}

static void
tell_later(struct pipe *p, const char *why)
{
	p->why = why;
	loop_timer(p->loop, &p->timer, loop_mono_ms(p->loop), on_timer);
}

/* False: nothing is to be read now, or the pipe has been closed. */
static bool
tell(struct pipe *p, const void *in, ssize_t n)
{
	p->is_telling = true;
	p->pipe.ops->take(p->pipe.owner, view_of(in, (size_t)n));
	p->is_telling = false;
	if (p->is_closed)
		mem_free(p);
	else
		return true;
	return false;
}

/* ---- TCP ---- */

static void
read_stream(struct pipe *p)
{
	char in[READ_BYTES];
	bool on = true;

	for (int i = 0; i < READS_A_TURN && on; i++) {
		ssize_t n = recv(p->watch.fd, in, sizeof(in), 0);

		if (n > 0)
			on = tell(p, in, n);
		else if (n == -1 && (errno == EAGAIN || errno == EINTR))
			on = false;
		else {
			gone(p, n == 0 ? "the server closed the connection" : "the connection broke");
			on = false;
		}
	}
}

static void
on_stream(struct loop *loop, unsigned ready, void *arg)
{
	struct pipe *p = arg;

	(void)loop;
	if ((ready & LOOP_WRITE) != 0) {
		flush(p);
		if (p->unsent.len == 0)
			loop_want(p->loop, &p->watch, LOOP_READ);
	}
	if ((ready & LOOP_READ) != 0)
		read_stream(p);
}

static void
send_stream(struct uplink_pipe *pipe, struct view bytes)
{
	struct pipe *p = of(pipe);

	if (p->watch.fd == -1 || p->why != NULL)
		return;
	if (buf_put(&p->unsent, bytes) == -1) {
		tell_later(p, "the server does not read");
		return;
	}
	flush(p);
	loop_want(p->loop, &p->watch, p->unsent.len > 0 ? LOOP_READ | LOOP_WRITE : LOOP_READ);
}

static void
on_dialled(void *arg, enum dial_result result, int fd, const char *why)
{
	struct pipe *p = arg;
	struct err e;

	p->dial = NULL;
	if (result != DIAL_CONNECTED) {
		gone(p, why);
	} else if (loop_add(p->loop, &p->watch, fd, LOOP_MANY, LOOP_READ, &e) == -1) {
		(void)close(fd);
		gone(p, "no room in the loop");
	} else {
		p->pipe.ops->open(p->pipe.owner);
	}
}

static int
open_stream(struct pipe *p, const struct uplink_way *way, struct err *e)
{
	const struct dial_plan plan = {
		.to = way->to,
		.socks = way->socks,
		.timeout_ms = way->timeout_ms,
		.done = on_dialled,
		.arg = p,
	};

	p->dial = dial_start(p->loop, &plan, e);
	return p->dial != NULL ? 0 : -1;
}

/* ---- UDP; errors are what ICMP says, which anybody can forge: silence shows soon enough that nobody is there ---- */

static void
on_socket(struct loop *loop, unsigned ready, void *arg)
{
	struct pipe *p = arg;
	char in[UPLINK_DATAGRAM_MAX + 1];
	bool on = true;

	(void)loop;
	(void)ready;
	for (int i = 0; i < DATAGRAMS_A_TURN && on; i++) {
		ssize_t n = recv(p->watch.fd, in, sizeof(in), 0);

		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			on = false;
		else if (n >= 0 && n <= UPLINK_DATAGRAM_MAX)
			on = tell(p, in, n);
	}
}

static void
send_socket(struct uplink_pipe *pipe, struct view bytes)
{
	struct pipe *p = of(pipe);

	if (p->watch.fd != -1)
		(void)!send(p->watch.fd, bytes.p, bytes.n, MSG_NOSIGNAL);
}

/* Connected, so that nobody else's datagrams are taken. */
static int
open_socket(struct pipe *p, const struct uplink_way *way, struct err *e)
{
	int fd = socket(way->to.u.sa.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return err_sys(e, "socket");
	if (connect(fd, &way->to.u.sa, way->to.len) == -1) {
		(void)err_sys(e, "connect");
		(void)close(fd);
		return -1;
	}
	if (loop_add(p->loop, &p->watch, fd, LOOP_MANY, LOOP_READ, e) == -1) {
		(void)close(fd);
		return -1;
	}
	tell_later(p, NULL);
	return 0;
}

static void
on_relay_ready(void *arg)
{
	struct pipe *p = arg;

	p->pipe.ops->open(p->pipe.owner);
}

static void
on_relay_datagram(void *arg, struct view data)
{
	(void)tell(arg, data.p, (ssize_t)data.n);
}

static void
on_relay_gone(void *arg, const char *why)
{
	struct pipe *p = arg;

	p->relay = NULL;
	gone(p, why);
}

static const struct socks_udp_ops relay_ops = { on_relay_ready, on_relay_datagram, on_relay_gone };

static void
send_relay(struct uplink_pipe *pipe, struct view bytes)
{
	socks_udp_send(of(pipe)->relay, bytes);
}

static int
open_relay(struct pipe *p, const struct uplink_way *way, struct err *e)
{
	const struct socks_udp_plan plan = {
		.to = way->to,
		.socks = way->socks,
		.timeout_ms = way->timeout_ms,
		.ops = &relay_ops,
		.arg = p,
	};

	p->relay = socks_udp_start(p->loop, &plan, e);
	return p->relay != NULL ? 0 : -1;
}

/* ---- all of them ---- */

static const struct uplink_pipe_kind stream = { send_stream, pipe_close };
static const struct uplink_pipe_kind datagrams = { send_socket, pipe_close };
static const struct uplink_pipe_kind relayed = { send_relay, pipe_close };

struct uplink_pipe *
uplink_pipe_open(void *arg, const struct uplink_way *way, const struct uplink_pipe_ops *ops, void *owner,
	struct err *e)
{
	struct pipe *p = mem_zalloc(sizeof(*p));
	int rc;

	*p = (struct pipe){ .loop = arg, .pipe = { .ops = ops, .owner = owner } };
	p->watch = (struct watch){ .fd = -1, .fn = way->is_udp ? on_socket : on_stream, .arg = p };
	buf_init(&p->unsent, UPLINK_UNSENT_MAX);
	if (!way->is_udp) {
		p->pipe.kind = &stream;
		rc = open_stream(p, way, e);
	} else if (way->socks == NULL) {
		p->pipe.kind = &datagrams;
		rc = open_socket(p, way, e);
	} else {
		p->pipe.kind = &relayed;
		rc = open_relay(p, way, e);
	}
	if (rc == 0)
		return &p->pipe;
	pipe_close(&p->pipe);
	return NULL;
}
