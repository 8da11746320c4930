/*
 * One DCC message of one client to another.  Answers belong to a session by who says it, to whom, and the port or token that this one was
 * told: whoever guesses somebody else's numbers finds nothing.
 */
#include "proto/ctcp.h"
#include "proto/dcc.h"
#include "relay/relay.h"
#include "relay/relay_end.h"
#include "relay/relay_offer.h"
#include "relay/relay_priv.h"
#include "relay/relay_record.h"
#include "relay/relay_session.h"
#include "relay/relay_text.h"
#include "state/client_remote.h"

/* A message on its way. */
struct heard {
	struct relay *relay;
	struct client *from, *to;
	const struct dcc_msg *msg;
};

/* True if it is what the message is about. */
typedef bool match_fn(const struct heard *h, const struct relay_session *s);

/* from and to in these roles. */
static bool
is_between(const struct relay_session *s, const struct client *sender, const struct client *receiver)
{
	return handle_eq(s->party[PUMP_SENDER].who, sender->handle) &&
		handle_eq(s->party[PUMP_RECEIVER].who, receiver->handle);
}

static struct relay_session *
find(const struct heard *h, match_fn *match)
{
	LIST_FOR_EACH (it, &h->relay->sessions) {
		struct relay_session *s = relay_session_of_link(it);

		if (match(h, s))
			return s;
	}
	return NULL;
}

/* It went nowhere. */
static void
deny_stale(const struct heard *h)
{
	const struct relay_subject s = { .from = h->from, .to = h->to };
	const struct relay_refusal why = { .why = RELAY_DENIED_STALE };

	h->relay->stats.denied++;
	relay_text_stale(h->relay, h->from, h->to, h->msg->word);
	relay_record_denied(h->relay, &s, h->msg, &why);
}

static void
on_offer(const struct heard *h)
{
	if (h->msg->has_token &&
		h->msg->port != 0) /* an answer, and nobody gets a token from us to answer with */
		deny_stale(h);
	else
		relay_offer_make(h->relay, h->from, h->to, h->msg);
}

static bool
is_resumable(const struct heard *h, const struct relay_session *s)
{
	return is_between(s, h->to, h->from) && !h->msg->has_token &&
		h->msg->port == s->party[PUMP_RECEIVER].port;
}

static void
on_resume(const struct heard *h)
{
	struct relay_session *s = find(h, is_resumable);

	switch (s != NULL ? relay_session_resume(s, h->msg->size) : RELAY_RESUME_STALE) {
	case RELAY_RESUME_ASKED:
		break;
	case RELAY_RESUME_STALE:
		deny_stale(h);
		break;
	case RELAY_RESUME_WHOLE:
		relay_text_whole(s);
		break;
	}
}

/* By what its sender knows it: his own port or token. */
static bool
is_accepted(const struct heard *h, const struct relay_session *s)
{
	if (!is_between(s, h->from, h->to) || s->state != RELAY_RESUMING ||
		h->msg->has_token != s->is_passive)
		return false;
	return s->is_passive ? h->msg->token == s->a_token : h->msg->port == s->a_port;
}

static void
on_accept(const struct heard *h)
{
	struct relay_session *s = find(h, is_accepted);

	if (s == NULL || !relay_session_accept(s, h->msg->size))
		deny_stale(h);
}

static bool
is_same_name(const struct heard *h, const struct relay_session *s, struct view name)
{
	return s->is_chat == (h->msg->rejected == DCC_CHAT) && (s->is_chat || view_eq(h->msg->name, name));
}

static bool
is_refused(const struct heard *h, const struct relay_session *s)
{
	return is_between(s, h->to, h->from) && s->state != RELAY_OPEN &&
		is_same_name(h, s, relay_session_name(s));
}

static bool
is_withdrawn(const struct heard *h, const struct relay_session *s)
{
	return is_between(s, h->from, h->to) && s->state != RELAY_OPEN &&
		is_same_name(h, s, view_of(s->raw, s->raw_len));
}

/* What it is about may have ended long ago: then it is of no interest to anybody, and nothing is said. */
static void
on_reject(const struct heard *h)
{
	struct relay_session *s = find(h, is_refused);

	if (s != NULL) {
		relay_session_end(s, RELAY_END_REFUSED);
		return;
	}
	s = find(h, is_withdrawn);
	if (s != NULL)
		relay_session_end(s, RELAY_END_WITHDRAWN);
}

