/* Connections in memory that speak WebSocket; frames are written and read here by hand, not by wslay. */
#include "net/websocket.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>

#include "core/mem.h"
#include "core/util.h"
#include "net/conn_priv.h"
#include "tests/unit/net/net_rig.h"

#define REQUEST                                                                      \
	"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, FIN = 0x80 };

static const struct websocket_conf any = { NULL, 0 };

struct ws_rig {
	struct rig *r;
	struct conn *c;
	struct conn_mem *end;
};

static struct ws_rig
begun(void)
{
	struct ws_rig w = { .r = rig_new(LOOP_BACKEND_BEST, false, &rig_conf) };

	w.c = conn_open_mem_websocket(w.r->net, &rig_peer, w.r, &any);
	cr_assert(w.c != NULL);
	w.end = conn_mem_detach(w.c);
	return w;
}

static void
end(struct ws_rig *w)
{
	conn_mem_free(w->end);
	rig_free(w->r);
}

static void
take_all(struct ws_rig *w)
{
	conn_mem_take(w->end, conn_mem_output(w->end).n);
}

static struct ws_rig
opened(const char *protocol)
{
	struct ws_rig w = begun();
	char head[512];

	(void)snprintf(head, sizeof(head), REQUEST "%s%s\r\n", protocol[0] ? "Sec-WebSocket-Protocol: " : "",
		protocol[0] ? protocol : "");
	if (protocol[0])
		(void)snprintf(head, sizeof(head), REQUEST "Sec-WebSocket-Protocol: %s\r\n\r\n", protocol);
	conn_mem_feed(w.end, view_z(head));
	rig_turns(w.r, 1);
	cr_assert(view_starts(conn_mem_output(w.end), VIEW("HTTP/1.1 101 ")));
	cr_assert_eq(w.r->n, 1);
	take_all(&w);
	return w;
}

/* A frame as a client masks it. */
static size_t
frame(char *dst, unsigned first, struct view v)
{
	static const unsigned char mask[4] = { 0x12, 0xf4, 0x00, 0x81 };
	size_t n = 2;

	dst[0] = (char)first;
	if (v.n < 126) {
		dst[1] = (char)(0x80 | v.n);
	} else if (v.n < 65536) {
		dst[1] = (char)(0x80 | 126);
		dst[2] = (char)(v.n >> 8);
		dst[3] = (char)(v.n & 0xff);
		n = 4;
	} else {
		dst[1] = (char)(0x80 | 127);
		for (size_t i = 0; i < 8; i++)
			dst[2 + i] = (char)(v.n >> (56 - 8 * i) & 0xff);
		n = 10;
	}
	memcpy(dst + n, mask, 4);
	n += 4;
	for (size_t i = 0; i < v.n; i++)
		dst[n + i] = (char)(v.p[i] ^ mask[i % 4]);
	return n + v.n;
}

static void
feed(struct ws_rig *w, unsigned first, struct view v)
{
	char *bytes = mem_alloc(v.n + 14);

	conn_mem_feed(w->end, view_of(bytes, frame(bytes, first, v)));
	mem_free(bytes);
}

/* The next frame that the server sent; its payload lives until the next turn. */
static unsigned
next_frame(struct ws_rig *w, struct view *rest, struct view *payload)
{
	unsigned first;
	size_t n, head = 2;

	(void)w;
	if (rest->n < 2)
		return 0;
	first = (unsigned char)rest->p[0];
	n = (unsigned char)rest->p[1];
	cr_assert((n & 0x80) == 0, "a server's frame is not masked");
	if (n == 126) {
		n = (size_t)(unsigned char)rest->p[2] << 8 | (unsigned char)rest->p[3];
		head = 4;
	}
	cr_assert(n != 127 && rest->n >= head + n);
	*payload = view_of(rest->p + head, n);
	*rest = view_skip(*rest, head + n);
	return first;
}

static void
expect_frame(struct ws_rig *w, struct view *rest, unsigned first, struct view want)
{
	struct view got = { NULL, 0 };
	unsigned f = next_frame(w, rest, &got);

	cr_expect_eq(f, first, "frame %x instead of %x", f, first);
	cr_expect(view_eq(got, want), "\"%.*s\" instead of \"%.*s\"", VIEW_ARG(got), VIEW_ARG(want));
}

