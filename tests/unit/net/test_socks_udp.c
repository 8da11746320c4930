#include "config.h"

#include "net/socks_udp.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/net/net_rig.h"

#define HEAD       \
	"\0\0\0\1" \
	"\xc0\0\2\1\x0f\xa0"

static struct addr
at(const char *text)
{
	struct addr a;
	struct err e = { .text = "" };

	cr_assert_eq(addr_parse(view_z(text), &a, &e), 0, "%s", e.text);
	return a;
}

/* ---- as bytes ---- */

Test(socks_udp, the_head_says_for_whom_a_datagram_is)
{
	uint8_t head[SOCKS_UDP_HEAD_MAX];
	struct addr to = at("192.0.2.1:4000");

	cr_expect_eq(socks_udp_head(&to, head), 10);
	cr_expect_eq(memcmp(head, HEAD, 10), 0);
	to = at("[2001:db8::1]:4000");
	cr_expect_eq(socks_udp_head(&to, head), 22);
	cr_expect_eq(memcmp(head, "\0\0\0\4\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\x0f\xa0", 22), 0);
}

static bool
opens(struct view datagram, const char *from, struct view *data)
{
	const struct addr a = at(from);

	*data = VIEW("");
	return socks_udp_open(datagram, &a, data);
}

Test(socks_udp, what_comes_from_elsewhere_in_pieces_or_cut_is_not_opened)
{
	struct view data;

	cr_expect(opens(VIEW(HEAD "text"), "192.0.2.1:4000", &data) && view_eq(data, VIEW("text")));
	cr_expect(opens(VIEW(HEAD), "192.0.2.1:4000", &data) && data.n == 0);
	cr_expect(
		opens(VIEW("\7\7\0\1\xc0\0\2\1\x0f\xa0t"), "192.0.2.1:4000", &data), "reserved bytes count");
	for (size_t n = 0; n < sizeof(HEAD) - 1; n++)
		cr_expect_not(opens(view_of(HEAD, n), "192.0.2.1:4000", &data), "%zu bytes", n);
	cr_expect_not(opens(VIEW(HEAD "text"), "192.0.2.2:4000", &data), "another address");
	cr_expect_not(opens(VIEW(HEAD "text"), "192.0.2.1:4001", &data), "another port");
	cr_expect_not(opens(VIEW("\0\0\1\1\xc0\0\2\1\x0f\xa0t"), "192.0.2.1:4000", &data), "a first piece");
	cr_expect_not(opens(VIEW("\0\0\x80\1\xc0\0\2\1\x0f\xa0t"), "192.0.2.1:4000", &data), "a last piece");
	cr_expect_not(opens(VIEW("\0\0\0\3\4host\x0f\xa0text text text text"), "192.0.2.1:4000", &data));
	cr_expect_not(opens(VIEW(HEAD "text text text text"), "[2001:db8::1]:4000", &data));
}

/* ---- an association with a proxy that the test plays ---- */

struct way {
	struct rig *r;
	struct socks_udp *s;
	int listener, proxy, relay;
	struct addr relay_at, from; /* from: where the association's datagrams come from */
	bool is_ready, has_data, is_gone, closes;
	size_t n_data;
	char data[SOCKS_UDP_DATA_MAX];
	size_t data_n;
	char why[128];
};

static void
on_ready(void *arg)
{
	((struct way *)arg)->is_ready = true;
}

static void
on_datagram(void *arg, struct view data)
{
	struct way *w = arg;

	w->has_data = true;
	w->n_data++;
	memcpy(w->data, data.p, data.n);
	w->data_n = data.n;
	if (w->closes) {
		socks_udp_close(w->s);
		w->s = NULL;
	}
}

static void
on_gone(void *arg, const char *why)
{
	struct way *w = arg;

	w->is_gone = true;
	w->s = NULL;
	(void)view_copy(view_z(why), w->why, sizeof(w->why));
}

static const struct socks_udp_ops ops = { on_ready, on_datagram, on_gone };

static int
bind_at(const char *text, int type, struct addr *where)
{
	int fd;

	*where = at(text);
	fd = socket(where->u.sa.sa_family, type | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(fd, &where->u.sa, where->len), 0);
	cr_assert_eq(getsockname(fd, &where->u.sa, &where->len), 0);
	return fd;
}

