#include "config.h"

#include "net/dial.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/net/net_rig.h"

struct told {
	bool done;
	size_t n;
	enum dial_result result;
	int fd;
	char why[128];
};

static void
on_done(void *arg, enum dial_result result, int fd, const char *why)
{
	struct told *t = arg;

	t->done = true;
	t->n++;
	t->result = result;
	t->fd = fd;
	cr_expect_eq(why == NULL, result == DIAL_CONNECTED);
	(void)view_copy(view_z(why), t->why, sizeof(t->why));
}

static struct addr
at(const char *text)
{
	struct addr a;
	struct err e = { .text = "" };

	cr_assert_eq(addr_parse(view_z(text), &a, &e), 0, "%s", e.text);
	return a;
}

/* A socket that listens, and its address. */
static int
listen_at(const char *text, int backlog, struct addr *where)
{
	int fd;

	*where = at(text);
	fd = socket(where->u.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(fd, &where->u.sa, where->len), 0);
	cr_assert_eq(listen(fd, backlog), 0);
	cr_assert_eq(getsockname(fd, &where->u.sa, &where->len), 0);
	return fd;
}

static struct dial *
start(struct rig *r, const struct dial_plan *plan)
{
	struct err e = { .text = "" };
	struct dial *d = dial_start(r->loop, plan, &e);

	cr_assert_not_null(d, "%s", e.text);
	return d;
}

/* The address from which the next connection to `fd` comes. */
static void
expect_from(int fd, const char *host)
{
	struct addr from = { .len = sizeof(from.u) };
	struct peer_addr peer;
	char text[INET6_ADDRSTRLEN + 1];
	int got = accept(fd, &from.u.sa, &from.len);

	cr_assert_neq(got, -1);
	peer_addr_from(&peer, &from.u.sa, from.len);
	cr_expect_str_eq(peer_addr_host(&peer, text, sizeof(text)), host);
	(void)close(got);
}

static void
connects(const char *to, const char *from, enum loop_backend backend)
{
	struct rig *r = rig_new(backend, true, &rig_conf);
	struct told told = { .fd = -1 };
	struct dial_plan plan = { .timeout_ms = 10000, .done = on_done, .arg = &told };
	int fd = listen_at(to, 5, &plan.to);

	if (from != NULL)
		plan.from = at(from);
	(void)start(r, &plan);
	cr_expect_not(told.done, "called back before it returned");
	cr_assert(rig_until(r, &told.done));
	cr_expect_eq(told.result, DIAL_CONNECTED);
	cr_assert_neq(told.fd, -1);
	cr_expect(fcntl(told.fd, F_GETFL) & O_NONBLOCK);
	cr_expect(fcntl(told.fd, F_GETFD) & FD_CLOEXEC);
	if (from != NULL)
		expect_from(fd, plan.from.u.sa.sa_family == AF_INET6 ? "0::1" : "127.0.0.2");
	cr_expect_eq(told.n, 1);
	(void)close(told.fd);
	(void)close(fd);
	rig_free(r);
}

Test(dial, connects_from_any_address_and_from_a_given_one)
{
	connects("127.0.0.1:0", NULL, LOOP_BACKEND_BEST);
	connects("127.0.0.1:0", NULL, LOOP_BACKEND_POLL);
	connects("127.0.0.1:0", "127.0.0.2:7", LOOP_BACKEND_BEST);
	connects("[::1]:0", "[::1]:7", LOOP_BACKEND_BEST);
}

Test(dial, refused_is_told_in_a_later_turn)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct told told = { .fd = 7 };
	struct dial_plan plan = { .timeout_ms = 10000, .done = on_done, .arg = &told };

	(void)close(listen_at("127.0.0.1:0", 1, &plan.to));
	(void)start(r, &plan);
	cr_expect_not(told.done);
	cr_assert(rig_until(r, &told.done));
	cr_expect_eq(told.result, DIAL_REFUSED);
	cr_expect_eq(told.fd, -1);
	cr_expect_str_eq(told.why, "Connection refused");
	rig_free(r);
}

/* A listener whose queue is full answers nothing. */
static int
fill_queue(const struct addr *to, int held[8])
{
	for (int i = 0; i < 8; i++) {
		held[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)!connect(held[i], &to->u.sa, to->len);
	}
	return 8;
}

Test(dial, silence_is_a_timeout_at_its_time_and_not_before)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
	struct told told = { .fd = 7 };
	struct dial_plan plan = { .timeout_ms = 3000, .done = on_done, .arg = &told };
	int held[8], fd = listen_at("127.0.0.1:0", 0, &plan.to), n = fill_queue(&plan.to, held);

	(void)start(r, &plan);
	rig_turns(r, 3);
	r->now_ms += 2999;
	rig_turns(r, 3);
	cr_expect_not(told.done);
	r->now_ms += 1;
	rig_turns(r, 3);
	cr_expect(told.done);
	cr_expect_eq(told.result, DIAL_TIMEOUT);
	cr_expect_str_eq(told.why, "no answer in time");
	cr_expect_eq(told.fd, -1);
	while (n-- > 0)
		(void)close(held[n]);
	(void)close(fd);
	rig_free(r);
}

