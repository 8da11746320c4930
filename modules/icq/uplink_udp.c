/*
 * The client's side of the legacy protocol, version 5.  Packets go one at a time: the next when the server has acknowledged the one before,
 * which is sent again until then.  What the server sends is taken from its address and with our session's id only, acknowledged, and done
 * once, however often it comes.
 */
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_login.h"
#include "icq/udp_message.h"
#include "icq/udp_multi.h"
#include "icq/udp_packet.h"
#include "icq/uplink_priv.h"

enum {
	RESEND_MS = 10000,
	TRIES = 6,
	SEEN_MAX = 64,	   /* packets of the server that are known again */
	FIFO_MAX = 40,	   /* packets that wait; the server can make us answer */
	FIFO_MESSAGES = 4, /* as long as fewer wait, messages are taken */
	PAYLOAD_MAX = 1024,
	OPEN_MS = 30000,
};

struct waits { /* to be sent, or acknowledged */
	struct list in_fifo;
	uint16_t cmd, seq1, seq2;
	uint8_t tries;
	uint32_t id; /* of a message; 0: none */
	size_t n;
	char data[];
};

struct seen {
	uint16_t cmd, seq1, seq2;
};

struct legacy {
	struct uplink *u;
	struct uplink_pipe *pipe;
	bool is_open, is_in;
	uint32_t session;
	uint16_t seq1, seq2;
	size_t n_fifo;
	struct list fifo;
	struct timer resend, alive;
	size_t n_seen;		    /* since the login */
	struct seen seen[SEEN_MAX]; /* zeros are no packet */
};

static struct waits *
front(const struct legacy *s)
{
	return list_is_empty(&s->fifo) ? NULL : CONTAINER_OF(s->fifo.next, struct waits, in_fifo);
}

static void
drop(struct legacy *s, struct waits *w)
{
	list_del(&w->in_fifo);
	s->n_fifo--;
	mem_free(w);
}

static struct loop *
loop_of(const struct legacy *s)
{
	return s->u->all->env.loop;
}

/* ---- out ---- */

static void
send_packet(struct legacy *s, const struct udp_packet *what)
{
	char out[UDP_HEADER_MAX + PAYLOAD_MAX];
	struct udp_packet p = *what;
	uint32_t random;

	p.version = ICQ_V5;
	p.uin = s->u->conf.uin;
	p.session = s->session;
	rng_bytes(&random, sizeof(random));
	if (s->pipe != NULL && s->is_open)
		uplink_pipe_send(s->pipe, udp_packet_to_server(&p, random, out, sizeof(out)));
}

static void
fail(struct legacy *s, enum uplink_fault fault, const char *why)
{
	loop_timer_cancel(loop_of(s), &s->resend);
	loop_timer_cancel(loop_of(s), &s->alive);
	uplink_failed(s->u, fault, why);
}

static void on_resend(struct timer *t, uint64_t now_ms);

static void
send_front(struct legacy *s)
{
	struct waits *w = front(s);

	if (w == NULL || !s->is_open)
		return;
	w->tries++;
	send_packet(s,
		&(struct udp_packet){
			.cmd = w->cmd, .seq1 = w->seq1, .seq2 = w->seq2, .data = view_of(w->data, w->n) });
	loop_timer(loop_of(s), &s->resend, loop_mono_ms(loop_of(s)) + RESEND_MS, on_resend);
}

static void
on_resend(struct timer *t, uint64_t now_ms)
{
	struct legacy *s = CONTAINER_OF(t, struct legacy, resend);
	const struct waits *w = front(s);

	(void)now_ms;
	if (w != NULL && w->tries >= TRIES)
		fail(s, UPLINK_FAULT_NET, "the server does not answer");
	else
		send_front(s);
}

/* A keep-alive does not count in the second of the two numbers. */
static void
put_with_id(struct legacy *s, uint16_t cmd, struct view data, uint32_t id)
{
	struct waits *w;

	if (s->n_fifo >= FIFO_MAX)
		return;
	w = mem_zalloc(sizeof(*w) + data.n);
	*w = (struct waits){ .cmd = cmd, .seq1 = s->seq1++, .id = id, .n = data.n };
	if (cmd != UDP_C_KEEPALIVE)
		w->seq2 = ++s->seq2;
	if (data.n > 0)
		memcpy(w->data, data.p, data.n);
	list_add_tail(&s->fifo, &w->in_fifo);
	if (s->n_fifo++ == 0)
		send_front(s);
}

