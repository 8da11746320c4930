/* Real sockets, on loopback. */
#include "icq/udp_socket.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_icq.h"
#include "core/loop.h"

struct heard {
	struct udp_sockets *sockets;
	size_t n, listener, bytes;
	struct peer_addr from;
	char last[64];
	bool is_rubbish;
};

static bool
hear(void *arg, size_t listener, const struct peer_addr *from, struct view bytes)
{
	struct heard *h = arg;

	h->n++;
	h->listener = listener;
	h->from = *from;
	h->bytes = bytes.n;
	view_copy(bytes, h->last, sizeof(h->last));
	if (h->is_rubbish)
		return false;
	udp_sockets_send(h->sockets, listener, from, VIEW("pong"));
	return true;
}

struct rig {
	struct loop *loop;
	struct udp_sockets *u;
	struct heard heard;
	int fd;
};

static void
open_rig(struct rig *r, const char *const *listen, size_t n)
{
	const struct conf_icq conf = { .legacy_listen = listen, .n_legacy_listen = n };
	const struct addr *at;
	struct err e;

	*r = (struct rig){ 0 };
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	r->u = udp_sockets_open(&conf, r->loop, &e);
	cr_assert(r->u != NULL, "%s", e.text);
	r->heard.sockets = r->u;
	cr_assert(udp_sockets_start(r->u, hear, &r->heard, &e) == 0);
	at = udp_sockets_addr(r->u, n - 1);
	r->fd = socket(at->u.sa.sa_family, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	cr_assert(connect(r->fd, &at->u.sa, at->len) == 0);
}

static void
close_rig(struct rig *r)
{
	(void)close(r->fd);
	udp_sockets_close(r->u);
	loop_free(r->loop);
}

static void
until(struct rig *r, size_t n)
{
	for (int i = 0; i < 1000 && r->heard.n < n; i++)
		cr_assert(loop_turn(r->loop, 10, NULL) == 0);
	cr_assert(r->heard.n >= n);
}

Test(udp_socket, a_datagram_comes_and_goes_back)
{
	static const char *const listen[] = { "127.0.0.1:0", "127.0.0.1:0" };
	char answer[16];
	struct rig r;
	struct udp_sockets_stats st;

	open_rig(&r, listen, 2);
	cr_expect(udp_sockets_count(r.u) == 2);
	cr_assert(send(r.fd, "ping", 4, 0) == 4);
	until(&r, 1);
	cr_expect_str_eq(r.heard.last, "ping");
	cr_expect(r.heard.listener == 1 && r.heard.from.family == AF_INET);
	cr_expect(loop_turn(r.loop, 0, NULL) == 0);
	cr_expect(recv(r.fd, answer, sizeof(answer), 0) == 4, "it is sent at the end of the turn");
	udp_sockets_stats(r.u, &st);
	cr_expect(st.received == 1 && st.sent == 1 && st.unsent == 0);
	close_rig(&r);
}

Test(udp_socket, more_than_fits_goes_out_in_steps)
{
	static const char *const listen[] = { "127.0.0.1:0" };
	struct rig r;
	struct udp_sockets_stats st;
	char answer[16];
	size_t n = 0;

	open_rig(&r, listen, 1);
	cr_assert(send(r.fd, "ping", 4, 0) == 4);
	until(&r, 1);
	for (size_t i = 0; i < UDP_OUT_MAX + 10; i++) {
		udp_sockets_send(r.u, 0, &r.heard.from, VIEW("x"));
		while (recv(r.fd, answer, sizeof(answer), 0) > 0)
			n++;
	}
	cr_expect(loop_turn(r.loop, 0, NULL) == 0);
	while (recv(r.fd, answer, sizeof(answer), 0) > 0)
		n++;
	udp_sockets_stats(r.u, &st);
	cr_expect(st.sent == UDP_OUT_MAX + 11 && st.unsent == 0 && n == st.sent, "%zu", n);
	udp_sockets_send(r.u, 1, &r.heard.from, VIEW("x"));
	udp_sockets_stats(r.u, &st);
	cr_expect(st.unsent == 1, "there is no such listener");
	close_rig(&r);
}

Test(udp_socket, rubbish_makes_it_rest_and_not_deaf)
{
	static const char *const listen[] = { "127.0.0.1:0" };
	struct udp_sockets_stats st;
	struct rig r;

	open_rig(&r, listen, 1);
	r.heard.is_rubbish = true;
	for (int i = 0; i < UDP_RUBBISH_MANY; i++)
		cr_assert(send(r.fd, "bad", 3, 0) == 3);
	until(&r, UDP_RUBBISH_MANY);
	udp_sockets_stats(r.u, &st);
	cr_expect(st.rests <= 1);
	r.heard.is_rubbish = false;
	cr_assert(send(r.fd, "good", 4, 0) == 4);
	until(&r, UDP_RUBBISH_MANY + 1);
	cr_expect_str_eq(r.heard.last, "good");
	close_rig(&r);
}

Test(udp_socket, what_is_too_long_is_not_given_on)
{
	static const char *const listen[] = { "127.0.0.1:0" };
	static char bytes[8193];
	struct udp_sockets_stats st;
	struct rig r;

	open_rig(&r, listen, 1);
	cr_assert(send(r.fd, bytes, 8193, 0) == 8193);
	cr_assert(send(r.fd, bytes, 8192, 0) == 8192);
	until(&r, 1);
	udp_sockets_stats(r.u, &st);
	cr_expect(r.heard.n == 1 && r.heard.bytes == 8192 && st.too_long == 1);
	close_rig(&r);
}

Test(udp_socket, what_cant_be_bound_is_said)
{
	static const char *const bad[] = { "192.0.2.1:4000" };
	const struct conf_icq conf = { .legacy_listen = bad, .n_legacy_listen = 1 };
	struct loop *loop = loop_new(LOOP_BACKEND_BEST, clock_system(), NULL);
	struct err e;

	cr_expect(udp_sockets_open(&conf, loop, &e) == NULL);
	cr_expect(strstr(e.text, "192.0.2.1:4000") != NULL, "%s", e.text);
	udp_sockets_close(NULL);
	loop_free(loop);
}
