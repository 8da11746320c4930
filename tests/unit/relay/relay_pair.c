#include "tests/unit/relay/relay_pair.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

void
pair_meet(struct pair *p, const char *dcc, const char *a_at, const char *b_at)
{
	*p = (struct pair){ .r = relay_rig_new(dcc, ""), .listener = -1, .a_fd = -1, .b_fd = -1 };
	p->a = rig_person(p->r, "alice", a_at);
	p->b = rig_person(p->r, "bob", b_at);
	p->listener = sock_listen(a_at, &p->a_port);
}

void
pair_part(struct pair *p)
{
	if (p->listener != -1)
		(void)close(p->listener);
	if (p->a_fd != -1)
		(void)close(p->a_fd);
	if (p->b_fd != -1)
		(void)close(p->b_fd);
	relay_rig_free(p->r);
}

void
pair_offer(struct pair *p)
{
	rig_say(p->a, p->b, "DCC SEND a.txt 16843009 %u 10", (unsigned)p->a_port);
	cr_assert_neq(rig_got(p->b)[0], '\0', "no offer; %s", rig_got(p->a));
	p->port = rig_port(p->b->heard);
}

void
pair_offer_passive(struct pair *p)
{
	rig_say(p->a, p->b, "DCC SEND a.txt 16843009 0 10 42");
	cr_assert_neq(rig_got(p->b)[0], '\0', "no offer; %s", rig_got(p->a));
	p->port = rig_port(p->b->heard);
}

void
pair_come(struct pair *p)
{
	p->b_fd = sock_connect(p->b->at, p->b->where.peer.family == AF_INET6 ? SIX : SERVER, p->port);
	cr_assert_neq(p->b_fd, -1);
	rig_settle(p->r);
}

void
pair_expect_state(const struct pair *p, enum relay_state want)
{
	const struct relay_session *s = rig_session(p->r);

	cr_assert_not_null(s);
	cr_expect_eq(s->state, want, "%s instead of %s", relay_state_name(s->state), relay_state_name(want));
}

void
pair_expect_transfer(struct pair *p, const char *text)
{
	char got[32] = "";

	pair_expect_state(p, RELAY_OPEN);
	cr_expect_eq(send(p->a_fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
	cr_expect_eq(sock_wait(p->r->loop, p->b_fd), SOCK_DATA);
	cr_expect_eq(recv(p->b_fd, got, sizeof(got) - 1, 0), (ssize_t)strlen(text));
	cr_expect_str_eq(got, text);
	(void)close(p->b_fd);
	(void)close(p->a_fd);
	p->a_fd = p->b_fd = -1;
	for (int i = 0; i < 200 && rig_sessions(p->r) != 0; i++)
		rig_pass(p->r, 10);
	cr_expect_eq(rig_sessions(p->r), 0);
	cr_expect_eq(relay_stats(p->r->relay).done, 1);
	cr_expect_eq(relay_stats(p->r->relay).bytes, strlen(text));
	cr_expect(rig_recorded(p->r, "\"status\":\"done\""), "%s", p->r->recorded);
	expect_has_not(rig_got(p->a), "***");
	expect_has_not(rig_got(p->b), "***");
}

void
pair_answer(struct pair *p)
{
	p->a_fd = sock_wait_accept(p->r->loop, p->listener);
	cr_assert_neq(p->a_fd, -1);
	rig_settle(p->r);
}
