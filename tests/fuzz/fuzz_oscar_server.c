/*
 * The server side of OSCAR over a made-up core.  The first byte says who speaks: a stranger, whose bytes are the stream as it is, or somebody
 * who has logged in, for whom the input is steps: what is done, how long it is (two bytes), and its bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/loop.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_conn.h"
#include "icq/oscar_server.h"
#include "tests/unit/icq/icq_fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IN_MAX = 32768, STEPS_MAX = 64 };
enum step { STEP_BYTES, STEP_SNAC, STEP_WAIT, STEP_MESSAGE, STEP_PRESENCE, STEP_CONTACT, STEP_FAULT, STEP_N };

struct peer {
	struct icq *icq;
	struct oscar_conn *conn; /* NULL: closed */
	struct view waits;
	bool is_stuck;
};

static enum stream_result
io_read(void *io, void *dst, size_t max, size_t *n)
{
	struct peer *p = io;

	*n = p->waits.n < max ? p->waits.n : max;
	if (*n == 0)
		return STREAM_AGAIN;
	memcpy(dst, p->waits.p, *n);
	p->waits = view_skip(p->waits, *n);
	return STREAM_OK;
}

/* What goes out is whole frames, whatever came in. */
static enum stream_result
io_write(void *io, const void *src, size_t n, size_t *sent)
{
	const struct peer *p = io;
	struct view stream = view_of(src, n);
	struct flap_frame f;

	*sent = 0;
	if (p->is_stuck)
		return STREAM_AGAIN;
	while (stream.n != 0)
		if (flap_cut(&stream, FLAP_DATA_MAX, &f) != FLAP_FRAME)
			assert(false);
	*sent = n;
	return STREAM_OK;
}

static void
io_want(void *io, unsigned want)
{
	(void)io;
	(void)want;
}

static bool
io_has_pending(const void *io)
{
	(void)io;
	return false;
}

static enum stream_result
io_shut(void *io)
{
	(void)io;
	return STREAM_OK;
}

static void
io_close(void *io)
{
	struct peer *p = io;

	p->conn = NULL;
}

static const struct oscar_io_ops ops = { .read = io_read,
	.write = io_write,
	.want = io_want,
	.has_pending = io_has_pending,
	.shut = io_shut,
	.close = io_close };

static void
feed(struct peer *p, struct view bytes)
{
	p->waits = bytes;
	while (p->conn != NULL && p->waits.n != 0) {
		oscar_conn_ready(p->conn, LOOP_READ | LOOP_WRITE);
		icq_fake_advance(p->icq, 0);
	}
}

static void
feed_frame(struct peer *p, uint8_t channel, struct view data)
{
	static uint8_t frame[FLAP_HEAD + FLAP_DATA_MAX];
	struct icq_out out = icq_out(frame, sizeof(frame));
	size_t at = flap_begin(&out, (enum flap_channel)channel, 0);

	icq_put_bytes(&out, view_left(data, FLAP_DATA_MAX));
	flap_end(&out, at);
	feed(p, icq_out_view(&out));
}

static void
connect_to(struct oscar_server *server, struct peer *p)
{
	struct oscar_io io = { .ops = &ops, .io = p, .here = "192.0.2.1:5190" };
	int bad = peer_addr_parse(VIEW("192.0.2.2"), &io.peer);

	assert(bad == 0);
	p->conn = oscar_server_accept(server, &io);
	assert(p->conn != NULL);
}

static void
log_in(struct oscar_server *server, struct peer *p)
{
	uint8_t cookie[OSCAR_COOKIE_BYTES], bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_cookies_give(oscar_server_cookies(server), 100001, p->icq->now_ms, cookie);
	icq_put_u32_be(&out, 1);
	icq_put_u16_be(&out, 6);
	icq_put_u16_be(&out, sizeof(cookie));
	icq_put_bytes(&out, view_of(cookie, sizeof(cookie)));
	feed_frame(p, FLAP_SIGNON, icq_out_view(&out));
	assert(icq_fake_session(p->icq, 100001) != NULL);
}

