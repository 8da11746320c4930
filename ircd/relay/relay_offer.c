/*
 * The order of the questions: who may at all, how often, where they are, what is asked of us, what the rules say, what there is room for.
 * The first no is the answer.  What costs the offerer nothing is asked before what could tell him something about the other.
 */
#include "relay/relay_offer.h"

#include "conf/conf_who.h"
#include "proto/file_name.h"
#include "relay/policy.h"
#include "relay/relay_address.h"
#include "relay/relay_line.h"
#include "relay/relay_priv.h"
#include "relay/relay_record.h"
#include "relay/relay_text.h"
#include "state/client_remote.h"

/* An offer while it is judged. */
struct trial {
	struct relay *relay;
	const struct conf_dcc *dcc;
	struct relay_offer offer;
	struct relay_refusal refusal;
	char clean[FILE_NAME_MAX + 1];
};

static bool
refuse(struct trial *t, enum relay_denial why)
{
	t->refusal.why = why;
	return false;
}

static enum conf_dcc_mode
mode_of_class(const struct relay_where *w)
{
	return w->class != NULL ? w->class->dcc : CONF_DCC_FULL;
}

/* The receiver is here, or its server has told where it is. */
static bool
is_known(const struct trial *t)
{
	const struct client *to = t->offer.to;

	return client_is_local(to) ? to->conn != NULL : t->offer.where[PUMP_RECEIVER].usable;
}

static bool
is_let(struct trial *t)
{
	const struct relay_where *where = t->offer.where;

	if (relay_mode(t->relay) == CONF_DCC_OFF)
		return refuse(t, RELAY_DENIED_OFF);
	if (t->offer.from == t->offer.to)
		return refuse(t, RELAY_DENIED_SELF);
	if (t->offer.from->conn == NULL || !is_known(t))
		return refuse(t, RELAY_DENIED_REMOTE);
	if (mode_of_class(&where[PUMP_SENDER]) == CONF_DCC_OFF)
		return refuse(t, RELAY_DENIED_FROM_CLASS);
	return mode_of_class(&where[PUMP_RECEIVER]) != CONF_DCC_OFF || refuse(t, RELAY_DENIED_TO_CLASS);
}

static uint64_t
now_ms(const struct trial *t)
{
	return loop_mono_ms(t->relay->env.loop);
}

static bool
is_in_time(struct trial *t)
{
	static const enum relay_denial why[RELAY_N_LIMITS] = {
		[RELAY_LIMIT_RATE] = RELAY_DENIED_RATE,
		[RELAY_LIMIT_FAILS] = RELAY_DENIED_FAILS,
	};
	struct relay_user *u = relay_budget_get(&t->relay->budget, t->offer.from->handle);
	enum relay_limit limit = relay_budget_offer(u, t->dcc, now_ms(t));

	if (limit == RELAY_LIMIT_NONE)
		return true;
	t->refusal.wait_ms = relay_budget_wait_ms(u, t->dcc, now_ms(t));
	return refuse(t, why[limit]);
}

static bool
is_placed(struct trial *t)
{
	if (!relay_address_is_fit(&t->offer.where[PUMP_SENDER]))
		return refuse(t, RELAY_DENIED_FROM_PLACE);
	return relay_address_is_fit(&t->offer.where[PUMP_RECEIVER]) || refuse(t, RELAY_DENIED_TO_PLACE);
}

/* A sender who listens has to be called. */
static bool
is_reachable(struct trial *t)
{
	const struct relay_where *w = &t->offer.where[PUMP_SENDER];
	const struct relay_env *env = &t->relay->env;
	struct peer_addr to = w->peer;

	if (t->offer.msg->port == 0)
		return true;
	if (relay_mode(t->relay) == CONF_DCC_LISTEN_ONLY || mode_of_class(w) == CONF_DCC_LISTEN_ONLY)
		return refuse(t, RELAY_DENIED_ACTIVE);
	to.port = t->offer.msg->port;
	switch (relay_address_may_dial(t->relay->conf, &to, env->own, env->n_own)) {
	case RELAY_DIAL_OK:
		return true;
	case RELAY_DIAL_ADDRESS:
		return refuse(t, RELAY_DENIED_ADDRESS);
	case RELAY_DIAL_PORT:
		return refuse(t, RELAY_DENIED_SERVICE);
	}
	return false;
}

