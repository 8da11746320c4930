/*
 * Thousands of offers, of which half are abandoned in whatever state they are: in the end all is as it was.  The seed is told, so that a
 * failure can be had again.
 */
#include <criterion/criterion.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "relay/relay.h"
#include "tests/unit/relay/relay_pair.h"

enum { OFFERS = 10000, WARM_UP = 500 };

static uint32_t seed = 20261127;

static uint32_t
pick(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u; /* Numerical Recipes */
	return (seed >> 8) % n;
}

enum way {
	LAPSE,
	REFUSE,
	WITHDRAW,
	SENDER_QUITS,
	RECEIVER_QUITS,
	OPERATOR,
	INTRUDERS,
	HANG_UP, /* the receiver, once he is in */
	N_WAYS
};

static void
quit(struct person **who)
{
	struct person *old = *who;
	const char *at = old->at;
	char nick[NICK_LEN_MAX + 1];

	(void)view_copy(client_nick(old->c), nick, sizeof(nick));
	rig_quit(old);
	rig_return(old, nick, at);
}

static void
close_fd(int *fd)
{
	if (*fd != -1)
		(void)close(*fd);
	*fd = -1;
}

static void
intrude(struct pair *p)
{
	for (int i = 0; i <= RELAY_INTRUDERS_MAX; i++) {
		int fd = sock_connect("127.0.0.3", SERVER, p->port);

		if (fd != -1)
			(void)close(fd);
	}
	rig_settle(p->r);
}

static void
hang_up(struct pair *p)
{
	if (p->b_fd == -1)
		pair_come(p);
	close_fd(&p->b_fd);
	for (int i = 0; i < 100 && rig_sessions(p->r) != 0; i++)
		rig_settle(p->r);
}

/* One of the ways in which it ends, if it can end so in this state: then nothing more is done for it. */
static bool
abandon(struct pair *p, enum way way)
{
	const struct relay_session *s = rig_session(p->r);
	bool open = s->state == RELAY_OPEN;

	switch (way) {
	case LAPSE:
		if (!open)
			rig_pass(p->r, 120000);
		return !open;
	case REFUSE:
		rig_notice(p->b, p->a, "DCC REJECT SEND a.txt");
		return !open;
	case WITHDRAW:
		rig_notice(p->a, p->b, "DCC REJECT GET a.txt");
		return !open;
	case SENDER_QUITS:
		quit(&p->a);
		return true;
	case RECEIVER_QUITS:
		quit(&p->b);
		return true;
	case OPERATOR:
		cr_expect(relay_kill(p->r->relay, s->id, VIEW("oscar"), VIEW("")));
		return true;
	case INTRUDERS:
		if (s->state != RELAY_OFFERED)
			return false;
		intrude(p);
		return true;
	case HANG_UP:
		if (s->state == RELAY_RESUMING)
			return false;
		hang_up(p);
		return true;
	case N_WAYS:
		break;
	}
	return false;
}

/* Half of the offers are abandoned, each at one of the points where this is asked. */
static bool
is_abandoned(struct pair *p)
{
	return pick(4) == 0 && abandon(p, (enum way)pick(N_WAYS));
}

static bool
resume(struct pair *p, bool passive)
{
	rig_say(p->b, p->a, "DCC RESUME a.txt %u 4", (unsigned)p->port);
	if (is_abandoned(p))
		return false;
	if (passive)
		rig_say(p->a, p->b, "DCC ACCEPT a.txt 0 4 42");
	else
		rig_say(p->a, p->b, "DCC ACCEPT a.txt %u 4", (unsigned)p->a_port);
	return !is_abandoned(p);
}

static bool
join_sender(struct pair *p, bool passive)
{
	if (passive)
		p->a_fd = sock_connect(HERE, SERVER, rig_session(p->r)->party[PUMP_SENDER].port);
	else
		p->a_fd = sock_wait_accept(p->r->loop, p->listener);
	rig_settle(p->r);
	return rig_sessions(p->r) != 0 && !is_abandoned(p);
}

static void
transfer(struct pair *p, size_t n)
{
	char got[16];

	cr_expect_eq(send(p->a_fd, TEXT, n, MSG_NOSIGNAL), (ssize_t)n);
	cr_expect_eq(sock_wait(p->r->loop, p->b_fd), SOCK_DATA);
	cr_expect_eq(recv(p->b_fd, got, sizeof(got), 0), (ssize_t)n);
	close_fd(&p->b_fd);
	close_fd(&p->a_fd);
}

static void
one(struct pair *p)
{
	bool passive = pick(2) == 0, resumed = pick(3) == 0;

	if (passive)
		pair_offer_passive(p);
	else
		pair_offer(p);
	if (is_abandoned(p) || (resumed && !resume(p, passive)))
		return;
	pair_come(p);
	if (rig_sessions(p->r) == 0 || (passive && is_abandoned(p)) || !join_sender(p, passive))
		return;
	transfer(p, resumed ? 6 : 10);
}

/* The sockets of the two are closed, whatever waits at the sender's is taken, and what is told is read. */
static void
clear(struct pair *p)
{
	int fd;

	close_fd(&p->a_fd);
	close_fd(&p->b_fd);
	for (int i = 0; i < 400 && rig_sessions(p->r) != 0; i++)
		rig_pass(p->r, 100);
	while ((fd = sock_accept(p->listener)) != -1)
		(void)close(fd);
	(void)rig_got(p->a);
	(void)rig_got(p->b);
	rig_forget(p->r);
	rig_pass(p->r, 61000); /* ports have rested, rates are full */
}

static size_t
heap(void)
{
	return mallinfo2().uordblks;
}

static void
run(struct pair *p, int n)
{
	for (int i = 0; i < n; i++) {
		uint32_t at = seed;

		one(p);
		clear(p);
		cr_assert_eq(rig_sessions(p->r), 0, "offer %d, seed %u", i, (unsigned)at);
	}
}

TestSuite(relay_many, .timeout = 300);

/* The first ones fill pools and tables, which stay. */
Test(relay_many, leave_nothing_behind)
{
	struct relay_stats st;
	size_t before;
	unsigned fds;
	struct pair p;

	pair_meet(&p, "max-open = 100 max-offers = 100 offer-rate = \"1000:1m\"", HERE, THERE);
	run(&p, WARM_UP);
	before = heap();
	fds = sock_count_fds();
	run(&p, OFFERS - WARM_UP);
	st = relay_stats(p.r->relay);
	cr_expect_eq(sock_count_fds(), fds);
	cr_expect_leq(heap(), before + 4096, "%zu bytes more", heap() - before);
	cr_expect_eq(st.sessions, 0);
	cr_expect_eq(st.free_ports, st.ports);
	cr_expect_eq(st.offers, OFFERS);
	cr_expect_eq(st.done + st.failed + st.cancelled + st.denied, OFFERS);
	cr_expect(st.done > OFFERS * 2 / 5 && st.done < OFFERS * 3 / 5, "%u were done", (unsigned)st.done);
	pair_part(&p);
}
