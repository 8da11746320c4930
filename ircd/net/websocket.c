/*
 * WebSocket as a transport over another one, plain or TLS.  The request is read while the connection is in its handshake, so the owner
 * never hears of a peer that speaks anything else.  Send queues hold lines as everywhere; frames are made of them when they are
 * written, in a buffer of the net's, and only what the peer did not take then stays with the connection.
 */
#include "net/websocket.h"

#include <assert.h>

#include "core/mem.h"
#include "net/conn_priv.h"
#include "net/tls_accept_key.h"
#include "net/ws_frames.h"

#define NOTE_LANE    0 /* nobody else has begun a line there while we read */
#define CLOSE_NORMAL 1000
#define OPCODE_CLOSE 8
#define OPCODE_PONG  10

struct websocket {
	const struct conn_ops *inner;
	const struct websocket_conf *conf;
	char *head;	  /* of a request that has not come whole; NULL when there is none */
	struct sendq out; /* frames that the peer did not take at once */
	uint32_t framed;  /* bytes at the front of the conn's queue that `out` stands for */
	uint32_t head_len;
	uint8_t kind;	    /* enum ws_kind */
	bool inner_is_open; /* TLS: its handshake is done */
	bool close_sent;
	const char *refused; /* why, static; NULL if not */
	struct ws_in in;
};

void
websocket_warm_up(void)
{
	char accept[TLS_ACCEPT_KEY_SIZE];

	(void)!tls_accept_key(VIEW("AAAAAAAAAAAAAAAAAAAAAA=="), accept);
}

/* Queues what is no line; also on a connection that isn't open yet. */
static void
queue_note(struct conn *c, uint8_t what, struct view payload)
{
	char *dst = line_begin(c->net->lines, NOTE_LANE, WS_NOTE_HEAD + payload.n);
	struct line l = line_end(c->net->lines, NOTE_LANE, ws_note(dst, what, payload));

	if (c->state == CONN_OPEN) {
		conn_send(c, l);
		return;
	}
	(void)sendq_append(&c->sendq, l);
	if (list_is_empty(&c->flush))
		conn_queue_flush(c);
}

static void
queue_close(struct conn *c, unsigned status)
{
	struct websocket *w = c->ws;
	const char bytes[2] = { (char)(status >> 8), (char)(status & 0xff) };

	if (w->close_sent)
		return;
	w->close_sent = true;
	queue_note(c, OPCODE_CLOSE, view_of(bytes, status != 0 ? sizeof(bytes) : 0));
}

static enum io_result
answer(struct conn *c, size_t head)
{
	struct websocket *w = c->ws;
	struct ws_request r = { .why = "not an HTTP request, or one that is too long" };
	enum ws_status status = WS_BAD_REQUEST;
	char text[WS_ANSWER_MAX];

	if (head > 0)
		status = ws_handshake_check(view_of(w->head, w->head_len), w->conf, &r);
	queue_note(c, WS_NOTE_RAW, view_of(text, ws_handshake_answer(status, &r, text)));
	w->kind = (uint8_t)r.kind;
	mem_free(w->head);
	w->head = NULL;
	if (status == WS_SWITCHING)
		return IO_OK;
	w->refused = r.why;
	conn_refuse(c);
	return IO_AGAIN;
}

/* Reads at most what a request may have, and a byte more. */
static enum io_result
ws_handshake(struct conn *c, bool *costly)
{
	struct websocket *w = c->ws;
	enum io_result r = IO_OK;
	char *raw = ws_shared_raw(c->net->ws);

	if (!w->inner_is_open && w->inner->handshake != NULL) {
		r = w->inner->handshake(c, costly);
		if (r != IO_OK && r != IO_MORE)
			return r;
	}
	w->inner_is_open = true;
	do {
		size_t n = 0, end, before = w->head_len;

		r = w->inner->read(c, raw, WS_RAW_SIZE, &n);
		if (r != IO_OK && r != IO_MORE)
			return r;
		c->bytes_in += n;
		c->net->stats.bytes_in += n;
		if (n > WS_HEAD_MAX - before)
			return answer(c, 0);
		w->head = mem_grow(w->head, before + n, 1);
		memcpy(w->head + before, raw, n);
		w->head_len += (uint32_t)n;
		end = ws_head_end(view_of(w->head, w->head_len), before);
		if (end > 0 || !ws_head_may_be(view_of(w->head, w->head_len)))
			return answer(c, end);
	} while (r == IO_MORE);
	return IO_AGAIN;
}

/* The peer has said Close, or has to hear it, behind the answers to all lines in front of it. */
static enum io_result
read_over(struct conn *c)
{
	const struct ws_in *in = &c->ws->in;

	queue_close(c, in->fail != 0 ? in->fail : in->status);
	if (in->fail == 0)
		return IO_EOF;
	conn_close(c, CLOSE_TLS, true);
	return IO_AGAIN;
}

static enum io_result
ws_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	struct websocket *w = c->ws;
	struct ws_lines out = { .dst = dst, .room = max, .line_max = c->in.max };
	enum io_result r;

	assert(max >= WS_RAW_SIZE && out.line_max + 2 <= max);
	if (w->in.fail != 0 || w->in.closed)
		return read_over(c);
	do {
		size_t got = 0;

		r = w->inner->read(c, ws_shared_raw(c->net->ws), WS_RAW_SIZE, &got);
		if (r != IO_OK && r != IO_MORE)
			return r;
		ws_decode(c->net->ws, &w->in, (enum ws_kind)w->kind, view_of(ws_shared_raw(c->net->ws), got),
			&out);
	} while (r == IO_MORE && out.n == 0 && w->in.fail == 0 && !w->in.closed);
	if (out.ping)
		queue_note(c, OPCODE_PONG, view_of(out.ping_data, out.n_ping));
	*n = out.n;
	if (w->in.fail == 0 && !w->in.closed)
		return out.n > 0 ? r : IO_AGAIN;
	if (out.n == 0)
		return read_over(c);
	conn_again(c); /* the lines in front of it come first */
	return IO_OK;
}

