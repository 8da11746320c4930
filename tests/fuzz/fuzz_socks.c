/*
 * What a SOCKS proxy says, of version 4 or 5, to who wants a connection or a relay of UDP; and what the relay sends.  The first byte says
 * which, whether we have a user, whether the address is IPv6, and how the rest is cut.  However it is cut, as much is taken, the same is
 * sent, and it comes to the same; and the dialogue is bounded.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "net/socks.h"
#include "net/socks_udp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two answers of two bytes, then 4, 1 and a name with its port. */
enum { HOW_4 = 1 << 6, HOW_RELAY = 1 << 7 };
enum { TAKEN_MAX = 2 + 2 + 4 + 1 + SOCKS_WANTS_MAX, SENT_MAX = 4 + 3 + 2 * SOCKS_NAME_MAX + 22 };

struct talk {
	enum socks_step end;
	enum dial_result result;
	const char *why;
	struct addr bound;
	size_t taken, sent_n;
	char sent[SENT_MAX];
};

static void
send_all(struct socks *s, struct talk *t, size_t step)
{
	while (socks_step(s) == SOCKS_SEND) {
		struct view out = view_left(socks_output(s), step);

		assert(out.n >= 1 && out.n <= sizeof(t->sent) - t->sent_n);
		memcpy(t->sent + t->sent_n, out.p, out.n);
		t->sent_n += out.n;
		socks_sent(s, out.n);
	}
}

static void
talk(struct talk *t, struct view in, unsigned how, size_t step)
{
	struct addr to = { .len = sizeof(to.u.in) };
	struct socks *s;

	memset(t, 0, sizeof(*t));
	to.u.sa.sa_family = (how & 1) != 0 ? AF_INET6 : AF_INET;
	s = socks_new(&(struct socks_ask){
		.kind = (how & HOW_4) != 0 ? DIAL_SOCKS_4 : DIAL_SOCKS_5,
		.associates = (how & (HOW_4 | HOW_RELAY)) == HOW_RELAY,
		.to = &to,
		.user = (how & 2) != 0 ? VIEW("user") : VIEW(""),
		.password = VIEW("password"),
	});
	send_all(s, t, step);
	while (socks_step(s) == SOCKS_RECEIVE && t->taken < in.n) {
		size_t n = socks_wants(s);

		assert(n >= 1 && n <= SOCKS_WANTS_MAX);
		n = n < step ? n : step;
		n = n < in.n - t->taken ? n : in.n - t->taken;
		socks_feed(s, view_of(in.p + t->taken, n));
		t->taken += n;
		send_all(s, t, step);
	}
	assert(t->taken <= TAKEN_MAX);
	t->end = socks_step(s);
	if (t->end == SOCKS_FAILED) {
		t->result = socks_result(s);
		t->why = socks_why(s);
		assert(t->result != DIAL_CONNECTED && t->why != NULL);
	}
	if (t->end == SOCKS_THROUGH && !socks_bound(s, &t->bound))
		assert(t->bound.len == 0);
	socks_free(s);
}

/* What is taken has the one head that we would send. */
static void
relay(struct view in, unsigned how)
{
	struct addr from = { .len = sizeof(from.u.in) };
	uint8_t head[SOCKS_UDP_HEAD_MAX];
	size_t n;
	struct view data;

	from.u.sa.sa_family = (how & 1) != 0 ? AF_INET6 : AF_INET;
	n = socks_udp_head(&from, head);
	if (!socks_udp_open(in, &from, &data))
		return;
	assert(data.n == in.n - n && data.p == in.p + n);
	assert(memcmp(head + 2, in.p + 2, n - 2) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct talk one, other;

	if (size == 0)
		return 0;
	in = view_skip(in, 1);
	relay(in, data[0]);
	talk(&one, in, data[0], SENT_MAX);
	talk(&other, in, data[0], 1 + data[0] / 4U);
	assert(one.end == other.end && one.taken == other.taken && one.why == other.why);
	assert(one.result == other.result && one.sent_n == other.sent_n);
	assert(memcmp(one.sent, other.sent, one.sent_n) == 0);
	assert(one.bound.len == other.bound.len && (one.bound.len == 0 || addr_eq(&one.bound, &other.bound)));
	return 0;
}
