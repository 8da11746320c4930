/*
 * The receiver is always first: a sender who was called, or who has come, could not be waited with, for clients then no longer let a file be
 * resumed, and begin to send.  Whatever ends a session goes through finish(), once.
 */
#include "relay/relay_session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "relay/relay_address.h"
#include "relay/relay_line.h"
#include "relay/relay_priv.h"
#include "relay/relay_record.h"
#include "relay/relay_text.h"
#include "state/client.h"

#define PORT_TRIES \
	16 /* where others on this host have some of ours, as the kernel gives them out for calls */

static uint64_t
now_ms(const struct relay_session *s)
{
	return loop_mono_ms(s->relay->env.loop);
}

static void
give_port(struct relay_session *s, enum pump_leg leg)
{
	struct relay_party *p = &s->party[leg];

	if (p->has_port)
		relay_ports_give(s->relay->ports, p->port, now_ms(s));
	p->has_port = false;
}

/* What it has of one of the two's budget. */
static void
uncount(struct relay_session *s, enum pump_leg leg)
{
	struct relay_user *u = s->party[leg].user;

	if (u == NULL)
		return;
	u->n_sessions--;
	u->n_open -= s->is_joined;
	u->n_offers -= !s->is_joined && leg == PUMP_SENDER;
	s->party[leg].user = NULL;
}

static void
release(struct relay_session *s)
{
	struct relay *r = s->relay;

	loop_timer_cancel(r->env.loop, &s->timer);
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		relay_leg_reset(&s->party[leg].leg);
		give_port(s, leg);
		uncount(s, leg);
	}
	r->n_open -= s->state == RELAY_OPEN;
	r->n_sessions--;
	list_del(&s->in_relay);
	conf_unref(s->conf);
	mem_free(s);
}

static void
count_end(struct relay_session *s, enum relay_end why)
{
	struct relay_stats *stats = &s->relay->stats;

	if (s->opened_ms == 0)
		stats->cancelled++;
	else if (relay_end_table[why].is_done)
		stats->done++;
	else
		stats->failed++;
	stats->bytes += s->counts.bytes[PUMP_SENDER];
}

static void
finish(struct relay_session *s, enum relay_end why)
{
	const struct relay_end_row *row = &relay_end_table[why];

	if (s->is_over)
		return;
	s->is_over = true;
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		if (row->withdraw[leg] && s->opened_ms == 0)
			relay_line_reject(s, leg);
	}
	relay_text_ended(s, why);
	relay_record_end(s, why);
	count_end(s, why);
	release(s);
}

void
relay_session_end(struct relay_session *s, enum relay_end why)
{
	if (s->pump == NULL) {
		finish(s, why);
		return;
	}
	s->stop = why;
	pump_stop(s->pump); /* which calls on_done() */
}

void
relay_session_drop(struct relay_session *s)
{
	s->is_over = true;
	if (s->pump != NULL)
		pump_stop(s->pump);
	release(s);
}

static void
on_done(void *arg, enum pump_end why, const struct pump_counts *c)
{
	struct relay_session *s = arg;
	enum relay_end end = (enum relay_end)why;

	s->pump = NULL;
	s->counts = *c;
	if (why == PUMP_KILLED)
		end = s->stop;
	else if (why == PUMP_DONE && c->over)
		end = RELAY_END_OVER;
	finish(s, end);
}

static bool
on_line(void *arg, enum pump_leg from, char *line, size_t *n, struct view tell[PUMP_N_LEGS])
{
	struct relay_session *s = arg;

	return relay_chat_line(&s->chat, from, line, n, tell);
}

/* Whoever listens is the server of TLS. */
static void
plan_tls(const struct relay_session *s, struct pump_plan *plan)
{
	const struct relay_env *env = &s->relay->env;
	struct tls_contexts *tls = s->is_secure && env->tls != NULL ? env->tls(env->arg) : NULL;

	plan->tls[PUMP_SENDER] = tls;
	plan->tls[PUMP_RECEIVER] = s->to_plain ? NULL : tls;
	plan->side[PUMP_SENDER] = s->is_passive ? STREAM_SERVER : STREAM_CLIENT;
	plan->side[PUMP_RECEIVER] = STREAM_SERVER;
}

