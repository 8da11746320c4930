/*
 * wslay takes frames apart and puts them together; what it leaves to its caller is here: masks, reserved bits, order of opcodes,
 * sizes, UTF-8 across fragments, and that a message is one line.
 */
#include "net/ws_frames.h"

#include <assert.h>
#include <string.h>

#include <wslay/wslay.h>

#include "core/mem.h"
#include "core/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

struct ws_reader {
	wslay_frame_context_ptr wslay;
	struct view in; /* bytes that wslay may take in this call */
	uint64_t fed,
		used; /* bytes given to wslay, and bytes of frames begun: equal when no frame is under way */
	uint8_t n_control;
	char control[WS_CONTROL_MAX];
};

struct ws_shared {
	struct ws_reader *spare;
	wslay_frame_context_ptr writer;
	struct slab *out;
	char raw[WS_RAW_SIZE];
	char text[3 * LINE_SLAB_SIZE];
};

static ssize_t
on_recv(uint8_t *dst, size_t max, int flags, void *arg)
{
	struct ws_reader *r = arg;
	struct view v = view_left(r->in, max);

	(void)flags;
	if (v.n == 0)
		return -1;
	memcpy(dst, v.p, v.n);
	r->in = view_skip(r->in, v.n);
	r->fed += v.n;
	return (ssize_t)v.n;
}

static ssize_t
on_send(const uint8_t *src, size_t n, int flags, void *arg)
{
	struct ws_shared *s = arg;

	(void)flags;
	assert(n <= WS_OUT_SIZE - s->out->used);
	memcpy(s->out->bytes + s->out->used, src, n);
	s->out->used += (uint32_t)n;
	return (ssize_t)n;
}

static wslay_frame_context_ptr
context_new(wslay_frame_recv_callback recv_fn, wslay_frame_send_callback send_fn, void *arg)
{
	const struct wslay_frame_callbacks calls = { .recv_callback = recv_fn, .send_callback = send_fn };
	wslay_frame_context_ptr ctx = NULL;
	int r = wslay_frame_context_init(&ctx, &calls, arg);

	assert(r == 0 && ctx != NULL); /* only out of memory, which ends the process elsewhere too */
	(void)r;
	return ctx;
}

static struct ws_reader *
reader_new(void)
{
	struct ws_reader *r = mem_zalloc(sizeof(*r));

	r->wslay = context_new(on_recv, NULL, r);
	return r;
}

static void
reader_free(struct ws_reader *r)
{
	if (r == NULL)
		return;
	wslay_frame_context_free(r->wslay);
	mem_free(r);
}

struct ws_shared *
ws_shared_new(void)
{
	struct ws_shared *s = mem_zalloc(sizeof(*s));

	s->out = mem_zalloc(sizeof(*s->out) + WS_OUT_SIZE);
	*s->out = (struct slab){ .refs = 1, .size = WS_OUT_SIZE };
	s->writer = context_new(NULL, on_send, s);
	return s;
}

void
ws_shared_free(struct ws_shared *s)
{
	if (s == NULL)
		return;
	assert(s->out->refs == 1);
	reader_free(s->spare);
	wslay_frame_context_free(s->writer);
	mem_free(s->out);
	mem_free(s);
}

char *
ws_shared_raw(struct ws_shared *s)
{
	return s->raw;
}

void
ws_in_release(struct ws_in *in)
{
	reader_free(in->reader);
	in->reader = NULL;
}

static void
fail(struct ws_in *in, uint16_t status, const char *reason)
{
	if (in->fail != 0)
		return;
	in->fail = status;
	in->reason = reason;
}

static bool
utf8_step(struct ws_in *in, uint8_t b)
{
	if (in->need > 0) {
		bool good = b >= in->low && b <= in->high;

		in->need--;
		in->low = 0x80;
		in->high = 0xbf;
		return good;
	}
	in->low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
	in->high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
	if (b >= 0xc2 && b <= 0xdf)
		in->need = 1;
	else if (b >= 0xe0 && b <= 0xef)
		in->need = 2;
	else if (b >= 0xf0 && b <= 0xf4)
		in->need = 3;
	else
		return b < 0x80;
	return true;
}

static void
put(struct ws_lines *out, struct view v)
{
	assert(v.n <= out->room - out->n);
	memcpy(out->dst + out->n, v.p, v.n);
	out->n += v.n;
}

static void
data_begin(struct ws_in *in, enum ws_kind kind, const struct wslay_frame_iocb *f)
{
	bool text = f->opcode == WSLAY_TEXT_FRAME;

	if (f->opcode == WSLAY_CONTINUATION_FRAME) {
		if (in->message_op == 0)
			fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: nothing to continue");
	} else if (in->message_op != 0) {
		fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: message inside a message");
	} else if ((kind == WS_TEXT && !text) || (kind == WS_BINARY && text)) {
		fail(in, WSLAY_CODE_UNSUPPORTED_DATA, "WebSocket: not the kind of message agreed on");
	} else {
		in->message_op = f->opcode;
	}
	if (f->payload_length > WS_MESSAGE_MAX - in->message)
		fail(in, WSLAY_CODE_MESSAGE_TOO_BIG, "WebSocket: message too long");
}

