/*
 * Measures links between servers.
 *   linkload burst PORT PID USERS CHANNELS   plays a server that links and tells of so many
 *   linkload chain PORT PORT COUNT           one-way latency of messages between users of the servers at these ports
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "load_stats.h"

enum { MEMBERS = 20, LINE_BYTES = 1024, IN_BYTES = 65536, OUT_BYTES = 1 << 25, TIMEOUT_S = 120 };

struct peer {
	int fd;
	char in[IN_BYTES];
	size_t n;
	char *out;
	size_t n_out;
};

static void
die(const char *what)
{
	(void)fprintf(
		stderr, "linkload: %s: %s\n", what, errno != 0 ? strerror(errno) : "not as it should be");
	exit(1);
}

static struct peer *
dial(const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((in_port_t)strtoul(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval limit = { .tv_sec = TIMEOUT_S };
	struct peer *p = calloc(1, sizeof(*p));
	int one = 1;

	if (p == NULL || (p->out = malloc(OUT_BYTES)) == NULL)
		die("memory");
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (p->fd == -1 || connect(p->fd, (const struct sockaddr *)&to, sizeof(to)) == -1)
		die("connect");
	if (setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == -1 ||
		setsockopt(p->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) == -1)
		die("setsockopt");
	return p;
}

static void
hang_up(struct peer *p)
{
	(void)close(p->fd);
	free(p->out);
	free(p);
}

static void
flush(struct peer *p)
{
	size_t done = 0;

	while (done < p->n_out) {
		ssize_t n = send(p->fd, p->out + done, p->n_out - done, MSG_NOSIGNAL);

		if (n <= 0)
			die("send");
		done += (size_t)n;
	}
	p->n_out = 0;
}

/* A line, sent at the next flush(). */
static void __attribute__((format(printf, 2, 3))) put(struct peer *p, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (OUT_BYTES - p->n_out < LINE_BYTES)
		flush(p);
	va_start(ap, fmt);
	n = vsnprintf(p->out + p->n_out, LINE_BYTES - 2, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= LINE_BYTES - 2)
		die("a line");
	memcpy(p->out + p->n_out + n, "\r\n", 2);
	p->n_out += (size_t)n + 2;
}

/* The next line, NUL-terminated in `line`. */
static void
hear(struct peer *p, char line[LINE_BYTES])
{
	char *end;

	while ((end = memchr(p->in, '\n', p->n)) == NULL) {
		ssize_t n = p->n < IN_BYTES ? recv(p->fd, p->in + p->n, IN_BYTES - p->n, 0) : -1;

		if (n <= 0)
			die("nothing more is heard");
		p->n += (size_t)n;
	}
	(void)snprintf(line, LINE_BYTES, "%.*s", (int)(end - p->in), p->in);
	line[strcspn(line, "\r")] = '\0';
	p->n -= (size_t)(end + 1 - p->in);
	memmove(p->in, end + 1, p->n);
}

/* Until a line has that in it; PINGs are answered. */
static void
hear_until(struct peer *p, const char *what, char line[LINE_BYTES])
{
	do {
		hear(p, line);
		if (strncmp(line, "PING ", 5) == 0) {
			put(p, "PONG %s", line + 5);
			flush(p);
		}
		if (strncmp(line, "ERROR", 5) == 0) {
			(void)fprintf(stderr, "linkload: %s\n", line);
			exit(1);
		}
	} while (strstr(line, what) == NULL);
}

/* As the server counts: a letter and five letters or digits. */
static const char *
uid(unsigned n, char dst[16])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char text[7];

	for (size_t i = 6; i-- > 0; n /= 36)
		text[i] = digits[n % 36];
	text[6] = '\0';
	(void)snprintf(dst, 16, "9LD%s", text);
	return dst;
}

static void
greet(struct peer *p)
{
	char line[LINE_BYTES];

	put(p, "PASS linkpw TS 6 :9LD");
	put(p,
		"CAPAB :BAN CHW CLUSTER EBMASK ENCAP EOPMOD EUID EX IE KLN KNOCK MLOCK QS REMOVE RSFNC "
		"RSFNCF SAVE "
		"SERVICES TB UNKLN");
	put(p, "SERVER load.test 1 :load");
	flush(p);
	hear_until(p, "SVINFO", line);
	put(p, "SVINFO 6 6 0 :%lld", (long long)time(NULL)); /* allow long: of time_t */
}

static void
put_users(struct peer *p, unsigned n, long long ts) /* allow long: of time_t */
{
	char id[16];

	for (unsigned i = 0; i < n; i++) {
		unsigned a = i >> 16, b = (i >> 8) & 255, c = i & 255;

		put(p,
			":9LD EUID u%u 1 %lld +i ~user%u h%u.isp.example 10.%u.%u.%u %s * * "
			":Somebody %u",
			i, ts, i % 1000, i, a, b, c, uid(i, id), i);
	}
}

