#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/util.h"
#include "net/listener.h"
#include "tests/unit/net/net_rig.h"

static const struct listener_conf tcp_conf = { .backlog = 100, .unix_mode = 0700 };

/* NULL with *e. */
static struct listener *
open_at(const char *text, struct err *e)
{
	struct listener_conf conf = tcp_conf;

	cr_assert_eq(addr_parse(view_z(text), &conf.at, e), 0, "%s", e->text);
	return listener_new(&conf, e);
}

/* Listening and started. */
static struct listener *
start_at(struct rig *r, const char *text)
{
	struct err e = { .text = "" };
	struct listener *l = open_at(text, &e);

	cr_assert_not_null(l, "%s", e.text);
	cr_assert_eq(listener_start(l, r->net, &e), 0);
	return l;
}

static int
dial(const struct addr *to)
{
	int fd = socket(to->u.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_neq(fd, -1);
	cr_assert_eq(connect(fd, &to->u.sa, to->len), 0);
	return fd;
}

static void
expect_closed(int fd)
{
	char c;
	ssize_t n = read(fd, &c, 1);

	cr_expect(n <= 0, "still open");
	(void)close(fd);
}

Test(listener, takes_connections_on_ipv4_with_both_back_ends)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct rig *r = rig_new(backends[i], true, &rig_conf);
		struct listener *l = start_at(r, "127.0.0.1:0");
		int fd = dial(listener_addr(l));
		const struct rig_conn *rc = rig_wait_conn(r, 0);
		char host[INET6_ADDRSTRLEN + 1];

		cr_expect_str_eq(peer_addr_host(conn_peer(rc->c), host, sizeof(host)), "127.0.0.1");
		cr_expect_eq(conn_local_port(rc->c), ntohs(listener_addr(l)->u.in.sin_port));
		cr_expect_neq(conn_local_port(rc->c), 0);
		cr_expect_eq(net_stats(r->net).accepted, 1);
		(void)close(fd);
		listener_free(l);
		rig_free(r);
	}
}

Test(listener, a_star_takes_both_families_and_shows_ipv4_as_such)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener *l = start_at(r, "*:0");
	struct addr to4 = { .len = sizeof(struct sockaddr_in) }, to6 = *listener_addr(l);
	int fd4, fd6;

	to4.u.in.sin_family = AF_INET;
	to4.u.in.sin_port = listener_addr(l)->u.in6.sin6_port;
	to4.u.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to6.u.in6.sin6_addr = in6addr_loopback;
	fd4 = dial(&to4);
	cr_expect_eq(conn_peer(rig_wait_conn(r, 0)->c)->family, AF_INET);
	fd6 = dial(&to6);
	cr_expect_eq(conn_peer(rig_wait_conn(r, 1)->c)->family, AF_INET6);
	(void)close(fd4);
	(void)close(fd6);
	listener_free(l);
	rig_free(r);
}

/* The owner's opened() has been called; where the peer has dialled is asked of the connection. */
static void
expect_local(const struct rig_conn *rc, const char *text)
{
	struct addr local;
	char got[ADDR_TEXT_MAX], want[ADDR_TEXT_MAX];

	cr_assert_eq(conn_local(rc->c, &local), 0);
	(void)snprintf(want, sizeof(want), "%s:%u", text, (unsigned)conn_local_port(rc->c));
	cr_expect_str_eq(addr_format(&local, got), want);
}

Test(listener, a_connection_knows_which_address_was_dialled)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener *l = start_at(r, "*:0");
	struct addr to = { .len = sizeof(struct sockaddr_in) }, to6 = *listener_addr(l);
	struct conn_mem *end;
	int fd4, fd6;

	to.u.in.sin_family = AF_INET;
	to.u.in.sin_port = listener_addr(l)->u.in6.sin6_port;
	to.u.in.sin_addr.s_addr = htonl(0x7f000003);
	to6.u.in6.sin6_addr = in6addr_loopback;
	fd4 = dial(&to);
	expect_local(rig_wait_conn(r, 0), "127.0.0.3");
	fd6 = dial(&to6);
	expect_local(rig_wait_conn(r, 1), "[::1]");
	cr_expect_eq(conn_local(rig_mem(r, &end)->c, &to), -1);
	(void)close(fd4);
	(void)close(fd6);
	listener_free(l);
	rig_free(r);
	conn_mem_free(end);
}

Test(listener, an_ipv6_address_leaves_ipv4_to_others)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener *l = start_at(r, "[::1]:0");
	int v6only = 0, fd = dial(listener_addr(l));
	socklen_t len = sizeof(v6only);

	cr_expect_eq(conn_peer(rig_wait_conn(r, 0)->c)->family, AF_INET6);
	cr_expect_eq(getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, &len), 0);
	(void)close(fd);
	listener_free(l);
	rig_free(r);
}

