/*
 * Connections of the load generator: connect, TLS, registration, lines in and out.  One thread and one epoll
 * instance; lines are looked at only as far as the measurement needs, so that the generator costs less than
 * the server.
 */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <openssl/err.h>

#include "load_line.h"
#include "load_stats.h"

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

enum {
	EVENTS_PER_TURN = 512,
	READ_MAX = 65536,
	CARRY_MAX = 8704,  /* longest unfinished line that is kept */
	PER_ADDRESS = 100, /* clients per source address 127.a.b.c */
	IN_PROGRESS_MAX =
		10, /* not registered yet: ngircd listens with a backlog of 10, and more would be dropped */
};

static char read_buf[CARRY_MAX + READ_MAX];

void
load_init(struct load *l)
{
	l->ep = epoll_create1(EPOLL_CLOEXEC);
	if (l->ep == -1) {
		perror("epoll_create1");
		exit(2);
	}
	l->ctx = SSL_CTX_new(TLS_client_method());
	if (l->ctx == NULL) {
		fprintf(stderr, "ircload: no TLS context\n");
		exit(2);
	}
	SSL_CTX_set_mode(l->ctx,
		SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
			SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_verify(l->ctx, SSL_VERIFY_NONE, NULL);
	(void)SSL_CTX_set_session_cache_mode(l->ctx, SSL_SESS_CACHE_OFF);
}

void
load_release(struct load *l)
{
	for (size_t i = 0; i < l->n; i++) {
		load_close(l, l->client[i]);
		free(l->client[i]);
	}
	free(l->client);
	SSL_CTX_free(l->ctx);
	(void)close(l->ep);
}

void
load_nick(uint32_t id, char nick[16])
{
	(void)snprintf(nick, 16, "u%u", (unsigned)id);
}

static void
watch(struct load *l, struct load_client *c, bool write)
{
	struct epoll_event ev = { .events = (c->muted ? 0U : EPOLLIN) | (write ? EPOLLOUT : 0U),
		.data.ptr = c };

	c->wants_write = write;
	(void)epoll_ctl(l->ep, EPOLL_CTL_MOD, c->fd, &ev);
}

void
load_close(struct load *l, struct load_client *c)
{
	if (c->state == LOAD_DEAD)
		return;
	if (c->state < LOAD_READY)
		l->n_pending--;
	if (c->state == LOAD_READY)
		l->n_ready--;
	l->n_dead++;
	c->state = LOAD_DEAD;
	SSL_free(c->ssl);
	(void)close(c->fd);
	free(c->in);
	free(c->out);
	c->ssl = NULL;
	c->in = c->out = NULL;
	c->in_len = c->out_len = 0;
}

/* Says why once in a while only: ten thousand clients may be thrown out for the same reason. */
static void
lost_client(struct load *l, struct load_client *c, const char *why, size_t n)
{
	if (c->state != LOAD_RAW && l->n_dead < 5)
		fprintf(stderr, "ircload: %s: client u%u is gone: %.*s\n", l->name, (unsigned)c->id, (int)n,
			why);
	load_close(l, c);
}

static int
socket_from(uint32_t id)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	uint32_t host = 1 + id / PER_ADDRESS;
	int fd, one = 1;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1) {
		perror("socket");
		exit(2);
	}
	/* 127.0.x.y, y 1..200: many addresses, so that neither ports nor limits per address run out. */
	from.sin_addr.s_addr = htonl(0x7f000000U | (host / 200) << 8 | (1 + host % 200));
	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	(void)setsockopt(
		fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)); /* or our own writes are held back */
	if (bind(fd, (const struct sockaddr *)&from, sizeof(from)) == -1) {
		perror("bind");
		exit(2);
	}
	return fd;
}

static struct load_client *
client_new(struct load *l, enum load_state state, in_port_t port_be)
{
	struct load_client *c = calloc(1, sizeof(*c));
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
	struct sockaddr_in to = l->server;

	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 1024 : 2 * l->cap;
		l->client = realloc(l->client, l->cap * sizeof(struct load_client *));
	}
	if (c == NULL || l->client == NULL)
		abort();
	c->id = (uint32_t)l->n;
	c->state = state;
	c->wants_write = true;
	c->fd = socket_from(c->id);
	l->client[l->n++] = c;
	to.sin_port = port_be;
	if (connect(c->fd, (const struct sockaddr *)&to, sizeof(to)) == -1 && errno != EINPROGRESS) {
		perror("connect");
		exit(2);
	}
	(void)epoll_ctl(l->ep, EPOLL_CTL_ADD, c->fd, &ev);
	return c;
}

struct load_client *
load_connect(struct load *l)
{
	struct load_client *c = client_new(l, LOAD_CONNECTING, l->server.sin_port);

	l->n_pending++;
	return c;
}

struct load_client *
load_connect_raw(struct load *l, in_port_t port_be)
{
	return client_new(l, LOAD_RAW, port_be);
}

