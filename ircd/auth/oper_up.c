/* A gift runs out by a timer of its own, struct oper_term; the grant says when, so a timer that is left over does nothing. */
#include "auth/oper_up.h"

#include <stdarg.h>
#include <stdio.h>

#include "audit/audit.h"
#include "auth/gate.h"
#include "auth/oper_check.h"
#include "auth/welcome.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "route/tree.h"
#include "state/mode.h"

struct oper_term {
	struct session *session;
	struct timer timer;
};

#define MINUTE_MS UINT64_C(60000)

static const struct gate_env *
env_of(const struct client *c)
{
	return gate_env(c->session->gate);
}

static void
send_mode(struct client *c, struct view modes)
{
	struct event ev;

	event_begin(&ev, c->world, c, VIEW("MODE"));
	msg_build_param(&ev.build, client_nick(c));
	msg_build_text(&ev.build, modes);
	route_user(env_of(c)->route, c, &ev);
}

/* To the log and to operators. */
static void tell(const struct client *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
tell(const struct client *c, const char *fmt, ...)
{
	char text[MSG_BODY_MAX], name[CLIENT_LOG_NAME];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_info("oper", "%s %s", client_log_name(c, name), text);
	snotice_send(env_of(c)->route, SNOTICE_OPER, "%s!%s@%s %s", c->nick, c->user, c->host, text);
}

/* Who may hear no server notices with this grant is told that; other servers are, of what they show. */
static void
put_on(struct client *c, struct oper_grant *g)
{
	bool heard = (c->umodes & UMODE_SNOTICES) != 0, was_oper = c->oper != NULL;
	bool same = was_oper && view_eq(view_z(c->oper->oper), view_z(g->oper)) &&
		view_eq(view_z(c->oper->role), view_z(g->role));
	struct route *rt = env_of(c)->route;

	oper_raise(c, g);
	if (!same)
		tree_oper(rt, c);
	if (!was_oper)
		tree_umodes(rt, c, UMODE_OPER, 0);
	if (heard && (c->umodes & UMODE_SNOTICES) == 0)
		send_mode(c, VIEW("-s"));
}

/* Takes the grant. */
static void
raise_to(struct client *c, struct oper_grant *g)
{
	put_on(c, g);
	oper_grant_unref(g);
}

static size_t
proofs_of(const struct conf_oper *oper, struct view proof[3])
{
	size_t n = 0;

	if (oper->password != NULL)
		proof[n++] = VIEW("password");
	if (oper->has_fingerprint)
		proof[n++] = VIEW("certificate");
	if (oper->account != NULL)
		proof[n++] = VIEW("account");
	return n;
}

void
oper_up(struct client *c, const struct conf_oper *oper)
{
	const struct gate_env *env = env_of(c);
	struct audit_record r;
	struct view proof[3];
	size_t n = proofs_of(oper, proof);

	raise_to(c, oper_grant_new(view_z(oper->name), view_z(oper->role->name), oper->role->privileges));
	c->session->oper_failures = 0;
	send_mode(c, VIEW("+o"));
	reply_plain(env->route, c, RPL_YOUREOPER);
	(void)welcome_oper_motd(c->session->gate, c);
	tell(c, "is operator \"%s\" (role %s)", oper->name, oper->role->name);
	audit_begin(&r, env->audit, ACT_OPER);
	audit_client(&r, "by", c);
	audit_list(&r, "proofs", proof, n);
	audit_end(&r);
}

void
oper_up_failed(struct client *c, struct view name, const char *why)
{
	const struct gate_env *env = env_of(c);
	char log_name[CLIENT_LOG_NAME];
	struct audit_record r;

	log_warn("oper", "%s failed OPER: %s", client_log_name(c, log_name), why);
	snotice_send(env->route, SNOTICE_OPER, "%s!%s@%s failed OPER: %s", c->nick, c->user, c->host, why);
	audit_begin(&r, env->audit, ACT_OPER_FAIL);
	audit_client(&r, "by", c);
	audit_text(&r, "name", name);
	audit_text(&r, "why", view_z(why));
	audit_end(&r);
}

void
oper_up_auto(struct client *c)
{
	const struct conf *conf = gate_conf(c->session->gate);

	for (size_t i = 0; i < conf->n_oper && c->oper == NULL; i++) {
		const struct conf_oper *oper = &conf->oper[i];

		if (oper->raises_itself && oper_check(oper, c) == OPER_LACK_NOTHING)
			oper_up(c, oper);
	}
}

static void
term_free(struct session *s)
{
	struct oper_term *term = session_rare(s)->oper_term;

	if (term == NULL)
		return;
	loop_timer_cancel(gate_env(s->gate)->loop, &term->timer);
	mem_free(term);
	s->rare->oper_term = NULL;
}

static void
on_term(struct timer *t, uint64_t now_ms)
{
	struct session *s = CONTAINER_OF(t, struct oper_term, timer)->session;
	const struct oper_grant *g = s->client->oper;

	term_free(s);
	if (g != NULL && g->until_ms != 0 && g->until_ms <= now_ms)
		oper_up_take_back(s->client, "its time is over");
}

static void
term_start(struct client *c)
{
	struct session *s = c->session;
	struct oper_term *term;

	term_free(s);
	if (c->oper->until_ms == 0)
		return;
	term = mem_zalloc(sizeof(*term));
	term->session = s;
	session_rare_new(s)->oper_term = term;
	loop_timer(gate_env(s->gate)->loop, &term->timer, c->oper->until_ms, on_term);
}

/* Nobody gives for longer than he has, or what was lent for an hour could be passed on for ever. */
static uint64_t
until(const struct oper_gift *gift, uint64_t now_ms)
{
	uint64_t at = gift->minutes != 0 ? now_ms + gift->minutes * MINUTE_MS : 0;
	uint64_t own = gift->by->oper->until_ms;

	return own != 0 && (at == 0 || at > own) ? own : at;
}

void
oper_up_give(struct client *c, const struct oper_gift *gift)
{
	const struct gate_env *env = env_of(c);
	uint64_t now = loop_mono_ms(env->loop), end = until(gift, now);
	bool was_oper = c->oper != NULL;
	char time[64] = "until you leave";
	struct audit_record r;
	struct oper_grant *g;

	g = oper_grant_new_given(c, view_z(gift->role->name), gift->role->privileges, client_nick(gift->by));
	g->until_ms = end;
	raise_to(c, g);
	term_start(c);
	if (!was_oper)
		send_mode(c, VIEW("+o"));
	if (end != 0)
		(void)snprintf(time, sizeof(time), "for %u minutes",
			(unsigned)((end - now + MINUTE_MS - 1) / MINUTE_MS));
	reply_noticef(env->route, c, "%s gives you the role %s %s: %.*s", gift->by->nick, gift->role->name,
		time, VIEW_ARG(gift->reason));
	tell(c, "has the role %s from %s, %s: %.*s", gift->role->name, gift->by->nick,
		end != 0 ? time : "until it leaves", VIEW_ARG(gift->reason));
	audit_begin(&r, env->audit, ACT_OPER);
	audit_client(&r, "by", c);
	audit_client(&r, "from", gift->by);
	if (end != 0)
		audit_number(&r, "seconds", (end - now) / 1000);
	audit_text(&r, "reason", gift->reason);
	audit_end(&r);
}

static void
record_end(const struct client *c, const struct oper_grant *was, const char *why)
{
	struct audit_record r;

	audit_begin(&r, env_of(c)->audit, ACT_OPER_END);
	audit_client(&r, "by", c);
	audit_text(&r, "was-oper", view_z(was->oper));
	audit_text(&r, "was-role", view_z(was->role));
	audit_text(&r, "why", view_z(why));
	audit_end(&r);
}

void
oper_up_ended(struct client *c, const struct oper_grant *was, const char *why)
{
	tell(c, "is no operator any more (role %s): %s", was->role, why);
	record_end(c, was, why);
}

void
oper_up_end(struct client *c, const char *why)
{
	struct oper_grant *was = oper_grant_ref(c->oper);
	bool heard = (c->umodes & UMODE_SNOTICES) != 0;

	oper_lower(c);
	tree_umodes(env_of(c)->route, c, 0, UMODE_OPER);
	term_free(c->session);
	send_mode(c, heard ? VIEW("-os") : VIEW("-o"));
	reply_noticef(env_of(c)->route, c, "You are no operator any more: %s", why);
	oper_up_ended(c, was, why);
	oper_grant_unref(was);
}

void
oper_up_take_back(struct client *c, const char *why)
{
	struct oper_grant *was = oper_grant_ref(c->oper);

	if (was->below == NULL) {
		oper_up_end(c, why);
		oper_grant_unref(was);
		return;
	}
	put_on(c, was->below);
	term_free(c->session);
	reply_noticef(env_of(c)->route, c, "The role %s ends, and you have %s again: %s", was->role,
		c->oper->role, why);
	tell(c, "has the role %s no more, but its own, %s: %s", was->role, c->oper->role, why);
	record_end(c, was, why);
	oper_grant_unref(was);
}

/* The grant that an outlook stands for. */
static struct oper_grant *
grant_under(const struct client *c, const struct oper_outlook *o)
{
	struct oper_grant *own = NULL, *g;

	if (o->oper != NULL)
		own = oper_grant_new(
			view_z(o->oper->name), view_z(o->oper->role->name), o->oper->role->privileges);
	if (!o->is_given)
		return own;
	g = oper_grant_new(
		own != NULL ? view_z(own->oper) : VIEW(""), view_z(o->role->name), o->role->privileges);
	(void)view_copy(view_z(c->oper->by), g->by, sizeof(g->by));
	g->until_ms = c->oper->until_ms;
	g->below = own;
	return g;
}

static void
change(struct client *c, const struct oper_outlook *o)
{
	struct audit_record r;

	reply_noticef(env_of(c)->route, c, "Your role is %s now; PRIVS tells what it may do", o->role->name);
	tell(c, "has the role %s now, by another configuration", o->role->name);
	audit_begin(&r, env_of(c)->audit, ACT_OPER);
	audit_client(&r, "by", c);
	audit_text(&r, "why", VIEW("another configuration"));
	audit_end(&r);
}

static void
look_at(struct client *c, const struct conf *conf)
{
	struct oper_outlook o;

	oper_check_under(conf, c, &o);
	if (o.fate == OPER_ENDS) {
		oper_up_end(c, oper_check_why(&o));
		return;
	}
	raise_to(c, grant_under(c, &o));
	if (!o.is_given)
		term_free(c->session);
	if (o.fate == OPER_CHANGES)
		change(c, &o);
}

void
oper_up_recheck(struct client *c)
{
	if (c->oper != NULL && c->session != NULL)
		look_at(c, gate_conf(c->session->gate));
}

void
oper_up_configure(struct gate *g)
{
	LIST_FOR_EACH (it, &gate_env(g)->world->users)
		oper_up_recheck(client_of_world_link(it));
}

void
oper_up_leave(struct session *s)
{
	term_free(s);
	if (s->client->oper != NULL)
		oper_up_ended(s->client, s->client->oper, "it has left");
}
