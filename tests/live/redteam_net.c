/* The table of attempts on the network: what may be spoken to, and where one may listen. */
#include "config.h"

#include "redteam_attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/util.h"

static int
no_such_address(int fd, uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	int r;

	if (fd == -1)
		return errno;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	r = attempt_result(connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1);
	close(fd);
	return r == EINPROGRESS ? 0 : r;
}

static int
tcp_to(uint16_t port)
{
	return no_such_address(socket(AF_INET, SOCK_STREAM | SOCK_FLAGS, 0), port);
}

static int
udp_to(uint16_t port)
{
	return no_such_address(socket(AF_INET, SOCK_DGRAM | SOCK_FLAGS, 0), port);
}

static int
connect_ssh(void)
{
	return tcp_to(22);
}

static int
connect_smtp(void)
{
	return tcp_to(25);
}

static int
connect_link(void)
{
	return tcp_to(place.link_port);
}

static int
udp_dns(void)
{
	return udp_to(53);
}

static int
udp_other(void)
{
	return udp_to(9999);
}

static int
bind_to(uint16_t port, bool and_listen)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_FLAGS, 0), r;

	if (fd == -1)
		return errno;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	r = attempt_result(
		bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 || (and_listen && listen(fd, 1) == -1));
	close(fd);
	return r;
}

static int
bind_other(void)
{
	return bind_to(4444, false);
}

static int
bind_any(void)
{
	return bind_to(0, false);
}

static int
listen_offer(void)
{
	return bind_to(place.relay_port, true);
}

/* The kernel binds it then, to a port that Landlock is not asked about. */
static int
listen_unbound(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_FLAGS, 0), r;

	if (fd == -1)
		return errno;
	r = attempt_result(listen(fd, 1) == -1);
	close(fd);
	return r;
}

static int
reset_on_close(void)
{
	const struct linger now = { 1, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_FLAGS, 0), r;

	if (fd == -1)
		return errno;
	r = attempt_result(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)) == -1);
	close(fd);
	return r;
}

static int
unix_to(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_FLAGS, 0), r;

	if (fd == -1)
		return errno;
	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	r = attempt_result(connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1);
	close(fd);
	return r;
}

static int
unix_scanner(void)
{
	return unix_to(place.scanner);
}

static int
unix_journal(void)
{
	return unix_to("/run/systemd/journal/socket");
}

static int
unix_dgram(void)
{
	return attempt_result(socket(AF_UNIX, SOCK_DGRAM, 0) == -1);
}

static int
create_beside_scanner(void)
{
	char path[PATH_MAX + 8];

	(void)snprintf(path, sizeof(path), "%s/x", place.scan);
	return attempt_result(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) == -1);
}

static int
unix_socket(void)
{
	return attempt_result(socket(AF_UNIX, SOCK_STREAM, 0) == -1);
}

