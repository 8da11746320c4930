/*
 * A WebSocket client by hand (RFC 6455, IRCv3 websocket): subprotocol text.ircv3.net, one line a frame without its end, masked as clients
 * must.  The server's own code for frames is not used, so that a fault in it cannot cancel itself out.
 */
#include <poll.h>
#include <string.h>

#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"
#include "tests/scenario/scn_socket.h"

enum { READ_BYTES = 65536, HEAD_MAX = 14, FRAME_TEXT = 0x81, FRAME_CLOSE = 0x88, FRAME_PONG = 0x8a };
enum { MASKED = 0x80, SHORT_MAX = 125, LENGTH_16 = 126 };

static const char request[] =
	"GET / HTTP/1.1\r\nHost: irc.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
	"Sec-WebSocket-Protocol: text.ircv3.net\r\n\r\n";
/* RFC 6455 1.3 has this answer to that key. */
static const char answer[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
static const unsigned char mask[4] = { 0x5a, 0x00, 0xc3, 0x11 };

static void
ws_frame(struct scn_socket *s, unsigned char kind, struct view body)
{
	unsigned char frame[HEAD_MAX + 65536], *at = frame;

	*at++ = kind;
	if (body.n <= SHORT_MAX) {
		*at++ = (unsigned char)(MASKED | body.n);
	} else {
		*at++ = MASKED | LENGTH_16;
		*at++ = (unsigned char)(body.n >> 8);
		*at++ = (unsigned char)body.n;
	}
	memcpy(at, mask, sizeof(mask));
	at += sizeof(mask);
	for (size_t i = 0; i < body.n; i++)
		*at++ = (unsigned char)body.p[i] ^ mask[i % 4];
	scn_socket_write(s, view_of(frame, (size_t)(at - frame)));
}

static void
ws_send(struct scn_peer *p, struct view bytes)
{
	while (bytes.n != 0 && (bytes.p[bytes.n - 1] == '\n' || bytes.p[bytes.n - 1] == '\r'))
		bytes.n--;
	ws_frame(scn_socket_of(p), FRAME_TEXT, view_left(bytes, 65535));
}

/* What has come, without looking at it. */
static void
take_bytes(struct scn_socket *s)
{
	char bytes[READ_BYTES];
	size_t n;

	while ((n = scn_socket_read(s, bytes, sizeof(bytes))) != 0)
		s->is_closed |= buf_put(&s->frames, view_of(bytes, n)) == -1;
}

/* The next whole frame: its first byte and its body; false when there is none yet. */
static bool
next_frame(struct view *bytes, unsigned char *kind, struct view *body)
{
	const unsigned char *b = (const unsigned char *)bytes->p;
	size_t head = 2, n;

	if (bytes->n < 2 || (b[1] == LENGTH_16 && bytes->n < 4))
		return false;
	*kind = b[0];
	n = b[1];
	if (n == LENGTH_16) {
		head = 4;
		n = (size_t)b[2] << 8 | b[3];
	}
	if (bytes->n < head + n)
		return false;
	*body = view_of(bytes->p + head, n);
	*bytes = view_skip(*bytes, head + n);
	return true;
}

static void
ws_fetch(struct scn_peer *p)
{
	struct scn_socket *s = scn_socket_of(p);
	struct view all, rest, body;
	unsigned char kind;

	take_bytes(s);
	all = rest = buf_view(&s->frames);
	while (next_frame(&rest, &kind, &body)) {
		if (kind == FRAME_TEXT)
			s->is_closed |= buf_put(&s->received, body) == -1 ||
				buf_put(&s->received, VIEW("\r\n")) == -1;
		else if (kind == FRAME_CLOSE && !s->is_mute)
			ws_frame(s, FRAME_CLOSE, body);
		else if (kind != FRAME_CLOSE)
			s->is_closed |= buf_put(&s->received, VIEW("a frame that is no text\r\n")) == -1;
	}
	buf_take(&s->frames, all.n - rest.n);
}

static bool
has(struct view head, const char *part)
{
	return head.n != 0 && memmem(head.p, head.n, part, strlen(part)) != NULL;
}

/* The head of the answer, which is taken away; NULL while it has not come, "" if it is right. */
static const char *
handshake_fault(struct scn_socket *s)
{
	struct view head = buf_view(&s->frames);
	const char *end = head.n != 0 ? memmem(head.p, head.n, "\r\n\r\n", 4) : NULL;
	bool right;

	if (end == NULL)
		return s->is_closed ? "closed during the handshake" : NULL;
	head.n = (size_t)(end - head.p) + 4;
	right = view_starts(head, VIEW("HTTP/1.1 101 ")) && has(head, answer) &&
		has(head, "text.ircv3.net\r\n");
	buf_take(&s->frames, head.n);
	return right ? "" : "another answer than 101 to our key";
}

static int
ws_open(struct scn_rig *rig, struct scn_peer *p)
{
	struct scn_socket *s;
	const char *fault = NULL;

	if (scn_socket_open(rig, p, scn_live_port(rig->live, SCN_PORT_WEBSOCKET)) == -1)
		return -1;
	s = scn_socket_of(p);
	scn_socket_write(s, view_z(request));
	while (fault == NULL) {
		if (!scn_socket_wait(s, POLLIN, SCN_WAIT_MS))
			return scn_rig_fault(rig, "websocket", "no answer");
		take_bytes(s);
		fault = handshake_fault(s);
	}
	return fault[0] == '\0' ? 0 : scn_rig_fault(rig, "websocket", fault);
}

const struct scn_wire scn_wire_ws = {
	.open = ws_open,
	.free = scn_socket_free,
	.send = ws_send,
	.fetch = ws_fetch,
	.is_closed = scn_socket_is_closed,
	.close = scn_socket_close,
	.reset = scn_socket_reset,
};