/* The descriptor of the only established connection of this process on `port` that is not `not_fd`. */
static int
accepted_fd(uint16_t port, int not_fd)
{
	for (int fd = 3; fd < 200; fd++) {
		struct sockaddr_in in;
		socklen_t len = sizeof(in);

		if (fd != not_fd && getpeername(fd, (struct sockaddr *)&in, &len) == 0 &&
			(len = sizeof(in)) != 0 && getsockname(fd, (struct sockaddr *)&in, &len) == 0 &&
			ntohs(in.sin_port) == port)
			return fd;
	}
	return -1;
}

Test(listener, what_it_accepts_sends_without_delay_and_does_not_block)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener *l = start_at(r, "127.0.0.1:0");
	int fd = dial(listener_addr(l)), served, on = 0;
	socklen_t len = sizeof(on);

	(void)rig_wait_conn(r, 0);
	served = accepted_fd(ntohs(listener_addr(l)->u.in.sin_port), fd);
	cr_assert_neq(served, -1);
	cr_expect_eq(getsockopt(served, IPPROTO_TCP, TCP_NODELAY, &on, &len), 0);
	cr_expect_eq(on, 1);
	cr_expect_eq(fcntl(served, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	cr_expect_eq(fcntl(served, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	(void)close(fd);
	listener_free(l);
	rig_free(r);
}

Test(listener, a_turn_accepts_as_many_as_the_budget_says)
{
	struct net_conf conf = rig_conf;
	struct rig *r;
	struct listener *l;
	int fd[5];

	conf.accepts_per_turn = 2;
	r = rig_new(LOOP_BACKEND_BEST, true, &conf);
	l = start_at(r, "127.0.0.1:0");
	for (size_t i = 0; i < 5; i++)
		fd[i] = dial(listener_addr(l));
	for (size_t i = 1; i <= 3; i++) {
		rig_turns(r, 1);
		cr_expect_eq(r->n, i * 2 < 5 ? i * 2 : 5);
	}
	for (size_t i = 0; i < 5; i++)
		(void)close(fd[i]);
	listener_free(l);
	rig_free(r);
}

Test(listener, over_the_limit_of_connections_peers_are_turned_away)
{
	struct net_conf conf = rig_conf;
	struct rig *r;
	struct listener *l;
	int fd[2], extra;

	conf.max_conns = 2;
	r = rig_new(LOOP_BACKEND_BEST, true, &conf);
	l = start_at(r, "127.0.0.1:0");
	for (size_t i = 0; i < 2; i++)
		fd[i] = dial(listener_addr(l));
	(void)rig_wait_conn(r, 1);
	extra = dial(listener_addr(l));
	rig_turns(r, 1);
	cr_expect_eq(net_stats(r->net).refused, 1);
	cr_expect_eq(r->n, 2);
	expect_closed(extra);
	(void)close(fd[0]);
	cr_expect(rig_until(r, &r->conn[0].gone));
	fd[0] = dial(listener_addr(l));
	(void)rig_wait_conn(r, 2);
	for (size_t i = 0; i < 2; i++)
		(void)close(fd[i]);
	listener_free(l);
	rig_free(r);
}

static bool
nobody(const struct peer_addr *peer, void *arg)
{
	size_t *asked = arg;

	cr_expect_eq(peer->family, AF_INET);
	(*asked)++;
	return false;
}

Test(listener, admit_refuses_before_a_connection_is_made)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener *l = start_at(r, "127.0.0.1:0");
	size_t asked = 0;
	int fd;

	net_set_admit(r->net, nobody, &asked);
	fd = dial(listener_addr(l));
	cr_expect(rig_until_count(r, &asked, 1));
	cr_expect_eq(r->n, 0);
	cr_expect_eq(net_stats(r->net).accepted, 0);
	expect_closed(fd);
	listener_free(l);
	rig_free(r);
}

Test(listener, tls_without_certificates_refuses)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct listener_conf conf = tcp_conf;
	struct listener *l;
	struct err e;
	int fd;

	conf.tls = true;
	cr_assert_eq(addr_parse(VIEW("127.0.0.1:0"), &conf.at, &e), 0);
	l = listener_new(&conf, &e);
	cr_assert_not_null(l);
	cr_expect(listener_is_tls(l));
	cr_assert_eq(listener_start(l, r->net, &e), 0);
	fd = dial(listener_addr(l));
	rig_turns(r, 1);
	cr_expect_eq(net_stats(r->net).refused, 1);
	expect_closed(fd);
	listener_free(l);
	rig_free(r);
}

static size_t n_logged;

static void
count_log(void *arg, enum log_level level, const char *area, const char *text)
{
	(void)arg, (void)level, (void)area, (void)text;
	n_logged++;
}

Test(listener, without_descriptors_it_pauses_tells_it_once_and_goes_on)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	struct listener *l = start_at(r, "127.0.0.1:0");
	struct rlimit all, none;
	uint64_t events;
	int fd = dial(listener_addr(l)), next;

	log_init(LOG_LEVEL_WARN, false);
	log_set_sink(count_log, NULL);
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &all), 0);
	next = dup(fd);
	none = (struct rlimit){ (rlim_t)next, all.rlim_max };
	(void)close(next);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	rig_turns(r, 1);
	cr_expect_eq(r->n, 0);
	cr_expect_eq(net_stats(r->net).accept_errors, 1);
	events = loop_stats(r->loop).events;
	rig_turns(r, 50);
	cr_expect_eq(loop_stats(r->loop).events, events, "it spins");
	cr_expect_eq(n_logged, 1);
	r->now_ms += 1000;
	rig_turns(r, 3);
	cr_expect_eq(net_stats(r->net).accept_errors, 2);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &all), 0);
	rig_turns(r, 3);
	cr_expect_eq(r->n, 0);
	r->now_ms += 1000;
	rig_turns(r, 2);
	cr_expect_eq(r->n, 1);
	log_set_sink(NULL, NULL);
	(void)close(fd);
	listener_free(l);
	rig_free(r);
}

