#include "icq/udp_socket.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_icq.h"
#include "core/loop.h"
#include "core/mem.h"
#include "icq/udp_packet.h"

#define BATCH 16 /* datagrams of one system call */

struct sock {
	struct watch watch;
	struct timer rest;
	struct udp_sockets *of;
	struct addr at;
	int fd;
};

struct datagram {
	size_t listener;
	struct addr to;
	size_t off, n; /* in out_bytes */
};

struct udp_sockets {
	struct loop *loop;
	udp_receive_fn *fn; /* NULL before udp_sockets_start() */
	void *arg;
	struct udp_sockets_stats stats;
	struct deferred flush;
	struct sock sock[UDP_SOCKETS_MAX];
	size_t n;
	struct datagram out[UDP_OUT_MAX];
	size_t n_out, n_out_bytes;
	struct mmsghdr out_msg[BATCH];
	struct iovec out_iov[BATCH];
	struct mmsghdr msg[BATCH];
	struct iovec iov[BATCH];
	struct sockaddr_storage from[BATCH];
	uint8_t in[BATCH][UDP_PACKET_MAX];
	uint8_t out_bytes[UDP_OUT_BYTES_MAX];
};

static int
bind_one(struct sock *s, struct view text, struct err *e)
{
	const int on = 1;
	int family;

	if (addr_parse(text, &s->at, e) == -1)
		return -1;
	family = s->at.u.sa.sa_family;
	if (family != AF_INET && family != AF_INET6)
		return err_fmt(e, "not an address and a port");
	s->fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd == -1)
		return err_sys(e, "socket");
	/* An address of IPv4 is never seen in the clothes of IPv6: legacy-from and sessions know one form of it. */
	if (family == AF_INET6 && setsockopt(s->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == -1)
		return err_sys(e, "IPV6_V6ONLY");
	if (bind(s->fd, &s->at.u.sa, s->at.len) == -1)
		return err_sys(e, "bind");
	return getsockname(s->fd, &s->at.u.sa, &s->at.len) == -1 ? err_sys(e, "getsockname") : 0;
}

static void on_flush(struct deferred *d);

struct udp_sockets *
udp_sockets_open(const struct conf_icq *conf, struct loop *loop, struct err *e)
{
	struct udp_sockets *u = mem_zalloc(sizeof(*u));

	assert(conf->n_legacy_listen <= UDP_SOCKETS_MAX);
	u->loop = loop;
	u->flush.fn = on_flush;
	list_init(&u->flush.link);
	for (; u->n < conf->n_legacy_listen; u->n++) {
		struct sock *s = &u->sock[u->n];

		s->of = u;
		s->fd = s->watch.fd = -1;
		if (bind_one(s, view_z(conf->legacy_listen[u->n]), e) == -1) {
			err_wrap(e, conf->legacy_listen[u->n++]);
			udp_sockets_close(u);
			return NULL;
		}
	}
	return u;
}

void
udp_sockets_close(struct udp_sockets *u)
{
	if (u == NULL)
		return;
	list_del(&u->flush.link);
	for (size_t i = 0; i < u->n; i++) {
		loop_timer_cancel(u->loop, &u->sock[i].rest);
		loop_del(u->loop, &u->sock[i].watch);
		if (u->sock[i].fd != -1)
			(void)close(u->sock[i].fd);
	}
	mem_free(u);
}

static void
on_rested(struct timer *t, uint64_t now_ms)
{
	struct sock *s = CONTAINER_OF(t, struct sock, rest);

	(void)now_ms;
	loop_want(s->of->loop, &s->watch, LOOP_READ);
}

/* ret: rubbish, as 1 or 0 */
static size_t
take(struct udp_sockets *u, size_t listener, size_t i)
{
	const struct msghdr *h = &u->msg[i].msg_hdr;
	struct peer_addr from;

	u->stats.received++;
	if ((h->msg_flags & MSG_TRUNC) != 0) {
		u->stats.too_long++;
		return 1;
	}
	peer_addr_from(&from, (const struct sockaddr *)&u->from[i], h->msg_namelen);
	return u->fn(u->arg, listener, &from, view_of(u->in[i], u->msg[i].msg_len)) ? 0 : 1;
}

