#include "icq/udp_session.h"

#include <assert.h>
#include <string.h>

#include "conf/conf_icq.h"
#include "core/loop.h"
#include "core/mem.h"
#include "icq/icq.h"
#include "icq/icq_session.h"
#include "icq/udp_cmd.h"
#include "icq/udp_handle.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_tell.h"

/* How often a packet is sent before its client is taken for dead. */
static const uint8_t max_sends[ICQ_PROTOCOL_N] = { [ICQ_V2] = 6, [ICQ_V3] = 6, [ICQ_V4] = 6, [ICQ_V5] = 5 };

struct key {
	struct peer_addr peer;
	uint32_t uin, id;
	uint8_t version;
};

static struct key
key_of(const struct peer_addr *from, const struct udp_packet *p)
{
	struct key k;

	memset(&k, 0, sizeof(k)); /* what is between the fields is hashed too */
	k.peer.family = from->family;
	k.peer.port = from->port;
	memcpy(k.peer.ip, from->ip, sizeof(k.peer.ip));
	k.uin = p->uin;
	k.id = p->version == ICQ_V5 ? p->session : 0;
	k.version = (uint8_t)p->version;
	return k;
}

static bool
peer_eq(const struct peer_addr *a, const struct peer_addr *b)
{
	return a->family == b->family && a->port == b->port && memcmp(a->ip, b->ip, sizeof(a->ip)) == 0;
}

static bool
matches(const struct hash_node *node, const void *key)
{
	const struct udp_session *s = CONTAINER_OF(node, const struct udp_session, node);
	const struct key *k = key;

	return s->uin == k->uin && s->id == k->id && s->version == k->version && peer_eq(&s->peer, &k->peer);
}

struct udp_session *
udp_session_find(const struct udp_server *srv, const struct peer_addr *from, const struct udp_packet *p)
{
	const struct key k = key_of(from, p);
	struct hash_node *node =
		hash_table_find(&srv->sessions, hash_bytes(view_of(&k, sizeof(k))), matches, &k);

	return node != NULL ? CONTAINER_OF(node, struct udp_session, node) : NULL;
}

/* A packet to it, which needs the numbers and what is in it. */
static void
send_to(struct udp_session *s, struct udp_packet *p)
{
	p->version = (enum icq_protocol)s->version;
	p->uin = s->uin;
	p->session = s->id;
	udp_send(s->srv, s->listener, &s->peer, p);
}

void
udp_session_ack(struct udp_session *s, const struct udp_packet *p)
{
	send_to(s, &(struct udp_packet){ .cmd = UDP_ACK, .seq1 = p->seq1, .seq2 = p->seq2 });
}

static void
send_first(struct udp_session *s)
{
	const struct udp_waiting *w = s->queue.first;

	if (s->queue.sends > 1)
		s->srv->stats.resent++;
	send_to(s,
		&(struct udp_packet){ .cmd = w->cmd,
			.seq1 = s->queue.seq,
			.seq2 = w->seq2,
			.data = view_of(w->data, w->n) });
}

static uint64_t
silent_until_ms(const struct udp_session *s)
{
	return s->heard_ms + icq_conf(s->srv->icq)->session_timeout_ms;
}

static void on_timer(struct timer *t, uint64_t now_ms);

static void
arm(struct udp_session *s, uint64_t due_ms)
{
	/* That the client will be silent for too long is found out when the timer fires: it is not moved with each packet. */
	if (!timer_is_armed(&s->timer) || s->timer.due_ms > due_ms)
		loop_timer(icq_loop(s->srv->icq), &s->timer, due_ms, on_timer);
}

/* Sends what may be sent now.  The session may be over afterwards. */
static void
pump(struct udp_session *s)
{
	uint64_t now_ms = udp_now_ms(s->srv), due_ms = UINT64_MAX, silent_ms = silent_until_ms(s);

	switch (udp_resend_turn(&s->queue, max_sends[s->version], now_ms, &due_ms)) {
	case UDP_RESEND_IDLE:
	case UDP_RESEND_WAIT:
		break;
	case UDP_RESEND_SEND:
		send_first(s);
		due_ms = now_ms + UDP_RESEND_MS;
		break;
	case UDP_RESEND_OVER:
		udp_session_close(s, VIEW("No answer"));
		return;
	}
	arm(s, due_ms < silent_ms ? due_ms : silent_ms);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct udp_session *s = CONTAINER_OF(t, struct udp_session, timer);

	if (silent_until_ms(s) <= now_ms)
		udp_session_close(s, VIEW("Ping timeout"));
	else
		pump(s);
}

static void
session_free(struct udp_session *s)
{
	udp_resend_release(&s->queue);
	mem_free(s->online);
	mem_free(s);
}