static void
put(struct legacy *s, uint16_t cmd, struct view data)
{
	put_with_id(s, cmd, data, 0);
}

static void
on_alive(struct timer *t, uint64_t now_ms)
{
	struct legacy *s = CONTAINER_OF(t, struct legacy, alive);

	if (s->n_fifo == 0) /* what waits keeps alive as well */
		put(s, UDP_C_KEEPALIVE, VIEW(""));
	loop_timer(loop_of(s), &s->alive, now_ms + s->u->conf.keepalive_ms, on_alive);
}

/* ---- the login ---- */

static void
put_login(struct legacy *s)
{
	char data[PAYLOAD_MAX];
	struct icq_out out = icq_out(data, sizeof(data));

	udp_login_put(&out, ICQ_V5, &(struct udp_login){ .password = view_z(s->u->conf.password) });
	put(s, UDP_C_LOGIN, icq_out_view(&out));
}

static void
put_contacts(struct legacy *s)
{
	uint32_t uin[CONF_CONTACT_MAX];
	size_t n = uplink_contacts(s->u, uin, ARRAY_LEN(uin)), at = 0;
	char data[PAYLOAD_MAX];

	do { /* a packet that is not full is the last */
		size_t part = n - at < UDP_UINS_MAX ? n - at : UDP_UINS_MAX;
		struct icq_out out = icq_out(data, sizeof(data));

		udp_uins_put(&out, uin + at, (uint8_t)part);
		put(s, UDP_C_CONTACTS, icq_out_view(&out));
		at += part;
		if (part < UDP_UINS_MAX)
			break;
	} while (at <= n);
}

static void
on_hello(struct legacy *s, const struct udp_packet *p)
{
	char data[8];
	struct icq_out out = icq_out(data, sizeof(data));
	struct waits *w = front(s);

	(void)p;
	if (s->is_in)
		return;
	s->is_in = true;
	if (w != NULL && w->cmd == UDP_C_LOGIN) /* it is answered, acknowledged or not */
		drop(s, w);
	put_contacts(s);
	udp_status_put(&out, icq_state_status(ICQ_ONLINE, ICQ_V5));
	put(s, UDP_C_STATUS, icq_out_view(&out));
	put(s, UDP_C_OFFLINE_ASK, VIEW(""));
	loop_timer(loop_of(s), &s->alive, loop_mono_ms(loop_of(s)) + s->u->conf.keepalive_ms, on_alive);
	uplink_online(s->u);
}

static void
on_wrong_password(struct legacy *s, const struct udp_packet *p)
{
	(void)p;
	if (!s->is_in)
		fail(s, UPLINK_FAULT_PASSWORD, "wrong UIN or password");
}

static void
on_login_error(struct legacy *s, const struct udp_packet *p)
{
	struct view text;

	if (s->is_in)
		return;
	if (udp_login_error_parse(&text, p))
		log_write(LOG_LEVEL_WARN, "icq", "%s: the server says: %.*s", s->u->conf.name,
			VIEW_ARG(view_left(text, UDP_TEXT_MAX)));
	fail(s, UPLINK_FAULT_SERVER, "the server refuses the login");
}

static void
on_try_again(struct legacy *s, const struct udp_packet *p)
{
	(void)p;
	if (!s->is_in)
		fail(s, UPLINK_FAULT_BUSY, "the server is busy");
}

static void
on_go_away(struct legacy *s, const struct udp_packet *p)
{
	(void)p;
	fail(s, UPLINK_FAULT_SERVER, "the server has ended the session");
}

/* ---- what happens afterwards ---- */

static void
on_online(struct legacy *s, const struct udp_packet *p)
{
	struct udp_presence who;

	if (udp_online_parse(&who, p))
		uplink_presence(s->u, who.uin, icq_status_state(who.status, ICQ_V5));
}

static void
on_status(struct legacy *s, const struct udp_packet *p)
{
	struct udp_presence who;

	if (udp_presence_parse(&who, p))
		uplink_presence(s->u, who.uin,
			(who.status & 0xffff) == ICQ_STATUS_OFFLINE ? ICQ_OFFLINE
								    : icq_status_state(who.status, ICQ_V5));
}

