/*
 * A connection is freed in one place, finish(), which is reached from the loop only: when the stream was ready, and by its timer.  Whatever
 * goes wrong below an owner's call just says so in `state`, and the timer is due at once.
 */
#include "icq/oscar_conn.h"

#include "core/buf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"

enum {
	READ_BYTES = 4096,
	READS_MAX = 8, /* in a turn */
};

enum conn_state {
	CONN_OPEN,
	CONN_ENDING, /* what waits goes out; what comes is thrown away */
	CONN_BROKEN  /* nothing is left but to free it */
};

struct oscar_conn {
	struct list link; /* of conf.all */
	struct loop *loop;
	struct oscar_io io;
	const struct oscar_conn_ops *ops; /* NULL: the owner has left */
	void *owner;
	size_t max_data;
	enum conn_state state;
	uint16_t seq;
	bool is_full; /* room() is owed */
	bool wants_drained;
	bool has_more; /* TLS holds bytes that no poll will tell of */
	bool is_shut; /* the peer knows that nothing more comes, and is waited for: closing at once could lose what it has not read */
	struct buf in, out;
	struct deferred flush;
	struct timer timer;
	struct view why;	 /* of CONN_BROKEN */
	uint64_t heard_ms;	 /* the last byte that came */
	uint64_t sent_ms;	 /* the last frame to it */
	uint64_t moved_ms;	 /* since when what waits has not moved */
	uint64_t limit_ms;	 /* UINT64_MAX: none */
	uint64_t frames_ms;	 /* of the bucket below */
	uint32_t frames_thousth; /* frames it may send, in thousandths */
};

static uint64_t
now_of(const struct oscar_conn *c)
{
	return loop_mono_ms(c->loop);
}

static void on_timer(struct timer *t, uint64_t now_ms);
static void read_some(struct oscar_conn *c);

static void
break_off(struct oscar_conn *c, struct view why)
{
	if (c->state == CONN_BROKEN)
		return;
	c->state = CONN_BROKEN;
	c->why = why;
	loop_timer(c->loop, &c->timer, now_of(c), on_timer);
}

static void
finish(struct oscar_conn *c)
{
	const struct oscar_conn_ops *ops = c->ops;

	c->ops = NULL;
	if (ops != NULL)
		ops->gone(c->owner, c->why);
	list_del(&c->link);
	list_del(&c->flush.link);
	loop_timer_cancel(c->loop, &c->timer);
	buf_release(&c->in);
	buf_release(&c->out);
	c->io.ops->close(c->io.io);
	mem_free(c);
}

void
oscar_conn_free(struct oscar_conn *c)
{
	c->ops = NULL;
	finish(c);
}

static uint64_t
min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When something has to be looked at, if nothing happens before. */
static uint64_t
next_due(const struct oscar_conn *c)
{
	uint64_t due = min_u64(c->limit_ms, c->heard_ms + OSCAR_SILENCE_MS);

	if (c->out.len != 0)
		due = min_u64(due, c->moved_ms + OSCAR_STUCK_MS);
	return min_u64(due, c->sent_ms + OSCAR_ALIVE_MS);
}

static void
say_alive(struct oscar_conn *c)
{
	struct oscar_frame f;

	oscar_frame_begin(&f, FLAP_ALIVE);
	oscar_conn_send(c, &f);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct oscar_conn *c = CONTAINER_OF(t, struct oscar_conn, timer);

	if (c->has_more)
		read_some(c);
	if (c->state == CONN_OPEN && now_ms >= c->limit_ms)
		break_off(c, VIEW("Login took too long"));
	else if (c->state == CONN_OPEN && now_ms >= c->heard_ms + OSCAR_SILENCE_MS)
		break_off(c, VIEW("Ping timeout"));
	else if (c->out.len != 0 && now_ms >= c->moved_ms + OSCAR_STUCK_MS)
		break_off(c, VIEW("Reads too slowly"));
	else if (c->state == CONN_ENDING && now_ms >= c->limit_ms)
		break_off(c, VIEW("Closed"));
	if (c->state == CONN_BROKEN) {
		finish(c);
		return;
	}
	if (c->state == CONN_OPEN && now_ms >= c->sent_ms + OSCAR_ALIVE_MS)
		say_alive(c);
	loop_timer(c->loop, t, c->state == CONN_BROKEN || c->has_more ? now_ms : next_due(c), on_timer);
}