/* Frames what the front of the queue holds. */
static void
fill(struct conn *c)
{
	struct websocket *w = c->ws;
	const struct sendq_range *first = sendq_ranges(&c->sendq);
	size_t want = c->sendq.bytes < LINE_SLAB_SIZE ? c->sendq.bytes : LINE_SLAB_SIZE;
	struct view raw = view_of(first->slab->bytes + first->off, want);
	struct line framed;

	if (first->len < want) {
		want = sendq_gather(&c->sendq, c->net->rbuf, want);
		raw = view_of(c->net->rbuf, want);
	}
	w->framed = (uint32_t)ws_encode(c->net->ws, (enum ws_kind)w->kind, raw, &framed);
	(void)sendq_append(&w->out, framed);
}

/* The transport below takes from the connection's queue, so the frames stand there while it does. */
static enum io_result
write_out(struct conn *c)
{
	struct websocket *w = c->ws;
	struct sendq lines = c->sendq;
	enum io_result r = IO_OK;

	c->sendq = w->out;
	while (c->sendq.bytes > 0 && r == IO_OK)
		r = w->inner->write(c);
	w->out = c->sendq;
	c->sendq = lines;
	sendq_unshare(&w->out);
	return r;
}

/* The lines stay in the queue until their frames are gone, so that the SENDQ limit sees them. */
static enum io_result
ws_write(struct conn *c)
{
	struct websocket *w = c->ws;
	enum io_result r;

	if (w->out.bytes == 0)
		fill(c);
	r = write_out(c);
	if (w->out.bytes > 0)
		return r;
	sendq_take(&c->sendq, w->framed);
	w->framed = 0;
	return IO_OK;
}

static void
ws_want(struct conn *c, unsigned want)
{
	c->ws->inner->want(c, want);
}

/* The queue is empty.  As with TLS the goodbye is tried once: the end of the stream says enough. */
static enum io_result
ws_finish(struct conn *c)
{
	struct websocket *w = c->ws;

	if (!w->close_sent && w->refused == NULL) {
		queue_close(c, CLOSE_NORMAL);
		list_del(&c->flush);
		(void)ws_write(c);
	}
	return w->inner->finish(c);
}

static enum io_result
ws_discard(struct conn *c, char *scratch, size_t max, size_t *n)
{
	return c->ws->inner->discard(c, scratch, max, n);
}

static void
ws_close(struct conn *c)
{
	struct websocket *w = c->ws;

	if (w->inner->close != NULL)
		w->inner->close(c);
	sendq_release(&w->out);
	ws_in_release(&w->in);
	mem_free(w->head);
	mem_free(w);
	c->ws = NULL;
}

static const char *
ws_tls_version(const struct conn *c)
{
	const struct conn_tls_ops *tls = c->ws->inner->tls;

	return tls != NULL ? tls->version(c) : NULL;
}

static const char *
ws_tls_cipher(const struct conn *c)
{
	const struct conn_tls_ops *tls = c->ws->inner->tls;

	return tls != NULL ? tls->cipher(c) : NULL;
}

static int
ws_tls_fingerprint(const struct conn *c, char dst[65])
{
	const struct conn_tls_ops *tls = c->ws->inner->tls;

	return tls != NULL ? tls->fingerprint(c, dst) : -1;
}

static size_t
ws_tls_binding(const struct conn *c, enum tls_binding type, uint8_t *dst)
{
	const struct conn_tls_ops *tls = c->ws->inner->tls;

	return tls != NULL && tls->binding != NULL ? tls->binding(c, type, dst) : 0;
}

static int
ws_peer_uid(const struct conn *c, uint32_t *uid)
{
	return c->ws->inner->peer_uid(c, uid);
}

static const char *
ws_reason(const struct conn *c)
{
	const struct websocket *w = c->ws;

	if (w->refused != NULL)
		return w->refused;
	if (w->in.reason != NULL)
		return w->in.reason;
	return w->inner->tls != NULL ? w->inner->tls->reason(c) : NULL;
}

static const struct conn_tls_ops ws_tls_ops = {
	.version = ws_tls_version,
	.cipher = ws_tls_cipher,
	.fingerprint = ws_tls_fingerprint,
	.binding = ws_tls_binding,
	.reason = ws_reason,
};

static const struct conn_ops ws_ops = {
	.handshake = ws_handshake,
	.read = ws_read,
	.write = ws_write,
	.want = ws_want,
	.finish = ws_finish,
	.discard = ws_discard,
	.close = ws_close,
	.peer_uid = ws_peer_uid,
	.tls = &ws_tls_ops,
};

void
websocket_start(struct conn *c, const struct websocket_conf *conf)
{
	struct websocket *w = mem_zalloc(sizeof(*w));

	if (c->net->ws == NULL)
		c->net->ws = ws_shared_new();
	w->inner = c->ops;
	w->conf = conf;
	sendq_init(&w->out);
	c->ws = w;
	c->ops = &ws_ops;
}
