#include "tests/unit/relay/relay_sock.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/loop.h"
#include "net/addr.h"
#include "relay/relay_address.h"

#define SETTLE_TURNS 8
#define WAIT_TURNS   200
#define WAIT_MS	     10

static struct addr
addr_at(const char *host, uint16_t port)
{
	struct peer_addr p;
	struct addr a;

	cr_assert_eq(peer_addr_parse(view_z(host), &p), 0, "%s", host);
	p.port = port;
	relay_address_of_peer(&p, 0, &a);
	return a;
}

static int
make(const struct addr *at)
{
	int fd = socket(at->u.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_neq(fd, -1, "socket: %s", strerror(errno));
	/* Thousands of them are in TIME_WAIT, and one of the relay's ports may be theirs. */
	cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)), 0);
	cr_assert_eq(bind(fd, &at->u.sa, at->len), 0, "bind: %s", strerror(errno));
	return fd;
}

static int
unblock(int fd)
{
	cr_assert_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

int
sock_connect(const char *from, const char *to, uint16_t port)
{
	struct addr source = addr_at(from, 0), target = addr_at(to, port);
	int fd = make(&source);

	if (connect(fd, &target.u.sa, target.len) == 0)
		return unblock(fd);
	(void)close(fd);
	return -1;
}

/* Those of services, and of the relay itself. */
static bool
is_denied(uint16_t port)
{
	return port < 10000 || port == 11211 || port == 27017 || (port >= 50000 && port < 50500);
}

int
sock_listen(const char *at, uint16_t *port)
{
	for (;;) {
		struct addr a = addr_at(at, 0);
		int fd = make(&a);

		cr_assert_eq(getsockname(fd, &a.u.sa, &a.len), 0);
		*port = relay_address_port(&a);
		if (!is_denied(*port) && listen(fd, 8) == 0)
			return unblock(fd);
		(void)close(fd);
	}
}

int
sock_accept(int listener)
{
	return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

enum sock_state
sock_state(int fd)
{
	char byte;
	ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	if (n == 1)
		return SOCK_DATA;
	if (n == 0)
		return SOCK_ENDED;
	return errno == EAGAIN ? SOCK_OPEN : SOCK_RESET;
}

static void
turn(struct loop *loop, uint64_t ms)
{
	struct err e;

	cr_assert_eq(loop_turn(loop, ms, &e), 0, "%s", e.text);
}

enum sock_state
sock_wait(struct loop *loop, int fd)
{
	enum sock_state state = sock_state(fd); /* a reset is told once */

	for (int i = 0; i < WAIT_TURNS && state == SOCK_OPEN; i++) {
		turn(loop, WAIT_MS);
		state = sock_state(fd);
	}
	return state;
}

int
sock_wait_accept(struct loop *loop, int listener)
{
	int fd = sock_accept(listener);

	for (int i = 0; i < WAIT_TURNS && fd == -1; i++) {
		turn(loop, WAIT_MS);
		fd = sock_accept(listener);
	}
	return fd;
}

void
sock_settle(struct loop *loop)
{
	for (int i = 0; i < SETTLE_TURNS; i++)
		turn(loop, 0);
}

unsigned
sock_count_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	cr_assert_not_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n;
}
