#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/util.h"
#include "net/conn.h"
#include "net/conn_hold.h"
#include "tests/unit/net/net_rig.h"

static struct rig *
fake_rig(void)
{
	return rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
}

/* A loopback TCP connection: *fd is the peer's end, the answer the server's; no net has it yet. */
static int
tcp_pair(int *fd)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	int ls = socket(AF_INET, SOCK_STREAM, 0);
	int served;

	cr_assert_eq(bind(ls, (struct sockaddr *)&in, len), 0);
	cr_assert_eq(listen(ls, 1), 0);
	cr_assert_eq(getsockname(ls, (struct sockaddr *)&in, &len), 0);
	*fd = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert_eq(connect(*fd, (struct sockaddr *)&in, len), 0);
	served = accept4(ls, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	cr_assert_neq(served, -1);
	(void)close(ls);
	return served;
}

Test(conn, tells_what_it_knows_of_its_peer)
{
	struct rig *r = fake_rig();
	int data, fd[2];
	const struct conn_from from = { .peer = &rig_peer, .local_port = 6667, .listener_data = &data };
	struct conn *c;

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	c = conn_accept(r->net, fd[0], &from);
	cr_expect_eq(conn_listener_data(c), &data);
	cr_expect_eq(conn_data(c), &r->conn[0]);
	cr_expect_eq(conn_local_port(c), 6667);
	cr_expect_eq(conn_peer(c)->port, 40000);
	cr_expect_not(conn_is_tls(c));
	cr_expect_null(conn_tls_version(c));
	cr_expect_not(conn_is_closing(c));
	cr_expect_eq(net_stats(r->net).conns, 1);
	(void)close(fd[1]);
	rig_free(r);
}

Test(conn, the_limit_of_connections_holds_and_one_more_is_refused)
{
	struct net_conf conf = rig_conf;
	struct rig *r;
	struct conn_mem *end[3];
	int fd[2];
	char c;

	conf.max_conns = 3;
	r = rig_new(LOOP_BACKEND_BEST, false, &conf);
	for (size_t i = 0; i < 3; i++)
		(void)rig_mem(r, &end[i]);
	cr_expect_null(conn_open_mem(r->net, &rig_peer, 6667, NULL));
	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	cr_expect_null(conn_accept(r->net, fd[0], &rig_from));
	cr_expect_eq(read(fd[1], &c, 1), 0, "the refused descriptor is still open");
	(void)close(fd[1]);
	conn_mem_free(end[0]);
	rig_turns(r, 1);
	cr_expect_eq(net_stats(r->net).conns, 2);
	(void)rig_mem(r, &end[0]);
	for (size_t i = 0; i < 3; i++)
		conn_mem_free(end[i]);
	rig_free(r);
}

