/*
 * One connection for each question: RFC 1413 allows more, services do not.  A lookup lives from ident_open() to finish() or drop(); it knows
 * its client by handle.  What stands in a reply goes nowhere but through ident_reply_parse(), and escaped into the log.
 */
#include "config.h"

#include "auth/ident.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "auth/admission.h"
#include "auth/entry.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "net/forward.h"
#include "proto/ident_reply.h"
#include "route/reply.h"

#define LOGGED_MAX 64 /* bytes of a reply in the log */

struct refused {
	struct peer_addr peer;
	uint64_t until_ms; /* 0: free */
};

struct ident {
	const struct gate_env *env;
	uint16_t port; /* 0: nobody is asked */
	struct ident_dialer dialer;
	struct list lookups;
	size_t n_lookups;
	struct refused refused[IDENT_REFUSED_MAX];
	size_t refused_next; /* the oldest */
};

struct lookup {
	struct list link;
	struct ident *ident;
	struct handle client;
	struct peer_addr peer;
	struct ident_question asked;
	struct dial *dial; /* until connected */
	int fd;		   /* from then on */
	struct watch watch;
	struct timer timer; /* when the time for all of it is up */
	size_t n;
	char reply[IDENT_REPLY_MAX + 1]; /* one more, so that a longer one is known */
};

static struct dial *
start_dial(void *arg, const struct dial_plan *plan, struct err *e)
{
	return dial_start(arg, plan, e);
}

static void
cancel_dial(void *arg, struct dial *d)
{
	(void)arg;
	dial_cancel(d);
}

struct ident *
ident_new(const struct gate_env *env, const struct conf *conf)
{
	struct ident *id = mem_zalloc(sizeof(*id));

	id->env = env;
	id->port = conf_wants_ident(conf) ? (uint16_t)conf->ident.port : 0;
	id->dialer = (struct ident_dialer){ start_dial, cancel_dial, env->loop };
	list_init(&id->lookups);
	return id;
}

void
ident_set_dialer(struct ident *id, const struct ident_dialer *dialer)
{
	id->dialer = *dialer;
}

bool
ident_may_ask(const struct ident *id)
{
	return id->port != 0;
}

size_t
ident_count(const struct ident *id)
{
	return id->n_lookups;
}

static void
drop(struct lookup *l)
{
	struct ident *id = l->ident;

	id->dialer.cancel(id->dialer.arg, l->dial);
	loop_timer_cancel(id->env->loop, &l->timer);
	if (l->fd != -1) {
		loop_del(id->env->loop, &l->watch);
		(void)close(l->fd);
	}
	list_del(&l->link);
	id->n_lookups--;
	mem_free(l);
}

void
ident_free(struct ident *id)
{
	if (id == NULL)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &id->lookups)
		drop(CONTAINER_OF(it, struct lookup, link));
	mem_free(id);
}

static void
tell(const struct ident *id, const struct client *c, const char *what, const char *why)
{
	struct reply r;

	reply_begin_verb(&r, id->env->route, c, VIEW("NOTICE"));
	reply_param(&r, VIEW("*"));
	reply_end_textf(&r, "*** %s%s%s%s", what, why != NULL ? " (" : "", why != NULL ? why : "",
		why != NULL ? ")" : "");
}

/* How it ended, and name: the user name with IDENT_REPLY_USER. */
static void
settle(const struct ident *id, struct client *c, enum ident_reply reply, const char *name)
{
	struct session *s = c->session;

	s->ident = reply == IDENT_REPLY_USER ? IDENT_OK : IDENT_NONE;
	s->ident_reply = (unsigned)reply & 0x3fU;
	if (reply != IDENT_REPLY_USER) {
		tell(id, c, "No ident response", ident_reply_name(reply));
		return;
	}
	tell(id, c, "Got ident response", NULL);
	if (s->has_user)
		log_debug("ident", "%s says that it is %s, its host says %s", c->user, c->user, name);
	client_set_user_name(c, view_z(name));
}

static void
log_reply(const struct lookup *l, enum ident_reply reply)
{
	char host[INET6_ADDRSTRLEN + 1], text[4 * LOGGED_MAX + 1];

	log_debug("ident", "%s port %u: %s%s%s", peer_addr_host(&l->peer, host, sizeof(host)),
		(unsigned)l->asked.client_port, ident_reply_name(reply), l->n != 0 ? ": " : "",
		log_escape(view_left(view_of(l->reply, l->n), LOGGED_MAX), text, sizeof(text)));
}