static void
want(struct oscar_conn *c)
{
	bool writes = c->out.len != 0 || (c->state == CONN_ENDING && !c->is_shut);

	c->io.ops->want(c->io.io, writes ? LOOP_READ | LOOP_WRITE : LOOP_READ);
}

static void
write_some(struct oscar_conn *c)
{
	size_t sent = 0;
	enum stream_result r = STREAM_OK;

	while (r == STREAM_OK && c->out.len != 0) {
		struct view v = buf_view(&c->out);

		r = c->io.ops->write(c->io.io, v.p, v.n, &sent);
		if (r == STREAM_OK && sent != 0) {
			buf_take(&c->out, sent);
			c->moved_ms = now_of(c);
		}
	}
	if (r == STREAM_ERROR)
		break_off(c, VIEW("Connection reset"));
}

/* room() has to be called. */
static bool
has_news(struct oscar_conn *c)
{
	bool drained = c->wants_drained && c->out.len == 0;

	if (drained)
		c->wants_drained = false;
	return drained || (c->is_full && c->out.len <= OSCAR_ROOM_BYTES / 2);
}

/* Writes what waits; what the peer does not take is waited for. */
static void
flush(struct oscar_conn *c)
{
	if (c->state == CONN_BROKEN)
		return;
	write_some(c);
	if (c->state == CONN_ENDING && c->out.len == 0 && !c->is_shut)
		c->is_shut = c->io.ops->shut(c->io.io) != STREAM_AGAIN;
	if (c->state == CONN_BROKEN)
		return;
	want(c);
	if (c->state == CONN_OPEN && has_news(c)) {
		c->is_full = false;
		c->ops->room(c->owner);
	}
}

static void
on_flush(struct deferred *d)
{
	flush(CONTAINER_OF(d, struct oscar_conn, flush));
}

struct oscar_conn *
oscar_conn_new(const struct oscar_conn_conf *conf)
{
	struct oscar_conn *c = mem_zalloc(sizeof(*c));

	c->loop = conf->loop;
	c->io = conf->io;
	c->heard_ms = c->sent_ms = c->moved_ms = c->frames_ms = now_of(c);
	c->frames_thousth = OSCAR_FRAMES_BURST * 1000u;
	c->limit_ms = UINT64_MAX;
	c->flush.fn = on_flush;
	list_init(&c->flush.link);
	list_add_tail(conf->all, &c->link);
	return c;
}

void
oscar_conn_own(struct oscar_conn *c, const struct oscar_conn_owner *o)
{
	uint64_t now = now_of(c);

	c->ops = o->ops;
	c->owner = o->owner;
	c->max_data = o->max_data;
	c->in.max = FLAP_HEAD + o->max_data + READ_BYTES;
	c->out.max = o->max_queue;
	c->limit_ms = o->limit_ms != 0 ? now + o->limit_ms : UINT64_MAX;
	loop_timer(c->loop, &c->timer, next_due(c), on_timer);
	want(c);
}

void
oscar_conn_settle(struct oscar_conn *c)
{
	c->limit_ms = UINT64_MAX;
}

/* A frame may be taken. */
static bool
count_frame(struct oscar_conn *c)
{
	uint64_t now = now_of(c);
	uint64_t more = (now - c->frames_ms) * OSCAR_FRAMES_PER_S;

	c->frames_ms = now;
	c->frames_thousth = (uint32_t)min_u64(c->frames_thousth + more, OSCAR_FRAMES_BURST * 1000u);
	if (c->frames_thousth < 1000)
		return false;
	c->frames_thousth -= 1000;
	return true;
}

/* All whole frames of *stream; what is left of it is the beginning of one. */
static void
take_frames(struct oscar_conn *c, struct view *stream)
{
	struct flap_frame f;

	while (c->state == CONN_OPEN) {
		enum flap_verdict v = flap_cut(stream, c->max_data, &f);

		if (v == FLAP_MORE)
			return;
		if (v == FLAP_BAD)
			break_off(c, VIEW("Not OSCAR"));
		else if (!count_frame(c))
			break_off(c, VIEW("Excess flood"));
		else if (f.channel == FLAP_SIGNOFF)
			break_off(c, VIEW("Signed off"));
		else if (f.channel != FLAP_ALIVE && !c->ops->frame(c->owner, &f))
			break_off(c, VIEW("Malformed packet"));
	}
}

