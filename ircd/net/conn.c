/*
 * The life of connections: making, states, deadlines, the reaper.  A connection is in exactly one of the net's lists by its state
 * (conn_move() is the only way), is freed by the reaper only, and its owner's callbacks may close any connection at any time.
 */
#include "net/conn.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/mem.h"
#include "net/conn_priv.h"
#include "net/ws_frames.h"

static void reap(struct deferred *d);
static void run_flush(struct deferred *d);
static void on_deadline(struct timer *t, uint64_t now_ms);

struct net *
net_new(struct loop *loop, struct line_pool *lines, const struct net_conf *conf,
	const struct conn_owner *owner, void *arg)
{
	struct net *net = mem_zalloc(sizeof(*net));
	struct list *lists[] = { &net->open, &net->handshaking, &net->lingering, &net->draining, &net->dead,
		&net->flush, &net->again_next, &net->again_now, &net->handshake_queue, &net->flush_run.link,
		&net->reap_run.link, &net->turn_end.link };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		list_init(lists[i]);
	net->loop = loop;
	net->lines = lines;
	net->conf = *conf;
	net->owner = *owner;
	net->arg = arg;
	net->handles = handle_table_new(CONN_TABLE_MAX);
	net->flush_run.fn = run_flush;
	net->reap_run.fn = reap;
	net->turn_end.fn = conn_turn_end;
	net->rbuf = mem_alloc(CONN_READ_BUDGET);
	return net;
}

static void
close_all(struct net *net)
{
	struct list *alive[] = { &net->open, &net->handshaking, &net->lingering, &net->draining };

	for (size_t i = 0; i < ARRAY_LEN(alive); i++) {
		while (!list_is_empty(alive[i]))
			conn_close(CONTAINER_OF(alive[i]->next, struct conn, where), CLOSE_LOCAL, false);
	}
}

void
net_free(struct net *net)
{
	if (net == NULL)
		return;
	reap(&net->reap_run); /* those who still have a last word to say: it is too late for that */
	close_all(net);
	reap(&net->reap_run);
	list_del(&net->flush_run.link);
	list_del(&net->reap_run.link);
	list_del(&net->turn_end.link);
	loop_timer_cancel(net->loop, &net->turn_start);
	loop_timer_cancel(net->loop, &net->deadlines);
	handle_table_free(net->handles);
	tls_shared_free(net->tls);
	ws_shared_free(net->ws);
	mem_free(net->rbuf);
	mem_free(net);
}

void
net_set_conf(struct net *net, const struct net_conf *conf)
{
	net->conf = *conf;
}

struct loop *
net_loop(const struct net *net)
{
	return net->loop;
}

void
net_set_admit(struct net *net, listener_admit_fn *fn, void *arg)
{
	net->admit = fn;
	net->admit_arg = arg;
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	(void)loop;
	conn_service(arg, ready);
}

struct conn *
conn_new(struct net *net, const struct conn_ops *ops, const struct peer_addr *peer, void *listener_data)
{
	struct conn *c;

	if (net->stats.conns >= net->conf.max_conns || net->stats.conns >= CONN_TABLE_MAX)
		return NULL;
	c = mem_zalloc(sizeof(*c));
	c->net = net;
	c->ops = ops;
	c->peer = *peer;
	c->listener_data = listener_data;
	c->state = CONN_OPEN;
	c->want = LOOP_READ;
	c->sendq_max = CONN_SENDQ_DEFAULT;
	c->recvq_max = CONN_RECVQ_DEFAULT;
	c->watch = (struct watch){ .fd = -1, .fn = on_ready, .arg = c };
	sendq_init(&c->sendq);
	linebuf_init(&c->in, net->conf.line_max);
	list_init(&c->flush);
	list_init(&c->turn);
	list_init(&c->where);
	list_add_tail(&net->open, &c->where);
	c->handle = handle_new(net->handles, c);
	net->stats.conns++;
	return c;
}