/* A directory of its own and a path in it. */
static void
unix_path(char dir[64], char path[96])
{
	(void)snprintf(dir, 64, "/tmp/conclave-net-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(path, 96, "unix:%s/sock", dir);
}

Test(listener, a_unix_socket_has_its_mode_and_its_file_goes_with_it)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	char dir[64], path[96];
	struct listener *l;
	struct stat st;
	int fd;

	unix_path(dir, path);
	l = start_at(r, path);
	cr_assert_eq(stat(path + 5, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0700);
	fd = dial(listener_addr(l));
	cr_expect_eq(conn_peer(rig_wait_conn(r, 0)->c)->family, AF_UNIX);
	(void)close(fd);
	listener_free(l);
	cr_expect_eq(stat(path + 5, &st), -1);
	cr_expect_eq(rmdir(dir), 0);
	rig_free(r);
}

Test(listener, a_socket_file_that_nobody_listens_on_is_replaced_and_nothing_else)
{
	char dir[64], path[96];
	struct listener *l, *second;
	struct err e;
	int fd;
	struct addr at;

	unix_path(dir, path);
	cr_assert_eq(addr_parse(view_z(path), &at, &e), 0);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	cr_assert_eq(bind(fd, &at.u.sa, at.len), 0);
	(void)close(fd); /* leaves the file */
	l = open_at(path, &e);
	cr_assert_not_null(l, "%s", e.text);
	second = open_at(path, &e);
	cr_expect_null(second);
	cr_expect(strstr(e.text, "listens there already") != NULL, "%s", e.text);
	listener_free(l);
	fd = open(path + 5, O_CREAT | O_WRONLY, 0600);
	cr_assert_neq(fd, -1);
	(void)close(fd);
	cr_expect_null(open_at(path, &e));
	cr_expect(strstr(e.text, "not a socket") != NULL, "%s", e.text);
	cr_expect_eq(unlink(path + 5), 0);
	cr_expect_eq(rmdir(dir), 0);
}

Test(listener, a_file_that_took_its_place_is_left_alone)
{
	char dir[64], path[96];
	struct listener *l;
	struct err e;
	int fd;

	unix_path(dir, path);
	l = open_at(path, &e);
	cr_assert_not_null(l);
	cr_assert_eq(unlink(path + 5), 0);
	fd = open(path + 5, O_CREAT | O_WRONLY, 0600);
	(void)close(fd);
	listener_free(l);
	cr_expect_eq(unlink(path + 5), 0);
	cr_expect_eq(rmdir(dir), 0);
}

Test(listener, a_port_in_use_is_refused_with_its_address)
{
	struct err e;
	struct listener *l = open_at("127.0.0.1:0", &e);
	char text[ADDR_TEXT_MAX];

	cr_assert_not_null(l);
	(void)addr_format(listener_addr(l), text);
	cr_expect_null(open_at(text, &e));
	cr_expect_eq(e.code, EADDRINUSE);
	cr_expect(strstr(e.text, text) != NULL, "%s", e.text);
	listener_free(l);
}
