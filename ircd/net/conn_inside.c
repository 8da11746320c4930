/*
 * There is no descriptor to wake the loop: what is said asks for service in the next turn, and who can hear again is served in the flush
 * phase, so that nobody is called from within his own call.  A line is read at a time, so that what waits for the flood bucket waits here
 * and counts against CONN_INSIDE_SAID_MAX.
 */
#include "net/conn_inside.h"

#include <string.h>

#include "core/buf.h"
#include "core/mem.h"
#include "net/conn_priv.h"

struct conn_inside {
	struct conn *conn;
	const struct conn_inside_ops *ops; /* NULL: whoever it was has left */
	void *arg;
	const char *tls;
	struct buf said;
	struct deferred again; /* hears again */
	bool is_deaf;	       /* hear() has said false */
	bool is_waking;	       /* `again` is queued */
};

static enum io_result
inside_read(struct conn *c, char *dst, size_t max, size_t *n)
{
	struct conn_inside *in = c->transport;
	struct view all = buf_view(&in->said);
	size_t line = view_find(all, '\n') + 1;

	if (c->state == CONN_OPEN && (c->want & LOOP_READ) == 0)
		return IO_AGAIN; /* inside_want() asks again */
	if (all.n == 0)
		return in->ops == NULL ? IO_EOF : IO_AGAIN;
	if (line > max)
		line = max;
	memcpy(dst, all.p, line);
	*n = line;
	buf_take(&in->said, line);
	if (in->said.len == 0 && in->ops != NULL)
		return IO_OK;
	if (!c->rx_stopped)
		return IO_MORE;
	conn_again(c);
	return IO_OK;
}

/* Gives the whole lines of v one after the other; ret: the bytes of those that were taken. */
static size_t
give(struct conn_inside *in, struct view v)
{
	struct view left = v;

	while (left.n != 0 && !in->is_deaf) {
		size_t end = view_find(left, '\n');
		struct view line = view_left(left, end);

		if (end == left.n)
			break;
		if (line.n != 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (in->ops != NULL && !in->ops->hear(in->arg, line))
			in->is_deaf = true;
		else
			left = view_skip(left, end + 1);
	}
	return v.n - left.n;
}

static enum io_result
inside_write(struct conn *c)
{
	struct conn_inside *in = c->transport;
	char *bytes = c->net->rbuf; /* nobody reads while others are written to */
	size_t n;

	in->is_deaf = false;
	n = give(in, view_of(bytes, sendq_gather(&c->sendq, bytes, CONN_READ_BUDGET)));
	sendq_take(&c->sendq, n);
	return n != 0 && !in->is_deaf ? IO_OK : IO_AGAIN;
}

static void
inside_want(struct conn *c, unsigned want)
{
	struct conn_inside *in = c->transport;

	if (c->state == CONN_OPEN && (want & LOOP_READ) != 0 && list_is_empty(&c->turn) &&
		(in->said.len != 0 || in->ops == NULL))
		conn_again_soon(c);
}

static enum io_result
inside_finish(struct conn *c)
{
	(void)c;
	return IO_EOF; /* nothing is under way that could be lost */
}

static void
inside_close(struct conn *c)
{
	struct conn_inside *in = c->transport;
	const struct conn_inside_ops *ops = in->ops;
	void *arg = in->arg;

	if (in->is_waking)
		list_del(&in->again.link);
	buf_release(&in->said);
	mem_free(in);
	if (ops != NULL)
		ops->gone(arg, conn_close_text(c));
}

static const char *
inside_version(const struct conn *c)
{
	const struct conn_inside *in = c->transport;

	return in->tls;
}

/* How it is spoken between the client and the module says the module. */
static const char *
inside_cipher(const struct conn *c)
{
	return inside_version(c) != NULL ? "by module" : NULL;
}

static int
inside_fingerprint(const struct conn *c, char dst[65])
{
	(void)c;
	dst[0] = '\0';
	return -1;
}

static size_t
inside_binding(const struct conn *c, enum tls_binding type, uint8_t *dst)
{
	(void)c;
	(void)type;
	(void)dst;
	return 0;
}

static const char *
inside_reason(const struct conn *c)
{
	(void)c;
	return NULL;
}

static int
inside_peer_uid(const struct conn *c, uint32_t *uid)
{
	(void)c;
	(void)uid;
	return -1;
}

static const struct conn_tls_ops inside_tls_ops = {
	.version = inside_version,
	.cipher = inside_cipher,
	.fingerprint = inside_fingerprint,
	.binding = inside_binding,
	.reason = inside_reason,
};

static const struct conn_ops inside_ops = {
	.read = inside_read,
	.write = inside_write,
	.want = inside_want,
	.finish = inside_finish,
	.discard = inside_read,
	.close = inside_close,
	.peer_uid = inside_peer_uid,
	.tls = &inside_tls_ops,
};

static void
on_again(struct deferred *d)
{
	struct conn_inside *in = CONTAINER_OF(d, struct conn_inside, again);

	in->is_waking = false;
	conn_service(in->conn, LOOP_WRITE);
}

struct conn_inside *
conn_inside_open(struct net *net, const struct conn_inside_conf *conf)
{
	struct conn *c = conn_new(net, &inside_ops, conf->peer, conf->listener_data);
	struct conn_inside *in;

	if (c == NULL)
		return NULL;
	in = mem_zalloc(sizeof(*in));
	in->conn = c;
	in->ops = conf->ops;
	in->arg = conf->arg;
	in->tls = conf->tls;
	buf_init(&in->said, CONN_INSIDE_SAID_MAX);
	list_init(&in->again.link);
	in->again.fn = on_again;
	c->transport = in;
	net->stats.accepted++;
	conn_opened(c);
	return in;
}

struct conn *
conn_inside_conn(const struct conn_inside *in)
{
	return in->conn;
}

bool
conn_inside_say(struct conn_inside *in, struct view lines)
{
	if (buf_put(&in->said, lines) == -1)
		return false;
	inside_want(in->conn, in->conn->want);
	return true;
}

void
conn_inside_hear(struct conn_inside *in)
{
	if (!in->is_deaf || in->is_waking || in->conn->state == CONN_DEAD)
		return;
	in->is_waking = true;
	loop_defer(in->conn->net->loop, LOOP_PHASE_FLUSH, &in->again);
}

void
conn_inside_leave(struct conn_inside *in)
{
	in->ops = NULL;
	in->is_deaf = true;
	conn_inside_hear(in); /* what is still queued goes nowhere */
	inside_want(in->conn, in->conn->want);
}