static void
conn_free(struct conn *c)
{
	struct net *net = c->net;
	int fd = c->watch.fd;

	loop_del(net->loop, &c->watch);
	if (c->ops->close != NULL)
		c->ops->close(c);
	if (fd != -1)
		(void)close(fd);
	list_del(&c->flush);
	list_del(&c->turn);
	list_del(&c->where);
	sendq_release(&c->sendq);
	linebuf_release(&c->in);
	mem_free(c->via);
	handle_free(net->handles, c->handle);
	net->stats.conns--;
	mem_free(c);
}

/* A browser that is asked for a client certificate gives up a WebSocket, also where it might send none. */
int
conn_start_handshake(struct conn *c, struct tls_contexts *tls, const struct websocket_conf *websocket)
{
	if (tls != NULL && tls_conn_start(c, tls) == -1)
		return -1;
	if (websocket == NULL)
		return 0;
	if (tls != NULL)
		tls_conn_ask(c, false);
	websocket_start(c, websocket);
	return 0;
}

static void
start_handshake(struct conn *c, const struct conn_from *from)
{
	conn_move(c, CONN_HANDSHAKE);
	if (from->proxy)
		forward_start(c, from->tls, from->websocket);
	else if (conn_start_handshake(c, from->tls, from->websocket) == -1)
		conn_fail(c, CLOSE_TLS);
	else if (from->tls != NULL && from->ask_certificate)
		tls_conn_ask(c, true);
}

struct conn *
conn_on_fd(struct net *net, int fd, const struct peer_addr *peer, void *listener_data)
{
	struct conn *c = conn_new(net, &conn_fd_ops, peer, listener_data);
	struct err e;

	if (c == NULL) {
		(void)close(fd);
		return NULL;
	}
	if (loop_add(net->loop, &c->watch, fd, LOOP_MANY, LOOP_READ, &e) == -1) {
		log_warn("net", "connection refused: %s", e.text);
		net->stats.accept_errors++;
		conn_free(c);
		(void)close(fd);
		return NULL;
	}
	return c;
}

struct conn *
conn_accept(struct net *net, int fd, const struct conn_from *from)
{
	struct conn *c = conn_on_fd(net, fd, from->peer, from->listener_data);

	if (c == NULL)
		return NULL;
	c->local_port = from->local_port;
	net->stats.accepted++;
	if (from->tls == NULL && from->websocket == NULL && !from->proxy)
		conn_opened(c);
	else
		start_handshake(c, from);
	return c;
}

void
conn_opened(struct conn *c)
{
	c->awaited = false;
	c->data = c->net->owner.opened(c, c->net->arg);
	c->told = c->data != NULL;
	if (c->data == NULL)
		conn_close(c, CLOSE_LOCAL, true);
}

/* Arms the timer for the earliest head of the three lists; adding to a list that has a head changes nothing. */
static void
arm_deadlines(struct net *net)
{
	struct list *timed[] = { &net->handshaking, &net->lingering, &net->draining };
	uint64_t due = UINT64_MAX;

	for (size_t i = 0; i < ARRAY_LEN(timed); i++) {
		const struct conn *c = CONTAINER_OF(timed[i]->next, struct conn, where);

		if (!list_is_empty(timed[i]) && c->deadline_ms < due)
			due = c->deadline_ms;
	}
	if (due != UINT64_MAX && (!timer_is_armed(&net->deadlines) || due < net->deadlines.due_ms))
		loop_timer(net->loop, &net->deadlines, due, on_deadline);
}

static void
on_deadline(struct timer *t, uint64_t now_ms)
{
	struct net *net = CONTAINER_OF(t, struct net, deadlines);
	struct list *timed[] = { &net->handshaking, &net->lingering, &net->draining };

	for (size_t i = 0; i < ARRAY_LEN(timed); i++) {
		while (!list_is_empty(timed[i])) {
			struct conn *c = CONTAINER_OF(timed[i]->next, struct conn, where);

			if (c->deadline_ms > now_ms)
				break;
			conn_fail(c, CLOSE_TIMEOUT);
		}
	}
	arm_deadlines(net);
}

