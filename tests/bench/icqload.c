/*
 * Load for the gateway of ICQ, from loopback: many sessions of version 5 that do nothing, or datagrams of rubbish at a rate.
 *   icqload sessions PORT FIRST N PASSWORD SECONDS   logs in UINs FIRST.., prints "ready N", then only acknowledges and keeps alive
 *   icqload flood PORT PER_SECOND SECONDS            prints how many it could send
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "icq/icq_bytes.h"
#include "icq/udp_cmd.h"
#include "icq/udp_login.h"
#include "icq/udp_packet.h"

#define UNDER_WAY_MAX 64 /* logins that were not answered yet */
#define AGAIN_MS      2000
#define ALIVE_MS      60000
#define READY_MS      120000
#define FLOOD_BATCH   50

struct session {
	uint64_t sent_ms; /* the login, or the last keep-alive */
	uint16_t seq;
	bool is_asked, is_on;
};

struct load {
	int fd;
	uint32_t first, n, n_on, n_asked, next;
	const char *password;
	struct session *session;
};

static uint64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static uint32_t
number(const char *text)
{
	uint32_t n;

	if (view_to_u32(view_z(text), &n) == 0)
		return n;
	(void)fprintf(stderr, "icqload: %s is no number\n", text);
	exit(2);
}

static int
connect_to(uint32_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd == -1 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1) {
		perror("icqload");
		exit(1);
	}
	return fd;
}

static void
put(struct load *l, uint32_t i, struct udp_packet p)
{
	uint8_t bytes[512];
	struct view v;

	p.version = ICQ_V5;
	p.uin = l->first + i;
	p.session = 1000 + i;
	v = udp_packet_to_server(&p, i * 2654435761u, bytes, sizeof(bytes));
	(void)!send(l->fd, v.p, v.n, 0);
}

static void
log_in(struct load *l, uint32_t i)
{
	struct session *s = &l->session[i];
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	udp_login_put(&out, ICQ_V5, &(struct udp_login){ .password = view_z(l->password) });
	l->n_asked += s->is_asked ? 0 : 1;
	s->is_asked = true;
	s->sent_ms = now_ms();
	put(l, i,
		(struct udp_packet){ .cmd = UDP_C_LOGIN, .seq1 = 1, .seq2 = 1, .data = icq_out_view(&out) });
}

static void
hear(struct load *l, struct view bytes)
{
	struct udp_packet p = { .version = ICQ_V5 };
	uint32_t i;

	if (udp_packet_from_server(&p, bytes) != UDP_PACKET_OK || p.uin - l->first >= l->n ||
		p.cmd == UDP_ACK)
		return;
	i = p.uin - l->first;
	put(l, i, (struct udp_packet){ .cmd = UDP_ACK, .seq1 = p.seq1, .seq2 = p.seq2 });
	if (p.cmd != UDP_S_HELLO || l->session[i].is_on)
		return;
	l->session[i].is_on = true;
	l->session[i].seq = 2;
	l->n_on++;
	put(l, i, (struct udp_packet){ .cmd = UDP_C_CONTACTS, .seq1 = 2, .seq2 = 2, .data = VIEW("\0") });
}

/* What has come, or after 10 ms nothing. */
static void
listen_a_while(struct load *l)
{
	struct pollfd p = { .fd = l->fd, .events = POLLIN };
	char bytes[UDP_PACKET_MAX];
	ssize_t n;

	if (poll(&p, 1, 10) != 1)
		return;
	while ((n = recv(l->fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0)
		hear(l, view_of(bytes, (size_t)n));
}

static void
go_on(struct load *l, uint32_t i)
{
	struct session *s = &l->session[i];
	uint64_t now = now_ms();

	if (!s->is_asked)
		return;
	if (!s->is_on && now - s->sent_ms >= AGAIN_MS)
		log_in(l, i);
	if (s->is_on && now - s->sent_ms >= ALIVE_MS) {
		s->sent_ms = now;
		s->seq++;
		put(l, i,
			(struct udp_packet){ .cmd = UDP_C_KEEPALIVE, .seq1 = s->seq, .data = VIEW("live") });
	}
}

static int
sessions(char **argv)
{
	struct load l = { .fd = connect_to(number(argv[0])),
		.first = number(argv[1]),
		.n = number(argv[2]),
		.password = argv[3] };
	uint64_t begin = now_ms(), end = 0;

	l.session = calloc(l.n, sizeof(*l.session));
	if (l.session == NULL)
		return 1;
	while (end == 0 || now_ms() < end) {
		while (l.next < l.n && l.n_asked - l.n_on < UNDER_WAY_MAX)
			log_in(&l, l.next++);
		listen_a_while(&l);
		for (uint32_t i = 0; i < l.n; i++)
			go_on(&l, i);
		if (end == 0 && l.n_on == l.n) {
			(void)printf("ready %u\n", (unsigned)l.n);
			(void)fflush(stdout);
			end = now_ms() + (uint64_t)number(argv[4]) * 1000;
		}
		if (end == 0 && now_ms() - begin > READY_MS) {
			(void)printf("only %u of %u\n", (unsigned)l.n_on, (unsigned)l.n);
			free(l.session);
			return 1;
		}
	}
	free(l.session);
	return 0;
}

static int
flood(char **argv)
{
	int fd = connect_to(number(argv[0]));
	uint64_t rate = number(argv[1]), begin = now_ms(), end = begin + (uint64_t)number(argv[2]) * 1000,
		 sent = 0;
	uint8_t rubbish[60] = { 5 }; /* of a version, so that it is looked at; its check code is none */

	while (now_ms() < end) {
		uint64_t due = (now_ms() - begin) * rate / 1000;
		const struct timespec pause = { .tv_nsec = 1000000 };

		for (size_t i = 0; i < FLOOD_BATCH && sent < due; i++, sent++) {
			rubbish[10 + sent % 50] = (uint8_t)sent;
			(void)!send(fd, rubbish, sizeof(rubbish), MSG_DONTWAIT);
		}
		if (sent >= due)
			(void)nanosleep(&pause, NULL);
	}
	(void)printf("sent %llu\n", (unsigned long long)sent);
	(void)close(fd);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 7 && strcmp(argv[1], "sessions") == 0)
		return sessions(argv + 2);
	if (argc == 5 && strcmp(argv[1], "flood") == 0)
		return flood(argv + 2);
	(void)fprintf(stderr,
		"usage: icqload sessions PORT FIRST N PASSWORD SECONDS | icqload flood PORT PER_SECOND "
		"SECONDS\n");
	return 2;
}
