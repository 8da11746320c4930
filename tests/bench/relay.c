/*
 * What the machine can do: a relay with nothing of a server's duties.  It answers just enough for the load
 * generator, copies each line to every hearer's buffer and writes each buffer once per turn.  A point of
 * reference, no peer.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	CLIENT_MAX = 65536,
	CHANNEL_MAX = 64,
	EVENTS = 512,
	READ_MAX = 16384,
	LINE_MAX_BYTES = 512,
	NICK_SIZE = 16
};

struct client {
	int fd;
	bool open, shaken, dirty, wants_write;
	SSL *ssl;
	char nick[NICK_SIZE], in[LINE_MAX_BYTES];
	size_t in_len, out_len, out_cap;
	char *out;
	struct client *next_dirty, *next_nick;
};

struct channel {
	char name[32];
	struct client **member;
	size_t n, cap;
};

static int ep;
static struct client *clients[CLIENT_MAX]; /* by descriptor */
static struct client *by_nick[CLIENT_MAX], *dirty;
static struct channel channels[CHANNEL_MAX];

static size_t
nick_slot(const char *nick)
{
	size_t h = 5381;

	for (; *nick != '\0'; nick++)
		h = h * 33 + (unsigned char)*nick;
	return h % CLIENT_MAX;
}

static struct client *
nick_find(const char *nick)
{
	struct client *c = by_nick[nick_slot(nick)];

	while (c != NULL && strcmp(c->nick, nick) != 0)
		c = c->next_nick;
	return c;
}

static void
put(struct client *c, const char *p, size_t n)
{
	if (!c->open)
		return;
	if (c->out_cap - c->out_len < n) {
		c->out_cap = 2 * c->out_cap + n;
		c->out = realloc(c->out, c->out_cap);
		if (c->out == NULL)
			abort();
	}
	memcpy(c->out + c->out_len, p, n);
	c->out_len += n;
	if (!c->dirty) {
		c->dirty = true;
		c->next_dirty = dirty;
		dirty = c;
	}
}

static struct channel *
channel_find(const char *name)
{
	for (size_t i = 0; i < CHANNEL_MAX; i++) {
		struct channel *ch = &channels[i];

		if (ch->name[0] == '\0')
			(void)snprintf(ch->name, sizeof(ch->name), "%s", name);
		if (strcmp(ch->name, name) == 0)
			return ch;
	}
	return NULL;
}

static void
tell(const struct channel *ch, const struct client *but, const char *p, size_t n)
{
	for (size_t i = 0; i < ch->n; i++)
		if (ch->member[i] != but)
			put(ch->member[i], p, n);
}

static void
channel_add(struct channel *ch, struct client *c)
{
	if (ch->n == ch->cap) {
		ch->cap = 2 * ch->cap + 16;
		ch->member = realloc(ch->member, ch->cap * sizeof(struct client *));
		if (ch->member == NULL)
			abort();
	}
	ch->member[ch->n++] = c;
}

static void
channel_remove(struct channel *ch, const struct client *c)
{
	for (size_t i = 0; i < ch->n; i++)
		if (ch->member[i] == c)
			ch->member[i] = ch->member[--ch->n];
}

/* JOIN, PART and PRIVMSG are all ":nick!user@host line" to whoever hears it. */
static void
relay(struct client *c, const char *verb, char *target, const char *rest)
{
	char line[2 * LINE_MAX_BYTES];
	struct channel *ch = target[0] == '#' ? channel_find(target) : NULL;
	struct client *to = ch == NULL ? nick_find(target) : NULL;
	int n = snprintf(line, sizeof(line), ":%s!%s@127.0.0.1 %s %s%s%s\r\n", c->nick, c->nick, verb, target,
		*rest == '\0' ? "" : " ", rest);

	if (ch != NULL && verb[0] == 'J')
		channel_add(ch, c);
	if (ch != NULL)
		tell(ch, verb[1] == 'R' ? c : NULL, line, (size_t)n);
	else if (to != NULL)
		put(to, line, (size_t)n);
	if (ch != NULL && verb[0] == 'J') {
		n = snprintf(
			line, sizeof(line), ":relay 366 %s %s :End of /NAMES list.\r\n", c->nick, target);
		put(c, line, (size_t)n);
	}
	if (ch != NULL && verb[1] == 'A')
		channel_remove(ch, c);
}

static void
nick(struct client *c, const char *name)
{
	char line[128];
	size_t slot;
	int n;

	(void)snprintf(c->nick, sizeof(c->nick), "%s", name);
	slot = nick_slot(c->nick);
	c->next_nick = by_nick[slot];
	by_nick[slot] = c;
	n = snprintf(
		line, sizeof(line), ":relay 001 %s :Welcome\r\n:relay 422 %s :No MOTD\r\n", c->nick, c->nick);
	put(c, line, (size_t)n);
}

static void
handle(struct client *c, char *line)
{
	char *target = strchr(line, ' '), *rest;
	char pong[LINE_MAX_BYTES];

	if (target == NULL)
		return;
	*target++ = '\0';
	rest = strchr(target, ' ');
	if (rest == NULL)
		rest = target + strlen(target);
	else
		*rest++ = '\0';
	if (strcmp(line, "PRIVMSG") == 0 || strcmp(line, "JOIN") == 0 || strcmp(line, "PART") == 0) {
		relay(c, line, target, rest);
	} else if (strcmp(line, "NICK") == 0) {
		nick(c, target);
	} else if (strcmp(line, "PING") == 0) {
		int n = snprintf(pong, sizeof(pong), ":relay PONG relay %.200s\r\n", target);

		put(c, pong, (size_t)n);
	}
}

