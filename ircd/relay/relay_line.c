#include "relay/relay_line.h"

#include "relay/relay_address.h"
#include "relay/relay_priv.h"
#include "route/route.h"
#include "route/tree.h"
#include "state/client_remote.h"

static void
begin(struct event *ev, struct route *rt, const struct client *from, const struct client *to, bool is_reject)
{
	event_begin(ev, route_world(rt), from, is_reject ? VIEW("NOTICE") : VIEW("PRIVMSG"));
	msg_build_param(&ev->build, client_nick(to));
	ev->no_label = true; /* no part of what its hearer has asked for */
}

static void
send_far(struct route *rt, const struct client *from, const struct client *to, const struct dcc_out *d,
	struct view text)
{
	const struct tree_message msg = { .by = tree_by(from),
		.verb = d->type == DCC_REJECT ? TREE_NOTICE : TREE_PRIVMSG,
		.user = to,
		.target = client_nick(to),
		.text = text,
		.to = UINT64_C(1) << to->link };

	tree_message(rt, &msg);
}

bool
relay_line_send(struct route *rt, const struct client *from, struct client *to, const struct dcc_out *d)
{
	char text[DCC_TEXT_MAX];
	size_t n = dcc_build(d, text);
	struct event ev;

	if (n == 0)
		return false;
	if (!client_is_local(to)) {
		send_far(rt, from, to, d, view_of(text, n));
		return true;
	}
	begin(&ev, rt, from, to, d->type == DCC_REJECT);
	if (msg_build_room(&ev.build) < n)
		return false;
	msg_build_text(&ev.build, view_of(text, n));
	route_user(rt, to, &ev);
	return true;
}

/* From one of the two to the other, if both are there. */
static bool
send_to(const struct relay_session *s, enum pump_leg leg, const struct dcc_out *d)
{
	const struct client *from = relay_session_client(s, 1 - leg);
	struct client *to = relay_session_client(s, leg);

	return from != NULL && to != NULL && relay_line_send(s->relay->env.route, from, to, d);
}

static struct view
raw(const struct relay_session *s)
{
	return view_of(s->raw, s->raw_len);
}

static struct dcc_out
offer_of(const struct relay_session *s, const struct relay_told *told)
{
	return (struct dcc_out){ .type = s->is_chat ? DCC_CHAT : DCC_SEND,
		.secure = s->is_secure && !s->to_plain,
		.name = relay_session_name(s),
		.family = told->family,
		.ip = told->ip,
		.port = s->party[PUMP_RECEIVER].port,
		.size = s->size };
}

bool
relay_line_offer(const struct relay_session *s)
{
	struct relay_told told;
	struct dcc_out d;

	relay_address_told(&s->conf->dcc, &s->party[PUMP_RECEIVER].where, &told);
	d = offer_of(s, &told);
	return send_to(s, PUMP_RECEIVER, &d);
}

static struct dcc_out
invitation_of(const struct relay_session *s, const struct relay_told *told)
{
	return (struct dcc_out){ .type = s->is_chat ? DCC_CHAT : DCC_SEND,
		.secure = s->is_secure,
		.has_token = true,
		.name = raw(s),
		.family = told->family,
		.ip = told->ip,
		.port = s->party[PUMP_SENDER].port,
		.size = s->size,
		.token = s->a_token };
}

bool
relay_line_invite(const struct relay_session *s)
{
	struct relay_told told;
	struct dcc_out d;

	relay_address_told(&s->conf->dcc, &s->party[PUMP_SENDER].where, &told);
	d = invitation_of(s, &told);
	return send_to(s, PUMP_SENDER, &d);
}

static struct dcc_out
resume_of(const struct relay_session *s, uint64_t pos)
{
	return (struct dcc_out){ .type = DCC_RESUME,
		.has_token = s->is_passive,
		.name = raw(s),
		.port = s->a_port,
		.size = pos,
		.token = s->a_token };
}

bool
relay_line_resume(const struct relay_session *s, uint64_t pos)
{
	struct dcc_out d = resume_of(s, pos);

	return send_to(s, PUMP_SENDER, &d);
}

void
relay_line_accept(const struct relay_session *s)
{
	const struct dcc_out d = { .type = DCC_ACCEPT,
		.name = relay_session_name(s),
		.port = s->party[PUMP_RECEIVER].port,
		.size = s->pos };

	(void)send_to(s, PUMP_RECEIVER, &d);
}

void
relay_line_reject(const struct relay_session *s, enum pump_leg to)
{
	const struct dcc_out d = { .type = DCC_REJECT,
		.rejected = s->is_chat ? DCC_CHAT : DCC_SEND,
		.taken_back = to == PUMP_RECEIVER,
		.name = to == PUMP_SENDER ? raw(s) : relay_session_name(s) };

	(void)send_to(s, to, &d);
}