const struct attempt net_attempts[] = {
	KILLED("13.10", "AF_PACKET", SYS_socket, AF_PACKET, SOCK_RAW, 0),
	KILLED("13.10", "AF_NETLINK", SYS_socket, AF_NETLINK, SOCK_RAW, 0),
	KILLED("13.10", "AF_VSOCK", SYS_socket, AF_VSOCK, SOCK_STREAM, 0),
	KILLED("13.10", "AF_ALG", SYS_socket, AF_ALG, SOCK_SEQPACKET, 0),
	KILLED("13.10", "AF_BLUETOOTH", SYS_socket, AF_BLUETOOTH, SOCK_RAW, 0),
	KILLED("13.10", "raw IP", SYS_socket, AF_INET, SOCK_RAW, IPPROTO_ICMP),
	KILLED("13.10", "ping socket", SYS_socket, AF_INET, SOCK_DGRAM, IPPROTO_ICMP),
	KILLED("13.10", "MPTCP", SYS_socket, AF_INET, SOCK_STREAM, 262),
	KILLED("13.10", "MPTCP, IPv6", SYS_socket, AF_INET6, SOCK_STREAM, 262),
	KILLED("13.10", "SCTP", SYS_socket, AF_INET, SOCK_STREAM, IPPROTO_SCTP),
	KILLED("13.10", "domain plus 2^32", SYS_socket, AF_INET + (UINT64_C(1) << 32), SOCK_STREAM, 0),
	KILLED("13.10", "AF_UNIX plus 2^32", SYS_socket, AF_UNIX + (UINT64_C(1) << 32), SOCK_STREAM, 0),
	KILLED("13.10", "socketpair", SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, P(zeros)),
	KILLED("13.10", "sendmsg", SYS_sendmsg, 1, P(zeros), 0),
	KILLED("13.10", "recvmsg", SYS_recvmsg, 0, P(zeros), 0),

	{ .row = "13.11", .name = "AF_UNIX", .want = WANT_ERRNO, .code = EAFNOSUPPORT, .run = unix_socket },

	KILL("13.12", "bind port 4444", .round = IN_UNBOUND, .run = bind_other),
	{ .row = "13.12",
		.name = "bind port 4444, REHASH may bind",
		.want = WANT_ERRNO,
		.code = EACCES,
		.round = IN_BOUND,
		.run = bind_other },
	{ "13.12", "bind port 4444, from a source address", WANT_ERRNO, EACCES, 0, IN_SOURCE, bind_other, 0,
		{ 0 } },
	WORKS("13.12", "bind port 0, from a source address", .round = IN_SOURCE, .run = bind_any),
	KILL("13.12", "listen, from a source address", .round = IN_SOURCE, .call = SYS_listen,
		.arg = { 3, 1 }),
	{ .row = "13.12",
		.name = "listen",
		.want = WANT_KILL,
		.round = IN_UNBOUND,
		.call = SYS_listen,
		.arg = { 3, 1 } },

	{ .row = "13.13",
		.name = "connect to port 22",
		.want = WANT_ERRNO,
		.code = EACCES,
		.run = connect_ssh },
	{ .row = "13.13",
		.name = "connect to port 25",
		.want = WANT_ERRNO,
		.code = EACCES,
		.run = connect_smtp },
	WORKS("13.13", "connect to a link's port", .run = connect_link),
	KILL("13.13", "connect to a link's port, none is configured", .round = IN_SILENCE,
		.run = connect_link),

	/* The relay.  A taken-over process may listen where the kernel chooses; from outside a firewall says who gets there. */
	WORKS("relay", "listen on a port of the range", .round = IN_RELAY, .run = listen_offer),
	WORKS("relay", "SO_LINGER", .round = IN_RELAY, .run = reset_on_close),
	{ "relay", "bind port 4444", WANT_ERRNO, EACCES, 0, IN_RELAY, bind_other, 0, { 0 } },
	{ "relay", "bind port 0, listen-only", WANT_ERRNO, EACCES, 0, IN_RELAY, bind_any, 0, { 0 } },
	WORKS("relay", "listen without a port (a gap: Landlock has no right for it)", .round = IN_RELAY,
		.run = listen_unbound),
	KILL("relay", "connect to a high port, listen-only", .round = IN_RELAY, .run = connect_link),
	KILL("relay", "UDP, listen-only", .round = IN_RELAY, .run = udp_dns),
	KILL("relay", "SO_LINGER, no relay", .round = IN_UNBOUND, .run = reset_on_close),
	WORKS("relay", "connect to a high port, full", .round = IN_DIALS, .run = connect_link),
	WORKS("relay", "listen on a port of the range, full", .round = IN_DIALS, .run = listen_offer),
	WORKS("relay", "bind port 0, full", .round = IN_DIALS, .run = bind_any),
	{ "relay", "connect to port 22, full", WANT_ERRNO, EACCES, 0, IN_DIALS, connect_ssh, 0, { 0 } },
	{ "relay", "connect to port 25, full", WANT_ERRNO, EACCES, 0, IN_DIALS, connect_smtp, 0, { 0 } },
	{ "relay", "bind port 4444, full", WANT_ERRNO, EACCES, 0, IN_DIALS, bind_other, 0, { 0 } },
	KILL("relay", "UDP, full", .round = IN_DIALS, .run = udp_dns),
	WORKS("scan", "connect to the scanner", .round = IN_SCAN, .run = unix_scanner),
	{ "scan", "connect to another Unix socket", WANT_ERRNO, ENOENT, ENOENT, IN_SCAN, unix_journal, 0,
		{ 0 } },
	{ "scan", "a Unix socket of datagrams", WANT_ERRNO, EAFNOSUPPORT, 0, IN_SCAN, unix_dgram, 0, { 0 } },
	{ "scan", "create a file beside the scanner's socket", WANT_ERRNO, EROFS, EACCES, IN_SCAN,
		create_beside_scanner, 0, { 0 } },
	KILL("scan", "TCP, only a scanner to connect to", .round = IN_SCAN, .run = connect_link),

	KILL("13.14", "UDP to port 53, nobody to connect to", .round = IN_SILENCE, .run = udp_dns),
	WORKS("13.14", "UDP to port 53", .run = udp_dns),
	WORKS("13.14", "UDP to port 9999 (a gap until Landlock ABI 10)", .run = udp_other),
};
const size_t n_net_attempts = ARRAY_LEN(net_attempts);