static void
frame_begin(struct ws_in *in, enum ws_kind kind, const struct wslay_frame_iocb *f)
{
	uint64_t n = f->payload_length;

	in->reader->used += 2 + (n < 126 ? 0u : n < 65536 ? 2u : 8u) + (f->mask != 0 ? 4u : 0u) + n;
	in->reader->n_control = 0;
	in->left = n;
	in->frame_op = f->opcode;
	in->final = f->fin != 0;
	in->in_frame = true;
	if (f->mask == 0)
		fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: frame not masked");
	else if (f->rsv != 0)
		fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: reserved bit set");
	else if (f->opcode <= WSLAY_BINARY_FRAME)
		data_begin(in, kind, f);
	else if (f->opcode < WSLAY_CONNECTION_CLOSE || f->opcode > WSLAY_PONG)
		fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: unknown opcode");
	else if (n > WS_CONTROL_MAX || f->fin == 0)
		fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: control frame too long or in pieces");
}

/* Line ends at the end of a message are dropped, since old clients send them; inside they would smuggle in a second line. */
static void
data_chunk(struct ws_in *in, struct view v, struct ws_lines *out)
{
	size_t n = 0, room;

	for (size_t i = 0; i < v.n; i++) {
		bool end = v.p[i] == '\r' || v.p[i] == '\n';

		if (in->message_op == WSLAY_TEXT_FRAME && !utf8_step(in, (uint8_t)v.p[i]))
			fail(in, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA, "WebSocket: text is not UTF-8");
		if (in->ended && !end)
			fail(in, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA,
				"WebSocket: line break inside a message");
		in->ended = in->ended || end;
		n += in->ended ? 0 : 1;
	}
	in->message += (uint32_t)v.n;
	if (in->fail != 0)
		return;
	room = in->line < out->line_max ? out->line_max - in->line : 0;
	put(out, view_left(v, n < room ? n : room));
	in->line += (uint32_t)(n < room ? n : room);
}

static void
message_end(struct ws_in *in, struct ws_lines *out)
{
	if (in->need > 0)
		fail(in, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA, "WebSocket: text is not UTF-8");
	if (in->fail == 0)
		put(out, VIEW("\r\n"));
	in->message_op = 0;
	in->message = in->line = 0;
	in->need = 0;
	in->ended = false;
}

/* Status codes that may stand in a Close frame, RFC 6455 7.4. */
static bool
is_status(unsigned status)
{
	return (status >= 1000 && status <= 1003) || (status >= 1007 && status <= 1014) ||
		(status >= 3000 && status <= 4999);
}

static void
close_came(struct ws_in *in, struct view v)
{
	unsigned status;

	in->closed = true;
	if (v.n == 0)
		return;
	status = v.n > 1 ? (unsigned)(uint8_t)v.p[0] << 8 | (uint8_t)v.p[1] : 0;
	if (!is_status(status) || !utf8_is_valid(view_skip(v, 2)))
		status = WSLAY_CODE_PROTOCOL_ERROR;
	in->status = (uint16_t)status;
}

static void
control_end(struct ws_in *in, struct ws_lines *out)
{
	const struct ws_reader *r = in->reader;

	if (in->frame_op == WSLAY_CONNECTION_CLOSE)
		close_came(in, view_of(r->control, r->n_control));
	if (in->frame_op != WSLAY_PING)
		return;
	out->ping = true;
	out->n_ping = r->n_control;
	memcpy(out->ping_data, r->control, r->n_control);
}

static void
take_chunk(struct ws_in *in, enum ws_kind kind, const struct wslay_frame_iocb *f, struct ws_lines *out)
{
	struct ws_reader *r = in->reader;
	bool control;

	if (!in->in_frame)
		frame_begin(in, kind, f);
	if (in->fail != 0)
		return;
	control = wslay_is_ctrl_frame(in->frame_op) != 0;
	in->left -= f->data_length;
	if (control) {
		memcpy(r->control + r->n_control, f->data, f->data_length);
		r->n_control = (uint8_t)(r->n_control + f->data_length);
	} else {
		data_chunk(in, view_of(f->data, f->data_length), out);
	}
	if (in->left > 0)
		return;
	in->in_frame = false;
	if (control)
		control_end(in, out);
	else if (in->final)
		message_end(in, out);
}