/* What was offered on TLS goes on by TLS, but to receivers of whom the configuration says otherwise; both are told then. */
static bool
is_private(struct trial *t)
{
	const struct relay_env *env = &t->relay->env;
	const struct peer_addr *peer = &t->offer.where[PUMP_RECEIVER].peer;

	if (!t->offer.msg->secure)
		return true;
	for (size_t i = 0; i < t->dcc->n_plain_ok && !t->offer.to_plain; i++)
		t->offer.to_plain = conf_who_has_address(&t->dcc->plain_ok[i], peer->family, peer->ip);
	return (env->tls != NULL && env->tls(env->arg) != NULL) || refuse(t, RELAY_DENIED_NO_TLS);
}

static const char *
class_name(const struct relay_where *w)
{
	return w->class != NULL ? w->class->name : NULL;
}

static bool
is_allowed(struct trial *t)
{
	static const enum relay_denial why[POLICY_N_REASONS] = {
		[POLICY_BY_RULE] = RELAY_DENIED_RULE,
		[POLICY_BY_TYPE] = RELAY_DENIED_TYPE,
		[POLICY_BY_SIZE] = RELAY_DENIED_TOO_LARGE,
		[POLICY_BY_DENY] = RELAY_DENIED_MASK,
		[POLICY_BY_CHAT] = RELAY_DENIED_CHAT,
		[POLICY_BY_EMPTY] = RELAY_DENIED_EMPTY,
	};
	const struct relay *r = t->relay;
	const struct policy policy = {
		.world = r->env.world, .conf = r->conf, .allow = r->allow, .scans = relay_scanner(r) != NULL
	};
	const bool is_chat = t->offer.msg->type == DCC_CHAT;
	const struct policy_ask ask = { .from = t->offer.from,
		.to = t->offer.to,
		.from_class = class_name(&t->offer.where[PUMP_SENDER]),
		.to_class = class_name(&t->offer.where[PUMP_RECEIVER]),
		.is_chat = is_chat,
		.name = is_chat ? VIEW("") : t->offer.clean,
		.raw = is_chat ? VIEW("") : t->offer.msg->name,
		.size = t->offer.msg->size };
	struct policy_answer answer;

	policy_decide(&policy, &ask, &answer);
	if (answer.verdict == POLICY_PASS)
		return true;
	t->refusal.said = answer.text;
	return refuse(t, answer.verdict == POLICY_DISCOURAGED ? RELAY_DENIED_UNASKED : why[answer.reason]);
}

/* Of this sender to this receiver, waiting. */
static bool
is_of_pair(const struct trial *t, const struct relay_session *s)
{
	return relay_session_is_pending(s) && handle_eq(s->party[PUMP_SENDER].who, t->offer.from->handle) &&
		handle_eq(s->party[PUMP_RECEIVER].who, t->offer.to->handle);
}

/* The same once more: its client has given the first one up, of which it does not always tell. */
static bool
is_again(const struct trial *t, const struct relay_session *s)
{
	const struct dcc_msg *m = t->offer.msg;

	if (s->is_chat != (m->type == DCC_CHAT))
		return false;
	return s->is_chat || view_eq(view_of(s->raw, s->raw_len), m->name);
}

static size_t
count_pair(struct trial *t)
{
	struct relay *r = t->relay;
	size_t n = 0;

	LIST_FOR_EACH_SAFE (it, nx, &r->sessions) {
		struct relay_session *s = relay_session_of_link(it);

		if (!is_of_pair(t, s))
			continue;
		if (is_again(t, s))
			relay_session_end(s, RELAY_END_REPLACED);
		else
			n++;
	}
	return n;
}