static void
client_close(struct client *c)
{
	struct client **at = &by_nick[nick_slot(c->nick)];

	for (size_t i = 0; i < CHANNEL_MAX; i++)
		channel_remove(&channels[i], c);
	while (*at != NULL && *at != c)
		at = &(*at)->next_nick;
	if (*at == c)
		*at = c->next_nick;
	c->open = false; /* freed when the turn is over, see flush_all() */
	if (!c->dirty) {
		c->dirty = true;
		c->next_dirty = dirty;
		dirty = c;
	}
}

static void
cut_lines(struct client *c, char *buf, size_t have)
{
	char *p = buf, *end = buf + have, *nl;

	while ((nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		*nl = '\0';
		if (nl > p && nl[-1] == '\r')
			nl[-1] = '\0';
		handle(c, p);
		p = nl + 1;
	}
	c->in_len = (size_t)(end - p) < sizeof(c->in) ? (size_t)(end - p) : 0;
	memcpy(c->in, p, c->in_len);
}

static void
readable(struct client *c)
{
	static char buf[LINE_MAX_BYTES + READ_MAX];
	size_t got = 0;
	ssize_t r;

	memcpy(buf, c->in, c->in_len);
	if (c->ssl == NULL) {
		r = recv(c->fd, buf + c->in_len, READ_MAX, 0);
		if (r > 0)
			cut_lines(c, buf, c->in_len + (size_t)r);
		else if (r == 0 || errno != EAGAIN)
			client_close(c);
		return;
	}
	if (!c->shaken) {
		int why = SSL_get_error(c->ssl, SSL_accept(c->ssl));

		ERR_clear_error();
		c->shaken = why == SSL_ERROR_NONE;
		if (!c->shaken && why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
			client_close(c);
	}
	while (c->shaken && SSL_read_ex(c->ssl, buf + c->in_len, READ_MAX, &got) == 1)
		cut_lines(c, buf, c->in_len + got);
	if (c->shaken && SSL_get_error(c->ssl, 0) != SSL_ERROR_WANT_READ)
		client_close(c);
	ERR_clear_error();
}

static void
flush(struct client *c)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
	size_t wrote = 0;
	ssize_t r;

	if (c->out_len == 0)
		return;
	if (c->ssl != NULL)
		(void)SSL_write_ex(c->ssl, c->out, c->out_len, &wrote);
	else if ((r = send(c->fd, c->out, c->out_len, MSG_NOSIGNAL)) > 0)
		wrote = (size_t)r;
	ERR_clear_error();
	if (wrote < c->out_len)
		memmove(c->out, c->out + wrote, c->out_len - wrote);
	c->out_len -= wrote;
	if (c->wants_write == (c->out_len > 0))
		return;
	c->wants_write = c->out_len > 0;
	ev.events |= c->wants_write ? EPOLLOUT : 0U;
	(void)epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
}

static void
flush_all(void)
{
	while (dirty != NULL) {
		struct client *c = dirty;

		dirty = c->next_dirty;
		c->dirty = false;
		if (c->open) {
			flush(c);
			continue;
		}
		clients[c->fd] = NULL;
		SSL_free(c->ssl);
		(void)close(c->fd);
		free(c->out);
		free(c);
	}
}

static int
listen_on(const char *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	struct epoll_event ev = { .events = EPOLLIN };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;

	at.sin_port = htons((in_port_t)strtoul(port, NULL, 10));
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)&at, sizeof(at)) == -1 || listen(fd, 1024) == -1) {
		perror("relay: listen");
		exit(1);
	}
	(void)epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
	return fd;
}

static void
accept_one(int listener, SSL_CTX *ctx)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct epoll_event ev = { .events = EPOLLIN };
	struct client *c;
	int one = 1;

	if (fd == -1 || fd >= CLIENT_MAX)
		return;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort();
	c->fd = fd;
	c->open = true;
	if (ctx != NULL && ((c->ssl = SSL_new(ctx)) == NULL || SSL_set_fd(c->ssl, fd) != 1))
		abort();
	clients[fd] = c;
	ev.data.ptr = c;
	(void)epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
}

static SSL_CTX *
tls_context(const char *certificate, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	if (ctx == NULL || SSL_CTX_use_certificate_chain_file(ctx, certificate) != 1 ||
		SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "relay: cannot use the certificate\n");
		exit(1);
	}
	SSL_CTX_set_mode(ctx,
		SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
			SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return ctx;
}

/* relay PORT [CERTIFICATE KEY]: one port, with TLS if there is a certificate. */
int
main(int argc, char **argv)
{
	static struct epoll_event events[EVENTS];
	struct rlimit rl;
	SSL_CTX *ctx;
	int listener;

	if (argc != 2 && argc != 4) {
		fprintf(stderr, "usage: relay PORT [CERTIFICATE KEY]\n");
		return 2;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &rl) == 0) {
		rl.rlim_cur = rl.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &rl);
	}
	ctx = argc == 4 ? tls_context(argv[2], argv[3]) : NULL;
	ep = epoll_create1(EPOLL_CLOEXEC);
	listener = listen_on(argv[1]);
	for (;;) {
		int n = epoll_wait(ep, events, EVENTS, -1);

		for (int i = 0; i < n; i++) {
			struct client *c = events[i].data.ptr;

			if (c == NULL)
				accept_one(listener, ctx);
			else if (c->open && (events[i].events & ~(uint32_t)EPOLLOUT) != 0)
				readable(c);
			if (c != NULL && c->open && (events[i].events & EPOLLOUT) != 0)
				flush(c);
		}
		flush_all();
	}
}
