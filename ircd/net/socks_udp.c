/*
 * The relay must be at the proxy's own address: nothing else has been named by who runs this server, and a proxy that could choose would
 * have us send to anybody, also on this host.
 */
#include "config.h"

#include "net/socks_udp.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"

enum {
	KIND_INET = 1,
	KIND_INET6 = 4,
	FIXED_BYTES = 4, /* two of zeros, the number of the piece, the kind of address */
	PORT_BYTES = 2,
	DATAGRAMS_A_TURN = 32,
};

struct socks_udp {
	struct loop *loop;
	struct dial *dial;  /* NULL: ended */
	struct watch stays; /* the connection to the proxy */
	struct watch relay; /* the socket of UDP */
	struct addr proxy, to, relay_at;
	const struct socks_udp_ops *ops;
	void *arg;
	bool is_telling; /* on_relay() is at work with it, and frees it */
	bool is_closed;
};

size_t
socks_udp_head(const struct addr *to, uint8_t dst[SOCKS_UDP_HEAD_MAX])
{
	bool inet = to->u.sa.sa_family == AF_INET;
	const void *ip = inet ? (const void *)&to->u.in.sin_addr : &to->u.in6.sin6_addr;
	const void *port = inet ? &to->u.in.sin_port : &to->u.in6.sin6_port;
	size_t n = inet ? sizeof(to->u.in.sin_addr) : sizeof(to->u.in6.sin6_addr);

	memset(dst, 0, FIXED_BYTES);
	dst[FIXED_BYTES - 1] = inet ? KIND_INET : KIND_INET6;
	memcpy(dst + FIXED_BYTES, ip, n);
	memcpy(dst + FIXED_BYTES + n, port, PORT_BYTES);
	return FIXED_BYTES + n + PORT_BYTES;
}

/* The head that is right is the one that we would send, byte for byte; the first two are for later use and not looked at. */
bool
socks_udp_open(struct view datagram, const struct addr *from, struct view *data)
{
	enum { NOT_LOOKED_AT = 2 };
	uint8_t head[SOCKS_UDP_HEAD_MAX];
	size_t n = socks_udp_head(from, head);

	if (datagram.n < n ||
		memcmp(datagram.p + NOT_LOOKED_AT, head + NOT_LOOKED_AT, n - NOT_LOOKED_AT) != 0)
		return false;
	*data = view_skip(datagram, n);
	return true;
}

static void
unwatch(struct socks_udp *s, struct watch *w)
{
	int fd = w->fd;

	if (fd == -1)
		return;
	loop_del(s->loop, w);
	(void)close(fd);
}

void
socks_udp_close(struct socks_udp *s)
{
	if (s == NULL)
		return;
	dial_cancel(s->dial);
	unwatch(s, &s->stays);
	unwatch(s, &s->relay);
	s->is_closed = true;
	if (!s->is_telling)
		mem_free(s);
}

static void
gone(struct socks_udp *s, const char *why)
{
	const struct socks_udp_ops *ops = s->ops;
	void *arg = s->arg;

	socks_udp_close(s);
	ops->gone(arg, why);
}

/* No data is to come here: its end is all that it says, and who says more is not what we think. */
static void
on_stays(struct loop *loop, unsigned ready, void *arg)
{
	struct socks_udp *s = arg;
	char byte;
	ssize_t n = recv(s->stays.fd, &byte, 1, 0);

	(void)loop;
	(void)ready;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	gone(s,
		n == 1 ? "SOCKS: the proxy says more than there is to say"
		       : "SOCKS: the proxy closed the connection");
}

/* Errors are what ICMP says of datagrams that we sent, and anybody can forge it: whether the other side is there shows in what it answers. */
static void
on_relay(struct loop *loop, unsigned ready, void *arg)
{
	struct socks_udp *s = arg;
	char in[SOCKS_UDP_HEAD_MAX + SOCKS_UDP_DATA_MAX + 1];

	(void)loop;
	(void)ready;
	s->is_telling = true;
	for (int i = 0; i < DATAGRAMS_A_TURN && !s->is_closed; i++) {
		ssize_t n = recv(s->relay.fd, in, sizeof(in), 0);
		struct view data;

		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			break;
		if (n >= 0 && socks_udp_open(view_of(in, (size_t)n), &s->to, &data) &&
			data.n <= SOCKS_UDP_DATA_MAX)
			s->ops->datagram(s->arg, data);
	}
	s->is_telling = false;
	if (s->is_closed)
		mem_free(s);
}