static void
finish(struct lookup *l, enum ident_reply reply, const char *name)
{
	const struct ident *id = l->ident;
	struct client *c = client_get(id->env->world, l->client);

	log_reply(l, reply);
	drop(l);
	if (c == NULL || c->session == NULL)
		return;
	settle(id, c, reply, name);
	entry_release(c, HOLD_IDENT);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	finish(CONTAINER_OF(t, struct lookup, timer), IDENT_REPLY_NONE, "");
}

/* Whole with its first line, at the end of the stream, or when it is longer than any. */
static void
on_readable(struct loop *loop, unsigned ready, void *arg)
{
	struct lookup *l = arg;
	char name[USER_LEN + 1] = "";
	ssize_t n = recv(l->fd, l->reply + l->n, sizeof(l->reply) - l->n, 0);
	struct view all;

	(void)loop;
	(void)ready;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == -1) {
		finish(l, IDENT_REPLY_NONE, "");
		return;
	}
	l->n += (size_t)n;
	all = view_of(l->reply, l->n);
	if (n != 0 && l->n != sizeof(l->reply) && view_find(all, '\n') == all.n)
		return;
	finish(l, ident_reply_parse(all, &l->asked, name), name);
}

/* "6193,23": without blanks, which not every service takes. */
static int
ask(const struct lookup *l)
{
	char text[16];
	int n = snprintf(text, sizeof(text), "%u,%u\r\n", (unsigned)l->asked.client_port,
		(unsigned)l->asked.server_port);

	return send(l->fd, text, (size_t)n, MSG_NOSIGNAL) == n ? 0 : -1;
}

static void
on_connected(struct lookup *l, int fd)
{
	struct err e;

	l->fd = fd;
	if (ask(l) == -1 || loop_add(l->ident->env->loop, &l->watch, fd, LOOP_MANY, LOOP_READ, &e) == -1)
		finish(l, IDENT_REPLY_NONE, "");
}

static void
remember_refusal(struct ident *id, const struct peer_addr *peer)
{
	id->refused[id->refused_next] =
		(struct refused){ *peer, loop_mono_ms(id->env->loop) + IDENT_REFUSED_MS };
	id->refused_next = (id->refused_next + 1) % IDENT_REFUSED_MAX;
}

static void
on_dialled(void *arg, enum dial_result result, int fd, const char *why)
{
	struct lookup *l = arg;

	(void)why;
	l->dial = NULL;
	switch (result) {
	case DIAL_CONNECTED:
		on_connected(l, fd);
		break;
	case DIAL_REFUSED:
		remember_refusal(l->ident, &l->peer);
		finish(l, IDENT_REPLY_REFUSED, "");
		break;
	case DIAL_UNREACHABLE:
	case DIAL_FAILED:
	case DIAL_PROXY:
		finish(l, IDENT_REPLY_UNREACHABLE, "");
		break;
	case DIAL_TIMEOUT:
		finish(l, IDENT_REPLY_NONE, "");
		break;
	}
}

/* The first n bytes of the address are the same. */
static bool
is_near(const struct peer_addr *a, const struct peer_addr *b, size_t n)
{
	return a->family == b->family && memcmp(a->ip, b->ip, a->family == AF_INET ? 4 : n) == 0;
}

static bool
has_refused(const struct ident *id, const struct peer_addr *peer)
{
	uint64_t now = loop_mono_ms(id->env->loop);

	for (size_t i = 0; i < IDENT_REFUSED_MAX; i++) {
		if (id->refused[i].until_ms > now && is_near(&id->refused[i].peer, peer, sizeof(peer->ip)))
			return true;
	}
	return false;
}

static bool
is_busy(const struct ident *id, const struct peer_addr *peer)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &id->lookups)
		n += is_near(&CONTAINER_OF(it, struct lookup, link)->peer, peer, 8);
	return id->n_lookups >= IDENT_LOOKUPS_MAX || n >= IDENT_PER_ADDRESS_MAX;
}

static struct addr
addr_of(const struct peer_addr *peer, uint16_t port)
{
	struct addr a = { .len = 0 };

	a.u.sa.sa_family = peer->family;
	if (peer->family == AF_INET) {
		a.len = sizeof(a.u.in);
		a.u.in.sin_port = htons(port);
		memcpy(&a.u.in.sin_addr, peer->ip, sizeof(a.u.in.sin_addr));
	} else {
		a.len = sizeof(a.u.in6);
		a.u.in6.sin6_port = htons(port);
		memcpy(&a.u.in6.sin6_addr, peer->ip, sizeof(a.u.in6.sin6_addr));
	}
	return a;
}

