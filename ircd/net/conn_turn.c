/*
 * Who is served when: events of the descriptors, work that a budget left over, and the queue of TLS handshakes, of which only so many
 * may cost a signature in a turn.  While a handshake waits its descriptor is not looked at, so that waiting costs nothing.
 */
#include "net/conn_priv.h"

#include <sys/socket.h>

static void on_turn_start(struct timer *t, uint64_t now_ms);

void
conn_again(struct conn *c)
{
	list_del(&c->turn);
	list_add_tail(&c->net->again_next, &c->turn);
	loop_defer(c->net->loop, LOOP_PHASE_REAP, &c->net->turn_end);
}

void
conn_again_soon(struct conn *c)
{
	struct net *net = c->net;

	list_del(&c->turn);
	list_add_tail(&net->again_now, &c->turn);
	loop_timer(net->loop, &net->turn_start, 0, on_turn_start);
}

static void
list_move_all(struct list *to, struct list *from)
{
	while (!list_is_empty(from)) {
		struct list *item = from->next;

		list_del(item);
		list_add_tail(to, item);
	}
}

void
conn_turn_end(struct deferred *d)
{
	struct net *net = CONTAINER_OF(d, struct net, turn_end);

	net->handshakes_used = 0;
	list_move_all(&net->again_now, &net->again_next);
	if (!list_is_empty(&net->again_now) || !list_is_empty(&net->handshake_queue))
		loop_timer(net->loop, &net->turn_start, 0, on_turn_start);
}

static void
handshake_step(struct conn *c)
{
	struct net *net = c->net;
	bool costly = false;
	enum io_result r = c->ops->handshake(c, &costly);

	if (costly) {
		net->handshakes_used++;
		loop_defer(net->loop, LOOP_PHASE_REAP, &net->turn_end);
	}
	switch (r) {
	case IO_OK:
	case IO_MORE:
		conn_move(c, CONN_OPEN);
		conn_opened(c);
		if (c->state == CONN_OPEN)
			conn_read(c); /* what came along with the last step of the handshake */
		break;
	case IO_AGAIN:
		conn_update_want(c);
		break;
	case IO_EOF:
		conn_fail(c, CLOSE_EOF);
		break;
	case IO_ERROR:
		conn_fail(c, c->error != 0 ? CLOSE_ERROR : CLOSE_TLS);
		break;
	}
}

static size_t
handshake_limit(const struct net *net)
{
	return net->conf.handshakes_per_turn > 0 ? net->conf.handshakes_per_turn : 1;
}

static void
handshake_ready(struct conn *c)
{
	struct net *net = c->net;
	bool busy = net->handshakes_used >= handshake_limit(net) || !list_is_empty(&net->handshake_queue);

	if (!list_is_empty(&c->turn))
		return; /* a hang-up while it waits: seen when its turn comes */
	if (busy) {
		list_add_tail(&net->handshake_queue, &c->turn);
		loop_defer(net->loop, LOOP_PHASE_REAP, &net->turn_end);
		conn_update_want(c);
		return;
	}
	handshake_step(c);
}

/* Before new events' handshakes get a turn the queue is empty, see handshake_ready(): first come, first served. */
static void
serve_handshakes(struct net *net)
{
	size_t limit = handshake_limit(net);
	/* A step that only takes half a hello costs no signature; those are bounded too. */
	size_t steps = limit < 1024 ? limit * 4 : limit;

	while (!list_is_empty(&net->handshake_queue) && net->handshakes_used < limit && steps-- > 0) {
		struct conn *c = CONTAINER_OF(net->handshake_queue.next, struct conn, turn);

		list_del(&c->turn);
		handshake_step(c);
	}
	if (!list_is_empty(&net->handshake_queue))
		loop_defer(net->loop, LOOP_PHASE_REAP, &net->turn_end);
}

static void
on_turn_start(struct timer *t, uint64_t now_ms)
{
	struct net *net = CONTAINER_OF(t, struct net, turn_start);
	struct list now;

	(void)now_ms;
	list_init(&now);
	list_move_all(&now, &net->again_now);
	while (!list_is_empty(&now)) {
		struct conn *c = CONTAINER_OF(now.next, struct conn, turn);

		list_del(&c->turn);
		if (c->state == CONN_OPEN)
			conn_read(c);
	}
	serve_handshakes(net);
}

void
conn_update_want(struct conn *c)
{
	unsigned want = 0;

	switch ((enum conn_state)c->state) {
	case CONN_HANDSHAKE:
		if (list_is_empty(&c->turn))
			want = c->rx_writes ? LOOP_WRITE : LOOP_READ;
		break;
	case CONN_OPEN:
		if (c->rx_writes)
			want = LOOP_WRITE;
		else if (!c->rx_stopped || linebuf_pending(&c->in) < c->recvq_max / 2)
			want = LOOP_READ;
		if (c->tx_blocked)
			want |= c->tx_reads ? LOOP_READ : LOOP_WRITE;
		break;
	case CONN_FLUSHING:
		if (c->tx_blocked)
			want = c->tx_reads ? LOOP_READ : LOOP_WRITE;
		break;
	case CONN_DRAINING:
		want = LOOP_READ;
		break;
	case CONN_DEAD:
		break;
	}
	if (want == c->want)
		return;
	c->want = (uint8_t)want;
	c->ops->want(c, want);
}

static void
open_ready(struct conn *c, unsigned ready)
{
	unsigned to_read = c->rx_writes ? LOOP_WRITE : LOOP_READ;
	unsigned to_write = c->tx_reads ? LOOP_READ : LOOP_WRITE;

	if (c->tx_blocked && (ready & to_write) != 0) {
		c->tx_blocked = false;
		if (list_is_empty(&c->flush))
			conn_queue_flush(c);
	}
	if ((ready & to_read) == 0)
		return;
	if (c->rx_stopped && (c->want & to_read) == 0)
		conn_hung_up(c); /* not asked for, so it is an error or a hang-up, told for ever */
	else
		conn_read(c);
}

void
conn_service(struct conn *c, unsigned ready)
{
	switch ((enum conn_state)c->state) {
	case CONN_HANDSHAKE:
		handshake_ready(c);
		break;
	case CONN_OPEN:
		open_ready(c, ready);
		break;
	case CONN_FLUSHING:
		c->tx_blocked = false;
		if (list_is_empty(&c->flush))
			conn_queue_flush(c);
		break;
	case CONN_DRAINING:
		conn_drain(c);
		break;
	case CONN_DEAD:
		break;
	}
}
