#include "icq/udp_tell.h"

#include <string.h>

#include "conf/conf_icq.h"
#include "icq/icq.h"
#include "icq/icq_session.h"
#include "icq/icq_status.h"
#include "icq/udp_cmd.h"
#include "icq/udp_contacts.h"
#include "icq/udp_message.h"
#include "icq/udp_online.h"
#include "icq/udp_parts.h"
#include "icq/udp_server_priv.h"
#include "icq/udp_session.h"

#define PAYLOAD_MAX 2048

void
udp_tell(struct udp_session *s, const struct udp_packet *p, uint16_t cmd, struct view data)
{
	udp_session_tell(s, &(struct udp_news){ .cmd = cmd, .seq2 = p != NULL ? p->seq2 : 0, .data = data });
}

/* Of somebody's presence only the last that was not sent yet is worth sending, so these never fill a queue. */
static void
tell_presence(struct udp_session *s, struct udp_news *a)
{
	struct udp_waiting *w = udp_resend_about(&s->queue, a->about);

	if (w == NULL)
		udp_session_tell(s, a);
	else
		udp_resend_change(&s->queue, w, a);
}

/* A change of state told in the place of an arrival, which was not told yet, is that arrival. */
static bool
waits_as(struct udp_session *s, uint32_t uin, uint16_t cmd)
{
	const struct udp_waiting *w = udp_resend_about(&s->queue, uin);

	return w != NULL && w->cmd == cmd;
}

static void
on_presence(void *link, uint32_t uin, enum icq_state state)
{
	struct udp_session *s = link;
	enum icq_protocol version = (enum icq_protocol)s->version;
	const struct udp_presence who = { .uin = uin, .status = icq_state_status(state, version) };
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct udp_news a = { .about = uin };

	if (state == ICQ_OFFLINE || state == ICQ_INVISIBLE) {
		if (!udp_online_del(s, uin))
			return;
		a.cmd = UDP_S_OFFLINE;
		udp_uin_put(&out, uin);
	} else if (udp_online_add(s, uin) || waits_as(s, uin, UDP_S_ONLINE)) {
		a.cmd = UDP_S_ONLINE;
		udp_online_put(&out, version, &who);
	} else {
		a.cmd = UDP_S_STATUS;
		udp_presence_put(&out, &who);
	}
	a.data = icq_out_view(&out);
	tell_presence(s, &a);
}

struct told {
	struct udp_session *s;
	const struct icq_message *m;
	uint16_t cmd;
};

static void
put_part(void *arg, enum icq_kind kind, struct view text)
{
	const struct told *t = arg;
	const struct udp_message m = {
		.uin = t->m->from, .kind = (uint16_t)kind, .text = text, .wall_s = t->m->wall_s
	};
	uint8_t bytes[PAYLOAD_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (t->cmd == UDP_S_OFFLINE_MESSAGE)
		udp_message_offline_put(&out, &m);
	else
		udp_message_put(&out, &m);
	udp_session_tell(
		t->s, &(struct udp_news){ .cmd = t->cmd, .is_paced = true, .data = icq_out_view(&out) });
}

/* All of the message or nothing. */
static bool
tell_message(struct udp_session *s, const struct icq_message *m, uint16_t cmd)
{
	struct icq *icq = s->srv->icq;
	struct told t = { .s = s, .m = m, .cmd = cmd };

	if (!udp_session_has_room(s, udp_parts(icq, m, NULL, NULL)))
		return false;
	(void)udp_parts(icq, m, put_part, &t);
	return true;
}

static bool
on_message(void *link, const struct icq_message *m)
{
	struct udp_session *s = link;

	if (tell_message(s, m, UDP_S_MESSAGE))
		return true;
	s->wants_room = true;
	return false;
}

void
udp_tell_text(struct udp_session *s, uint32_t uin, struct view text)
{
	const struct icq_message m = { .from = uin, .to = s->uin, .kind = ICQ_KIND_TEXT, .text = text };

	(void)tell_message(s, &m, UDP_S_MESSAGE);
}

/* These clients have no such thing. */
static void
on_typing(void *link, uint32_t from, enum icq_typing typing)
{
	(void)link;
	(void)from;
	(void)typing;
}

/* Their lists are their own: a new contact is seen as soon as it says something. */
static void
on_contact(void *link, const struct icq_contact *c)
{
	(void)link;
	(void)c;
}

static bool
is_entering(const struct udp_session *s)
{
	const struct peer_addr *from = s->srv->entering;

	return from != NULL && from->port == s->peer.port && from->family == s->peer.family &&
		memcmp(from->ip, s->peer.ip, sizeof(from->ip)) == 0;
}

/* Told once: there is nobody left to send it again.  Who missed it learns at his next packet that he is not logged in. */
static void
on_end(void *link, enum icq_end why, struct view text)
{
	struct udp_session *s = link;

	(void)text;
	/* A client that has begun anew at the same place would take it for its new session's. */
	if (why != ICQ_END_REPLACED || !is_entering(s))
		udp_send(s->srv, s->listener, &s->peer,
			&(struct udp_packet){ .version = (enum icq_protocol)s->version,
				.cmd = UDP_S_GO_AWAY,
				.seq1 = udp_resend_next_seq(&s->queue),
				.uin = s->uin,
				.session = s->id });
	udp_session_gone(s);
}

struct mail {
	struct udp_session *s;
	uint32_t at;
	bool is_stopped;
};

static bool
on_mail(void *arg, const struct icq_message *m)
{
	struct mail *w = arg;

	if (w->at++ < w->s->mail_n)
		return true;
	if (!tell_message(w->s, m, UDP_S_OFFLINE_MESSAGE)) {
		w->is_stopped = true;
		return false;
	}
	w->s->mail_n++;
	return true;
}

void
udp_tell_mail(struct udp_session *s)
{
	struct mail w = { .s = s };
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	if (!s->mail_told)
		icq_session_mail(s->core, on_mail, &w);
	s->mail_asked = w.is_stopped;
	if (w.is_stopped)
		return;
	s->mail_told = true;
	udp_message_offline_end_put(&out, (enum icq_protocol)s->version, s->uin);
	udp_tell(s, NULL, UDP_S_OFFLINE_END, icq_out_view(&out));
}

void
udp_tell_acked(struct udp_session *s, uint16_t cmd)
{
	/* Packets are told one after the other, so all of the mail has come; clients of version 5 do not always say so. */
	if (cmd == UDP_S_OFFLINE_END && s->version == ICQ_V5)
		icq_session_mail_delete(s->core);
	if (s->mail_asked && s->queue.count <= icq_conf(s->srv->icq)->max_queue / 2)
		udp_tell_mail(s);
}

const struct icq_session_ops udp_tell_ops = {
	.presence = on_presence,
	.message = on_message,
	.typing = on_typing,
	.contact = on_contact,
	.end = on_end,
};
