#include "config.h"

#include "net/dial.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/net/net_rig.h"

struct told {
	bool done;
	size_t n;
	enum dial_result result;
	int fd;
};

static void
on_done(void *arg, enum dial_result result, int fd)
{
	struct told *t = arg;

	t->done = true;
	t->n++;
	t->result = result;
	t->fd = fd;
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
