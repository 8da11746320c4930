/* A connection as a pair of one-way flows of bytes.  What differs in TLS is in tls_stream.c. */
#include "config.h"

#include "net/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/tcp.h> /* netinet/tcp.h does not know tcpi_notsent_bytes */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/mem.h"
#include "net/stream_priv.h"

static unsigned
waits_for(const struct stream *s)
{
	unsigned bits = 0;

	if ((s->want & LOOP_READ) != 0)
		bits |= s->rx_writes ? LOOP_WRITE : LOOP_READ;
	if ((s->want & LOOP_WRITE) != 0)
		bits |= s->tx_reads ? LOOP_READ : LOOP_WRITE;
	return bits;
}

/* Where the kernel has no memory to watch it, nothing will be told of it: its owner's timers are what is left. */
void
stream_wait(struct stream *s, unsigned bits)
{
	if (bits == 0)
		loop_del(s->loop, &s->watch);
	else if (s->watch.fd != -1)
		loop_want(s->loop, &s->watch, bits);
	else
		(void)!loop_add(s->loop, &s->watch, s->fd, LOOP_MANY, bits, NULL);
}

static void
on_ready(struct loop *loop, unsigned got, void *arg)
{
	struct stream *s = arg;
	unsigned ready = 0;

	(void)loop;
	if (s->in_handshake) {
		s->ready(s->arg, s, got);
		return;
	}
	if ((got & (s->rx_writes ? LOOP_WRITE : LOOP_READ)) != 0)
		ready |= LOOP_READ;
	if ((got & (s->tx_reads ? LOOP_READ : LOOP_WRITE)) != 0)
		ready |= LOOP_WRITE;
	s->ready(s->arg, s, ready);
}

struct stream *
stream_new(const struct stream_conf *conf, int fd, struct err *e)
{
	struct stream *s = mem_zalloc(sizeof(*s));
	const int on = 1;

	*s = (struct stream){ .loop = conf->loop, .fd = fd, .ready = conf->ready, .arg = conf->arg };
	s->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = s };
	/* Acknowledgements of a few bytes must not wait for more; a socket pair of a test has no such option. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (conf->tls != NULL && tls_stream_start(s, conf, e) == -1) {
		stream_free(s);
		return NULL;
	}
	s->in_handshake = s->tls != NULL;
	return s;
}

void
stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	tls_stream_free(s->tls);
	loop_del(s->loop, &s->watch);
	(void)close(s->fd);
	mem_free(s);
}

void
stream_reset(struct stream *s)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (s == NULL)
		return;
	(void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	stream_free(s);
}

enum stream_result
stream_handshake(struct stream *s)
{
	enum stream_result r = STREAM_OK;

	if (s->in_handshake)
		r = tls_stream_handshake(s);
	if (r == STREAM_OK && s->in_handshake) {
		s->in_handshake = false;
		stream_want(s, 0);
	}
	return r;
}

static enum stream_result
result_of_errno(void)
{
	return errno == EAGAIN || errno == EINTR ? STREAM_AGAIN : STREAM_ERROR;
}

enum stream_result
stream_read(struct stream *s, void *dst, size_t max, size_t *n)
{
	ssize_t got;

	*n = 0;
	if (s->tls != NULL)
		return tls_stream_read(s, dst, max, n);
	got = recv(s->fd, dst, max, 0);
	if (got == -1)
		return result_of_errno();
	*n = (size_t)got;
	return got > 0 ? STREAM_OK : STREAM_EOF;
}

enum stream_result
stream_write(struct stream *s, const void *src, size_t n, size_t *sent)
{
	ssize_t went;

	*sent = 0;
	if (s->tls != NULL)
		return tls_stream_write(s, src, n, sent);
	went = send(s->fd, src, n, MSG_NOSIGNAL);
	if (went == -1)
		return result_of_errno();
	*sent = (size_t)went;
	return STREAM_OK;
}

enum stream_result
stream_shut(struct stream *s)
{
	if (s->tls != NULL && tls_stream_shut(s) == STREAM_AGAIN)
		return STREAM_AGAIN;
	return shutdown(s->fd, SHUT_WR) == 0 ? STREAM_OK : STREAM_ERROR;
}

void
stream_want(struct stream *s, unsigned want)
{
	s->want = want;
	stream_wait(s, waits_for(s));
}

bool
stream_has_pending(const struct stream *s)
{
	return s->tls != NULL && tls_stream_has_pending(s->tls);
}

bool
stream_is_tls(const struct stream *s)
{
	return s->tls != NULL;
}

const char *
stream_tls_version(const struct stream *s)
{
	return s->tls != NULL ? tls_stream_version(s->tls) : NULL;
}

int
stream_fingerprint(const struct stream *s, char dst[STREAM_FINGERPRINT_LEN + 1])
{
	const unsigned char *md = s->tls != NULL ? tls_stream_fingerprint(s->tls) : NULL;

	if (md == NULL)
		return -1;
	for (size_t i = 0; i < STREAM_FINGERPRINT_LEN / 2; i++)
		(void)snprintf(dst + i * 2, 3, "%02x", md[i]);
	return 0;
}

bool
stream_is_flushed(const struct stream *s)
{
	struct tcp_info info = { .tcpi_unacked = 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(s->fd, IPPROTO_TCP, TCP_INFO, &info, &len) == -1)
		return true;
	return info.tcpi_unacked == 0 && info.tcpi_notsent_bytes == 0;
}
