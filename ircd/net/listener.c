/*
 * Listening sockets.  When the process or the system is out of descriptors, accept4(2) fails while the socket stays readable: the
 * listener then stops looking for PAUSE_MS.  No spare descriptor is kept to accept and close meanwhile: waiting peers stay in the
 * kernel's queue, which is bounded by the backlog, and get in when descriptors come free, instead of being turned away one by one
 * by a trick that has to win a race for the spare each time.  max_conns below RLIMIT_NOFILE makes all this rare.
 */
#include "config.h"

#include "net/listener.h"

#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/mem.h"
#include "net/conn_priv.h"
#include "net/tls.h"
#include "net/websocket.h"

#define PAUSE_MS 1000

struct listener {
	struct listener_conf conf;
	struct addr at; /* with the port that the system chose for port 0 */
	uint16_t port;
	int fd;
	dev_t dev; /* of a Unix socket's file */
	ino_t ino;
	struct net *net; /* NULL before listener_start() */
	struct tls_contexts *tls;
	struct watch watch;
	struct timer pause;
};

static int
set_option(int fd, int level, int option, const char *what, struct err *e)
{
	const int on = 1;

	return setsockopt(fd, level, option, &on, sizeof(on)) == -1 ? err_sys(e, what) : 0;
}

/* Options that what is accepted inherits are set here, once, instead of on each connection. */
static int
set_tcp_options(int fd, const struct addr *at, struct err *e)
{
	const int v6only = !IN6_IS_ADDR_UNSPECIFIED(&at->u.in6.sin6_addr);

	if (set_option(fd, SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR", e) == -1)
		return -1;
	if (set_option(fd, IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY", e) == -1)
		return -1;
	if (at->u.sa.sa_family == AF_INET6 &&
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof(v6only)) == -1)
		return err_sys(e, "IPV6_V6ONLY");
	return 0;
}

/* Makes room for a Unix socket's file: an old socket that nobody listens on goes, anything else stays. */
static int
remove_stale(const struct addr *at, struct err *e)
{
	const char *path = at->u.un.sun_path;
	struct stat st;
	int fd, r;

	if (lstat(path, &st) == -1)
		return errno == ENOENT ? 0 : err_sys(e, path);
	if (!S_ISSOCK(st.st_mode))
		return err_fmt(e, "%s: there is a file that is not a socket", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return err_sys(e, "socket");
	r = connect(fd, &at->u.sa, at->len);
	if (r == -1 && errno == ECONNREFUSED)
		r = unlink(path) == -1 ? err_sys(e, path) : 0;
	else
		r = err_fmt(e, "%s: somebody listens there already", path);
	(void)close(fd);
	return r;
}

static int
bind_unix(struct listener *l, struct err *e)
{
	const char *path = l->at.u.un.sun_path;
	struct stat st;

	if (remove_stale(&l->at, e) == -1)
		return -1;
	if (bind(l->fd, &l->at.u.sa, l->at.len) == -1)
		return err_sys(e, "bind");
	if (chmod(path, (mode_t)l->conf.unix_mode & 0777) == -1 || lstat(path, &st) == -1)
		return err_sys(e, path);
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return 0;
}

static int
bind_tcp(struct listener *l, struct err *e)
{
	if (set_tcp_options(l->fd, &l->at, e) == -1)
		return -1;
	if (bind(l->fd, &l->at.u.sa, l->at.len) == -1)
		return err_sys(e, "bind");
	if (getsockname(l->fd, &l->at.u.sa, &l->at.len) == -1)
		return err_sys(e, "getsockname");
	/* Both families keep the port in the same place, but only one of them is there. */
	l->port = ntohs(l->at.u.sa.sa_family == AF_INET ? l->at.u.in.sin_port : l->at.u.in6.sin6_port);
	return 0;
}

struct listener *
listener_new(const struct listener_conf *conf, struct err *e)
{
	struct listener *l = mem_zalloc(sizeof(*l));
	int family = conf->at.u.sa.sa_family;
	char text[ADDR_TEXT_MAX];

	l->conf = *conf;
	l->at = conf->at;
	l->watch.fd = -1;
	websocket_warm_up(); /* also where it may become one later, inside the jail */
	l->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd == -1) {
		err_sys(e, "socket");
		goto out;
	}
	if ((family == AF_UNIX ? bind_unix(l, e) : bind_tcp(l, e)) == -1)
		goto out;
	if (listen(l->fd, conf->backlog) == -1) {
		err_sys(e, "listen");
		goto out;
	}
	return l;
out:
	err_wrap(e, addr_format(&conf->at, text));
	listener_free(l);
	return NULL;
}

static void
on_pause_over(struct timer *t, uint64_t now_ms)
{
	struct listener *l = CONTAINER_OF(t, struct listener, pause);

	(void)now_ms;
	loop_want(l->net->loop, &l->watch, LOOP_READ);
}

static void
pause_accepting(struct listener *l, int error)
{
	struct net *net = l->net;
	char text[ADDR_TEXT_MAX];

	net->stats.accept_errors++;
	log_warn("net", "%s: no more connections for %d s: %s", addr_format(&l->at, text), PAUSE_MS / 1000,
		strerror(error));
	loop_want(net->loop, &l->watch, 0);
	loop_timer(net->loop, &l->pause, loop_mono_ms(net->loop) + PAUSE_MS, on_pause_over);
}

/* What was accepted goes on to be a connection, or is closed.  Who speaks for others is not counted, they are (forward.c). */
static void
admit(struct listener *l, int fd, const struct peer_addr *peer)
{
	struct net *net = l->net;
	bool proxy = forward_is_expected(net, peer, l->conf.data);
	const struct conn_from from = { .peer = peer,
		.local_port = l->port,
		.tls = l->conf.tls ? l->tls : NULL,
		.websocket = l->conf.websocket,
		.listener_data = l->conf.data,
		.proxy = proxy,
		.ask_certificate = l->conf.ask_certificate };

	if (net->stats.conns >= net->conf.max_conns || (l->conf.tls && l->tls == NULL) ||
		(!proxy && net->admit != NULL && !net->admit(peer, net->admit_arg))) {
		net->stats.refused++;
		(void)close(fd);
		return;
	}
	(void)!conn_accept(net, fd, &from);
}

/* True if the next accept may be tried in this turn. */
static bool
accept_failed(struct listener *l, int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
		pause_accepting(l, error);
		return false;
	case EAGAIN:
		return false;
	case EINTR:
	case ECONNABORTED:
		return true;
	default: /* errors of a network that accept(2) passes on, as ENETDOWN or EPROTO: that peer's, not ours */
		l->net->stats.accept_errors++;
		return true;
	}
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct listener *l = arg;
	size_t budget = l->net->conf.accepts_per_turn;

	(void)loop;
	(void)ready;
	for (size_t i = 0; i == 0 || i < budget; i++) {
		struct sockaddr_storage from = { .ss_family = AF_UNSPEC };
		socklen_t len = sizeof(from);
		struct peer_addr peer;
		int fd = accept4(l->fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd == -1) {
			if (!accept_failed(l, errno))
				return;
			continue;
		}
		peer_addr_from(&peer, (const struct sockaddr *)&from, len);
		admit(l, fd, &peer);
	}
}

int
listener_start(struct listener *l, struct net *net, struct err *e)
{
	assert(l->net == NULL);
	l->net = net;
	l->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = l };
	if (loop_add(net->loop, &l->watch, l->fd, LOOP_FEW, LOOP_READ, e) == 0)
		return 0;
	l->net = NULL;
	return -1;
}

/* In the jail the path may not exist any more; that is no failure. */
static void
remove_own_file(const struct listener *l)
{
	const char *path = l->at.u.un.sun_path;
	struct stat st;

	if (l->ino != 0 && lstat(path, &st) == 0 && st.st_dev == l->dev && st.st_ino == l->ino)
		(void)unlink(path);
}

void
listener_free(struct listener *l)
{
	if (l == NULL)
		return;
	if (l->net != NULL) {
		loop_timer_cancel(l->net->loop, &l->pause);
		loop_del(l->net->loop, &l->watch);
	}
	if (l->fd != -1)
		(void)close(l->fd);
	if (l->at.u.sa.sa_family == AF_UNIX)
		remove_own_file(l);
	tls_contexts_unref(l->tls);
	mem_free(l);
}

void
listener_set_tls(struct listener *l, struct tls_contexts *t)
{
	struct tls_contexts *old = l->tls;

	l->tls = t != NULL ? tls_contexts_ref(t) : NULL;
	tls_contexts_unref(old);
}

void
listener_set_protocol(struct listener *l, bool tls, const struct websocket_conf *websocket)
{
	l->conf.tls = tls;
	l->conf.websocket = websocket;
}

const struct addr *
listener_addr(const struct listener *l)
{
	return &l->at;
}

bool
listener_is_tls(const struct listener *l)
{
	return l->conf.tls;
}

bool
listener_is_websocket(const struct listener *l)
{
	return l->conf.websocket != NULL;
}
