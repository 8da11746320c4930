/* Plain TCP, or a Unix socket; and how sockets are opened, read and written without blocking for the two other wires. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/mem.h"
#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"
#include "tests/scenario/scn_socket.h"

enum { BUFFER_MAX = 1 << 26, READ_BYTES = 65536 };

struct scn_socket *
scn_socket_of(const struct scn_peer *p)
{
	return p->end;
}

static int
connect_unix(const struct scn_rig *rig, int fd)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s/state/sock", rig->dir);
	return connect(fd, (const struct sockaddr *)&to, sizeof(to));
}

/* 127.0.0.1 needs no binding, and other addresses of 127/8 may come from where the script says. */
static int
connect_inet(const struct scn_peer *p, int fd, uint16_t port)
{
	struct sockaddr_in from = { .sin_family = AF_INET }, to = from;

	memcpy(&from.sin_addr, p->addr.ip, 4);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(port);
	if (bind(fd, (const struct sockaddr *)&from, sizeof(from)) == -1)
		return -1;
	return connect(fd, (const struct sockaddr *)&to, sizeof(to));
}

int
scn_socket_open(struct scn_rig *rig, struct scn_peer *p, uint16_t port)
{
	struct scn_socket *s = mem_zalloc(sizeof(*s));
	int on = 1;

	p->end = s;
	buf_init(&s->received, BUFFER_MAX);
	buf_init(&s->frames, BUFFER_MAX);
	s->fd = socket(p->addr.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd == -1)
		return scn_rig_fault(rig, "socket", strerror(errno));
	/* Many short connections to few ports: one in TIME_WAIT must not keep the next from its port. */
	(void)setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	(void)setsockopt(s->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	if ((p->addr.family == AF_UNIX ? connect_unix(rig, s->fd) : connect_inet(p, s->fd, port)) == -1 ||
		fcntl(s->fd, F_SETFL, O_NONBLOCK) == -1)
		return scn_rig_fault(rig, "connect", strerror(errno));
	if (p->addr.family == AF_INET)
		(void)setsockopt(s->fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &on, sizeof(on));
	return 0;
}

void
scn_socket_free(struct scn_peer *p)
{
	struct scn_socket *s = p->end;

	if (s == NULL)
		return;
	if (s->fd != -1)
		(void)close(s->fd);
	buf_release(&s->received);
	buf_release(&s->frames);
	mem_free(s);
}

bool
scn_socket_wait(const struct scn_socket *s, short events, int ms)
{
	struct pollfd one = { .fd = s->fd, .events = events };
	int r;

	do {
		r = poll(&one, 1, ms);
	} while (r == -1 && errno == EINTR);
	return r == 1;
}

void
scn_socket_write(struct scn_socket *s, struct view bytes)
{
	while (bytes.n != 0 && !s->is_mute) {
		ssize_t n = send(s->fd, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (n >= 0)
			bytes = view_skip(bytes, (size_t)n);
		else if (errno != EINTR && (errno != EAGAIN || !scn_socket_wait(s, POLLOUT, SCN_WAIT_MS)))
			s->is_mute = true;
	}
}

size_t
scn_socket_read(struct scn_socket *s, char *dst, size_t size)
{
	ssize_t n;

	if (s->is_closed || s->fd == -1)
		return 0;
	do {
		n = recv(s->fd, dst, size, 0);
	} while (n == -1 && errno == EINTR);
	if (n == 0 || (n == -1 && errno != EAGAIN))
		s->is_closed = true;
	return n > 0 ? (size_t)n : 0;
}

bool
scn_socket_is_closed(const struct scn_peer *p)
{
	return scn_socket_of(p)->is_closed;
}

void
scn_socket_close(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);

	s->is_mute = true;
	(void)shutdown(s->fd, SHUT_WR);
}

void
scn_socket_reset(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);
	const struct linger hard = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	(void)close(s->fd);
	s->fd = -1;
	s->is_mute = s->is_closed = true;
}

static int
tcp_open(struct scn_rig *rig, struct scn_peer *p)
{
	return scn_socket_open(rig, p, scn_live_port(rig->live, SCN_PORT_PLAIN));
}

static void
tcp_send(struct scn_peer *p, struct view bytes)
{
	scn_socket_write(scn_socket_of(p), bytes);
}

static void
tcp_fetch(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);
	char bytes[READ_BYTES];
	size_t n;

	while ((n = scn_socket_read(s, bytes, sizeof(bytes))) != 0) {
		if (buf_put(&s->received, view_of(bytes, n)) == -1)
			s->is_closed = true;
	}
}

const struct scn_wire scn_wire_tcp = {
	.open = tcp_open,
	.free = scn_socket_free,
	.send = tcp_send,
	.fetch = tcp_fetch,
	.is_closed = scn_socket_is_closed,
	.close = scn_socket_close,
	.reset = scn_socket_reset,
};
