#include "config.h"

#include "icq/oscar_ports.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/list.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "icq/oscar_conn.h"
#include "icq/oscar_server.h"
#include "net/addr.h"
#include "net/stream.h"
#include "net/throttle.h"

enum { BACKLOG = 128 };

struct port {
	struct oscar_ports *all;
	int fd;
	bool is_tls;
	char text[ADDR_TEXT_MAX];
	struct watch watch;
	struct timer pause;
};

struct oscar_ports {
	struct loop *loop;
	struct oscar_server *server; /* NULL before oscar_ports_start() */
	struct tls_contexts *tls;
	struct throttle *admit;
	struct list shaking; /* struct accepted, while TLS begins */
	size_t n_shaking;
	size_t n;
	struct port port[OSCAR_PORTS_MAX];
};

/* ---- what was accepted ---- */

/* Lives until its connection closes it; before the handshake is through there is none. */
struct accepted {
	struct list link;	 /* of shaking */
	struct oscar_ports *all; /* NULL: not shaking any more, and the ports may be gone */
	struct oscar_conn *conn;
	struct stream *stream;
	struct oscar_io io;
	struct loop *loop;
	struct timer late; /* of the handshake */
};

static void
stop_shaking(struct accepted *a)
{
	if (a->all == NULL)
		return;
	a->all->n_shaking--;
	a->all = NULL;
	list_del(&a->link);
	loop_timer_cancel(a->loop, &a->late);
}

static enum stream_result
io_read(void *io, void *dst, size_t max, size_t *n)
{
	struct accepted *a = io;

	return stream_read(a->stream, dst, max, n);
}

static enum stream_result
io_write(void *io, const void *src, size_t n, size_t *sent)
{
	struct accepted *a = io;

	return stream_write(a->stream, src, n, sent);
}

static void
io_want(void *io, unsigned want)
{
	struct accepted *a = io;

	stream_want(a->stream, want);
}

static bool
io_has_pending(const void *io)
{
	const struct accepted *a = io;

	return stream_has_pending(a->stream);
}

static enum stream_result
io_shut(void *io)
{
	struct accepted *a = io;

	return stream_shut(a->stream);
}

static void
io_close(void *io)
{
	struct accepted *a = io;

	stop_shaking(a);
	stream_free(a->stream);
	mem_free(a);
}

static const struct oscar_io_ops stream_ops = { .read = io_read,
	.write = io_write,
	.want = io_want,
	.has_pending = io_has_pending,
	.shut = io_shut,
	.close = io_close };

/* The handshake is through: OSCAR begins. */
static void
begin(struct accepted *a)
{
	struct oscar_server *server = a->all->server;

	stop_shaking(a);
	a->io.tls = stream_tls_version(a->stream);
	a->conn = oscar_server_accept(server, &a->io);
	if (a->conn == NULL)
		io_close(a);
}

static void
shake_hands(struct accepted *a)
{
	switch (stream_handshake(a->stream)) {
	case STREAM_OK:
		begin(a);
		break;
	case STREAM_AGAIN:
		break;
	case STREAM_EOF:
	case STREAM_ERROR:
		io_close(a);
		break;
	}
}

static void
on_stream(void *arg, const struct stream *s, unsigned ready)
{
	struct accepted *a = arg;

	(void)s;
	if (a->conn != NULL)
		oscar_conn_ready(a->conn, ready);
	else
		shake_hands(a);
}

static void
on_late(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	io_close(CONTAINER_OF(t, struct accepted, late));
}

/* ---- accepting ---- */

/* Where the peer has connected to: with a wildcard port that is what getsockname(2) says. */
static void
say_here(int fd, char dst[ADDR_TEXT_MAX])
{
	struct addr at = { .len = sizeof(at.u) };

	dst[0] = '\0';
	if (getsockname(fd, &at.u.sa, &at.len) == 0)
		addr_format(&at, dst);
}

static void
admit(struct port *p, int fd, const struct peer_addr *peer)
{
	struct oscar_ports *all = p->all;
	struct stream_conf conf = { .loop = all->loop,
		.tls = p->is_tls ? all->tls : NULL,
		.side = STREAM_SERVER,
		.ready = on_stream };
	struct accepted *a;

	if ((p->is_tls && all->tls == NULL) || all->n_shaking >= OSCAR_SHAKING_MAX ||
		!throttle_hit(all->admit, peer, loop_mono_ms(all->loop)) ||
		!oscar_server_admits(all->server, peer)) {
		(void)close(fd);
		return;
	}
	a = mem_zalloc(sizeof(*a));
	a->all = all;
	a->loop = all->loop;
	a->io.ops = &stream_ops;
	a->io.io = a;
	a->io.peer = *peer;
	say_here(fd, a->io.here);
	conf.arg = a;
	a->stream = stream_new(&conf, fd, NULL);
	if (a->stream == NULL) {
		mem_free(a);
		return;
	}
	list_add_tail(&all->shaking, &a->link);
	all->n_shaking++;
	loop_timer(all->loop, &a->late, loop_mono_ms(all->loop) + OSCAR_LOGIN_MS, on_late);
	shake_hands(a);
}

static void
on_pause_over(struct timer *t, uint64_t now_ms)
{
	struct port *p = CONTAINER_OF(t, struct port, pause);

	(void)now_ms;
	loop_want(p->all->loop, &p->watch, LOOP_READ);
}

