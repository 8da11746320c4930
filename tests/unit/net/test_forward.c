#include <criterion/criterion.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/forward.h"
#include "net/listener.h"
#include "tests/unit/net/net_rig.h"

#define HEADER "PROXY TCP4 198.51.100.7 192.0.2.9 50000 6667\r\n"

static bool
always(const struct peer_addr *peer, void *listener_data, void *arg)
{
	(void)peer;
	(void)listener_data;
	(void)arg;
	return true;
}

/* *arg: how many more may come. */
static bool
so_many(const struct peer_addr *peer, void *arg)
{
	size_t *left = arg;

	cr_assert_eq(peer->ip[0], 198, "the gateway is not counted");
	return *left != 0 && (*left)-- != 0;
}

static struct rig *
forward_rig(void)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);

	net_set_forward(r->net, always, NULL);
	return r;
}

static struct conn_mem *
come(struct rig *r)
{
	struct conn *c = conn_open_mem(r->net, &rig_peer, 6667, NULL);

	cr_assert_not_null(c);
	return conn_mem_detach(c);
}

static void
expect_forwarded(const struct rig_conn *rc)
{
	char host[64];

	cr_assert_str_eq(peer_addr_host(conn_peer(rc->c), host, sizeof(host)), "198.51.100.7");
	cr_assert_eq(conn_peer(rc->c)->port, 50000);
	cr_assert_str_eq(peer_addr_host(forward_via(rc->c), host, sizeof(host)), "192.0.2.1");
}

Test(forward, header_names_the_peer_and_lines_follow)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);

	rig_turns(r, 2);
	cr_assert_eq(r->n, 0, "nobody is told before the header");
	conn_mem_feed(end, VIEW(HEADER "NICK a\r\n"));
	rig_turns(r, 2);
	cr_assert_eq(r->n, 1);
	cr_expect_str_eq(rig_lines(&r->conn[0]), "NICK a\n");
	expect_forwarded(&r->conn[0]);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, header_may_come_byte_by_byte)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);
	struct view all = VIEW(HEADER "NICK a\r\n");

	for (size_t i = 0; i < all.n; i++) {
		conn_mem_feed(end, view_of(all.p + i, 1));
		rig_turns(r, i % 3);
	}
	rig_turns(r, 2);
	cr_assert_eq(r->n, 1);
	cr_expect_str_eq(rig_lines(&r->conn[0]), "NICK a\n");
	expect_forwarded(&r->conn[0]);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, gateway_may_speak_for_itself)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);
	char host[64];

	conn_mem_feed(end, VIEW("PROXY UNKNOWN\r\nNICK a\r\n"));
	rig_turns(r, 2);
	cr_assert_eq(r->n, 1);
	cr_expect_str_eq(peer_addr_host(conn_peer(r->conn[0].c), host, sizeof(host)), "192.0.2.1");
	cr_expect(forward_via(r->conn[0].c) != NULL, "it has come by a gateway all the same");
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, without_a_header_it_is_closed_and_nobody_is_told)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);

	conn_mem_feed(end, VIEW("NICK a\r\nUSER a 0 * a\r\n"));
	rig_turns(r, 2);
	cr_expect(conn_mem_is_closed(end));
	cr_expect_eq(r->n, 0);
	cr_expect_eq(conn_mem_output(end).n, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, header_that_does_not_come_in_time_is_not_waited_for)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);

	conn_mem_feed(end, VIEW("PROXY TCP4 198."));
	r->now_ms += rig_conf.handshake_ms - 1;
	rig_turns(r, 2);
	cr_expect_not(conn_mem_is_closed(end));
	r->now_ms += 1;
	rig_turns(r, 2);
	cr_expect(conn_mem_is_closed(end));
	cr_expect_eq(net_stats(r->net).handshaking, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, peer_that_goes_before_its_header_is_forgotten)
{
	struct rig *r = forward_rig();
	struct conn_mem *end = come(r);

	conn_mem_feed(end, VIEW("PROXY"));
	conn_mem_close(end);
	rig_turns(r, 2);
	cr_expect_eq(net_stats(r->net).conns, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, who_it_names_is_asked_for_and_not_the_gateway)
{
	struct rig *r = forward_rig();
	struct conn_mem *first, *second;
	size_t left = 1;

	net_set_admit(r->net, so_many, &left);
	first = come(r);
	conn_mem_feed(first, VIEW(HEADER));
	second = come(r);
	conn_mem_feed(second, VIEW(HEADER));
	rig_turns(r, 2);
	cr_expect_eq(r->n, 1);
	cr_expect_not(conn_mem_is_closed(first));
	cr_expect(conn_mem_is_closed(second));
	cr_expect_eq(net_stats(r->net).refused, 1);
	conn_mem_free(first);
	conn_mem_free(second);
	rig_free(r);
}

Test(forward, where_none_is_expected_a_header_is_a_line_like_others)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	struct conn_mem *end = come(r);

	conn_mem_feed(end, VIEW(HEADER));
	rig_turns(r, 2);
	cr_assert_eq(r->n, 1);
	cr_expect_eq(r->conn[0].n_lines, 1);
	cr_expect(forward_via(r->conn[0].c) == NULL);
	conn_mem_free(end);
	rig_free(r);
}

Test(forward, on_a_socket_nothing_behind_the_header_is_lost)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	const struct conn_from from = { .peer = &rig_peer, .local_port = 6667, .proxy = true };
	const struct view all = VIEW(HEADER "NICK a\r\nUSER b\r\n");
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	cr_assert_not_null(conn_accept(r->net, pair[0], &from));
	cr_assert_eq(send(pair[1], all.p, all.n, MSG_NOSIGNAL), (ssize_t)all.n);
	expect_forwarded(rig_wait_conn(r, 0));
	cr_expect(rig_until_count(r, &r->conn[0].n_lines, 2));
	cr_expect_str_eq(rig_lines(&r->conn[0]), "NICK a\nUSER b\n");
	(void)close(pair[1]);
	cr_expect(rig_until(r, &r->conn[0].gone));
	rig_free(r);
}