void
conn_move(struct conn *c, enum conn_state state)
{
	struct net *net = c->net;
	uint64_t now = loop_mono_ms(net->loop);
	struct list *to = &net->open;

	if (c->state == CONN_HANDSHAKE)
		net->stats.handshaking--;
	switch (state) {
	case CONN_HANDSHAKE:
		to = &net->handshaking;
		net->stats.handshaking++;
		c->deadline_ms = now + net->conf.handshake_ms;
		break;
	case CONN_OPEN:
		break;
	case CONN_FLUSHING:
		to = &net->lingering;
		c->deadline_ms = now + CONN_LINGER_MS;
		break;
	case CONN_DRAINING:
		to = &net->draining;
		c->deadline_ms = now + CONN_DRAIN_MS;
		break;
	case CONN_DEAD:
		to = &net->dead;
		loop_defer(net->loop, LOOP_PHASE_REAP, &net->reap_run);
		break;
	}
	c->state = (uint8_t)state;
	list_del(&c->where);
	list_add_tail(to, &c->where);
	if (state != CONN_OPEN && state != CONN_DEAD)
		arm_deadlines(net);
}

static void
tell_failed_handshake(const struct conn *c)
{
	struct net *net = c->net;
	uint64_t now = loop_mono_ms(net->loop);
	char host[INET6_ADDRSTRLEN + 1];

	net->stats.tls_failed++;
	if (now - net->told_since_ms >= 60000) {
		if (net->n_told > CONN_TOLD_MAX)
			log_info("net", "%" PRIu64 " more handshakes failed", net->n_told - CONN_TOLD_MAX);
		net->told_since_ms = now;
		net->n_told = 0;
	}
	if (net->n_told++ < CONN_TOLD_MAX)
		log_info(c->forward != NULL	? "proxy"
				: c->ws != NULL ? "websocket"
						: "tls",
			"%s: no handshake: %s", peer_addr_host(&c->peer, host, sizeof(host)),
			conn_close_text(c));
}

void
conn_close(struct conn *c, enum conn_close why, bool flush)
{
	assert(why != CLOSE_NONE);
	if (c->state == CONN_DEAD || (flush && c->why != CLOSE_NONE))
		return;
	if (c->why == CLOSE_NONE) {
		c->why = (uint8_t)why;
		c->net->stats.sendq_closed += why == CLOSE_SENDQ;
		if (c->state == CONN_HANDSHAKE && why != CLOSE_LOCAL && !c->ours)
			tell_failed_handshake(c);
	}
	list_del(&c->turn);
	if (!flush || c->state == CONN_HANDSHAKE) {
		list_del(&c->flush);
		conn_move(c, CONN_DEAD);
		return;
	}
	conn_move(c, CONN_FLUSHING);
	conn_update_want(c);
	if (list_is_empty(&c->flush))
		conn_queue_flush(c);
}

void
conn_refuse(struct conn *c)
{
	c->why = CLOSE_TLS;
	tell_failed_handshake(c);
	conn_move(c, CONN_FLUSHING);
	conn_update_want(c);
}

void
conn_fail(struct conn *c, enum conn_close why)
{
	conn_close(c, why, false);
}

bool
conn_last_word(struct conn *c)
{
	if (c->state != CONN_DEAD || (c->why != CLOSE_SENDQ && c->why != CLOSE_RECVQ))
		return false;
	c->sendq_max = UINT32_MAX / 2;
	conn_move(c, CONN_OPEN); /* for conn_send(), until gone() is back */
	return true;
}

/* It has no owner any more; the reaper comes a second time. */
static void
linger(struct conn *c)
{
	c->told = false;
	c->data = NULL;
	conn_move(c, CONN_FLUSHING);
	conn_update_want(c);
	if (list_is_empty(&c->flush))
		conn_queue_flush(c);
}

/* Last phase of a turn.  The owner may close others in gone(): they are in the list before it is found empty. */
static void
reap(struct deferred *d)
{
	struct net *net = CONTAINER_OF(d, struct net, reap_run);

	while (!list_is_empty(&net->dead)) {
		struct conn *c = CONTAINER_OF(net->dead.next, struct conn, where);

		if (c->told)
			net->owner.gone(c, c->data, (enum conn_close)c->why);
		else if (c->awaited && net->owner.failed != NULL)
			net->owner.failed(c, net->arg, (enum conn_close)c->why);
		if (c->state == CONN_OPEN)
			linger(c);
		else
			conn_free(c);
	}
}