/* The proxy hears this, in turns of the loop. */
static void
hears(struct way *w, struct view want)
{
	char got[600];
	size_t n = 0;

	for (size_t i = 0; i < 1000 && n < want.n; i++) {
		ssize_t more;

		rig_turns(w->r, 1);
		more = recv(w->proxy, got + n, want.n - n, MSG_DONTWAIT);
		n += more > 0 ? (size_t)more : 0;
	}
	cr_expect(view_eq(view_of(got, n), want), "%zu bytes", n);
}

static void
says(struct way *w, struct view bytes)
{
	cr_assert_eq(send(w->proxy, bytes.p, bytes.n, 0), (ssize_t)bytes.n);
}

/* As far as the answer to the question for a relay. */
static void
way_open(struct way *w)
{
	struct dial_socks socks = { .user = NULL };
	struct socks_udp_plan plan = { .to = at("192.0.2.1:4000"), .timeout_ms = 10000, .ops = &ops };
	struct err e = { .text = "" };

	*w = (struct way){ .r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf) };
	w->listener = bind_at("127.0.0.1:0", SOCK_STREAM, &socks.at);
	cr_assert_eq(listen(w->listener, 5), 0);
	w->relay = bind_at("127.0.0.1:0", SOCK_DGRAM, &w->relay_at);
	plan.socks = &socks;
	plan.arg = w;
	w->s = socks_udp_start(w->r->loop, &plan, &e);
	cr_assert_not_null(w->s, "%s", e.text);
	memset(&socks, 0, sizeof(socks)); /* it was copied */
	w->proxy = accept(w->listener, NULL, NULL);
	hears(w, VIEW("\5\1\0"));
	says(w, VIEW("\5\0"));
	hears(w, VIEW("\5\3\0\1\0\0\0\0\0\0"));
}

static void
way_close(struct way *w)
{
	socks_udp_close(w->s);
	(void)close(w->proxy);
	(void)close(w->listener);
	(void)close(w->relay);
	rig_free(w->r);
}

/* ip: four bytes, for what the relay's address is said to be. */
static void
answer(struct way *w, const char *ip, in_port_t port)
{
	char out[10] = "\5\0\0\1";

	memcpy(out + 4, ip, 4);
	memcpy(out + 8, &port, 2);
	says(w, view_of(out, sizeof(out)));
}

/* Ready, and one datagram has gone to the relay, so that it knows from where. */
static void
way_ready(struct way *w)
{
	char got[100];
	ssize_t n;

	way_open(w);
	answer(w, "\0\0\0\0", w->relay_at.u.in.sin_port);
	cr_assert(rig_until(w->r, &w->is_ready));
	socks_udp_send(w->s, VIEW("hello"));
	w->from.len = sizeof(w->from.u);
	n = recvfrom(w->relay, got, sizeof(got), 0, &w->from.u.sa, &w->from.len);
	cr_assert(n > 0 && view_eq(view_of(got, (size_t)n), VIEW(HEAD "hello")), "%zd bytes", n);
}

static void
relay_says(struct way *w, int fd, struct view bytes)
{
	cr_assert_eq(sendto(fd, bytes.p, bytes.n, 0, &w->from.u.sa, w->from.len), (ssize_t)bytes.n);
}

Test(socks_udp, datagrams_go_both_ways)
{
	struct way w;

	way_ready(&w);
	relay_says(&w, w.relay, VIEW(HEAD "text"));
	cr_assert(rig_until(w.r, &w.has_data));
	cr_expect(view_eq(view_of(w.data, w.data_n), VIEW("text")));
	way_close(&w);
}

Test(socks_udp, a_relay_at_the_proxys_own_address_may_be_named)
{
	struct way w;

	way_open(&w);
	answer(&w, "\x7f\0\0\1", w.relay_at.u.in.sin_port);
	cr_expect(rig_until(w.r, &w.is_ready));
	way_close(&w);
}

static void
refuses_relay(const char *ip, bool with_port)
{
	struct way w;

	way_open(&w);
	answer(&w, ip, with_port ? w.relay_at.u.in.sin_port : 0);
	cr_assert(rig_until(w.r, &w.is_gone));
	cr_expect_not(w.is_ready);
	cr_expect_not_null(strstr(w.why, "is not at the proxy"), "%s", w.why);
	way_close(&w);
}

Test(socks_udp, a_proxy_does_not_choose_to_whom_we_send)
{
	refuses_relay("\xc0\0\2\2", true);
	refuses_relay("\x7f\0\0\2", true);
	refuses_relay("\x7f\0\0\1", false);
	refuses_relay("\0\0\0\0", false);
}