/* From where the client has dialled to: its service knows the connection by both ends. */
static int
dial_service(struct lookup *l, const struct client *c, uint64_t timeout_ms, struct err *e)
{
	struct ident *id = l->ident;
	struct dial_plan plan = {
		.to = addr_of(&l->peer, id->port), .timeout_ms = timeout_ms, .done = on_dialled, .arg = l
	};

	if (conn_local(c->conn, &plan.from) == -1)
		plan.from.len = 0;
	else if (plan.from.u.sa.sa_family == AF_INET6)
		plan.to.u.in6.sin6_scope_id = plan.from.u.in6.sin6_scope_id;
	l->dial = id->dialer.start(id->dialer.arg, &plan, e);
	return l->dial != NULL ? 0 : -1;
}

static struct lookup *
lookup_new(struct ident *id, const struct client *c, const struct conf_ident *conf)
{
	const struct listen_point *point = c->session->point;
	struct lookup *l = mem_zalloc(sizeof(*l));

	*l = (struct lookup){ .ident = id, .client = c->handle, .peer = *conn_peer(c->conn), .fd = -1 };
	l->asked = (struct ident_question){ .client_port = l->peer.port,
		.server_port = point != NULL && point->external_port != 0 ? point->external_port
									  : conn_local_port(c->conn),
		.other_ok = conf->other_accept };
	l->watch = (struct watch){ .fd = -1, .fn = on_readable, .arg = l };
	list_init(&l->link);
	list_add_tail(&id->lookups, &l->link);
	id->n_lookups++;
	loop_timer(id->env->loop, &l->timer, loop_mono_ms(id->env->loop) + conf->timeout_ms, on_timer);
	return l;
}

static bool
is_asked(const struct ident *id, const struct client *c, const struct conf *conf)
{
	const struct listen_point *point = c->session->point;
	const struct peer_addr *peer = conn_peer(c->conn);

	if (!ident_may_ask(id) || peer->family == AF_UNIX || (point != NULL && point->no_ident) ||
		forward_via(c->conn) != NULL)
		return false;
	return (conf->ident.loopback || !peer_addr_is_local(peer)) && admission_wants_ident(conf, peer);
}

void
ident_open(struct ident *id, struct client *c)
{
	const struct conf *conf = gate_conf(c->session->gate);
	const struct peer_addr *peer = conn_peer(c->conn);
	struct lookup *l;
	struct err e;

	if (!is_asked(id, c, conf))
		return;
	if (has_refused(id, peer) || is_busy(id, peer)) {
		settle(id, c, has_refused(id, peer) ? IDENT_REPLY_REFUSED : IDENT_REPLY_BUSY, "");
		return;
	}
	l = lookup_new(id, c, &conf->ident);
	if (dial_service(l, c, conf->ident.connect_timeout_ms, &e) == -1) {
		log_info("ident", "%s cannot be asked: %s", c->host, e.text);
		drop(l);
		settle(id, c, IDENT_REPLY_UNREACHABLE, "");
		return;
	}
	c->session->ident = IDENT_ASKED;
	tell(id, c, "Checking ident", NULL);
	entry_hold(c, HOLD_IDENT);
}

void
ident_forget(struct ident *id, const struct client *c)
{
	if (c->session->ident != IDENT_ASKED)
		return;
	c->session->ident = IDENT_OFF;
	LIST_FOR_EACH_SAFE (it, nx, &id->lookups) {
		struct lookup *l = CONTAINER_OF(it, struct lookup, link);

		if (handle_eq(l->client, c->handle))
			drop(l);
	}
}

void
ident_skip(struct ident *id, struct client *c)
{
	struct session *s = c->session;

	ident_forget(id, c);
	if (s->ident == IDENT_OK && !s->has_user)
		client_set_user_name(c, VIEW(""));
	s->ident = IDENT_OFF;
	entry_release(c, HOLD_IDENT);
}

void
ident_take_user(struct client *c, struct view user)
{
	if (c->session->ident == IDENT_OK)
		log_debug("ident", "%s says that it is %.*s", c->user, VIEW_ARG(user));
	else
		client_set_user_name(c, user);
}

const char *
ident_text(const struct session *s)
{
	switch ((enum ident_state)s->ident) {
	case IDENT_OFF:
	case IDENT_ASKED:
		break;
	case IDENT_OK:
	case IDENT_NONE:
		return ident_reply_name((enum ident_reply)s->ident_reply);
	}
	return "not asked";
}