static void
make_plan(struct relay_session *s, struct pump_plan *plan)
{
	const struct conf_dcc *d = &s->conf->dcc;

	*plan = (struct pump_plan){ .is_chat = s->is_chat,
		.bytes = s->size - s->pos,
		.handshake_ms = d->dial_ms,
		.idle_ms = s->is_chat ? d->chat_idle_ms : d->idle_ms,
		.drain_ms = d->drain_ms,
		.lifetime_ms = d->lifetime_ms,
		.max_rate = d->max_rate,
		.min_rate = s->is_chat ? 0 : d->min_rate,
		.hash = d->hash && !s->is_chat,
		.scan = s->is_chat ? NULL : relay_scanner(s->relay),
		.scan_must = d->scan_must,
		.line = s->is_chat ? on_line : NULL,
		.done = on_done,
		.arg = s };
	plan_tls(s, plan);
}

/* Both are there. */
static void
open_session(struct relay_session *s)
{
	struct relay *r = s->relay;
	struct pump_plan plan;
	struct err e;

	make_plan(s, &plan);
	if (s->is_secure && plan.tls[PUMP_SENDER] == NULL) { /* since the offer its certificates went */
		finish(s, RELAY_END_SERVER);
		return;
	}
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++)
		plan.fd[leg] = relay_leg_take(&s->party[leg].leg);
	loop_timer_cancel(r->env.loop, &s->timer);
	s->pump = pump_start(r->pumps, &plan, &e);
	if (s->pump == NULL) {
		finish(s, RELAY_END_SERVER);
		return;
	}
	s->state = RELAY_OPEN;
	s->opened_ms = now_ms(s);
	r->n_open++;
	r->stats.opened++;
}

static void on_sender(struct relay_leg *l, enum relay_leg_event event, const struct peer_addr *peer);
static void on_receiver(struct relay_leg *l, enum relay_leg_event event, const struct peer_addr *peer);

/* false: *why, PORTS or SYSTEM. */
static bool
listen_for(struct relay_session *s, enum pump_leg leg, enum relay_denial *why)
{
	struct relay_party *p = &s->party[leg];
	struct addr at = p->where.local;
	struct err e;

	*why = RELAY_DENIED_PORTS;
	for (int i = 0; i < PORT_TRIES; i++) {
		p->port = relay_ports_take(s->relay->ports, now_ms(s));
		if (p->port == 0)
			return false;
		p->has_port = true;
		relay_address_set_port(&at, p->port);
		if (relay_leg_listen(&p->leg, &at, &p->where.peer, &e) == 0)
			return true;
		give_port(s, leg);
		if (e.code != EADDRINUSE)
			break;
	}
	*why = RELAY_DENIED_SYSTEM;
	return false;
}

static void arm(struct relay_session *s, uint64_t ms);

static void
invite(struct relay_session *s)
{
	enum relay_denial why;

	s->state = RELAY_INVITED;
	arm(s, s->conf->dcc.join_ms);
	if (!listen_for(s, PUMP_SENDER, &why) || !relay_line_invite(s))
		finish(s, RELAY_END_SERVER);
}

static void
call(struct relay_session *s)
{
	struct relay_party *p = &s->party[PUMP_SENDER];
	struct addr to;
	struct err e;

	s->state = RELAY_DIALING;
	loop_timer_cancel(s->relay->env.loop, &s->timer); /* the dial has a time of its own */
	relay_address_of_peer(&p->where.peer, s->a_port, &to);
	if (relay_leg_dial(&p->leg, &to, &p->where.local, s->conf->dcc.dial_ms, &e) == -1)
		finish(s, RELAY_END_SERVER);
}

static bool
is_full(const struct relay_session *s, enum pump_leg leg)
{
	const struct relay_user *u = s->party[leg].user;

	return u != NULL && u->n_open >= s->conf->dcc.max_open;
}

/* The receiver is in and nothing is waited for: now the sender. */
static void
go_on(struct relay_session *s)
{
	if (is_full(s, PUMP_SENDER) || is_full(s, PUMP_RECEIVER)) {
		finish(s, RELAY_END_TOO_MANY);
		return;
	}
	s->is_joined = true;
	s->party[PUMP_SENDER].user->n_offers--;
	s->party[PUMP_SENDER].user->n_open++;
	s->party[PUMP_RECEIVER].user->n_open++;
	if (s->is_passive)
		invite(s);
	else
		call(s);
}