/* Out of the table at once; the memory goes when nobody is at work with it. */
void
udp_session_gone(struct udp_session *s)
{
	loop_timer_cancel(icq_loop(s->srv->icq), &s->timer);
	hash_table_del(&s->srv->sessions, &s->node);
	s->core = NULL;
	/* A login that comes late must not begin it anew. */
	udp_recent_put(&s->srv->recent, s->login_key, UDP_SEEN_SILENT, udp_now_ms(s->srv));
	if (s != s->srv->held)
		session_free(s);
}

void
udp_session_close(struct udp_session *s, struct view reason)
{
	icq_session_close(s->core, reason);
	udp_session_gone(s);
}

void
udp_session_close_all(struct udp_server *srv)
{
	size_t pos = 0;
	struct hash_node *node;

	while ((node = hash_table_next(&srv->sessions, &pos, NULL)) != NULL) {
		udp_session_close(CONTAINER_OF(node, struct udp_session, node), VIEW("Server closing"));
		pos = 0;
	}
}

/* From here on s stays in memory until release(). */
static void
hold(struct udp_session *s)
{
	assert(s->srv->held == NULL);
	s->srv->held = s;
}

static void
release(struct udp_session *s)
{
	s->srv->held = NULL;
	if (s->core == NULL)
		session_free(s);
	else
		pump(s);
}

bool
udp_session_has_room(const struct udp_session *s, size_t n)
{
	/* What is longer than the whole queue is taken alone. */
	return s->queue.count == 0 || s->queue.count + n <= icq_conf(s->srv->icq)->max_queue;
}

void
udp_session_tell(struct udp_session *s, const struct udp_news *a)
{
	udp_resend_put(&s->queue, a);
	/* While its packet is carried out release() does it, for the acknowledgement goes first; otherwise what is under way goes before. */
	if (s != s->srv->held && s->queue.count == 1)
		pump(s);
}

static void
on_ack(struct udp_session *s, uint16_t seq)
{
	uint16_t cmd = udp_resend_ack(&s->queue, seq);

	if (cmd == 0)
		return;
	hold(s);
	udp_tell_acked(s, cmd);
	if (s->core != NULL && s->wants_room && s->queue.count <= icq_conf(s->srv->icq)->max_queue / 2) {
		s->wants_room = false;
		icq_session_room(s->core);
	}
	release(s);
}

void
udp_session_hear(struct udp_session *s, const struct udp_packet *p)
{
	struct udp_server *srv = s->srv;

	s->heard_ms = udp_now_ms(srv);
	if (p->cmd == UDP_ACK) {
		on_ack(s, p->seq1);
		return;
	}
	if (udp_seen_has(&s->seen, p)) {
		srv->stats.doubled++;
		udp_session_ack(s, p);
		return;
	}
	hold(s);
	/* What is not done now is not acknowledged: it comes again. */
	if (udp_handle(s, p) != UDP_LATER) {
		udp_seen_put(&s->seen, p);
		udp_session_ack(s, p);
	}
	release(s);
}

static struct udp_session *
session_new(struct udp_server *srv, const struct udp_caller *c)
{
	const struct key k = key_of(c->peer, c->packet);
	struct udp_session *s = mem_zalloc(sizeof(*s));

	s->srv = srv;
	s->peer = k.peer;
	s->uin = k.uin;
	s->id = k.id;
	s->version = k.version;
	s->listener = (uint8_t)c->listener;
	s->heard_ms = s->login_ms = udp_now_ms(srv);
	s->login_key = udp_recent_key(c->peer, c->packet);
	hash_table_add(&srv->sessions, &s->node, hash_bytes(view_of(&k, sizeof(k))));
	return s;
}

enum udp_open_verdict
udp_session_open(struct udp_server *srv, const struct udp_caller *c, enum icq_state state,
	const struct udp_news *hello)
{
	struct udp_session *s = session_new(srv, c);
	const struct icq_session_open o = { .uin = s->uin,
		.protocol = c->packet->version,
		.peer = &s->peer,
		.state = state,
		.ops = &udp_tell_ops,
		.link = s };
	enum icq_open_verdict verdict;

	udp_resend_put(&s->queue, hello); /* before anything that the core has to say */
	hold(s);
	srv->entering = &s->peer;
	s->core = icq_session_open(srv->icq, &o, &verdict);
	srv->entering = NULL;
	if (s->core == NULL) {
		srv->held = NULL;
		hash_table_del(&srv->sessions, &s->node);
		session_free(s);
		return UDP_OPEN_LATER;
	}
	udp_seen_put(&s->seen, c->packet);
	udp_session_ack(s, c->packet);
	release(s);
	return UDP_OPEN_OK;
}