static bool
is_unspecified(const struct addr *a)
{
	return a->u.sa.sa_family == AF_INET ? a->u.in.sin_addr.s_addr == INADDR_ANY
					    : IN6_IS_ADDR_UNSPECIFIED(&a->u.in6.sin6_addr);
}

/* The relay's port, and the proxy's address.  False: it is none, or elsewhere. */
static bool
find_relay(struct socks_udp *s)
{
	struct addr at = s->proxy;
	struct peer_addr named, proxy;
	in_port_t port = s->relay_at.u.sa.sa_family == AF_INET ? s->relay_at.u.in.sin_port
							       : s->relay_at.u.in6.sin6_port;

	peer_addr_from(&named, &s->relay_at.u.sa, s->relay_at.len);
	peer_addr_from(&proxy, &s->proxy.u.sa, s->proxy.len);
	if (port == 0)
		return false;
	if (!is_unspecified(&s->relay_at) &&
		(named.family != proxy.family || memcmp(named.ip, proxy.ip, sizeof(named.ip)) != 0))
		return false;
	if (at.u.sa.sa_family == AF_INET)
		at.u.in.sin_port = port;
	else
		at.u.in6.sin6_port = port;
	s->relay_at = at;
	return true;
}

/* The socket takes datagrams from nowhere else once it is connected. */
static const char *
open_relay(struct socks_udp *s)
{
	struct err e;
	int fd;

	if (!find_relay(s))
		return "SOCKS: the relay that the proxy names is not at the proxy";
	fd = socket(s->relay_at.u.sa.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return strerror(errno);
	if (connect(fd, &s->relay_at.u.sa, s->relay_at.len) == -1 ||
		loop_add(s->loop, &s->relay, fd, LOOP_MANY, LOOP_READ, &e) == -1) {
		(void)close(fd);
		return "no socket for the relay of UDP";
	}
	return NULL;
}

static void
on_dialled(void *arg, enum dial_result result, int fd, const char *why)
{
	struct socks_udp *s = arg;
	struct err e;

	s->dial = NULL;
	if (result != DIAL_CONNECTED) {
		gone(s, why);
		return;
	}
	if (loop_add(s->loop, &s->stays, fd, LOOP_MANY, LOOP_READ, &e) == -1) {
		(void)close(fd);
		gone(s, "no room in the loop");
		return;
	}
	why = open_relay(s);
	if (why != NULL)
		gone(s, why);
	else
		s->ops->ready(s->arg);
}

struct socks_udp *
socks_udp_start(struct loop *loop, const struct socks_udp_plan *plan, struct err *e)
{
	struct socks_udp *s = mem_zalloc(sizeof(*s));
	struct dial_plan dial = { .to = plan->to, .socks = plan->socks, .timeout_ms = plan->timeout_ms };

	*s = (struct socks_udp){ .loop = loop, .to = plan->to, .ops = plan->ops, .arg = plan->arg };
	s->stays = (struct watch){ .fd = -1, .fn = on_stays, .arg = s };
	s->relay = (struct watch){ .fd = -1, .fn = on_relay, .arg = s };
	s->proxy = plan->socks->at;
	dial.relay = &s->relay_at;
	dial.done = on_dialled;
	dial.arg = s;
	s->dial = dial_start(loop, &dial, e);
	if (s->dial != NULL)
		return s;
	mem_free(s);
	return NULL;
}

void
socks_udp_send(struct socks_udp *s, struct view data)
{
	uint8_t head[SOCKS_UDP_HEAD_MAX];
	char out[SOCKS_UDP_HEAD_MAX + SOCKS_UDP_DATA_MAX];
	size_t n = socks_udp_head(&s->to, head);

	if (s->relay.fd == -1 || data.n > SOCKS_UDP_DATA_MAX)
		return;
	memcpy(out, head, n);
	if (data.n > 0)
		memcpy(out + n, data.p, data.n);
	(void)!send(s->relay.fd, out, n + data.n, MSG_NOSIGNAL);
}
