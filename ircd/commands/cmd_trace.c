/* TRACE: connections and their classes.  RFC 2812 3.4.8; what the words of a line are, as Solanum has them. */
#include <stdio.h>

#include "auth/class.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/user_walk.h"
#include "proto/mask.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/oper.h"

#define HIDDEN_ADDRESS "255.255.255.255"

/* What is asked for: this server, or whose nick fits a mask. */
struct trace {
	struct user_walk walk;
	bool whole;  /* this server: with strangers and classes */
	bool others; /* strangers are being looked at */
	size_t n;
	char target[MSG_BODY_MAX];
};

/* A line with "nick[user@host]" and "(address)" in it. */
static void
send_user(struct cmd_ctx *cx, const struct client *to, const struct client *c)
{
	const char *address = client_address_for(c, to);
	uint64_t now = route_mono_ms(cx->route);
	char name[NICK_LEN_MAX + USER_LEN + HOST_LEN + 8], from[HOST_LEN + 3];
	struct reply r;
	int n;

	reply_begin(&r, cx->route, to, c->oper != NULL ? RPL_TRACEOPERATOR : RPL_TRACEUSER);
	reply_param(&r, c->oper != NULL ? VIEW("Oper") : VIEW("User"));
	reply_param(&r, view_z(c->session->class->name));
	n = snprintf(name, sizeof(name), "%s[%s@%s]", c->nick, c->user, c->host);
	reply_param(&r, view_of(name, (size_t)n));
	n = snprintf(from, sizeof(from), "(%s)", address != NULL ? address : HIDDEN_ADDRESS);
	reply_param(&r, view_of(from, (size_t)n));
	reply_param_u64(&r, (now - c->session->heard_ms) / 1000);
	reply_param_u64(&r, (now - c->active_ms) / 1000);
	reply_end(&r);
}

/* Somebody who is not registered yet. */
static void
send_stranger(struct cmd_ctx *cx, const struct client *to, const struct client *c)
{
	char address[HOST_LEN + 1], from[HOST_LEN + 3];
	struct reply r;
	int n;

	reply_begin(&r, cx->route, to, RPL_TRACEUNKNOWN);
	reply_param(&r, VIEW("????"));
	reply_param(&r, VIEW("unknown"));
	reply_param(&r, c->nick_len != 0 ? client_nick(c) : VIEW("*"));
	n = snprintf(from, sizeof(from), "(%s)", session_address(c->session, address, sizeof(address)));
	reply_param(&r, view_of(from, (size_t)n));
	reply_param_u64(&r, (route_mono_ms(cx->route) - c->session->heard_ms) / 1000);
	reply_end(&r);
}

static void
send_classes(struct cmd_ctx *cx, const struct client *to)
{
	struct class_set *set = gate_classes(cx->gate);

	for (const struct class *c = class_next(set, NULL); c != NULL; c = class_next(set, c)) {
		struct reply r;

		if (c->n_clients == 0)
			continue;
		reply_begin(&r, cx->route, to, RPL_TRACECLASS);
		reply_param(&r, VIEW("Class"));
		reply_param(&r, view_z(c->name));
		reply_param_u64(&r, c->n_clients);
		reply_end(&r);
	}
}

/* Users are told of operators, who are known anyway (STATS p), and of themselves. */
static bool
may_see(const struct client *to, const struct client *c)
{
	return oper_has(to, PRIV_TRACE) || c == to || c->oper != NULL;
}

static void
each(struct user_walk *w, struct client *to, const struct client *c)
{
	struct trace *t = CONTAINER_OF(w, struct trace, walk);

	if (c->session == NULL || c->phase == CLIENT_GONE ||
		(!t->whole && !mask_match(view_of(t->target, t->n), client_nick(c))))
		return;
	if (t->others)
		send_stranger(w->cx, to, c);
	else if (may_see(to, c))
		send_user(w->cx, to, c);
}

static struct list *
end(struct user_walk *w, struct client *to)
{
	struct trace *t = CONTAINER_OF(w, struct trace, walk);

	if (t->whole && !t->others && oper_has(to, PRIV_TRACE)) {
		t->others = true;
		return &w->cx->world->others;
	}
	if (t->whole)
		send_classes(w->cx, to);
	reply(w->cx->route, to, RPL_ENDOFTRACE, view_of(t->target, t->n));
	return NULL;
}

static void
trace_all(struct cmd_ctx *cx, struct client *src, struct view target, bool whole)
{
	static const struct user_walk_kind kind = { each, end };
	struct trace t = { .walk = { .kind = &kind, .weight = 1 }, .whole = whole };

	t.n = view_copy(target, t.target, sizeof(t.target));
	if (!whole)
		t.walk.weight += t.n / USER_WALK_MASK;
	user_walk_start(cx, src, &t.walk, sizeof(t));
}

/* Somebody there, or another server by its name: masks are of those who are here. */
static bool
is_elsewhere(const struct world *w, const struct client *c, struct view target)
{
	const struct node *n = c != NULL ? c->node : node_find_any(w, target);

	return n != NULL && n != w->me;
}

/* TRACE [<server>|<nick>|<mask> [<server>]] */
static void
cmd_trace(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view own = view_z(cx->world->conf.server_name), target = msg_param(m, 0);
	const struct client *c;

	if (!lookup_server_is_us(cx, src, m, 1))
		return;
	if (target.n == 0)
		target = own;
	c = client_find(cx->world, target);
	if (m->n_params == 1 && is_elsewhere(cx->world, c, target)) {
		lookup_ask(cx, src, m, 0);
		return;
	}
	snotice_send(cx->route, SNOTICE_SPY, "%s!%s@%s asked for TRACE %.*s", src->nick, src->user, src->host,
		VIEW_ARG(target));
	if (c != NULL && c->session != NULL) {
		send_user(cx, src, c);
		reply(cx->route, src, RPL_ENDOFTRACE, client_nick(c));
	} else if (mask_match(target, own)) {
		trace_all(cx, src, own, true);
	} else if (view_has_any(target, VIEW("*?"))) {
		trace_all(cx, src, target, false);
	} else {
		reply(cx->route, src, ERR_NOSUCHSERVER, target);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("TRACE"), FROM_USER, { 0, 2 }, 4, PRIV_N, "[<server>|<nick>|<mask> [<server>]]",
		"Show connections, and how many each class has: yourself and operators, or with the "
		"privilege "
		"trace "
		"everybody.",
		cmd_trace },
};
const struct command_table commands_trace = { rows, ARRAY_LEN(rows) };