static void
on_timer(struct timer *t, uint64_t now)
{
	static const enum relay_end end[RELAY_N_STATES] = {
		[RELAY_OFFERED] = RELAY_END_EXPIRED,
		[RELAY_RESUMING] = RELAY_END_UNANSWERED,
		[RELAY_DIALING] = RELAY_END_UNREACHED,
		[RELAY_INVITED] = RELAY_END_ABSENT,
		[RELAY_OPEN] = RELAY_END_SERVER,
	};
	struct relay_session *s = CONTAINER_OF(t, struct relay_session, timer);

	(void)now;
	finish(s, end[s->state]);
}

static void
arm(struct relay_session *s, uint64_t ms)
{
	loop_timer(s->relay->env.loop, &s->timer, now_ms(s) + ms, on_timer);
}

/* Dials in vain are counted, lest offers be made to find out what listens on a host. */
static void
dialled(struct relay_session *s, bool was_there)
{
	struct relay_user *u = s->party[PUMP_SENDER].user;

	if (u != NULL && !s->is_passive)
		(void)relay_budget_dialled(u, was_there, now_ms(s));
}

static void
joined(struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer)
{
	relay_record_join(s, leg, peer);
	give_port(s, leg);
	if (leg == PUMP_SENDER) {
		dialled(s, true);
		open_session(s);
	} else if (s->state == RELAY_OFFERED) {
		go_on(s);
	} /* else it is held until the sender has agreed where to begin */
}

static void
intruded(struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer)
{
	s->relay->stats.intruders++;
	relay_record_intruder(s, leg, peer);
	if (++s->intruders > RELAY_INTRUDERS_MAX)
		finish(s, RELAY_END_INTRUDERS);
}

static void
on_leg(struct relay_session *s, enum pump_leg leg, enum relay_leg_event event, const struct peer_addr *peer)
{
	switch (event) {
	case RELAY_LEG_IN:
		joined(s, leg, peer);
		break;
	case RELAY_LEG_INTRUDER:
		intruded(s, leg, peer);
		break;
	case RELAY_LEG_GONE:
		finish(s, leg == PUMP_RECEIVER ? RELAY_END_HUNG_UP : RELAY_END_UNREACHED);
		break;
	case RELAY_LEG_UNREACHED:
		dialled(s, false);
		finish(s, RELAY_END_UNREACHED);
		break;
	case RELAY_LEG_FAILED:
		finish(s, RELAY_END_SERVER);
		break;
	}
}

static void
on_sender(struct relay_leg *l, enum relay_leg_event event, const struct peer_addr *peer)
{
	on_leg(CONTAINER_OF(l, struct relay_session, party[PUMP_SENDER].leg), PUMP_SENDER, event, peer);
}

static void
on_receiver(struct relay_leg *l, enum relay_leg_event event, const struct peer_addr *peer)
{
	on_leg(CONTAINER_OF(l, struct relay_session, party[PUMP_RECEIVER].leg), PUMP_RECEIVER, event, peer);
}

static void
init_party(struct relay_session *s, enum pump_leg leg, const struct relay_offer *o)
{
	const struct client *c = leg == PUMP_SENDER ? o->from : o->to;
	struct relay_party *p = &s->party[leg];

	p->who = c->handle;
	p->user = relay_budget_get(&s->relay->budget, c->handle);
	p->user->n_sessions++;
	(void)client_mask(c, p->name);
	p->where = o->where[leg];
	p->where.class = NULL; /* may be gone after a rehash */
	s->chat.who[leg] = c->handle;
	relay_leg_init(
		&p->leg, s->relay->env.loop, &s->conf->dcc, leg == PUMP_SENDER ? on_sender : on_receiver);
}