/* Between frames wslay's state is as at its start, so the next connection may go on with it. */
static void
reader_put_back(struct ws_shared *s, struct ws_in *in)
{
	struct ws_reader *r = in->reader;

	if (in->fail == 0 && !in->closed && (in->in_frame || r->fed != r->used))
		return;
	in->reader = NULL;
	if (in->fail == 0 && !in->closed && s->spare == NULL) {
		r->fed = r->used = 0;
		s->spare = r;
	} else {
		reader_free(r);
	}
}

void
ws_decode(struct ws_shared *s, struct ws_in *in, enum ws_kind kind, struct view raw, struct ws_lines *out)
{
	struct wslay_frame_iocb f;
	ssize_t n = 0;

	if (in->reader == NULL) {
		in->reader = s->spare != NULL ? s->spare : reader_new();
		s->spare = NULL;
	}
	in->reader->in = raw;
	while (in->fail == 0 && !in->closed && n >= 0) {
		memset(&f, 0, sizeof(f));
		n = wslay_frame_recv(in->reader->wslay, &f);
		if (n >= 0)
			take_chunk(in, kind, &f, out);
		else if (n != WSLAY_ERR_WANT_READ)
			fail(in, WSLAY_CODE_PROTOCOL_ERROR, "WebSocket: malformed frame");
	}
	in->reader->in = view_of(NULL, 0);
	reader_put_back(s, in);
}

size_t
ws_note(char *dst, uint8_t what, struct view payload)
{
	dst[0] = '\0';
	dst[1] = (char)what;
	dst[2] = (char)(payload.n >> 8);
	dst[3] = (char)(payload.n & 0xff);
	if (payload.n > 0)
		memcpy(dst + WS_NOTE_HEAD, payload.p, payload.n);
	return WS_NOTE_HEAD + payload.n;
}

/* What one element at the front of raw becomes. */
struct element {
	size_t used; /* bytes of raw; 0: not whole */
	uint8_t what;
	struct view payload;
};

static struct element
note_at(struct view raw)
{
	struct element e = { .used = 0 };
	size_t n;

	if (raw.n < WS_NOTE_HEAD)
		return e;
	n = (size_t)(uint8_t)raw.p[2] << 8 | (uint8_t)raw.p[3];
	if (n > raw.n - WS_NOTE_HEAD)
		return e;
	return (struct element){ WS_NOTE_HEAD + n, (uint8_t)raw.p[1], view_of(raw.p + WS_NOTE_HEAD, n) };
}

static struct view
as_text(struct ws_shared *s, struct view v)
{
	size_t n = 0;

	if (utf8_is_valid(v))
		return v;
	while (v.n > 0) {
		size_t c = utf8_first(v);
		struct view piece = c > 0 ? view_left(v, c) : VIEW(REPLACEMENT);

		memcpy(s->text + n, piece.p, piece.n);
		n += piece.n;
		v = view_skip(v, c > 0 ? c : 1);
	}
	return view_of(s->text, n);
}

static struct element
element_at(struct ws_shared *s, enum ws_kind kind, struct view raw)
{
	size_t lf = view_find(raw, '\n');
	struct view line = view_left(raw, lf);

	if (raw.p[0] == '\0')
		return note_at(raw);
	if (lf == raw.n)
		return (struct element){ .used = 0 };
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (kind == WS_BINARY)
		return (struct element){ lf + 1, WSLAY_BINARY_FRAME, line };
	return (struct element){ lf + 1, WSLAY_TEXT_FRAME, as_text(s, line) };
}

static void
put_element(struct ws_shared *s, const struct element *e)
{
	struct wslay_frame_iocb f = { .fin = 1,
		.opcode = e->what,
		.payload_length = e->payload.n,
		.data = (const uint8_t *)e->payload.p,
		.data_length = e->payload.n };
	ssize_t n;

	if (e->what == WS_NOTE_RAW) {
		(void)on_send(f.data, f.data_length, 0, s);
		return;
	}
	n = wslay_frame_send(s->writer, &f);
	assert(n == (ssize_t)e->payload.n); /* on_send() takes all */
	(void)n;
}

size_t
ws_encode(struct ws_shared *s, enum ws_kind kind, struct view raw, struct line *framed)
{
	size_t used = 0;

	assert(s->out->refs == 1 && raw.n <= LINE_SLAB_SIZE);
	s->out->used = 0;
	while (used < raw.n) {
		struct view rest = view_skip(raw, used);
		struct element e = element_at(s, kind, rest);

		/* Whatever a queue holds is whole lines; were it not, the bytes go out rather than stay for ever. */
		if (e.used == 0 && used == 0)
			e = (struct element){ rest.n, WSLAY_BINARY_FRAME, rest };
		if (e.used == 0 || (used > 0 && s->out->used + WS_NOTE_HEAD + e.payload.n > LINE_SLAB_SIZE))
			break;
		put_element(s, &e);
		used += e.used;
	}
	*framed = (struct line){ s->out, 0, s->out->used };
	return used;
}