static int
count_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

Test(dial, cancelled_tells_nothing_and_keeps_no_descriptor)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct told told = { .fd = -1 };
	struct dial_plan plan = { .timeout_ms = 10000, .done = on_done, .arg = &told };
	int fd = listen_at("127.0.0.1:0", 5, &plan.to), before = count_fds();

	dial_cancel(start(r, &plan));
	dial_cancel(NULL);
	rig_turns(r, 5);
	cr_expect_not(told.done);
	cr_expect_eq(count_fds(), before);
	(void)close(fd);
	rig_free(r);
}

Test(dial, an_address_that_is_not_ours_is_a_fault_at_once)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct told told = { .fd = -1 };
	struct dial_plan plan = { .timeout_ms = 10000, .done = on_done, .arg = &told };
	struct err e = { .text = "" };
	int before = count_fds();

	plan.to = at("127.0.0.1:1");
	plan.from = at("192.0.2.1:0");
	cr_expect_null(dial_start(r->loop, &plan, &e));
	cr_expect_neq(e.text[0], '\0');
	rig_turns(r, 3);
	cr_expect_not(told.done);
	cr_expect_eq(count_fds(), before);
	rig_free(r);
}

/* A dial through a proxy that the test plays. */
struct way {
	struct rig *r;
	struct told told;
	struct dial_socks socks;
	struct dial_plan plan;
	struct dial *d;
	int listener, proxy;
};

static void
way_open(struct way *w, bool real_clock)
{
	*w = (struct way){ .r = rig_new(LOOP_BACKEND_BEST, real_clock, &rig_conf), .told = { .fd = -1 } };
	w->plan = (struct dial_plan){ .to = at("192.0.2.1:6697"), .timeout_ms = 10000, .done = on_done };
	w->plan.arg = &w->told;
	w->plan.socks = &w->socks;
	w->socks.user = "me";
	w->socks.password = "secret";
	w->listener = listen_at("127.0.0.1:0", 5, &w->socks.at);
	w->d = start(w->r, &w->plan);
	memset(&w->socks, 0, sizeof(w->socks)); /* it was copied */
	w->proxy = accept(w->listener, NULL, NULL);
	cr_assert_neq(w->proxy, -1);
}

static void
way_close(struct way *w)
{
	if (w->told.fd != -1)
		(void)close(w->told.fd);
	(void)close(w->proxy);
	(void)close(w->listener);
	rig_free(w->r);
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

Test(dial, goes_through_a_proxy_and_leaves_the_peers_bytes_in_the_socket)
{
	struct way w;
	char got[100];

	way_open(&w, true);
	hears(&w, VIEW("\5\2\0\2"));
	says(&w, VIEW("\5"));
	rig_turns(w.r, 3);
	says(&w, VIEW("\2"));
	hears(&w, VIEW("\1\2me\6secret"));
	says(&w, VIEW("\1\0"));
	hears(&w, VIEW("\5\1\0\1\xc0\0\2\1\x1a\x29"));
	cr_expect_not(w.told.done);
	says(&w, VIEW("\5\0\0\3\4name\0\0NOTICE *"));
	cr_assert(rig_until(w.r, &w.told.done));
	cr_expect_eq(w.told.result, DIAL_CONNECTED);
	cr_assert_eq(recv(w.told.fd, got, sizeof(got), 0), 8);
	cr_expect(view_eq(view_of(got, 8), VIEW("NOTICE *")));
	cr_expect(fcntl(w.told.fd, F_GETFL) & O_NONBLOCK);
	way_close(&w);
}

Test(dial, what_a_proxy_refuses_is_told_with_its_reason)
{
	struct way w;

	way_open(&w, true);
	hears(&w, VIEW("\5\2\0\2"));
	says(&w, VIEW("\5\0"));
	hears(&w, VIEW("\5\1\0\1\xc0\0\2\1\x1a\x29"));
	says(&w, VIEW("\5\5\0\1"));
	cr_assert(rig_until(w.r, &w.told.done));
	cr_expect_eq(w.told.result, DIAL_REFUSED);
	cr_expect_str_eq(w.told.why, "SOCKS: the proxy was refused there");
	cr_expect_eq(w.told.n, 1);
	way_close(&w);
}

Test(dial, a_proxy_that_hangs_up_is_told)
{
	struct way w;

	way_open(&w, true);
	hears(&w, VIEW("\5\2\0\2"));
	cr_assert_eq(shutdown(w.proxy, SHUT_WR), 0);
	cr_assert(rig_until(w.r, &w.told.done));
	cr_expect_eq(w.told.result, DIAL_PROXY);
	cr_expect_str_eq(w.told.why, "SOCKS: the proxy closed the connection");
	way_close(&w);
}

Test(dial, a_proxy_that_is_not_there_is_told_as_its_own_fault)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct told told = { .fd = 7 };
	struct dial_socks socks = { .user = NULL };
	struct dial_plan plan = { .to = at("192.0.2.1:6697"), .timeout_ms = 10000, .done = on_done };

	plan.arg = &told;
	plan.socks = &socks;
	(void)close(listen_at("127.0.0.1:0", 1, &socks.at));
	(void)start(r, &plan);
	cr_assert(rig_until(r, &told.done));
	cr_expect_eq(told.result, DIAL_PROXY);
	cr_expect_str_eq(told.why, "Connection refused");
	cr_expect_eq(told.fd, -1);
	rig_free(r);
}