static void
prepare(struct udp_sockets *u)
{
	for (size_t i = 0; i < BATCH; i++) {
		u->iov[i] = (struct iovec){ .iov_base = u->in[i], .iov_len = sizeof(u->in[i]) };
		u->msg[i].msg_hdr = (struct msghdr){ .msg_name = &u->from[i],
			.msg_namelen = sizeof(u->from[i]),
			.msg_iov = &u->iov[i],
			.msg_iovlen = 1 };
	}
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct sock *s = arg;
	struct udp_sockets *u = s->of;
	size_t rubbish = 0, seen = 0;
	int n = BATCH;

	(void)ready;
	/* An error of an earlier datagram (somebody's port is closed) comes in place of one, and is nobody's. */
	while (n == BATCH && seen < UDP_TURN_MAX) {
		prepare(u);
		n = recvmmsg(s->fd, u->msg, BATCH, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++)
			rubbish += take(u, (size_t)(s - u->sock), (size_t)i);
		seen += n > 0 ? (size_t)n : 0;
	}
	if (rubbish < UDP_RUBBISH_MANY)
		return;
	u->stats.rests++;
	loop_want(loop, &s->watch, 0);
	loop_timer(loop, &s->rest, loop_mono_ms(loop) + UDP_RUBBISH_MS, on_rested);
}

int
udp_sockets_start(struct udp_sockets *u, udp_receive_fn *fn, void *arg, struct err *e)
{
	u->fn = fn;
	u->arg = arg;
	for (size_t i = 0; i < u->n; i++) {
		struct sock *s = &u->sock[i];

		s->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = s };
		if (loop_add(u->loop, &s->watch, s->fd, LOOP_FEW, LOOP_READ, e) == -1)
			return -1;
	}
	return 0;
}

static struct addr
addr_of(const struct peer_addr *p)
{
	struct addr a;

	memset(&a, 0, sizeof(a));
	if (p->family == AF_INET) {
		a.len = sizeof(a.u.in);
		a.u.in.sin_family = AF_INET;
		a.u.in.sin_port = htons(p->port);
		memcpy(&a.u.in.sin_addr, p->ip, sizeof(a.u.in.sin_addr));
	} else {
		a.len = sizeof(a.u.in6);
		a.u.in6.sin6_family = AF_INET6;
		a.u.in6.sin6_port = htons(p->port);
		memcpy(&a.u.in6.sin6_addr, p->ip, sizeof(a.u.in6.sin6_addr));
	}
	return a;
}

/* Those from `at` on that one socket sends, BATCH at most.  ret: how many. */
static size_t
send_some(struct udp_sockets *u, size_t at)
{
	size_t listener = u->out[at].listener, n = 0;
	int sent;

	while (n < BATCH && at + n < u->n_out && u->out[at + n].listener == listener) {
		struct datagram *d = &u->out[at + n];

		u->out_iov[n] = (struct iovec){ .iov_base = u->out_bytes + d->off, .iov_len = d->n };
		u->out_msg[n].msg_hdr = (struct msghdr){ .msg_name = &d->to.u,
			.msg_namelen = d->to.len,
			.msg_iov = &u->out_iov[n],
			.msg_iovlen = 1 };
		n++;
	}
	sent = sendmmsg(u->sock[listener].fd, u->out_msg, (unsigned)n, MSG_DONTWAIT);
	if (sent > 0) {
		u->stats.sent += (uint64_t)sent;
		return (size_t)sent;
	}
	u->stats.unsent++; /* the first of them; the others may go */
	return 1;
}

static void
flush(struct udp_sockets *u)
{
	for (size_t at = 0; at < u->n_out;)
		at += send_some(u, at);
	u->n_out = u->n_out_bytes = 0;
}

static void
on_flush(struct deferred *d)
{
	flush(CONTAINER_OF(d, struct udp_sockets, flush));
}

void
udp_sockets_send(void *arg, size_t listener, const struct peer_addr *to, struct view bytes)
{
	struct udp_sockets *u = arg;

	assert(bytes.n <= UDP_PACKET_MAX);
	if (listener >= u->n || to->family != u->sock[listener].at.u.sa.sa_family) {
		u->stats.unsent++;
		return;
	}
	if (u->n_out >= UDP_OUT_MAX || bytes.n > sizeof(u->out_bytes) - u->n_out_bytes)
		flush(u);
	u->out[u->n_out++] = (struct datagram){
		.listener = listener, .to = addr_of(to), .off = u->n_out_bytes, .n = bytes.n
	};
	memcpy(u->out_bytes + u->n_out_bytes, bytes.p, bytes.n);
	u->n_out_bytes += bytes.n;
	loop_defer(u->loop, LOOP_PHASE_FLUSH, &u->flush);
}

const struct addr *
udp_sockets_addr(const struct udp_sockets *u, size_t listener)
{
	return &u->sock[listener].at;
}

size_t
udp_sockets_count(const struct udp_sockets *u)
{
	return u->n;
}

void
udp_sockets_stats(const struct udp_sockets *u, struct udp_sockets_stats *out)
{
	*out = u->stats;
}