/* Bytes the transport took, 0 if it takes none now, -1 if the connection is over. */
static ssize_t
transport_write(struct load_client *c, const char *p, size_t n)
{
	size_t wrote = 0;
	ssize_t r;

	if (c->ssl != NULL) {
		if (SSL_write_ex(c->ssl, p, n, &wrote) == 1)
			return (ssize_t)wrote;
		r = SSL_get_error(c->ssl, 0);
		ERR_clear_error();
		return r == SSL_ERROR_WANT_WRITE || r == SSL_ERROR_WANT_READ ? 0 : -1;
	}
	r = send(c->fd, p, n, MSG_NOSIGNAL);
	if (r == -1 && (errno == EAGAIN || errno == ENOTCONN))
		return 0;
	return r;
}

static ssize_t
transport_read(struct load_client *c, char *p, size_t n)
{
	size_t got = 0;
	ssize_t r;

	if (c->ssl != NULL) {
		if (SSL_read_ex(c->ssl, p, n, &got) == 1)
			return (ssize_t)got;
		r = SSL_get_error(c->ssl, 0);
		ERR_clear_error();
		return r == SSL_ERROR_WANT_READ || r == SSL_ERROR_WANT_WRITE ? -1 : 0;
	}
	r = recv(c->fd, p, n, 0);
	return r == -1 && errno != EAGAIN ? 0 : r;
}

static void
flush(struct load *l, struct load_client *c)
{
	size_t sent = 0;
	ssize_t r = 1;

	while (sent < c->out_len && r > 0) {
		r = transport_write(c, c->out + sent, c->out_len - sent);
		if (r > 0)
			sent += (size_t)r;
	}
	if (sent > 0)
		memmove(c->out, c->out + sent, c->out_len - sent);
	c->out_len -= sent;
	if (r == -1)
		lost_client(l, c, "write failed", 12);
	else if ((c->out_len > 0) != c->wants_write)
		watch(l, c, c->out_len > 0);
}

void
load_send(struct load *l, struct load_client *c, const char *p, size_t n)
{
	if (c->state == LOAD_DEAD)
		return;
	if (n > c->out_cap - c->out_len) {
		c->out_cap = c->out_len + n + 512;
		c->out = realloc(c->out, c->out_cap);
		if (c->out == NULL)
			abort();
	}
	memcpy(c->out + c->out_len, p, n);
	c->out_len += n;
	flush(l, c);
}

void
load_sendf(struct load *l, struct load_client *c, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof(line))
		load_send(l, c, line, (size_t)n);
}

static void
take_line(struct load *l, struct load_client *c, const char *p, size_t n, uint64_t now_ns)
{
	struct load_line line;

	load_line_parse(&line, p, n);
	switch (line.kind) {
	case LINE_PRIVMSG:
		if (l->on_message != NULL)
			l->on_message(l, c, line.text, line.text_len, now_ns);
		break;
	case LINE_PING:
		load_sendf(l, c, "PONG %.*s\r\n", (int)line.text_len, line.text);
		break;
	case LINE_PONG:
		l->n_pongs++;
		break;
	case LINE_MOTD_END:
		if (c->state == LOAD_REGISTERING) {
			c->state = LOAD_READY;
			l->n_pending--;
			l->n_ready++;
		}
		break;
	case LINE_NAMES_END:
		l->n_joined++;
		break;
	case LINE_PART:
		l->n_parted++;
		break;
	case LINE_ERROR:
		lost_client(l, c, p, n);
		break;
	case LINE_OTHER:
		break;
	}
}

/* Cuts what was read, together with the unfinished line of the last time, into lines. */
static void
take_bytes(struct load *l, struct load_client *c, size_t have)
{
	uint64_t now_ns = load_now_ns();
	const char *p = read_buf, *end = read_buf + have, *nl;

	while (c->state != LOAD_DEAD && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		size_t n = (size_t)(nl - p);

		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n > 0)
			take_line(l, c, p, n, now_ns);
		p = nl + 1;
	}
	if (c->state == LOAD_DEAD)
		return;
	c->in_len = (size_t)(end - p) < CARRY_MAX ? (size_t)(end - p) : 0;
	if (c->in_len > 0) {
		if (c->in == NULL)
			c->in = malloc(CARRY_MAX);
		if (c->in == NULL)
			abort();
		memcpy(c->in, p, c->in_len);
	} else {
		free(c->in);
		c->in = NULL;
	}
}

static void
readable(struct load *l, struct load_client *c)
{
	do {
		ssize_t got;

		if (c->in_len > 0)
			memcpy(read_buf, c->in, c->in_len);
		got = transport_read(c, read_buf + c->in_len, READ_MAX);
		if (got == 0)
			lost_client(l, c, "closed by the server", 20);
		if (got <= 0)
			return;
		if (c->state == LOAD_RAW)
			return;
		take_bytes(l, c, c->in_len + (size_t)got);
	} while (c->state != LOAD_DEAD && c->ssl != NULL); /* TLS hands out a record at a time */
}