static bool
has_room(struct trial *t)
{
	static const enum relay_denial why[RELAY_N_LIMITS] = {
		[RELAY_LIMIT_OFFERS] = RELAY_DENIED_OFFERS,
		[RELAY_LIMIT_OPEN] = RELAY_DENIED_OPEN,
	};
	struct relay *r = t->relay;
	size_t n_pair = count_pair(t);
	enum relay_limit limit =
		relay_budget_room(relay_budget_get(&r->budget, t->offer.from->handle), t->dcc);

	if (limit != RELAY_LIMIT_NONE)
		return refuse(t, why[limit]);
	if (n_pair >= t->dcc->max_per_pair)
		return refuse(t, RELAY_DENIED_PAIR);
	return r->n_sessions < relay_max_sessions(r) || refuse(t, RELAY_DENIED_SESSIONS);
}

static struct relay_subject
subject_of(const struct trial *t)
{
	return (struct relay_subject){ .from = t->offer.from,
		.to = t->offer.to,
		.is_chat = t->offer.msg->type == DCC_CHAT,
		.name = t->offer.msg->type == DCC_CHAT ? VIEW("") : t->offer.clean,
		.word = t->offer.msg->word };
}

/* Its client would go on to wait for somebody: what ends that comes as from the other. */
static void
reject(const struct trial *t)
{
	const struct dcc_out d = {
		.type = DCC_REJECT, .rejected = t->offer.msg->type, .name = t->offer.msg->name
	};

	if (t->offer.msg->name.n != 0)
		(void)relay_line_send(t->relay->env.route, t->offer.to, t->offer.from, &d);
}

static void
deny(const struct trial *t)
{
	const struct relay_subject s = subject_of(t);

	t->relay->stats.denied++;
	relay_text_denied(t->relay, &s, &t->refusal);
	reject(t);
	relay_record_denied(t->relay, &s, t->offer.msg, &t->refusal);
}

static void
begin(struct trial *t)
{
	struct relay_session *s = relay_session_new(t->relay, &t->offer, &t->refusal.why);

	if (s == NULL) {
		deny(t);
		return;
	}
	if (s->is_secure && s->to_plain)
		relay_text_plain(s);
	relay_record_offer(s, t->offer.msg);
	if (!relay_line_offer(s))
		relay_session_end(s, RELAY_END_SERVER);
}

static void
start(struct trial *t, struct relay *r, struct client *from, struct client *to)
{
	*t = (struct trial){ .relay = r, .dcc = &r->conf->dcc, .offer = { .from = from, .to = to } };
	r->env.where(r->env.arg, from, &t->offer.where[PUMP_SENDER]);
	r->env.where(r->env.arg, to, &t->offer.where[PUMP_RECEIVER]);
	if (!client_is_local(to)) /* has dialled nothing of ours: what the offerer could reach */
		t->offer.where[PUMP_RECEIVER].local = t->offer.where[PUMP_SENDER].local;
	r->stats.offers++;
}

static void
name_it(struct trial *t, const struct dcc_msg *m)
{
	size_t n = file_name_clean(m->name, t->dcc->letters, t->clean);

	t->offer.msg = m;
	t->offer.clean = m->type == DCC_CHAT ? VIEW("chat") : view_of(t->clean, n);
}

bool
relay_offer_passes(struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m)
{
	struct trial t;

	start(&t, r, from, to);
	name_it(&t, m);
	if (relay_mode(r) == CONF_DCC_OFF)
		t.refusal.why = RELAY_DENIED_OFF;
	else if (mode_of_class(&t.offer.where[PUMP_RECEIVER]) == CONF_DCC_OFF)
		t.refusal.why = RELAY_DENIED_TO_CLASS;
	else if (is_allowed(&t))
		return true;
	deny(&t);
	return false;
}

void
relay_offer_make(struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m)
{
	struct trial t;

	start(&t, r, from, to);
	name_it(&t, m);
	if (is_let(&t) && is_in_time(&t) && is_placed(&t) && is_reachable(&t) && is_private(&t) &&
		is_allowed(&t) && has_room(&t))
		begin(&t);
	else
		deny(&t);
}

void
relay_offer_deny(struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m,
	enum relay_denial why)
{
	const struct dcc_msg word = { .type = DCC_SEND, .word = m->word };
	struct trial t;

	start(&t, r, from, to);
	t.offer.msg = &word;
	if (is_let(&t) && is_in_time(&t))
		t.refusal.why = why;
	deny(&t);
}