static void
run_flush(struct deferred *d)
{
	struct net *net = CONTAINER_OF(d, struct net, flush_run);

	while (!list_is_empty(&net->flush)) {
		struct conn *c = CONTAINER_OF(net->flush.next, struct conn, flush);

		list_del(&c->flush);
		conn_flush(c);
	}
}

void
conn_set_limits(struct conn *c, size_t sendq, size_t recvq)
{
	c->sendq_max = sendq < UINT32_MAX / 2 ? (uint32_t)sendq : UINT32_MAX / 2;
	c->recvq_max = recvq < UINT32_MAX / 8 ? (uint32_t)recvq : UINT32_MAX / 8;
}

bool
conn_is_closing(const struct conn *c)
{
	return c->why != CLOSE_NONE;
}

void *
conn_data(const struct conn *c)
{
	return c->data;
}

void *
conn_listener_data(const struct conn *c)
{
	return c->listener_data;
}

const struct peer_addr *
conn_peer(const struct conn *c)
{
	return &c->peer;
}

uint16_t
conn_local_port(const struct conn *c)
{
	return c->local_port;
}

int
conn_close_errno(const struct conn *c)
{
	return c->error;
}

const char *
conn_close_text(const struct conn *c)
{
	static const char *const text[] = {
		[CLOSE_NONE] = "Open",
		[CLOSE_EOF] = "Connection closed",
		[CLOSE_ERROR] = "Connection error",
		[CLOSE_TLS] = "TLS error",
		[CLOSE_SENDQ] = "SendQ exceeded",
		[CLOSE_RECVQ] = "RecvQ exceeded",
		[CLOSE_TIMEOUT] = "Handshake timed out",
		[CLOSE_LOCAL] = "Closed by the server",
	};
	const char *reason = NULL;

	if (c->why == CLOSE_TLS && c->ops->tls != NULL)
		reason = c->ops->tls->reason(c);
	else if (c->why == CLOSE_ERROR && c->error != 0)
		reason = strerror(c->error);
	return reason != NULL ? reason : text[c->why];
}

struct handle
conn_handle(const struct conn *c)
{
	return c->handle;
}

struct conn *
conn_find(const struct net *net, struct handle h)
{
	struct conn *c = handle_get(net->handles, h);

	return c != NULL && c->why == CLOSE_NONE ? c : NULL;
}

bool
conn_is_tls(const struct conn *c)
{
	return c->ops->tls != NULL && c->ops->tls->version(c) != NULL;
}

const char *
conn_tls_version(const struct conn *c)
{
	return c->ops->tls != NULL ? c->ops->tls->version(c) : NULL;
}

const char *
conn_tls_cipher(const struct conn *c)
{
	return c->ops->tls != NULL ? c->ops->tls->cipher(c) : NULL;
}

int
conn_peer_uid(const struct conn *c, uint32_t *uid)
{
	return c->peer.family == AF_UNIX ? c->ops->peer_uid(c, uid) : -1;
}

size_t
conn_tls_binding(const struct conn *c, enum tls_binding type, uint8_t dst[TLS_BINDING_MAX])
{
	return c->ops->tls != NULL && c->ops->tls->binding != NULL ? c->ops->tls->binding(c, type, dst) : 0;
}

int
conn_tls_fingerprint(const struct conn *c, char dst[65])
{
	return c->ops->tls != NULL ? c->ops->tls->fingerprint(c, dst) : -1;
}

struct conn_counts
conn_counts(const struct conn *c)
{
	return (struct conn_counts){ .bytes_in = c->bytes_in,
		.bytes_out = c->bytes_out,
		.lines_in = c->lines_in,
		.sendq = c->sendq.bytes,
		.recvq = (uint32_t)linebuf_pending(&c->in) };
}

struct net_stats
net_stats(const struct net *net)
{
	struct net_stats s = net->stats;

	s.slabs = slab_count();
	return s;
}