/* 01/02 and the like: family and subtype are a byte each. */
static void
feed_snac(struct peer *p, struct view v)
{
	static uint8_t data[FLAP_DATA_MAX];
	struct icq_out out = icq_out(data, sizeof(data));
	struct icq_in in = icq_in(v);
	uint16_t family = icq_get_u8(&in), subtype = icq_get_u8(&in);

	icq_put_u16_be(&out, family);
	icq_put_u16_be(&out, subtype);
	icq_put_zeros(&out, 6);
	icq_put_bytes(&out, view_left(icq_get_rest(&in), FLAP_DATA_MAX - SNAC_HEAD));
	feed_frame(p, FLAP_SNAC, icq_out_view(&out));
}

static void
from_core(struct peer *p, enum step step, struct view v)
{
	struct icq_session *s = icq_fake_session(p->icq, 100001);
	const struct icq_message m = { .from = 100002, .kind = ICQ_KIND_TEXT, .text = v };
	const struct icq_contact c = { .uin = 900000000 + (uint32_t)v.n, .name = v, .is_channel = true };
	uint8_t first = v.n != 0 ? (uint8_t)v.p[0] : 0;

	if (s == NULL)
		return;
	if (step == STEP_MESSAGE)
		(void)!s->ops->message(s->link, &m);
	else if (step == STEP_PRESENCE)
		s->ops->presence(s->link, 100002, (enum icq_state)(first % ICQ_STATE_N));
	else
		s->ops->contact(s->link, &c);
}

static void
fault(struct peer *p, struct view v)
{
	uint8_t bits = v.n != 0 ? (uint8_t)v.p[0] : 0;

	p->is_stuck = (bits & 1) != 0;
	p->icq->disk_is_behind = (bits & 2) != 0;
	p->icq->ends_on_send = (bits & 4) != 0;
	p->icq->has_forced = (bits & 8) != 0;
	p->icq->send = (enum icq_send)((bits >> 4) % (ICQ_BUSY + 1));
	p->icq->found = bits >> 4;
	p->icq->mail = (bits & 8) != 0 ? ICQ_FAKE_MAIL : 0;
}

static void
do_step(struct peer *p, enum step step, struct view v)
{
	switch (step) {
	case STEP_BYTES:
		feed(p, v);
		break;
	case STEP_SNAC:
		feed_snac(p, v);
		break;
	case STEP_WAIT:
		icq_fake_advance(p->icq, v.n * 100);
		break;
	case STEP_MESSAGE:
	case STEP_PRESENCE:
	case STEP_CONTACT:
		from_core(p, step, v);
		break;
	case STEP_FAULT:
		fault(p, v);
		break;
	case STEP_N:
		break;
	}
	icq_fake_advance(p->icq, 0);
}

static void
do_steps(struct peer *p, struct view steps)
{
	struct icq_in in = icq_in(steps);

	for (size_t i = 0; i < STEPS_MAX && in.n != 0 && p->conn != NULL; i++) {
		enum step step = (enum step)(icq_get_u8(&in) % STEP_N);
		size_t n = icq_get_u16_be(&in);

		do_step(p, step, icq_get_bytes(&in, n < in.n ? n : in.n));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct peer p = { .waits = VIEW("") };
	struct oscar_server *server;
	struct icq_session *s;

	if (size == 0 || size > IN_MAX)
		return 0;
	p.icq = icq_fake_new();
	server = oscar_server_new(p.icq, NULL);
	connect_to(server, &p);
	if (data[0] % 2 == 0) {
		feed(&p, view_of(data + 1, size - 1));
	} else {
		log_in(server, &p);
		do_steps(&p, view_of(data + 1, size - 1));
	}
	oscar_server_stop(server);
	s = icq_fake_session(p.icq, 100001);
	if (s != NULL)
		s->ops->end(s->link, ICQ_END_STOP, VIEW(""));
	oscar_server_free(server);
	assert(p.conn == NULL);
	icq_fake_free(p.icq);
	return 0;
}