static struct relay_session *
make(struct relay *r, const struct relay_offer *o)
{
	struct relay_session *s = mem_zalloc(sizeof(*s));

	s->relay = r;
	s->conf = conf_ref(r->conf);
	s->id = ++r->last_id;
	s->is_chat = o->msg->type == DCC_CHAT;
	s->is_passive = o->msg->port == 0;
	s->is_secure = o->msg->secure;
	s->to_plain = o->to_plain;
	s->a_port = o->msg->port;
	s->a_token = o->msg->token;
	s->size = s->is_chat ? 0 : o->msg->size;
	s->began_ms = now_ms(s);
	s->stop = (enum relay_end)PUMP_KILLED;
	s->chat.loop = r->env.loop;
	s->chat.world = r->env.world;
	s->chat.guard = r->env.guard;
	s->chat.audit = r->env.audit;
	s->chat.id = s->id;
	s->raw_len = view_copy(o->msg->name, s->raw, sizeof(s->raw));
	(void)view_copy(o->clean, s->clean, sizeof(s->clean));
	init_party(s, PUMP_SENDER, o);
	init_party(s, PUMP_RECEIVER, o);
	s->party[PUMP_SENDER].user->n_offers++;
	list_add_tail(&r->sessions, &s->in_relay);
	r->n_sessions++;
	return s;
}

struct relay_session *
relay_session_new(struct relay *r, const struct relay_offer *o, enum relay_denial *why)
{
	struct relay_session *s = make(r, o);

	if (listen_for(s, PUMP_RECEIVER, why)) {
		arm(s, s->conf->dcc.offer_ms);
		return s;
	}
	relay_session_drop(s);
	return NULL;
}

enum relay_resume
relay_session_resume(struct relay_session *s, uint64_t pos)
{
	if (s->is_chat || s->state != RELAY_OFFERED || pos >= s->size)
		return RELAY_RESUME_STALE;
	if (relay_scanner(s->relay) != NULL)
		return RELAY_RESUME_WHOLE;
	if (!relay_line_resume(s, pos))
		return RELAY_RESUME_STALE;
	s->state = RELAY_RESUMING;
	s->asked_pos = pos;
	arm(s, s->conf->dcc.resume_ms);
	return RELAY_RESUME_ASKED;
}

/* What is left of the time of the offer, but not less than a client needs to connect. */
static uint64_t
left_ms(const struct relay_session *s)
{
	uint64_t until = s->began_ms + s->conf->dcc.offer_ms, least = s->conf->dcc.dial_ms;

	return until > now_ms(s) + least ? until - now_ms(s) : least;
}

bool
relay_session_accept(struct relay_session *s, uint64_t pos)
{
	if (s->state != RELAY_RESUMING || pos != s->asked_pos)
		return false;
	s->pos = pos;
	s->state = RELAY_OFFERED;
	relay_record_resume(s);
	relay_line_accept(s);
	arm(s, left_ms(s));
	if (relay_leg_is_in(&s->party[PUMP_RECEIVER].leg))
		go_on(s);
	return true;
}

void
relay_session_left(struct relay_session *s, enum pump_leg leg)
{
	if (s->state == RELAY_OPEN && s->conf->dcc.survive_quit)
		uncount(s, leg);
	else
		relay_session_end(s, leg == PUMP_SENDER ? RELAY_END_SENDER_LEFT : RELAY_END_RECEIVER_LEFT);
}

bool
relay_session_is_pending(const struct relay_session *s)
{
	return s->state == RELAY_OFFERED || s->state == RELAY_RESUMING;
}

const char *
relay_state_name(enum relay_state state)
{
	static const char *const name[RELAY_N_STATES] = {
		[RELAY_OFFERED] = "offered",
		[RELAY_RESUMING] = "resuming",
		[RELAY_DIALING] = "dialing",
		[RELAY_INVITED] = "invited",
		[RELAY_OPEN] = "open",
	};

	return name[state];
}

uint64_t
relay_session_bytes(const struct relay_session *s)
{
	return s->pump != NULL ? pump_counts(s->pump).bytes[PUMP_SENDER] : s->counts.bytes[PUMP_SENDER];
}

uint64_t
relay_session_age_ms(const struct relay_session *s)
{
	return now_ms(s) - s->began_ms;
}

struct client *
relay_session_client(const struct relay_session *s, enum pump_leg leg)
{
	return client_get(s->relay->env.world, s->party[leg].who);
}

struct view
relay_session_name(const struct relay_session *s)
{
	return view_z(s->clean);
}