Test(socks_udp, a_relay_with_a_name_is_refused)
{
	struct way w;

	way_open(&w);
	says(&w, VIEW("\5\0\0\3\4host\x0f\xa0"));
	cr_assert(rig_until(w.r, &w.is_gone));
	cr_expect_not_null(strstr(w.why, "names are not looked up"), "%s", w.why);
	way_close(&w);
}

Test(socks_udp, what_is_not_the_relays_or_not_the_servers_is_dropped)
{
	struct way w;
	struct addr elsewhere;
	int fd;

	way_ready(&w);
	fd = bind_at("127.0.0.1:0", SOCK_DGRAM, &elsewhere);
	relay_says(&w, fd, VIEW(HEAD "from a stranger"));
	relay_says(&w, w.relay,
		VIEW("\0\0\1\1\xc0\0\2\1\x0f\xa0"
		     "a piece"));
	relay_says(&w, w.relay,
		VIEW("\0\0\0\1\xc0\0\2\2\x0f\xa0"
		     "of another server"));
	relay_says(&w, w.relay, VIEW("\0"));
	relay_says(&w, w.relay, VIEW(""));
	relay_says(&w, w.relay, VIEW(HEAD "good"));
	cr_assert(rig_until(w.r, &w.has_data));
	cr_expect(view_eq(view_of(w.data, w.data_n), VIEW("good")), "%.*s", (int)w.data_n, w.data);
	cr_expect_eq(w.n_data, 1);
	(void)close(fd);
	way_close(&w);
}

Test(socks_udp, datagrams_may_be_as_long_as_said_and_no_longer)
{
	static char big[sizeof(HEAD) + SOCKS_UDP_DATA_MAX];
	struct way w;

	way_ready(&w);
	memcpy(big, HEAD, sizeof(HEAD) - 1);
	relay_says(&w, w.relay, view_of(big, sizeof(HEAD) - 1 + SOCKS_UDP_DATA_MAX + 1));
	relay_says(&w, w.relay, view_of(big, sizeof(HEAD) - 1 + SOCKS_UDP_DATA_MAX));
	cr_assert(rig_until(w.r, &w.has_data));
	cr_expect_eq(w.n_data, 1);
	cr_expect_eq(w.data_n, SOCKS_UDP_DATA_MAX);
	socks_udp_send(w.s, view_of(big, SOCKS_UDP_DATA_MAX + 1));
	socks_udp_send(w.s, VIEW("short"));
	cr_expect_eq(recv(w.relay, big, sizeof(big), 0), sizeof(HEAD) - 1 + 5);
	way_close(&w);
}

Test(socks_udp, it_ends_with_the_connection_to_the_proxy)
{
	struct way w;

	way_ready(&w);
	(void)shutdown(w.proxy, SHUT_WR);
	cr_assert(rig_until(w.r, &w.is_gone));
	cr_expect_str_eq(w.why, "SOCKS: the proxy closed the connection");
	way_close(&w);
	way_ready(&w);
	says(&w, VIEW("x"));
	cr_assert(rig_until(w.r, &w.is_gone));
	cr_expect_str_eq(w.why, "SOCKS: the proxy says more than there is to say");
	way_close(&w);
}

Test(socks_udp, it_may_be_closed_while_it_tells_of_a_datagram)
{
	struct way w;

	way_ready(&w);
	w.closes = true;
	relay_says(&w, w.relay, VIEW(HEAD "one"));
	relay_says(&w, w.relay, VIEW(HEAD "two"));
	cr_assert(rig_until(w.r, &w.has_data));
	rig_turns(w.r, 3);
	cr_expect_eq(w.n_data, 1);
	cr_expect_not(w.is_gone);
	way_close(&w);
}

/* What ICMP says of the relay's port can be forged by anybody. */
Test(socks_udp, a_relay_that_is_refused_for_a_while_is_no_end)
{
	struct way w;

	way_ready(&w);
	(void)close(w.relay);
	for (int i = 0; i < 3; i++) {
		socks_udp_send(w.s, VIEW("lost"));
		rig_turns(w.r, 3);
	}
	cr_expect_not(w.is_gone);
	w.relay = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(w.relay, &w.relay_at.u.sa, w.relay_at.len), 0);
	relay_says(&w, w.relay, VIEW(HEAD "back"));
	cr_expect(rig_until(w.r, &w.has_data));
	way_close(&w);
}