static void
on_offline(struct legacy *s, const struct udp_packet *p)
{
	uint32_t uin;

	if (udp_uin_parse(&uin, p))
		uplink_presence(s->u, uin, ICQ_OFFLINE);
}

static void
tell(struct legacy *s, const struct udp_message *m)
{
	uplink_heard(s->u,
		&(struct uplink_said){
			.from = m->uin, .kind = m->kind, .wall_s = m->wall_s, .text = m->text });
}

static void
on_message(struct legacy *s, const struct udp_packet *p)
{
	struct udp_message m;

	if (udp_message_parse(&m, p))
		tell(s, &m);
}

static void
on_kept(struct legacy *s, const struct udp_packet *p)
{
	struct udp_message m;

	if (udp_message_offline_parse(&m, p))
		tell(s, &m);
}

static void
on_kept_end(struct legacy *s, const struct udp_packet *p)
{
	(void)p;
	put(s, UDP_C_OFFLINE_DONE, VIEW(""));
}

static void on_multi(struct legacy *s, const struct udp_packet *around);

/* before: also while the login is not answered yet. */
static const struct row {
	uint16_t cmd;
	bool before;
	void (*fn)(struct legacy *s, const struct udp_packet *p);
} rows[] = {
	{ UDP_S_HELLO, true, on_hello },
	{ UDP_S_WRONG_PASSWORD, true, on_wrong_password },
	{ UDP_S_LOGIN_ERROR, true, on_login_error },
	{ UDP_S_TRY_AGAIN, true, on_try_again },
	{ UDP_S_GO_AWAY, true, on_go_away },
	{ UDP_S_NOT_CONNECTED, true, on_go_away },
	{ UDP_S_ONLINE, false, on_online },
	{ UDP_S_OFFLINE, false, on_offline },
	{ UDP_S_STATUS, false, on_status },
	{ UDP_S_MESSAGE, false, on_message },
	{ UDP_S_OFFLINE_MESSAGE, false, on_kept },
	{ UDP_S_OFFLINE_END, false, on_kept_end },
	{ UDP_S_MULTI, false, on_multi },
};

static void
run(struct legacy *s, const struct udp_packet *p)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].cmd != p->cmd || (!rows[i].before && !s->is_in))
			continue;
		rows[i].fn(s, p);
		return;
	}
}

static void
on_multi(struct legacy *s, const struct udp_packet *around)
{
	struct udp_multi m = udp_multi(around);
	struct udp_packet p;

	while (!s->u->is_over && udp_multi_next(&m, &p)) {
		if (p.cmd != UDP_S_MULTI)
			run(s, &p);
	}
}

/* ---- in ---- */

static void
on_ack(struct legacy *s, const struct udp_packet *p)
{
	struct waits *w = front(s);
	uint32_t id;

	if (w == NULL || w->tries == 0 || w->seq1 != p->seq1)
		return;
	id = w->id;
	loop_timer_cancel(loop_of(s), &s->resend);
	/* What a login has come to, the answer says: until then it is not done. */
	if (w->cmd != UDP_C_LOGIN)
		drop(s, w);
	if (!s->is_in)
		return;
	send_front(s);
	if (id != 0)
		uplink_answered(s->u, id, NULL);
	uplink_pump(s->u);
}

static bool
is_seen(struct legacy *s, const struct udp_packet *p)
{
	for (size_t i = 0; i < SEEN_MAX; i++) {
		const struct seen *e = &s->seen[i];

		if (e->cmd == p->cmd && e->seq1 == p->seq1 && e->seq2 == p->seq2)
			return true;
	}
	s->seen[s->n_seen++ % SEEN_MAX] = (struct seen){ p->cmd, p->seq1, p->seq2 };
	return false;
}

/*
 * From the server that we log in to.  Some answer a login in the form of version 3, which has no id of a session: that is taken as long as
 * there is none.
 */
static bool
is_ours(const struct legacy *s, const struct udp_packet *p, struct view datagram)
{
	if (p->check == UDP_CHECK_WRONG || (p->uin != s->u->conf.uin && p->uin != 0))
		return false;
	return datagram.p[0] == '\5' ? p->session == s->session : !s->is_in;
}

