/*
 * A WebSocket peer of a net with a connection in memory.  First byte: bit 0 feeds the bytes as they are, a handshake first; otherwise
 * the handshake is done, bits 1 and 2 choose the subprotocol, and the rest are frames.  The second byte cuts what is fed.  Whatever comes
 * in, no line holds a line end or is too long, and what goes out is a handshake's answer and whole frames without a mask.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/util.h"
#include "net/conn.h"
#include "net/conn_mem.h"
#include "net/websocket.h"

enum { LINE_MAX_BYTES = 256, TURNS = 64 };

#define REQUEST                                                                      \
	"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static const char *const requests[] = {
	REQUEST "\r\n",
	REQUEST "Sec-WebSocket-Protocol: text.ircv3.net\r\n\r\n",
	REQUEST "Sec-WebSocket-Protocol: binary.ircv3.net\r\n\r\n",
	REQUEST "Sec-WebSocket-Protocol: other, binary.ircv3.net, text.ircv3.net\r\n\r\n",
};
static const struct websocket_conf any = { NULL, 0 };

struct state {
	struct line_pool *pool;
	struct conn *c; /* NULL when the owner does not know it (any more) */
};

static void *
on_opened(struct conn *c, void *arg)
{
	struct state *s = arg;

	s->c = c;
	return s;
}

/* Sent back as it came, so that text that is none would be seen going out. */
static bool
on_line(struct conn *c, void *data, struct view line)
{
	const struct state *s = data;
	char *p = line_begin(s->pool, 1, line.n + 2);

	assert(line.n > 0 && line.n <= LINE_MAX_BYTES - 2);
	assert(view_find(line, '\r') == line.n && view_find(line, '\n') == line.n);
	if (line.p[0] == '\0')
		p[0] = ' '; /* no line of ours begins with a NUL */
	memcpy(p, line.p, line.n);
	if (p[0] == '\0')
		p[0] = ' ';
	memcpy(p + line.n, "\r\n", 2);
	conn_send(c, line_end(s->pool, 1, line.n + 2));
	return true;
}

static bool
on_too_long(struct conn *c, void *data)
{
	(void)c, (void)data;
	return true;
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	struct state *s = data;

	(void)c;
	assert(why != CLOSE_NONE);
	s->c = NULL;
}

/* All whole, none masked, no reserved bit, nothing behind a Close. */
static void
check_frames(struct view out)
{
	while (out.n > 0) {
		const uint8_t *p = (const uint8_t *)out.p;
		size_t n, head = 2;

		assert(out.n >= 2 && (p[0] & 0xf0) == 0x80 && (p[1] & 0x80) == 0 && p[1] != 127);
		n = p[1];
		if (n == 126) {
			assert(out.n >= 4);
			n = (size_t)p[2] << 8 | p[3];
			head = 4;
		}
		assert(out.n >= head + n);
		out = view_skip(out, head + n);
		assert((p[0] & 15) != 8 || out.n == 0);
	}
}

static void
feed(struct loop *loop, struct conn_mem *end, struct view bytes, size_t piece)
{
	for (size_t i = 0; i < TURNS && bytes.n > 0; i++) {
		struct view v = view_left(bytes, i + 1 < TURNS ? piece : bytes.n);
		struct err e;

		conn_mem_feed(end, v);
		bytes = view_skip(bytes, v.n);
		(void)!loop_turn(loop, 0, &e);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct net_conf conf = { .line_max = LINE_MAX_BYTES,
		.max_conns = 4,
		.accepts_per_turn = 1,
		.handshakes_per_turn = 1,
		.handshake_ms = 1000 };
	const struct conn_owner owner = {
		.opened = on_opened, .line = on_line, .line_too_long = on_too_long, .gone = on_gone
	};
	const struct peer_addr peer = { 0 };
	struct state s = { .c = NULL };
	struct loop *loop;
	struct net *net;
	struct conn_mem *end;
	struct conn *c;
	struct view out;
	struct err e;
	size_t answer;

	if (size < 2)
		return 0;
	loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	assert(loop != NULL);
	s.pool = line_pool_new();
	net = net_new(loop, s.pool, &conf, &owner, &s);
	c = conn_open_mem_websocket(net, &peer, &s, &any);
	assert(c != NULL);
	end = conn_mem_detach(c);
	if ((data[0] & 1) == 0)
		feed(loop, end, view_z(requests[data[0] >> 1 & 3]), SIZE_MAX);
	feed(loop, end, view_of(data + 2, size - 2), 1 + data[1]);
	for (size_t i = 0; i < 4; i++)
		(void)!loop_turn(loop, 0, &e);
	out = conn_mem_output(end);
	answer = 0;
	while (answer + 4 <= out.n && !view_eq(view_of(out.p + answer, 4), VIEW("\r\n\r\n")))
		answer++;
	if (view_starts(out, VIEW("HTTP/1.1 101 ")))
		check_frames(view_skip(out, answer + 4));
	else
		assert(out.n == 0 || (view_starts(out, VIEW("HTTP/1.1 4")) && s.c == NULL));
	conn_mem_free(end);
	net_free(net);
	line_pool_free(s.pool);
	loop_free(loop);
	return 0;
}