/* The server said Close with this status, and nothing more. */
static void
expect_close(struct ws_rig *w, unsigned status)
{
	const char bytes[2] = { (char)(status >> 8), (char)(status & 0xff) };
	struct view rest = conn_mem_output(w->end);

	expect_frame(w, &rest, FIN | CLOSE, view_of(bytes, 2));
	cr_expect_eq(rest.n, 0);
	cr_expect(conn_mem_is_closed(w->end));
}

Test(websocket, the_owner_hears_of_a_peer_after_the_handshake_only)
{
	struct ws_rig w = begun();

	conn_mem_feed(w.end, VIEW(REQUEST));
	rig_turns(w.r, 2);
	cr_expect_eq(w.r->n, 0);
	cr_expect_eq(conn_mem_output(w.end).n, 0);
	conn_mem_feed(w.end, VIEW("\r\n"));
	rig_turns(w.r, 1);
	cr_expect_eq(w.r->n, 1);
	cr_expect_not(conn_is_tls(w.c));
	end(&w);
}

Test(websocket, a_bad_handshake_is_answered_and_closed_unknown_to_the_owner)
{
	struct ws_rig w = begun();

	conn_mem_feed(w.end, VIEW("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
	rig_turns(w.r, 2);
	cr_expect(view_starts(conn_mem_output(w.end), VIEW("HTTP/1.1 426 ")));
	cr_expect(conn_mem_is_closed(w.end));
	cr_expect_eq(w.r->n, 0);
	end(&w);
}

Test(websocket, what_is_no_request_is_refused_at_once)
{
	struct ws_rig w = begun();

	conn_mem_feed(w.end, VIEW("NICK"));
	rig_turns(w.r, 2);
	cr_expect(view_starts(conn_mem_output(w.end), VIEW("HTTP/1.1 400 ")));
	cr_expect(conn_mem_is_closed(w.end));
	end(&w);
}

/* A request of n bytes with its empty line. */
static void
feed_request(struct ws_rig *w, size_t n)
{
	char *head = mem_alloc(n);
	size_t begin = strlen(REQUEST "X: ");

	memset(head, 'x', n);
	memcpy(head, REQUEST "X: ", begin);
	memcpy(head + n - 4, "\r\n\r\n", 4);
	conn_mem_feed(w->end, view_of(head, n));
	rig_turns(w->r, 2);
	mem_free(head);
}

Test(websocket, a_request_of_8192_bytes_is_taken_and_one_more_is_not)
{
	struct ws_rig w = begun();

	feed_request(&w, 8192);
	cr_expect(view_starts(conn_mem_output(w.end), VIEW("HTTP/1.1 101 ")));
	end(&w);
	w = begun();
	feed_request(&w, 8193);
	cr_expect(view_starts(conn_mem_output(w.end), VIEW("HTTP/1.1 400 ")));
	end(&w);
}

Test(websocket, a_handshake_that_does_not_end_is_closed_in_time)
{
	struct ws_rig w = begun();

	conn_mem_feed(w.end, VIEW("GET / HT"));
	rig_turns(w.r, 1);
	w.r->now_ms += rig_conf.handshake_ms - 1;
	rig_turns(w.r, 1);
	cr_expect_not(conn_mem_is_closed(w.end));
	w.r->now_ms += 1;
	rig_turns(w.r, 2);
	cr_expect(conn_mem_is_closed(w.end));
	end(&w);
}

Test(websocket, a_message_is_a_line_however_it_is_cut)
{
	static const char hi[] = "PRIVMSG #c :h\xc3\xa9";
	char bytes[256];
	size_t n = 0;

	n += frame(bytes + n, FIN | TEXT, VIEW("NICK a"));
	n += frame(bytes + n, TEXT, VIEW("PRIVMSG"));
	n += frame(bytes + n, 0, VIEW(""));
	n += frame(bytes + n, FIN | PING, VIEW("inside"));
	n += frame(bytes + n, 0, VIEW(" #c :h\xc3"));
	n += frame(bytes + n, FIN, VIEW("\xa9"));
	n += frame(bytes + n, FIN | TEXT, VIEW(""));
	n += frame(bytes + n, FIN | TEXT, VIEW("PING x\r\n"));
	for (size_t piece = 1; piece <= n; piece++) {
		struct ws_rig w = opened("text.ircv3.net");
		char want[128];
		struct view rest;

		for (size_t at = 0; at < n; at += piece) {
			conn_mem_feed(w.end, view_left(view_of(bytes + at, n - at), piece));
			rig_turns(w.r, 1);
		}
		(void)snprintf(want, sizeof(want), "NICK a\n%s\nPING x\n", hi);
		cr_expect_str_eq(rig_lines(&w.r->conn[0]), want, "pieces of %zu", piece);
		rest = conn_mem_output(w.end);
		expect_frame(&w, &rest, FIN | PONG, VIEW("inside"));
		cr_expect(w.c->ws != NULL);
		end(&w);
	}
}

struct fault_case {
	char name[40];
	char protocol[24];
	unsigned char bytes[24];
	size_t n;
	unsigned status;
};

ParameterizedTestParameters(websocket, fault)
{
	static struct fault_case cases[] = {
		{ "not masked", "text.ircv3.net", { 0x81, 1, 'x' }, 3, 1002 },
		{ "reserved bit", "text.ircv3.net", { 0xc1, 0x81, 0, 0, 0, 0, 'x' }, 7, 1002 },
		{ "opcode 3", "text.ircv3.net", { 0x83, 0x81, 0, 0, 0, 0, 'x' }, 7, 1002 },
		{ "opcode 11", "text.ircv3.net", { 0x8b, 0x81, 0, 0, 0, 0, 'x' }, 7, 1002 },
		{ "nothing to continue", "text.ircv3.net", { 0x80, 0x81, 0, 0, 0, 0, 'x' }, 7, 1002 },
		{ "message in a message", "text.ircv3.net",
			{ 0x01, 0x81, 0, 0, 0, 0, 'x', 0x81, 0x81, 0, 0, 0, 0, 'x' }, 14, 1002 },
		{ "ping in pieces", "text.ircv3.net", { 0x09, 0x81, 0, 0, 0, 0, 'x' }, 7, 1002 },
		{ "ping of 126", "text.ircv3.net", { 0x89, 0xfe, 0, 126, 0, 0, 0, 0 }, 8, 1002 },
		{ "binary to text", "text.ircv3.net", { 0x82, 0x81, 0, 0, 0, 0, 'x' }, 7, 1003 },
		{ "text to binary", "binary.ircv3.net", { 0x81, 0x81, 0, 0, 0, 0, 'x' }, 7, 1003 },
		{ "no UTF-8", "text.ircv3.net", { 0x81, 0x81, 0, 0, 0, 0, 0xff }, 7, 1007 },
		{ "surrogate", "text.ircv3.net", { 0x81, 0x83, 0, 0, 0, 0, 0xed, 0xa0, 0x80 }, 9, 1007 },
		{ "half a character", "text.ircv3.net", { 0x81, 0x81, 0, 0, 0, 0, 0xc3 }, 7, 1007 },
		{ "two lines", "text.ircv3.net", { 0x81, 0x83, 0, 0, 0, 0, 'a', '\n', 'b' }, 9, 1007 },
		{ "65537 bytes", "text.ircv3.net", { 0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 'x' },
			15, 1009 },
		{ "2^63 bytes", "text.ircv3.net", { 0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 14,
			1002 },
		{ "close with half a status", "text.ircv3.net", { 0x88, 0x81, 0, 0, 0, 0, 3 }, 7, 1002 },
		{ "close with status 1005", "text.ircv3.net", { 0x88, 0x82, 0, 0, 0, 0, 3, 0xed }, 8, 1002 },
	};

	return cr_make_param_array(struct fault_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct fault_case *f, websocket, fault)
{
	struct ws_rig w = opened(f->protocol);
	bool binary = f->protocol[0] == 'b';

	/* The line in front of the fault still counts. */
	feed(&w, FIN | (binary ? BINARY : TEXT), VIEW("NICK a"));
	conn_mem_feed(w.end, view_of(f->bytes, f->n));
	rig_turns(w.r, 3);
	cr_expect_str_eq(rig_lines(&w.r->conn[0]), "NICK a\n", "%s", f->name);
	expect_close(&w, f->status);
	cr_expect(w.r->conn[0].gone);
	end(&w);
}

Test(websocket, the_longest_line_is_taken_and_one_byte_more_is_too_long)
{
	struct ws_rig w = opened("binary.ircv3.net");
	char line[RIG_LINE_MAX];

	memset(line, 'x', sizeof(line));
	feed(&w, FIN | BINARY, view_of(line, RIG_LINE_MAX - 2));
	rig_turns(w.r, 1);
	cr_expect_eq(w.r->conn[0].lines.len, RIG_LINE_MAX - 2 + 1);
	feed(&w, BINARY, view_of(line, RIG_LINE_MAX - 2));
	feed(&w, FIN, VIEW("y"));
	feed(&w, FIN | BINARY, VIEW("PING"));
	rig_turns(w.r, 1);
	cr_expect(strstr(rig_lines(&w.r->conn[0]), "x\n<too long>\nPING\n") != NULL);
	end(&w);
}

Test(websocket, a_message_of_64_kib_is_too_long_a_line_and_one_byte_more_ends_the_connection)
{
	struct ws_rig w = opened("binary.ircv3.net");
	char *bytes = mem_zalloc(65536);

	feed(&w, BINARY, view_of(bytes, 65535));
	feed(&w, 0, view_of(bytes, 1));
	rig_turns(w.r, 10);
	cr_expect_str_eq(rig_lines(&w.r->conn[0]), "<too long>\n");
	cr_expect_eq(conn_mem_output(w.end).n, 0);
	feed(&w, FIN, VIEW("x"));
	rig_turns(w.r, 2);
	expect_close(&w, 1009);
	mem_free(bytes);
	end(&w);
}

Test(websocket, lines_go_out_as_a_frame_each_without_their_ends)
{
	struct ws_rig w = opened("text.ircv3.net");
	struct view rest;
	char text[128];

	memset(text, 'a', 126);
	text[126] = '\0';
	rig_send(&w.r->conn[0], "PING a");
	rig_send(&w.r->conn[0], text);
	rig_send(&w.r->conn[0], text + 1);
	rig_turns(w.r, 1);
	rest = conn_mem_output(w.end);
	expect_frame(&w, &rest, FIN | TEXT, VIEW("PING a"));
	expect_frame(&w, &rest, FIN | TEXT, view_of(text, 126));
	expect_frame(&w, &rest, FIN | TEXT, view_of(text, 125));
	cr_expect_eq(rest.n, 0);
	cr_expect_eq(conn_counts(w.c).sendq, 0);
	end(&w);
}

Test(websocket, bytes_that_are_no_text_are_replaced_for_text_and_kept_for_binary)
{
	static const char *const protocol[] = { "text.ircv3.net", "", "binary.ircv3.net" };
	static const char raw[] = "x \xff\xc3\xa9\xe2\x82";

	for (size_t i = 0; i < ARRAY_LEN(protocol); i++) {
		struct ws_rig w = opened(protocol[i]);
		struct view rest;

		rig_send(&w.r->conn[0], raw);
		rig_turns(w.r, 1);
		rest = conn_mem_output(w.end);
		if (i == 2)
			expect_frame(&w, &rest, FIN | BINARY, view_z(raw));
		else
			expect_frame(&w, &rest, FIN | TEXT,
				VIEW("x \xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd"));
		end(&w);
	}
}

Test(websocket, without_a_subprotocol_both_kinds_of_message_are_taken)
{
	struct ws_rig w = opened("");

	feed(&w, FIN | TEXT, VIEW("a"));
	feed(&w, FIN | BINARY, VIEW("b"));
	rig_turns(w.r, 1);
	cr_expect_str_eq(rig_lines(&w.r->conn[0]), "a\nb\n");
	end(&w);
}

Test(websocket, frames_survive_a_peer_that_reads_in_bits)
{
	struct ws_rig w = opened("text.ircv3.net");
	char got[4096], text[32];
	size_t n = 0;
	struct view rest;

	conn_mem_window(w.end, 0);
	for (unsigned i = 0; i < 50; i++) {
		(void)snprintf(text, sizeof(text), "line %u", i);
		rig_send(&w.r->conn[0], text);
	}
	rig_turns(w.r, 1);
	for (size_t turn = 0; turn < 1000 && conn_counts(w.c).sendq > 0; turn++) {
		struct view out;

		conn_mem_window(w.end, 1 + turn % 7);
		rig_turns(w.r, 1);
		out = conn_mem_output(w.end);
		memcpy(got + n, out.p, out.n);
		n += out.n;
		take_all(&w);
		if (turn == 3)
			rig_send(&w.r->conn[0], "later");
	}
	rest = view_of(got, n);
	for (unsigned i = 0; i < 50; i++) {
		(void)snprintf(text, sizeof(text), "line %u", i);
		expect_frame(&w, &rest, FIN | TEXT, view_z(text));
	}
	expect_frame(&w, &rest, FIN | TEXT, VIEW("later"));
	cr_expect_eq(rest.n, 0);
	end(&w);
}

Test(websocket, more_lines_than_a_record_holds_all_arrive)
{
	struct ws_rig w = opened("text.ircv3.net");
	size_t n = 0;
	char text[99];
	struct view rest, payload;

	memset(text, 'x', 98);
	text[98] = '\0';
	conn_set_limits(w.c, 1 << 20, 8192);
	for (unsigned i = 0; i < 1000; i++)
		rig_send(&w.r->conn[0], text);
	rig_turns(w.r, 1);
	rest = conn_mem_output(w.end);
	while (rest.n > 0) {
		cr_expect_eq(next_frame(&w, &rest, &payload), FIN | TEXT);
		cr_expect_eq(payload.n, 98);
		n++;
	}
	cr_expect_eq(n, 1000);
	end(&w);
}

Test(websocket, of_many_pings_the_last_is_answered)
{
	struct ws_rig w = opened("text.ircv3.net");
	char data[125];
	struct view rest;

	memset(data, 'p', sizeof(data));
	feed(&w, FIN | PING, VIEW("one"));
	feed(&w, FIN | PING, view_of(data, 125));
	feed(&w, FIN | PONG, VIEW("unasked"));
	rig_turns(w.r, 1);
	rest = conn_mem_output(w.end);
	expect_frame(&w, &rest, FIN | PONG, view_of(data, 125));
	cr_expect_eq(rest.n, 0);
	end(&w);
}

Test(websocket, the_peers_close_is_echoed_after_its_lines)
{
	struct ws_rig w = opened("text.ircv3.net");
	struct view rest;

	w.r->conn[0].echo = true;
	feed(&w, FIN | TEXT, VIEW("QUIT"));
	feed(&w, FIN | CLOSE,
		VIEW("\x03\xe9"
		     "bye"));
	feed(&w, FIN | TEXT, VIEW("LATE"));
	rig_turns(w.r, 3);
	cr_expect_str_eq(rig_lines(&w.r->conn[0]), "QUIT\n");
	rest = conn_mem_output(w.end);
	expect_frame(&w, &rest, FIN | TEXT, VIEW("QUIT"));
	expect_frame(&w, &rest, FIN | CLOSE, VIEW("\x03\xe9"));
	cr_expect_eq(rest.n, 0);
	cr_expect(w.r->conn[0].gone);
	cr_expect_eq(w.r->conn[0].why, CLOSE_EOF);
	end(&w);
}

Test(websocket, closing_says_so_after_the_last_line)
{
	struct ws_rig w = opened("text.ircv3.net");
	struct view rest;

	rig_send(&w.r->conn[0], "ERROR :x");
	conn_close(w.c, CLOSE_LOCAL, true);
	rig_turns(w.r, 2);
	rest = conn_mem_output(w.end);
	expect_frame(&w, &rest, FIN | TEXT, VIEW("ERROR :x"));
	expect_frame(&w, &rest, FIN | CLOSE, VIEW("\x03\xe8"));
	cr_expect_eq(rest.n, 0);
	cr_expect(conn_mem_is_closed(w.end));
	end(&w);
}

Test(websocket, a_peer_that_does_not_read_is_closed_at_its_sendq)
{
	struct ws_rig w = opened("text.ircv3.net");

	conn_set_limits(w.c, 1000, 8192);
	conn_mem_window(w.end, 10);
	for (unsigned i = 0; i < 10; i++) {
		rig_send_bytes(&w.r->conn[0], 100);
		rig_turns(w.r, 1);
	}
	cr_expect_not(w.r->conn[0].gone);
	rig_send_bytes(&w.r->conn[0], 100);
	rig_turns(w.r, 1);
	cr_expect(w.r->conn[0].gone);
	cr_expect_eq(w.r->conn[0].why, CLOSE_SENDQ);
	end(&w);
}

Test(websocket, the_end_of_the_stream_in_a_frame_is_the_end)
{
	struct ws_rig w = opened("text.ircv3.net");

	conn_mem_feed(w.end, VIEW("\x81"));
	rig_turns(w.r, 1);
	conn_mem_close(w.end);
	rig_turns(w.r, 2);
	cr_expect(w.r->conn[0].gone);
	cr_expect_eq(w.r->conn[0].why, CLOSE_EOF);
	end(&w);
}