static enum relay_denial
denial_of(enum dcc_fault fault)
{
	static const enum relay_denial why[DCC_N_FAULTS] = {
		[DCC_UNKNOWN] = RELAY_DENIED_UNKNOWN,
		[DCC_SYNTAX] = RELAY_DENIED_SYNTAX,
		[DCC_BAD_NAME] = RELAY_DENIED_NAME,
		[DCC_BAD_ADDRESS] = RELAY_DENIED_CLAIMED,
		[DCC_BAD_PORT] = RELAY_DENIED_PORT,
		[DCC_BAD_SIZE] = RELAY_DENIED_SIZE,
		[DCC_BAD_TOKEN] = RELAY_DENIED_TOKEN,
	};

	return why[fault];
}

static void
dispatch(const struct heard *h)
{
	switch (h->msg->type) {
	case DCC_SEND:
	case DCC_CHAT:
		on_offer(h);
		break;
	case DCC_RESUME:
		on_resume(h);
		break;
	case DCC_ACCEPT:
		on_accept(h);
		break;
	case DCC_REJECT:
		on_reject(h);
		break;
	case DCC_N_TYPES:
		break;
	}
}

/* Clients answer no notice, so neither do we: what is not a REJECT there is dropped and recorded. */
static void
hear_notice(const struct heard *h, enum dcc_fault fault)
{
	const struct relay_subject s = { .from = h->from, .to = h->to };
	const struct relay_refusal why = { .why = RELAY_DENIED_NOTICE };
	const struct dcc_msg word = { .type = DCC_REJECT, .word = h->msg->word };

	if (fault == DCC_OK && h->msg->type == DCC_REJECT) {
		on_reject(h);
		return;
	}
	h->relay->stats.denied++;
	relay_record_denied(h->relay, &s, &word, &why);
}

void
relay_hear(struct relay *r, struct client *from, struct client *to, const struct ctcp *c, bool is_notice)
{
	struct dcc_msg m = { .type = DCC_SEND };
	const struct heard h = { .relay = r, .from = from, .to = to, .msg = &m };
	enum dcc_fault fault = dcc_parse(c->rest, &m);

	if (is_notice)
		hear_notice(&h, fault);
	else if (fault != DCC_OK)
		relay_offer_deny(r, from, to, &m, denial_of(fault));
	else
		dispatch(&h);
}

static bool
is_of_ours(const struct heard *h)
{
	switch (h->msg->type) {
	case DCC_RESUME:
		return find(h, is_resumable) != NULL;
	case DCC_ACCEPT:
		return find(h, is_accepted) != NULL;
	case DCC_REJECT:
		return find(h, is_refused) != NULL || find(h, is_withdrawn) != NULL;
	case DCC_SEND:
	case DCC_CHAT:
	case DCC_N_TYPES:
		break;
	}
	return false;
}

/*
 * Of who is here a receiver's answers alone: where to begin, and no.  Of who is elsewhere also offers to connect to the relay there, which
 * makes no others.
 */
static bool
may_pass(const struct heard *h, bool is_notice)
{
	bool is_far = !client_is_local(h->from);

	switch (h->msg->type) {
	case DCC_SEND:
	case DCC_CHAT:
		return is_far && !is_notice && h->msg->port != 0 && !h->msg->has_token;
	case DCC_RESUME:
		return !is_notice;
	case DCC_ACCEPT:
		return is_far && !is_notice;
	case DCC_REJECT:
		return true;
	case DCC_N_TYPES:
		break;
	}
	return false;
}

bool
relay_passes(struct relay *r, struct client *from, struct client *to, const struct ctcp *c, bool is_notice)
{
	struct dcc_msg m = { .type = DCC_SEND };
	const struct heard h = { .relay = r, .from = from, .to = to, .msg = &m };

	if (dcc_parse(c->rest, &m) == DCC_OK && !is_of_ours(&h) && may_pass(&h, is_notice))
		return (m.type != DCC_SEND && m.type != DCC_CHAT) || relay_offer_passes(r, from, to, &m);
	relay_hear(r, from, to, c, is_notice);
	return false;
}

bool
relay_transits(struct relay *r, struct client *from, struct client *to, const struct ctcp *c, bool is_notice)
{
	struct dcc_msg m = { .type = DCC_SEND };
	enum dcc_fault fault = dcc_parse(c->rest, &m);

	if (fault == DCC_OK && m.type != DCC_SEND && m.type != DCC_CHAT)
		return true;
	relay_hear(r, from, to, c, is_notice);
	return false;
}

void
relay_misused(struct relay *r, struct client *from, enum relay_misuse how)
{
	r->stats.denied++;
	relay_text_misused(r, from, how);
	relay_record_misused(r, from, how);
}
