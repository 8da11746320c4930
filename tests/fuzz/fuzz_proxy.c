/*
 * What gateways say.  The first byte says how the rest is cut for the parser of PROXY headers, which must not want a byte behind the header,
 * must say the same however it is cut, and must find the same again in what it took.  The rest is also WEBIRC's address and options,
 * divided at the first line end, and an answer to a quiz.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "auth/gateway.h"
#include "net/proxy_header.h"
#include "proto/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum proxy_verdict
feed(struct view in, size_t step, struct peer_addr *peer, size_t *used)
{
	struct proxy_header h = { 0 };
	enum proxy_verdict v = PROXY_MORE;

	for (*used = 0; v == PROXY_MORE && *used < in.n;) {
		size_t n = proxy_header_wants(&h);

		assert(n >= 1 && *used + n <= PROXY_HEADER_MAX);
		n = n < step ? n : step;
		n = n < in.n - *used ? n : in.n - *used;
		v = proxy_header_feed(&h, view_of(in.p + *used, n), peer);
		*used += n;
	}
	assert((v == PROXY_BAD) == (h.wrong != NULL));
	return v;
}

static bool
is_same(const struct peer_addr *a, const struct peer_addr *b)
{
	return a->family == b->family && a->port == b->port && memcmp(a->ip, b->ip, sizeof(a->ip)) == 0;
}

static void
check_header(struct view in, size_t step)
{
	struct peer_addr one = { 0 }, other = { 0 };
	size_t used, used_other;
	enum proxy_verdict v = feed(in, PROXY_HEADER_MAX, &one, &used);

	enum proxy_verdict again = feed(in, step, &other, &used_other);

	assert(again == v);
	if (v == PROXY_BAD)
		return;
	assert(used == used_other && is_same(&one, &other));
	if (v == PROXY_PEER)
		assert(one.family == AF_INET || one.family == AF_INET6);
	again = feed(view_left(in, used), 1, &other, &used_other);
	assert(again == v && used_other == used);
}

static void
check_webirc(struct view in)
{
	size_t end = view_find(in, '\n');
	const struct webirc w = { .address = view_left(in, end), .options = view_skip(in, end + 1) };
	struct webirc_client c;
	char text[64];

	if (webirc_parse(&w, &c) == -1)
		return;
	assert(c.peer.family == AF_INET || c.peer.family == AF_INET6);
	assert(c.peer.port == 0);
	/* What is shown is taken again. */
	assert(webirc_parse(
		       &(struct webirc){ .address = view_z(peer_addr_host(&c.peer, text, sizeof(text))) },
		       &c) == 0);
}

static void
check_plain(struct view in)
{
	char once[PLAIN_MAX], twice[PLAIN_MAX];
	size_t n = plain_text(in, once, sizeof(once));

	assert(n <= in.n && n < sizeof(once) && once[n] == '\0');
	assert(plain_text(view_of(once, n), twice, sizeof(twice)) <= n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);

	if (size == 0)
		return 0;
	in = view_skip(in, 1);
	check_header(in, 1 + data[0] % 32U);
	check_webirc(in);
	check_plain(in);
	return 0;
}