static void
on_datagram(void *arg, struct view datagram)
{
	struct legacy *s = arg;
	struct udp_packet p = { .version = ICQ_V5 };

	if (s->u->is_over || udp_packet_from_server(&p, datagram) != UDP_PACKET_OK ||
		!is_ours(s, &p, datagram))
		return;
	if (p.cmd == UDP_ACK) {
		on_ack(s, &p);
		return;
	}
	send_packet(s, &(struct udp_packet){ .cmd = UDP_ACK, .seq1 = p.seq1, .seq2 = p.seq2 });
	if (!is_seen(s, &p))
		run(s, &p);
}

static void
on_open(void *arg)
{
	struct legacy *s = arg;

	s->is_open = true;
	put_login(s);
}

static void
on_gone(void *arg, const char *why)
{
	struct legacy *s = arg;

	s->pipe = NULL;
	fail(s, UPLINK_FAULT_NET, why);
}

static const struct uplink_pipe_ops ops = { on_open, on_datagram, on_gone };

/* ---- for uplink.c ---- */

static void legacy_stop(void *session);

static void *
legacy_start(struct uplink *u, struct err *e)
{
	const struct uplinks_env *env = &u->all->env;
	struct legacy *s = mem_zalloc(sizeof(*s));
	struct dial_socks socks;
	const struct uplink_way way = {
		.is_udp = true,
		.to = u->conf.server,
		.socks = uplink_conf_socks(&u->conf, &socks),
		.timeout_ms = OPEN_MS,
	};

	s->u = u;
	list_init(&s->fifo);
	rng_bytes(&s->session, sizeof(s->session));
	s->session &= UDP_SESSION_MASK;
	s->seq1 = (uint16_t)rng_below(0x8000);
	s->pipe = env->dial(env->dial_arg, &way, &ops, s, e);
	if (s->pipe != NULL)
		return s;
	legacy_stop(s);
	return NULL;
}

static bool
legacy_send(void *session, const struct uplink_item *item)
{
	struct legacy *s = session;
	char text[2 * UDP_TEXT_MAX], data[PAYLOAD_MAX];
	struct icq_out out = icq_out(data, sizeof(data));
	struct udp_message m = { .uin = item->uin, .kind = ICQ_KIND_TEXT };
	size_t n;

	if (s->n_fifo >= FIFO_MESSAGES)
		return false;
	n = icq_text_encode(uplink_page(s->u, item->uin), view_of(item->text, item->n), text, sizeof(text));
	m.text = view_of(text, n);
	udp_message_put(&out, &m);
	put_with_id(s, UDP_C_MESSAGE, icq_out_view(&out), item->id);
	return true;
}

static void
legacy_authorise(void *session, uint32_t uin)
{
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	udp_message_put(&out, &(struct udp_message){ .uin = uin, .kind = ICQ_KIND_AUTH_YES });
	put(session, UDP_C_MESSAGE_STRANGER, icq_out_view(&out));
}

/* Whom we do not want to hear of any more we are told of all the same: there is no command for it. */
static void
legacy_contact(void *session, uint32_t uin, bool is_there)
{
	char data[8];
	struct icq_out out = icq_out(data, sizeof(data));

	if (!is_there)
		return;
	udp_uin_put(&out, uin);
	put(session, UDP_C_ADD, icq_out_view(&out));
}

static void
legacy_stop(void *session)
{
	struct legacy *s = session;
	char data[64];
	struct icq_out out = icq_out(data, sizeof(data));

	if (s->is_in) {
		udp_text_code_put(&out, UDP_TEXT_LEAVE);
		send_packet(s,
			&(struct udp_packet){ .cmd = UDP_C_TEXT_CODE,
				.seq1 = s->seq1,
				.seq2 = (uint16_t)(s->seq2 + 1),
				.data = icq_out_view(&out) });
	}
	uplink_pipe_close(s->pipe);
	loop_timer_cancel(loop_of(s), &s->resend);
	loop_timer_cancel(loop_of(s), &s->alive);
	while (front(s) != NULL)
		drop(s, front(s));
	mem_free(s);
}

const struct uplink_protocol uplink_protocol_legacy = {
	.start = legacy_start,
	.send = legacy_send,
	.authorise = legacy_authorise,
	.contact = legacy_contact,
	.stop = legacy_stop,
	.bytes_max = UDP_TEXT_MAX,
};