/* True if the next one may be accepted in this turn. */
static bool
accept_failed(struct port *p, int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
		log_warn("icq", "%s: no more connections for %d s: %s", p->text, OSCAR_PAUSE_MS / 1000,
			strerror(error));
		loop_want(p->all->loop, &p->watch, 0);
		loop_timer(
			p->all->loop, &p->pause, loop_mono_ms(p->all->loop) + OSCAR_PAUSE_MS, on_pause_over);
		return false;
	case EAGAIN:
		return false;
	default: /* that peer's: it has gone, or its network has */
		return true;
	}
}

static void
on_port(struct loop *loop, unsigned ready, void *arg)
{
	struct port *p = arg;

	(void)loop;
	(void)ready;
	for (size_t i = 0; i < OSCAR_ACCEPTS_PER_TURN; i++) {
		struct sockaddr_storage from = { .ss_family = AF_UNSPEC };
		socklen_t len = sizeof(from);
		struct peer_addr peer;
		int fd = accept4(p->fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd == -1) {
			if (!accept_failed(p, errno))
				return;
			continue;
		}
		peer_addr_from(&peer, (const struct sockaddr *)&from, len);
		admit(p, fd, &peer);
	}
}

/* ---- opening ---- */

static int
bind_port(struct port *p, struct addr *at, struct err *e)
{
	const int on = 1;
	const int v6only = !IN6_IS_ADDR_UNSPECIFIED(&at->u.in6.sin6_addr);

	if (at->u.sa.sa_family == AF_UNIX)
		return err_fmt(e, "not an address and a port");
	p->fd = socket(at->u.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd == -1)
		return err_sys(e, "socket");
	if (setsockopt(p->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		return err_sys(e, "SO_REUSEADDR");
	if (at->u.sa.sa_family == AF_INET6 &&
		setsockopt(p->fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof(v6only)) == -1)
		return err_sys(e, "IPV6_V6ONLY");
	if (bind(p->fd, &at->u.sa, at->len) == -1)
		return err_sys(e, "bind");
	if (listen(p->fd, BACKLOG) == -1)
		return err_sys(e, "listen");
	if (getsockname(p->fd, &at->u.sa, &at->len) == -1)
		return err_sys(e, "getsockname");
	addr_format(at, p->text);
	return 0;
}

static int
open_ports(struct oscar_ports *all, const char *const *listen_at, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct port *p = &all->port[all->n];
		struct addr at;

		if (all->n == OSCAR_PORTS_MAX)
			return err_fmt(e, "more than %d ports of OSCAR", OSCAR_PORTS_MAX);
		*p = (struct port){ .all = all, .fd = -1, .watch = { .fd = -1, .fn = on_port, .arg = p } };
		all->n++;
		if (addr_parse(view_z(listen_at[i]), &at, e) == -1 || bind_port(p, &at, e) == -1)
			return err_wrap(e, listen_at[i]);
	}
	return 0;
}

struct oscar_ports *
oscar_ports_open(const struct conf_icq *conf, struct loop *loop, struct err *e)
{
	struct oscar_ports *all = mem_zalloc(sizeof(*all));
	size_t plain;

	all->loop = loop;
	list_init(&all->shaking);
	all->admit = throttle_new(OSCAR_ADMIT_BURST, OSCAR_ADMIT_PER_MS, OSCAR_ADMIT_ADDRESSES);
	if (open_ports(all, conf->listen, conf->n_listen, e) == -1)
		goto out;
	plain = all->n;
	if (open_ports(all, conf->listen_tls, conf->n_listen_tls, e) == -1)
		goto out;
	for (size_t i = plain; i < all->n; i++)
		all->port[i].is_tls = true;
	return all;
out:
	oscar_ports_free(all);
	return NULL;
}

void
oscar_ports_free(struct oscar_ports *p)
{
	if (p == NULL)
		return;
	LIST_FOR_EACH_SAFE (it, next, &p->shaking)
		io_close(CONTAINER_OF(it, struct accepted, link));
	for (size_t i = 0; i < p->n; i++) {
		loop_timer_cancel(p->loop, &p->port[i].pause);
		loop_del(p->loop, &p->port[i].watch);
		if (p->port[i].fd != -1)
			(void)close(p->port[i].fd);
	}
	throttle_free(p->admit);
	tls_contexts_unref(p->tls);
	mem_free(p);
}

uint64_t
oscar_ports_fds(const struct conf_icq *conf)
{
	if (conf->n_listen + conf->n_listen_tls == 0)
		return 0;
	return conf->n_listen + conf->n_listen_tls + conf->max_sessions + OSCAR_LOGINS_MAX +
		OSCAR_SHAKING_MAX;
}

int
oscar_ports_start(struct oscar_ports *p, struct oscar_server *server, struct err *e)
{
	p->server = server;
	for (size_t i = 0; i < p->n; i++)
		if (loop_add(p->loop, &p->port[i].watch, p->port[i].fd, LOOP_FEW, LOOP_READ, e) == -1)
			return -1;
	return 0;
}

void
oscar_ports_set_tls(struct oscar_ports *p, struct tls_contexts *tls)
{
	struct tls_contexts *old = p->tls;

	p->tls = tls != NULL ? tls_contexts_ref(tls) : NULL;
	tls_contexts_unref(old);
}

size_t
oscar_ports_count(const struct oscar_ports *p)
{
	return p->n;
}

const char *
oscar_ports_text(const struct oscar_ports *p, size_t i)
{
	return p->port[i].text;
}