/* The time is for all of it: an answer on the way does not begin it anew. */
Test(dial, a_proxy_that_falls_silent_is_a_timeout_at_its_time_and_not_before)
{
	struct way w;

	way_open(&w, false);
	hears(&w, VIEW("\5\2\0\2"));
	w.r->now_ms += 6000;
	says(&w, VIEW("\5\0"));
	hears(&w, VIEW("\5\1\0\1\xc0\0\2\1\x1a\x29"));
	w.r->now_ms += 3999;
	rig_turns(w.r, 3);
	cr_expect_not(w.told.done);
	w.r->now_ms += 1;
	rig_turns(w.r, 3);
	cr_expect(w.told.done);
	cr_expect_eq(w.told.result, DIAL_TIMEOUT);
	cr_expect_str_eq(w.told.why, "no answer in time, of the proxy or of whom it dials");
	way_close(&w);
}

Test(dial, cancelled_in_the_midst_of_a_proxys_dialogue_it_tells_nothing)
{
	struct way w;
	char got[1];

	way_open(&w, true);
	hears(&w, VIEW("\5\2\0\2"));
	dial_cancel(w.d);
	rig_turns(w.r, 3);
	cr_expect_not(w.told.done);
	cr_expect_eq(recv(w.proxy, got, 1, 0), 0, "the socket is still open");
	way_close(&w);
}

/* Starts, and is cancelled; the answer is whether it did. */
static bool
starts_with(struct rig *r, const char *user, const char *password)
{
	struct told told = { .fd = -1 };
	const struct dial_socks socks = { .at = at("127.0.0.1:1"), .user = user, .password = password };
	const struct dial_plan plan = {
		.to = at("127.0.0.1:1"), .socks = &socks, .timeout_ms = 1000, .done = on_done, .arg = &told
	};
	struct err e = { .text = "" };
	struct dial *d = dial_start(r->loop, &plan, &e);

	cr_expect_eq(d == NULL, strstr(e.text, "more than 255 bytes") != NULL, "%s", e.text);
	dial_cancel(d);
	return d != NULL;
}

Test(dial, a_user_that_no_proxy_could_be_told_is_a_fault_at_once)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	char name[257];

	memset(name, 'n', 256);
	name[256] = '\0';
	cr_expect(starts_with(r, name + 1, name + 1));
	cr_expect_not(starts_with(r, name, name + 1));
	cr_expect_not(starts_with(r, name + 1, name));
	rig_free(r);
}

Test(dial, a_proxy_of_version_4_is_asked_in_its_form)
{
	struct way w = { .r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf), .told = { .fd = -1 } };

	w.plan = (struct dial_plan){ .to = at("192.0.2.1:6697"), .timeout_ms = 10000, .done = on_done };
	w.plan.arg = &w.told;
	w.plan.socks = &w.socks;
	w.socks.kind = DIAL_SOCKS_4;
	w.socks.user = "me";
	w.listener = listen_at("127.0.0.1:0", 5, &w.socks.at);
	w.d = start(w.r, &w.plan);
	w.proxy = accept(w.listener, NULL, NULL);
	hears(&w, VIEW("\4\1\x1a\x29\xc0\0\2\1me\0"));
	says(&w, VIEW("\0\x5a\0\0\0\0\0\0"));
	cr_assert(rig_until(w.r, &w.told.done));
	cr_expect_eq(w.told.result, DIAL_CONNECTED);
	way_close(&w);
}

Test(dial, only_a_proxy_of_version_5_is_asked_for_a_relay)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	struct told told = { .fd = -1 };
	struct addr relay;
	struct dial_socks socks = { .kind = DIAL_SOCKS_4, .at = at("127.0.0.1:1") };
	struct dial_plan plan = {
		.to = at("127.0.0.1:1"), .timeout_ms = 1000, .done = on_done, .arg = &told
	};
	struct err e = { .text = "" };

	plan.relay = &relay;
	cr_expect_null(dial_start(r->loop, &plan, &e));
	plan.socks = &socks;
	cr_expect_null(dial_start(r->loop, &plan, &e));
	cr_expect_not_null(strstr(e.text, "only SOCKS 5"), "%s", e.text);
	rig_free(r);
}