/* Only what is half a frame is kept. */
static void
take(struct oscar_conn *c, struct view got)
{
	bool was_empty = c->in.len == 0;
	struct view stream = got;

	if (!was_empty) {
		if (buf_put(&c->in, got) == -1) {
			break_off(c, VIEW("Malformed packet"));
			return;
		}
		stream = buf_view(&c->in);
	}
	take_frames(c, &stream);
	if (c->state != CONN_OPEN)
		buf_clear(&c->in);
	else if (!was_empty)
		buf_take(&c->in, c->in.len - stream.n);
	else if (buf_put(&c->in, stream) == -1)
		break_off(c, VIEW("Malformed packet"));
}

static void
read_some(struct oscar_conn *c)
{
	char chunk[READ_BYTES];
	size_t n = 0;

	c->has_more = false;
	for (int i = 0; i < READS_MAX && c->state != CONN_BROKEN; i++) {
		enum stream_result r = c->io.ops->read(c->io.io, chunk, sizeof(chunk), &n);

		if (r == STREAM_AGAIN)
			return;
		if (r != STREAM_OK) {
			break_off(c, r == STREAM_EOF ? VIEW("Connection closed") : VIEW("Connection reset"));
			return;
		}
		c->heard_ms = now_of(c);
		if (c->state == CONN_OPEN)
			take(c, view_of(chunk, n));
		if (!c->io.ops->has_pending(c->io.io))
			return;
	}
	if (c->state == CONN_BROKEN)
		return;
	c->has_more = true;
	loop_timer(c->loop, &c->timer, now_of(c), on_timer);
}

void
oscar_conn_ready(struct oscar_conn *c, unsigned ready)
{
	if ((ready & LOOP_READ) != 0)
		read_some(c);
	if ((ready & LOOP_WRITE) != 0)
		flush(c);
	if (c->state == CONN_BROKEN)
		finish(c);
}

void
oscar_conn_end(struct oscar_conn *c)
{
	c->ops = NULL;
	if (c->state != CONN_OPEN)
		return;
	c->state = CONN_ENDING;
	c->limit_ms = now_of(c) + OSCAR_LINGER_MS;
	loop_timer(c->loop, &c->timer, c->limit_ms, on_timer);
	loop_defer(c->loop, LOOP_PHASE_FLUSH, &c->flush);
}

struct oscar_conn *
oscar_conn_of(struct list *link)
{
	return CONTAINER_OF(link, struct oscar_conn, link);
}

const struct oscar_io *
oscar_conn_io(const struct oscar_conn *c)
{
	return &c->io;
}

bool
oscar_conn_has_room(const struct oscar_conn *c)
{
	return c->state == CONN_OPEN && !c->is_full;
}

void
oscar_conn_want_drained(struct oscar_conn *c)
{
	c->wants_drained = true;
	loop_defer(c->loop, LOOP_PHASE_FLUSH, &c->flush);
}

bool
oscar_conn_is_drained(const struct oscar_conn *c)
{
	return c->out.len == 0;
}

void
oscar_frame_begin(struct oscar_frame *f, enum flap_channel channel)
{
	f->out = icq_out(f->bytes, sizeof(f->bytes));
	f->at = flap_begin(&f->out, channel, 0);
}

void
oscar_frame_snac(struct oscar_frame *f, enum snac_id id, uint16_t flags, uint32_t request)
{
	oscar_frame_begin(f, FLAP_SNAC);
	snac_put_head(&f->out, id, flags, request);
}

void
oscar_conn_send(struct oscar_conn *c, struct oscar_frame *f)
{
	if (c->state != CONN_OPEN)
		return;
	flap_end(&f->out, f->at);
	if (f->out.full) {
		log_warn("icq", "a frame was too long to be sent");
		return;
	}
	icq_patch_u16_be(&f->out, 2, c->seq++);
	if (c->out.len == 0)
		c->moved_ms = now_of(c);
	c->sent_ms = now_of(c);
	if (buf_put(&c->out, icq_out_view(&f->out)) == -1) {
		break_off(c, VIEW("Reads too slowly"));
		return;
	}
	if (c->out.len > OSCAR_ROOM_BYTES)
		c->is_full = true;
	loop_defer(c->loop, LOOP_PHASE_FLUSH, &c->flush);
}
