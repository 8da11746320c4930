/*
 * Bytes in and out of one connection.  Reading: one read a turn into the net's shared buffer, lines are cut straight out of it, and
 * only an unfinished line, or what a budget or the owner left, is copied to the connection.  Writing: once, in the flush phase.
 */
#include <errno.h>
#include <sys/socket.h>

#include "net/conn_priv.h"

/* Gives the owner what is kept and then the lines of `in`, as far as it takes them; keeps the rest. */
static void
deliver(struct conn *c, struct view in, unsigned *budget)
{
	const struct conn_owner *owner = &c->net->owner;
	enum line_result r = LINE_OK;

	while (r != LINE_NONE && *budget > 0 && c->state == CONN_OPEN && !c->rx_stopped) {
		struct view line;

		r = linebuf_cut(&c->in, &in, &line);
		if (r == LINE_NONE)
			break;
		(*budget)--;
		c->lines_in++;
		if (r == LINE_OK)
			c->rx_stopped = !owner->line(c, c->data, line);
		else
			c->rx_stopped = !owner->line_too_long(c, c->data);
	}
	linebuf_feed(&c->in, in);
	c->rx_more = r != LINE_NONE && linebuf_pending(&c->in) > 0;
	if (c->rx_more && !c->rx_stopped && c->state == CONN_OPEN)
		conn_again(c);
}

static void
read_ended(struct conn *c, enum io_result r)
{
	switch (r) {
	case IO_OK:
	case IO_MORE:
	case IO_AGAIN:
		break;
	case IO_EOF:
		conn_close(c, CLOSE_EOF, true);
		break;
	case IO_ERROR:
		conn_fail(c, c->error != 0 ? CLOSE_ERROR : CLOSE_TLS);
		break;
	}
}

static bool
has_room(const struct conn *c)
{
	return c->sendq.bytes <= c->sendq_max / 4;
}

void
conn_want_room(struct conn *c)
{
	if (c->state != CONN_OPEN)
		return;
	c->room_wanted = true;
	if (has_room(c))
		conn_again(c);
}

/* Here and not where the queue is flushed: what the owner sends now is sent in this turn, and what it sends then in the next. */
static void
tell_room(struct conn *c)
{
	if (!c->room_wanted || !has_room(c))
		return;
	c->room_wanted = false;
	c->net->owner.room(c, c->data);
}

void
conn_read(struct conn *c)
{
	struct net *net = c->net;
	unsigned budget = CONN_LINE_BUDGET;
	enum io_result r = IO_AGAIN;

	list_del(&c->turn);
	tell_room(c);
	if (c->rx_stopped && linebuf_pending(&c->in) >= c->recvq_max / 2) {
		conn_update_want(c); /* served for its room only */
		return;
	}
	if (c->rx_more && !c->rx_stopped)
		deliver(c, view_of(NULL, 0), &budget);
	while (c->state == CONN_OPEN && (!c->rx_more || c->rx_stopped || r == IO_MORE)) {
		size_t n = 0;

		r = c->ops->read(c, net->rbuf, CONN_READ_BUDGET, &n);
		if (r != IO_OK && r != IO_MORE)
			break;
		c->bytes_in += n;
		net->stats.bytes_in += n;
		deliver(c, view_of(net->rbuf, n), &budget);
		if (r != IO_MORE)
			break;
	}
	if (c->state != CONN_OPEN)
		return;
	linebuf_trim(&c->in);
	if (c->rx_stopped && linebuf_pending(&c->in) > c->recvq_max)
		conn_fail(c, CLOSE_RECVQ);
	else
		read_ended(c, r);
	conn_update_want(c);
}

void
conn_hung_up(struct conn *c)
{
	socklen_t len = sizeof(c->error);

	if (getsockopt(c->watch.fd, SOL_SOCKET, SO_ERROR, &c->error, &len) == -1)
		c->error = errno;
	conn_fail(c, c->error != 0 ? CLOSE_ERROR : CLOSE_EOF);
}

void
conn_resume(struct conn *c)
{
	if (c->state != CONN_OPEN || !c->rx_stopped)
		return;
	c->rx_stopped = false;
	if (linebuf_pending(&c->in) > 0) {
		c->rx_more = true;
		conn_again_soon(c);
	}
	conn_update_want(c);
}

void
conn_queue_flush(struct conn *c)
{
	list_add_tail(&c->net->flush, &c->flush);
	loop_defer(c->net->loop, LOOP_PHASE_FLUSH, &c->net->flush_run);
}

void
conn_send(struct conn *c, struct line l)
{
	if (UNLIKELY(c->state != CONN_OPEN))
		return;
	if (UNLIKELY(!sendq_push(&c->sendq, l, c->sendq_max))) {
		conn_close(c, CLOSE_SENDQ, false);
		return;
	}
	if (list_is_empty(&c->flush))
		conn_queue_flush(c);
}

/* Everything is sent and nothing more will come. */
static void
all_sent(struct conn *c)
{
	if (c->why == CLOSE_EOF || c->ops->finish(c) != IO_OK) {
		conn_move(c, CONN_DEAD);
		return;
	}
	conn_move(c, CONN_DRAINING);
	conn_update_want(c);
}

void
conn_flush(struct conn *c)
{
	uint32_t before = c->sendq.bytes;
	enum io_result r = IO_OK;

	if (c->held != 0) {
		conn_update_want(c);
		return;
	}
	while (c->sendq.bytes > 0 && !c->tx_blocked && r == IO_OK &&
		before - c->sendq.bytes < CONN_WRITE_BUDGET)
		r = c->ops->write(c);
	c->bytes_out += before - c->sendq.bytes;
	c->net->stats.bytes_out += before - c->sendq.bytes;
	if (r == IO_ERROR) {
		conn_fail(c, c->error != 0 ? CLOSE_ERROR : CLOSE_TLS);
		return;
	}
	c->tx_blocked = c->sendq.bytes > 0;
	if (c->tx_blocked) {
		/* It may stay so for long: don't pin slabs of lines that others have taken. */
		sendq_unshare(&c->sendq);
		if (c->why == CLOSE_EOF) {
			conn_move(c, CONN_DEAD);
			return;
		}
	}
	if (c->state == CONN_OPEN && c->room_wanted && has_room(c))
		conn_again(c);
	if (c->state == CONN_FLUSHING && !c->tx_blocked)
		all_sent(c);
	else
		conn_update_want(c);
}

void
conn_drain(struct conn *c)
{
	size_t n = 0;
	enum io_result r = c->ops->discard(c, c->net->rbuf, CONN_READ_BUDGET, &n);

	c->drained += (uint32_t)n;
	if (r == IO_EOF || r == IO_ERROR || c->drained > CONN_DRAIN_BYTES)
		conn_move(c, CONN_DEAD);
}