Test(conn, handle_finds_it_until_it_closes)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);
	struct handle h = conn_handle(rc->c);

	cr_expect_eq(conn_find(r->net, h), rc->c);
	conn_close(rc->c, CLOSE_LOCAL, false);
	cr_expect(conn_is_closing(rc->c));
	cr_expect_null(conn_find(r->net, h));
	cr_expect_not(rc->gone, "freed before the end of the turn");
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_null(conn_find(r->net, h));
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, close_with_flush_sends_what_is_queued_first)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rig_send(rc, "ERROR :bye");
	conn_close(rc->c, CLOSE_LOCAL, true);
	rig_send(rc, "too late");
	conn_close(rc->c, CLOSE_SENDQ, true);
	rig_turns(r, 1);
	cr_expect(view_eq(conn_mem_output(end), VIEW("ERROR :bye\r\n")));
	cr_expect(conn_mem_is_closed(end));
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_LOCAL, "the first reason stays");
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, close_without_flush_sends_nothing)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rig_send(rc, "never");
	conn_close(rc->c, CLOSE_SENDQ, false);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_eq(conn_mem_output(end).n, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, a_closing_peer_that_does_not_read_is_freed_after_the_linger_time)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_window(end, 0);
	rig_send(rc, "ERROR :bye");
	conn_close(rc->c, CLOSE_LOCAL, true);
	rig_turns(r, 2);
	r->now_ms += CONN_LINGER_MS - 1;
	rig_turns(r, 2);
	cr_expect_not(rc->gone);
	r->now_ms += 1;
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_LOCAL);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, a_second_close_without_flush_ends_the_lingering)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_window(end, 0);
	rig_send(rc, "ERROR :bye");
	conn_close(rc->c, CLOSE_LOCAL, true);
	rig_turns(r, 2);
	cr_expect_not(rc->gone);
	conn_close(rc->c, CLOSE_LOCAL, false);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, a_peer_that_closed_gets_one_attempt_and_no_lingering)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_window(end, 5);
	rig_send(rc, "PONG :x");
	conn_mem_close(end);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_EOF);
	cr_expect(view_eq(conn_mem_output(end), VIEW("PONG ")));
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, what_is_held_waits_and_keeps_its_order)
{
	struct rig *r = fake_rig();
	struct conn_mem *end, *other_end;
	struct rig_conn *rc = rig_mem(r, &end), *other = rig_mem(r, &other_end);
	struct conn_hold first, second;

	rig_send(rc, "a");
	cr_assert(conn_hold(rc->c, &first));
	cr_assert(conn_hold(rc->c, &second));
	rig_send(rc, "b");
	rig_send(other, "c");
	rig_turns(r, 2);
	cr_expect_eq(conn_mem_output(end).n, 0);
	cr_expect(view_eq(conn_mem_output(other_end), VIEW("c\r\n")));
	conn_release(&first);
	conn_release(&first);
	rig_turns(r, 1);
	cr_expect_eq(conn_mem_output(end).n, 0);
	conn_release(&second);
	rig_turns(r, 1);
	cr_expect(view_eq(conn_mem_output(end), VIEW("a\r\nb\r\n")));
	conn_mem_free(end);
	conn_mem_free(other_end);
	rig_free(r);
}

Test(conn, a_held_peer_that_closes_is_told_after_the_release_or_lingers_in_vain)
{
	struct rig *r = fake_rig();
	struct conn_mem *end, *late_end;
	struct rig_conn *rc = rig_mem(r, &end), *late = rig_mem(r, &late_end);
	struct conn_hold hold, in_vain;

	cr_assert(conn_hold(rc->c, &hold));
	cr_assert(conn_hold(late->c, &in_vain));
	rig_send(rc, "ERROR :bye");
	rig_send(late, "never");
	conn_close(rc->c, CLOSE_LOCAL, true);
	conn_close(late->c, CLOSE_LOCAL, true);
	rig_turns(r, 2);
	cr_expect_not(rc->gone);
	conn_release(&hold);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect(view_eq(conn_mem_output(end), VIEW("ERROR :bye\r\n")));
	r->now_ms += CONN_LINGER_MS;
	rig_turns(r, 1);
	cr_expect(late->gone);
	cr_expect_eq(conn_mem_output(late_end).n, 0);
	conn_release(&in_vain);
	conn_mem_free(end);
	conn_mem_free(late_end);
	rig_free(r);
}

Test(conn, holds_have_a_limit_and_so_has_what_they_hold)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);
	struct conn_hold hold;

	for (unsigned i = 0; i < CONN_HOLDS_MAX; i++)
		cr_assert(conn_hold(rc->c, &hold));
	cr_expect_not(conn_hold(rc->c, &hold));
	conn_set_limits(rc->c, 100, 1000);
	rig_send_bytes(rc, 100);
	cr_expect_not(conn_is_closing(rc->c));
	rig_send_bytes(rc, 1);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_SENDQ);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, a_refused_connection_hears_why_and_gone_is_not_told)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct conn *c;

	r->refuse = true;
	c = conn_open_mem(r->net, &rig_peer, 6667, NULL);
	cr_assert_not_null(c);
	end = conn_mem_detach(c);
	cr_expect(conn_is_closing(c));
	rig_turns(r, 1);
	cr_expect(view_eq(conn_mem_output(end), VIEW("ERROR :refused\r\n")));
	cr_expect(conn_mem_is_closed(end));
	cr_expect_eq(net_stats(r->net).conns, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, closing_in_its_own_line_gives_no_further_line_and_frees_after_the_turn)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rc->close_on_line = true;
	conn_mem_feed(end, VIEW("QUIT\r\nNICK x\r\n"));
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_str_eq(rig_lines(rc), "QUIT\n");
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, the_last_line_reaches_a_peer_that_is_still_sending)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct rig *r = rig_new(backends[i], true, &rig_conf);
		char buf[64];
		int fd, served = tcp_pair(&fd);

		cr_assert_not_null(conn_accept(r->net, served, &rig_from));
		rig_send(&r->conn[0], "ERROR :bye");
		conn_close(r->conn[0].c, CLOSE_LOCAL, true);
		/* Unread input at close(2) would make a reset, which throws away what the peer has not read. */
		cr_assert_eq(write(fd, "PRIVMSG #a :b\r\n", 15), 15);
		rig_turns(r, 3);
		cr_expect_not(r->conn[0].gone);
		cr_expect_eq(read(fd, buf, sizeof(buf)), 12);
		cr_expect_eq(read(fd, buf, sizeof(buf)), 0);
		(void)close(fd);
		cr_expect(rig_until(r, &r->conn[0].gone));
		cr_expect_eq(r->conn[0].why, CLOSE_LOCAL);
		rig_free(r);
	}
}

