/* One connection, from one address, once. */
#include "relay/relay_leg.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "conf/conf.h"
#include "core/mem.h"
#include "relay/relay_address.h"
#include "tests/unit/relay/relay_conf.h"
#include "tests/unit/relay/relay_sock.h"

#define HERE  "127.0.0.1"
#define OTHER "127.0.0.2"

static struct {
	uint64_t now_ms;
	struct loop *loop;
	const struct conf *conf;
	struct relay_leg leg;
	struct addr at;
	unsigned got[RELAY_LEG_FAILED + 1];
	struct peer_addr peer;
} t;

static uint64_t
now(void *arg)
{
	(void)arg;
	return t.now_ms;
}

static void
on_leg(struct relay_leg *l, enum relay_leg_event event, const struct peer_addr *peer)
{
	cr_expect_eq(l, &t.leg);
	cr_expect_eq(peer != NULL, event == RELAY_LEG_IN || event == RELAY_LEG_INTRUDER);
	if (peer != NULL)
		t.peer = *peer;
	t.got[event]++;
}

static void
setup(void)
{
	struct err e;

	t.loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ now, now, NULL }, &e);
	cr_assert_not_null(t.loop);
	t.conf = relay_conf("", "");
	relay_leg_init(&t.leg, t.loop, &t.conf->dcc, on_leg);
}

static void
teardown(void)
{
	relay_leg_reset(&t.leg);
	loop_free(t.loop);
	conf_unref(t.conf);
}

TestSuite(relay_leg, .init = setup, .fini = teardown);

static struct peer_addr
peer(const char *host)
{
	struct peer_addr p;

	cr_assert_eq(peer_addr_parse(view_z(host), &p), 0);
	return p;
}

/* At a port of the kernel's choice, for somebody from `expected`; the port. */
static uint16_t
listen_at(const char *host, const char *expected)
{
	struct peer_addr p = peer(host), want = peer(expected);
	struct err e;

	relay_address_of_peer(&p, 0, &t.at);
	cr_assert_eq(relay_leg_listen(&t.leg, &t.at, &want, &e), 0, "%s", e.text);
	cr_assert_eq(getsockname(t.leg.listener, &t.at.u.sa, &t.at.len), 0);
	return relay_address_port(&t.at);
}

Test(relay_leg, lets_one_in)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port), taken;

	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_IN], 1);
	cr_expect(relay_leg_is_in(&t.leg));
	cr_expect_eq(sock_connect(HERE, HERE, port), -1, "the second finds nobody");
	taken = relay_leg_take(&t.leg);
	cr_expect_eq(send(taken, "x", 1, MSG_NOSIGNAL), 1);
	cr_expect_eq(sock_wait(t.loop, fd), SOCK_DATA);
	(void)close(taken);
	(void)close(fd);
}

Test(relay_leg, resets_who_came_behind_the_right_one)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd[2] = { sock_connect(HERE, HERE, port), sock_connect(HERE, HERE, port) };

	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_IN], 1);
	cr_expect_eq(sock_state(fd[0]), SOCK_OPEN);
	cr_expect_eq(sock_wait(t.loop, fd[1]), SOCK_RESET);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

Test(relay_leg, resets_others_and_waits_on)
{
	uint16_t port = listen_at(HERE, OTHER);
	int intruder[2] = { sock_connect(HERE, HERE, port), sock_connect("127.0.0.3", HERE, port) }, fd;

	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_INTRUDER], 2);
	cr_expect_eq(sock_wait(t.loop, intruder[0]), SOCK_RESET);
	cr_expect_eq(sock_wait(t.loop, intruder[1]), SOCK_RESET);
	fd = sock_connect(OTHER, HERE, port);
	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_IN], 1);
	cr_expect_eq(t.peer.ip[3], 2);
	(void)close(fd);
	(void)close(intruder[0]);
	(void)close(intruder[1]);
}

Test(relay_leg, notices_that_who_is_held_hangs_up)
{
	uint16_t port = listen_at("::1", "::1");
	int fd = sock_connect("::1", "::1", port);

	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_IN], 1);
	cr_expect_eq(send(fd, "early", 5, MSG_NOSIGNAL), 5);
	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_GONE], 0, "what it says waits");
	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
	(void)close(fd);
	for (int i = 0; i < 100 && t.got[RELAY_LEG_GONE] == 0; i++)
		sock_settle(t.loop);
	cr_expect_gt(t.got[RELAY_LEG_GONE], 0);
}