static void
say_hello(struct load *l, struct load_client *c)
{
	char nick[16];

	c->state = LOAD_REGISTERING;
	load_nick(c->id, nick);
	load_sendf(l, c, "NICK %s\r\nUSER %s 0 * :load\r\n", nick, nick);
}

static void
handshake(struct load *l, struct load_client *c)
{
	int r = SSL_connect(c->ssl), why;

	if (r == 1) {
		say_hello(l, c);
		return;
	}
	why = SSL_get_error(c->ssl, r);
	ERR_clear_error();
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		watch(l, c, why == SSL_ERROR_WANT_WRITE);
	else
		lost_client(l, c, "TLS handshake failed", 20);
}

static void
connected(struct load *l, struct load_client *c)
{
	int error = 0;
	socklen_t len = sizeof(error);

	(void)getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len);
	if (error != 0) {
		lost_client(l, c, "connection refused", 18);
		return;
	}
	if (!l->tls) {
		say_hello(l, c);
		return;
	}
	c->ssl = SSL_new(l->ctx);
	if (c->ssl == NULL || SSL_set_fd(c->ssl, c->fd) != 1)
		abort();
	c->state = LOAD_HANDSHAKE;
	handshake(l, c);
}

static void
ready(struct load *l, struct load_client *c, uint32_t events)
{
	if (c->state == LOAD_CONNECTING && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0)
		connected(l, c);
	else if (c->state == LOAD_HANDSHAKE)
		handshake(l, c);
	if (c->state < LOAD_REGISTERING || c->state == LOAD_DEAD)
		return;
	if ((events & EPOLLOUT) != 0)
		flush(l, c);
	if (c->state != LOAD_DEAD && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0 && !c->muted)
		readable(l, c);
}

void
load_turn(struct load *l, uint64_t wait_ns)
{
	static struct epoll_event events[EVENTS_PER_TURN];
	struct timespec ts = { .tv_sec = (time_t)(wait_ns / 1000000000U),
		.tv_nsec = (long)(wait_ns % 1000000000U) };
	int n = epoll_pwait2(l->ep, events, EVENTS_PER_TURN, &ts, NULL);

	for (int i = 0; i < n; i++) {
		struct load_client *c = events[i].data.ptr;

		if (c->state != LOAD_DEAD)
			ready(l, c, events[i].events);
	}
}

bool
load_until(struct load *l, load_done_fn *done, const void *arg, unsigned seconds)
{
	uint64_t end = load_now_ns() + seconds * 1000000000ULL;

	while (!done(l, arg)) {
		if (load_now_ns() >= end) {
			fprintf(stderr,
				"ircload: %s: not done after %u s: %zu clients, %zu registered, %zu gone, "
				"%zu names, %zu parts\n",
				l->name, seconds, l->n, l->n_ready, l->n_dead, l->n_joined, l->n_parted);
			l->failed = true;
			return false;
		}
		load_turn(l, 20000000U);
	}
	return true;
}

static bool
room_for_more(const struct load *l, const void *total)
{
	return l->n_pending < l->in_progress_max || l->n >= *(const size_t *)total;
}

static bool
none_pending(const struct load *l, const void *unused)
{
	(void)unused;
	return l->n_pending == 0;
}

bool
load_grow(struct load *l, size_t total, unsigned seconds)
{
	uint64_t end = load_now_ns() + seconds * 1000000000ULL;

	while (l->n < total && load_now_ns() < end) {
		(void)load_connect(l);
		while (!room_for_more(l, &total) && load_now_ns() < end)
			load_turn(l, 20000000U);
	}
	if (!load_until(l, none_pending, NULL, 60))
		return false;
	if (l->n_ready < total) {
		fprintf(stderr, "ircload: %s: %zu of %zu clients could register\n", l->name, l->n_ready,
			total);
		l->failed = true;
	}
	return l->n_ready >= total;
}

static bool
joined_enough(const struct load *l, const void *want)
{
	return l->n_joined >= *(const size_t *)want;
}

bool
load_join(struct load *l, size_t first, size_t n, const char *channel)
{
	for (size_t i = first; i < first + n; i++) {
		size_t want = l->n_joined + 1;

		load_sendf(l, l->client[i], "JOIN #%s\r\n", channel);
		if (!load_until(l, joined_enough, &want, 10))
			return false;
	}
	return true;
}

static bool
ponged_enough(const struct load *l, const void *want)
{
	return l->n_pongs + l->n_dead >= *(const size_t *)want;
}

bool
load_barrier(struct load *l, size_t n_clients)
{
	size_t want = l->n_pongs + l->n_dead;

	for (size_t i = 0; i < n_clients; i++) {
		if (l->client[i]->state != LOAD_READY || l->client[i]->muted)
			continue;
		load_sendf(l, l->client[i], "PING x\r\n");
		want++;
		if (i % 64 == 63 && !load_until(l, ponged_enough, &want, 20))
			return false;
	}
	return load_until(l, ponged_enough, &want, 30);
}
