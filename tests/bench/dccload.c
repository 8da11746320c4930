/*
 * Transfers of files through a process in the middle: pairs of a sender and a receiver on loopback, who go as fast as they can.  The middle
 * is conclaved, and the pairs offer and accept by IRC; or it is a TCP proxy, which receivers connect to and which dials the senders.
 * Rows "name TAB metric TAB value".  Status 0 measured, 1 not, 2 misuse.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load_stats.h"

enum { PAIRS_MAX = 64, PIECE = 65536, LINE_MAX_BYTES = 2048, WAIT_MS = 15000 };

#define FILE_BYTES "1099511627776" /* more than any run passes */

struct side {
	int fd;	 /* of the transfer, -1 none yet */
	int irc; /* of IRC, -1 none */
	bool receives;
	uint32_t bytes; /* received, as acknowledgements count */
	char in[LINE_MAX_BYTES];
	size_t in_n;
};

struct load {
	pid_t pid;
	unsigned pairs, seconds, irc_port, front_port, back_port;
	const char *name;
	int listener, ep;
	uint64_t received;
	struct side side[2 * PAIRS_MAX]; /* senders, then receivers */
	char piece[PIECE];
};

static void
die(const char *what)
{
	fprintf(stderr, "dccload: %s: %s\n", what, errno != 0 ? strerror(errno) : "no");
	exit(1);
}