static void
put_channels(struct peer *p, unsigned n, unsigned n_users, long long ts) /* allow long: of time_t */
{
	char id[16], members[MEMBERS * 12];

	for (unsigned i = 0; i < n; i++) {
		size_t len = 0;

		for (unsigned k = 0; k < MEMBERS; k++)
			len += (size_t)snprintf(members + len, sizeof(members) - len, "%s%s%s",
				k == 0 ? "" : " ", k == 0 ? "@" : "",
				uid((i * MEMBERS + k * (n_users / MEMBERS)) % n_users, id));
		put(p, ":9LD SJOIN %lld #channel%u +nt :%s", ts, i, members);
		put(p, ":9LD EBMASK %lld #channel%u b :*!*@h%u.evil.example %lld u%u!~u@h", ts, i, i, ts, i);
		put(p, ":9LD TB #channel%u %lld u%u!~u@h :The topic of channel %u", i, ts, i, i);
	}
}

/* The answer to a PING behind all that says that all was taken. */
static void
burst(char **arg)
{
	struct peer *p = dial(arg[0]);
	pid_t pid = (pid_t)strtoul(arg[1], NULL, 10);
	unsigned users = (unsigned)strtoul(arg[2], NULL, 10), channels = (unsigned)strtoul(arg[3], NULL, 10);
	uint64_t cpu, rss, wall;
	char line[LINE_BYTES];

	greet(p);
	flush(p);
	cpu = load_cpu_ns(pid);
	rss = load_rss_bytes(pid);
	wall = load_now_ns();
	put_users(p, users, (long long)time(NULL) - 1000);	       /* allow long: of time_t */
	put_channels(p, channels, users, (long long)time(NULL) - 900); /* allow long: of time_t */
	put(p, ":9LD PING load.test");
	flush(p);
	hear_until(p, "PONG", line);
	cpu = load_cpu_ns(pid) - cpu;
	load_row("burst", "users_per_cpu_s", users * 1e9 / (double)cpu);
	load_row("burst", "cpu_ms", (double)cpu / 1e6);
	load_row("burst", "wall_ms", (double)(load_now_ns() - wall) / 1e6);
	load_row("burst", "bytes_per_user", (double)(load_rss_bytes(pid) - rss) / users);
	hang_up(p);
}

static struct peer *
join(const char *port, const char *nick)
{
	struct peer *p = dial(port);
	char line[LINE_BYTES];

	put(p, "NICK %s", nick);
	put(p, "USER %s 0 * :%s", nick, nick);
	flush(p);
	hear_until(p, " 001 ", line);
	put(p, "JOIN #chain");
	put(p, "PING :joined");
	flush(p);
	hear_until(p, "joined", line);
	return p;
}

/* The servers may still be linking: they are one when a message comes. */
static void
meet(struct peer *a, struct peer *b)
{
	static const struct timeval soon = { .tv_usec = 100000 };
	char line[LINE_BYTES];

	for (unsigned i = 0; i < TIMEOUT_S * 10; i++) {
		put(a, "PRIVMSG listener :hello");
		flush(a);
		if (setsockopt(b->fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon)) == -1)
			die("setsockopt");
		if (recv(b->fd, line, sizeof(line), MSG_PEEK) <= 0)
			continue;
		hear(b, line);
		if (strstr(line, ":hello") != NULL)
			return;
	}
	die("the servers are not linked");
}

static void
chain(char **arg)
{
	static const struct timeval patient = { .tv_sec = 10 };
	static struct load_hist hist;
	struct peer *a = join(arg[0], "speaker"), *b = join(arg[1], "listener");
	unsigned count = (unsigned)strtoul(arg[2], NULL, 10);
	char line[LINE_BYTES], mark[32];

	meet(a, b);
	if (setsockopt(b->fd, SOL_SOCKET, SO_RCVTIMEO, &patient, sizeof(patient)) == -1)
		die("setsockopt");
	for (unsigned i = 0; i < count; i++) {
		uint64_t start;

		(void)snprintf(mark, sizeof(mark), ":m%u", i);
		put(a, "PRIVMSG #chain %s", mark);
		start = load_now_ns();
		flush(a);
		hear_until(b, mark, line);
		load_hist_add(&hist, load_now_ns() - start);
	}
	load_row("chain", "p50_us", (double)load_hist_quantile(&hist, 500) / 1e3);
	load_row("chain", "p99_us", (double)load_hist_quantile(&hist, 990) / 1e3);
	hang_up(a);
	hang_up(b);
}

int
main(int argc, char **argv)
{
	if (argc == 6 && strcmp(argv[1], "burst") == 0) {
		burst(argv + 2);
	} else if (argc == 5 && strcmp(argv[1], "chain") == 0) {
		chain(argv + 2);
	} else {
		(void)fprintf(stderr,
			"usage: linkload burst PORT PID USERS CHANNELS\n"
			"       linkload chain PORT PORT COUNT\n");
		return 2;
	}
	return 0;
}