Test(conn, a_peer_that_never_closes_its_side_is_freed_after_the_drain_time)
{
	struct rig *r = fake_rig();
	int fd;
	struct rig_conn *rc = rig_pair(r, &fd);

	conn_close(rc->c, CLOSE_LOCAL, true);
	rig_turns(r, 2);
	cr_expect_not(rc->gone);
	r->now_ms += 1000;
	rig_turns(r, 1);
	cr_expect(rc->gone);
	(void)close(fd);
	rig_free(r);
}

Test(conn, a_peer_that_sends_without_end_while_closing_is_freed_after_a_bound)
{
	struct rig *r = fake_rig();
	static char noise[8192];
	int fd;
	struct rig_conn *rc = rig_pair(r, &fd);
	size_t sent = 0;

	conn_close(rc->c, CLOSE_LOCAL, true);
	for (size_t i = 0; i < 100 && !rc->gone; i++) {
		ssize_t n = write(fd, noise, sizeof(noise));

		sent += n > 0 ? (size_t)n : 0;
		rig_turns(r, 1);
	}
	cr_expect(rc->gone);
	cr_expect_gt(sent, 65536);
	cr_expect_lt(sent, 200000);
	cr_expect_eq(rc->n_lines, 0);
	(void)close(fd);
	rig_free(r);
}

Test(conn, a_write_to_a_peer_that_is_gone_closes_with_its_errno)
{
	struct rig *r = fake_rig();
	int fd;
	struct rig_conn *rc = rig_pair(r, &fd);

	(void)close(fd);
	rig_send(rc, "x");
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect(rc->why == CLOSE_EOF || rc->why == CLOSE_ERROR);
	rig_free(r);
}

Test(conn, memory_of_a_tls_peer_says_what_the_test_wants)
{
	static const char print[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	const struct conn_mem_tls tls = { "TLSv1.3", "TLS_AES_256_GCM_SHA384", print };
	struct rig *r = fake_rig();
	struct conn *c = conn_open_mem_tls(r->net, &rig_peer, 6697, NULL, &tls);
	struct conn_mem *end = conn_mem_detach(c);
	char got[65];

	cr_expect(conn_is_tls(c));
	cr_expect_str_eq(conn_tls_version(c), "TLSv1.3");
	cr_expect_str_eq(conn_tls_cipher(c), "TLS_AES_256_GCM_SHA384");
	cr_assert_eq(conn_tls_fingerprint(c, got), 0);
	cr_expect_str_eq(got, print);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn, freeing_the_net_tells_of_every_connection)
{
	struct rig *r = fake_rig();
	struct conn_mem *end[2];
	struct rig_conn *rc[2];

	for (size_t i = 0; i < 2; i++)
		rc[i] = rig_mem(r, &end[i]);
	rig_send(rc[0], "x");
	conn_mem_feed(end[1], VIEW("half a li"));
	rig_free(r); /* asserts that both are gone and no slab is left */
	for (size_t i = 0; i < 2; i++) {
		cr_expect(conn_mem_is_closed(end[i]));
		conn_mem_free(end[i]);
	}
}