Test(relay_leg, notices_an_end_without_a_word)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port);

	sock_settle(t.loop);
	(void)close(fd);
	for (int i = 0; i < 100 && t.got[RELAY_LEG_GONE] == 0; i++)
		sock_settle(t.loop);
	cr_expect_gt(t.got[RELAY_LEG_GONE], 0);
}

Test(relay_leg, does_not_turn_for_what_is_held)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port);
	uint64_t events;

	sock_settle(t.loop);
	cr_expect_eq(send(fd, "early", 5, MSG_NOSIGNAL), 5);
	sock_settle(t.loop);
	events = loop_stats(t.loop).events;
	sock_settle(t.loop);
	cr_expect_eq(loop_stats(t.loop).events, events);
	(void)close(fd);
}

Test(relay_leg, resets_what_it_holds)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port);

	sock_settle(t.loop);
	relay_leg_reset(&t.leg);
	cr_expect_eq(sock_wait(t.loop, fd), SOCK_RESET, "no orderly end");
	cr_expect(!relay_leg_is_in(&t.leg));
	relay_leg_reset(&t.leg);
	(void)close(fd);
}

Test(relay_leg, says_when_the_port_is_somebody_elses)
{
	struct peer_addr want = peer(HERE);
	uint16_t port;
	int other = sock_listen(HERE, &port);
	struct err e;

	relay_address_of_peer(&want, port, &t.at);
	cr_expect_eq(relay_leg_listen(&t.leg, &t.at, &want, &e), -1);
	cr_expect_eq(e.code, EADDRINUSE);
	(void)close(other);
	cr_expect_eq(relay_leg_listen(&t.leg, &t.at, &want, &e), 0, "it can be used again");
}

/* A port whose last connection is still in TIME_WAIT. */
Test(relay_leg, listens_where_it_has_just_listened)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port);
	struct peer_addr want = peer(HERE);
	struct err e;

	sock_settle(t.loop);
	(void)close(relay_leg_take(&t.leg));
	cr_expect_eq(sock_wait(t.loop, fd), SOCK_ENDED);
	(void)close(fd);
	cr_expect_eq(relay_leg_listen(&t.leg, &t.at, &want, &e), 0, "%s", e.text);
}

Test(relay_leg, calls_somebody)
{
	uint16_t port;
	int listener = sock_listen(HERE, &port), fd;
	struct peer_addr to = peer(HERE), from = peer(OTHER);
	struct sockaddr_in who;
	socklen_t len = sizeof(who);
	struct addr a, b;
	struct err e;

	relay_address_of_peer(&to, port, &a);
	relay_address_of_peer(&from, 0, &b);
	cr_assert_eq(relay_leg_dial(&t.leg, &a, &b, 1000, &e), 0, "%s", e.text);
	fd = sock_wait_accept(t.loop, listener);
	cr_assert_neq(fd, -1);
	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_IN], 1);
	cr_expect_eq(getpeername(fd, (struct sockaddr *)&who, &len), 0);
	cr_expect_eq(ntohl(who.sin_addr.s_addr), 0x7f000002u, "from the address that it is to come from");
	(void)close(fd);
	(void)close(listener);
}

Test(relay_leg, calls_in_vain)
{
	uint16_t port;
	int listener = sock_listen(HERE, &port);
	struct peer_addr to = peer(HERE);
	struct addr a;
	struct err e;

	(void)close(listener);
	relay_address_of_peer(&to, port, &a);
	cr_assert_eq(relay_leg_dial(&t.leg, &a, &a, 1000, &e), 0, "%s", e.text);
	for (int i = 0; i < 100 && t.got[RELAY_LEG_UNREACHED] == 0; i++)
		sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_UNREACHED], 1);
	cr_assert_eq(relay_leg_dial(&t.leg, &a, &a, 1000, &e), 0, "and again");
	relay_leg_reset(&t.leg);
	sock_settle(t.loop);
	cr_expect_eq(t.got[RELAY_LEG_UNREACHED], 1, "given up, nothing is told");
}

/* Else the socket would be ready in every turn. */
Test(relay_leg, gives_up_without_descriptors)
{
	uint16_t port = listen_at(HERE, HERE);
	int fd = sock_connect(HERE, HERE, port);
	struct rlimit old, none;

	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &old), 0);
	none = (struct rlimit){ .rlim_cur = 3, .rlim_max = old.rlim_max };
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	sock_settle(t.loop);
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &old), 0);
	cr_expect_gt(t.got[RELAY_LEG_FAILED], 0);
	cr_expect_eq(t.got[RELAY_LEG_IN], 0);
	(void)close(fd);
}