static struct sockaddr_in
at_port(unsigned port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((in_port_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int
dial(unsigned port)
{
	struct sockaddr_in to = at_port(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd == -1 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		die("connect");
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

static void
listen_for_middle(struct load *l)
{
	struct sockaddr_in at = at_port(l->back_port);
	socklen_t len = sizeof(at);
	int on = 1;

	l->listener = socket(AF_INET, SOCK_STREAM, 0);
	(void)setsockopt(l->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (l->listener == -1 || bind(l->listener, (struct sockaddr *)&at, len) == -1 ||
		listen(l->listener, PAIRS_MAX) == -1 ||
		getsockname(l->listener, (struct sockaddr *)&at, &len) == -1)
		die("listen");
	l->back_port = ntohs(at.sin_port);
}

static void
wait_for(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	errno = 0;
	if (poll(&p, 1, WAIT_MS) != 1)
		die("nothing comes");
}

/* --- IRC --- */

static void
say(const struct side *s, const char *text)
{
	if (send(s->irc, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text))
		die("IRC");
}

/* The next line, without its end; it dies at the next call. */
static const char *
hear(struct side *s)
{
	static char line[LINE_MAX_BYTES];
	char *end;
	ssize_t n;

	while ((end = memchr(s->in, '\n', s->in_n)) == NULL) {
		wait_for(s->irc);
		n = recv(s->irc, s->in + s->in_n, sizeof(s->in) - s->in_n, 0);
		if (n <= 0)
			die("IRC");
		s->in_n += (size_t)n;
	}
	*end = '\0';
	n = end + 1 - s->in;
	memcpy(line, s->in, (size_t)n);
	s->in_n -= (size_t)n;
	memmove(s->in, end + 1, s->in_n);
	return line;
}

/* The first line with this in it; what is said before is answered where it must be, and shown where it tells of trouble. */
static const char *
hear_until(struct side *s, const char *what)
{
	for (;;) {
		const char *line = hear(s);

		if (strstr(line, what) != NULL)
			return line;
		if (strncmp(line, "PING ", 5) == 0) {
			char pong[LINE_MAX_BYTES];

			(void)snprintf(pong, sizeof(pong), "PONG %.500s\r\n", line + 5);
			say(s, pong);
		}
		if (strstr(line, "ERROR") != NULL || strstr(line, "***") != NULL)
			fprintf(stderr, "dccload: %s\n", line);
	}
}

static void
join_irc(struct load *l, unsigned i)
{
	struct side *s = &l->side[i];
	char text[128];

	s->irc = dial(l->irc_port);
	(void)snprintf(text, sizeof(text), "NICK x%u\r\nUSER x 0 * :x\r\n", i);
	say(s, text);
	(void)hear_until(s, " 001 ");
}

/* From the offer to the receiver's connection. */
static void
offer(struct load *l, unsigned i)
{
	struct side *from = &l->side[i], *to = &l->side[l->pairs + i];
	char text[256];
	const char *line;
	unsigned port = 0;

	(void)snprintf(text, sizeof(text),
		"PRIVMSG x%u :\x01"
		"DCC SEND load.zip 2130706433 %u " FILE_BYTES "\x01\r\n",
		l->pairs + i, l->back_port);
	say(from, text);
	line = strstr(hear_until(to, "DCC SEND "), "DCC SEND ");
	if (sscanf(line, "DCC SEND %*s %*s %u", &port) != 1)
		die("the offer as it came");
	to->fd = dial(port);
}

/* --- bytes --- */

static void
watch(struct load *l, struct side *s, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.ptr = s };

	if (fcntl(s->fd, F_SETFL, O_NONBLOCK) == -1 || epoll_ctl(l->ep, EPOLL_CTL_ADD, s->fd, &ev) == -1)
		die("epoll");
}

static void
open_pairs(struct load *l)
{
	listen_for_middle(l);
	for (unsigned i = 0; l->irc_port != 0 && i < 2 * l->pairs; i++)
		join_irc(l, i);
	for (unsigned i = 0; i < l->pairs; i++) {
		struct side *from = &l->side[i], *to = &l->side[l->pairs + i];

		to->receives = true;
		if (l->irc_port != 0)
			offer(l, i);
		else
			to->fd = dial(l->front_port);
		wait_for(l->listener);
		from->fd = accept(l->listener, NULL, NULL);
		if (from->fd == -1)
			die("accept");
		watch(l, from, EPOLLIN | EPOLLOUT);
		watch(l, to, EPOLLIN);
	}
}

/* As irssi does, four bytes for each read. */
static void
receive(struct load *l, struct side *s)
{
	ssize_t n = recv(s->fd, NULL, PIECE, MSG_TRUNC);
	uint32_t count;

	if (n <= 0) {
		if (n == -1 && errno == EAGAIN)
			return;
		die("a receiver was left");
	}
	l->received += (uint64_t)n;
	s->bytes += (uint32_t)n;
	count = htonl(s->bytes);
	(void)!send(s->fd, &count, sizeof(count), MSG_NOSIGNAL);
}

static void
serve(struct load *l, struct side *s, uint32_t events)
{
	if (s->receives) {
		receive(l, s);
		return;
	}
	if ((events & EPOLLIN) != 0 && recv(s->fd, NULL, PIECE, MSG_TRUNC) == 0)
		die("a sender was left");
	if ((events & EPOLLOUT) != 0 && send(s->fd, l->piece, PIECE, MSG_NOSIGNAL) == -1 && errno != EAGAIN)
		die("send");
}

static volatile sig_atomic_t told_to_stop;

static void
on_term(int sig)
{
	(void)sig;
	told_to_stop = 1;
}

static void
run_for(struct load *l, uint64_t ns)
{
	uint64_t end = load_now_ns() + ns;
	struct epoll_event ev[64];

	while (load_now_ns() < end && told_to_stop == 0) {
		int n = epoll_wait(l->ep, ev, 64, 100);

		for (int i = 0; i < n; i++)
			serve(l, ev[i].data.ptr, ev[i].events);
	}
}

static void
measure(struct load *l)
{
	uint64_t cpu, wall, bytes;

	run_for(l, 500000000);
	if (l->received == 0)
		die("no byte came");
	puts("ready");
	fflush(stdout);
	cpu = load_cpu_ns(l->pid);
	wall = load_now_ns();
	bytes = l->received;
	run_for(l, l->seconds * 1000000000ULL);
	cpu = load_cpu_ns(l->pid) - cpu;
	wall = load_now_ns() - wall;
	bytes = l->received - bytes;
	load_row(l->name, "mb_per_cpu_s", (double)bytes * 1e3 / (double)cpu);
	load_row(l->name, "mb_per_s", (double)bytes * 1e3 / (double)wall);
}

static int
usage(void)
{
	fprintf(stderr,
		"usage: dccload -P PID [-n PAIRS] [-d SECONDS] (-i IRCPORT | -f FRONTPORT -b BACKPORT) NAME\n"
		"  -P  the process in the middle, whose CPU time is read   -n  transfers at a time (1)\n"
		"  -i  it is conclaved, its port   -f, -b  it is a proxy; where it listens, and where it "
		"dials\n"
		"Says \"ready\" when bytes run; then, after the time or SIGTERM, rows of NAME.\n");
	return 2;
}

/* 1..max, or 0 for anything else. */
static unsigned
number(const char *s, unsigned max)
{
	char *end;
	unsigned long v; /* allow long: strtoul's */

	errno = 0;
	v = strtoul(s, &end, 10);
	return errno != 0 || end == s || *end != '\0' || v > max ? 0 : (unsigned)v;
}

static bool
parse(struct load *l, int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "P:n:d:i:f:b:")) != -1) {
		switch (opt) {
		case 'P':
			l->pid = (pid_t)number(optarg, 1U << 30);
			break;
		case 'n':
			l->pairs = number(optarg, PAIRS_MAX);
			break;
		case 'd':
			l->seconds = number(optarg, 3600);
			break;
		case 'i':
			l->irc_port = number(optarg, 65535);
			break;
		case 'f':
			l->front_port = number(optarg, 65535);
			break;
		case 'b':
			l->back_port = number(optarg, 65535);
			break;
		default:
			return false;
		}
	}
	l->name = optind < argc ? argv[optind] : NULL;
	return l->pid != 0 && l->pairs != 0 && l->seconds != 0 && optind + 1 == argc &&
		(l->irc_port != 0) != (l->front_port != 0 && l->back_port != 0);
}

int
main(int argc, char **argv)
{
	static struct load l = { .pairs = 1, .seconds = 3 };

	if (!parse(&l, argc, argv))
		return usage();
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGTERM, on_term);
	l.ep = epoll_create1(0);
	if (l.ep == -1)
		die("epoll");
	open_pairs(&l);
	measure(&l);
	return 0;
}
