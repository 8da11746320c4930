/*
 * Connections become clients here and clients leave here; nowhere else is a session made or freed.  A session lives exactly as long as
 * its conn has it as data: opened() makes it, gone() frees it, and gate_exit() may come in between.  What is between opened() and being a
 * user is entry.c's.
 */
#include "auth/gate.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "auth/client_batch.h"
#include "auth/ident.h"
#include "auth/login_try.h"
#include "auth/newcomer.h"
#include "auth/pace.h"
#include "auth/welcome.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "route/answer.h"
#include "route/leave.h"
#include "route/reply.h"
#include "route/snotice.h"

/* What strangers may spend before a class is theirs. */
static const struct flood_limit flood_stranger = { .burst = 40, .rate = 10 };

#define COST_MORE_MAX  1000u /* what one line may cost above its row */
#define STRANGER_BYTES 256u  /* of a stranger's line that cost 1 */
#define COST_TOO_LONG  4u    /* a line that was too long, besides its bytes */

struct gate {
	struct gate_env env;
	const struct conf *conf;
	const struct name_source *names;
	struct class_set *classes;
	struct ident *ident;
	struct login_limits *login_limits;
	struct isupport isupport;
	uint64_t admitted[CONF_ALLOW_MAX]; /* by each rule */
	bool ending;			   /* everybody leaves: nobody is left to be told of each other */
};

struct gate *
gate_new(const struct gate_env *env, const struct conf *conf)
{
	struct gate *g = mem_zalloc(sizeof(*g));

	g->env = *env;
	g->classes = class_set_new();
	g->ident = ident_new(&g->env, conf);
	g->login_limits = login_limits_new();
	gate_configure(g, conf);
	return g;
}

void
gate_free(struct gate *g)
{
	if (g == NULL)
		return;
	ident_free(g->ident);
	class_set_free(g->classes);
	login_limits_free(g->login_limits);
	conf_unref(g->conf);
	mem_free(g);
}

void
gate_configure(struct gate *g, const struct conf *conf)
{
	const struct conf *before = g->conf;
	const struct isupport was = g->isupport;

	g->conf = conf_ref(conf);
	conf_unref(before);
	memset(g->admitted, 0, sizeof(g->admitted));
	class_set_configure(g->classes, conf);
	login_limits_configure(g->login_limits, conf);
	LIST_FOR_EACH (it, &g->env.world->users) {
		struct client *c = client_of_world_link(it);

		if (c->session != NULL)
			gate_new_limits(c);
	}
	isupport_make(&g->isupport, g->env.world, conf->class[0].max_channels);
	welcome_isupport_changes(g, &was);
}

void
gate_set_names(struct gate *g, const struct name_source *names)
{
	g->names = names;
}

const struct name_source *
gate_names(const struct gate *g)
{
	return g->names;
}

const struct conf *
gate_conf(const struct gate *g)
{
	return g->conf;
}

const struct gate_env *
gate_env(const struct gate *g)
{
	return &g->env;
}

struct class_set *
gate_classes(const struct gate *g)
{
	return g->classes;
}

struct ident *
gate_ident(const struct gate *g)
{
	return g->ident;
}

struct login_limits *
gate_login_limits(const struct gate *g)
{
	return g->login_limits;
}

void
gate_count_admitted(struct gate *g, const struct conf_allow *rule)
{
	size_t i = (size_t)(rule - g->conf->allow);

	assert(i < g->conf->n_allow);
	g->admitted[i]++;
}

uint64_t
gate_admitted(const struct gate *g, size_t i)
{
	return g->admitted[i];
}

const struct isupport *
gate_isupport(const struct gate *g)
{
	return &g->isupport;
}

static void
heard(struct session *s, uint64_t now_ms)
{
	s->heard_ms = now_ms;
	s->pinged = false;
}

/*
 * Whose lines wait is not silent, for its PONG may be among them: for the flood bucket they wait without its doing, for the rest of
 * an answer as long as it reads.
 */
static uint64_t
last_heard(struct session *s, uint64_t now_ms)
{
	if (s->pace != NULL && pace_moves(s))
		heard(s, now_ms);
	return timer_is_armed(&s->resume) ? now_ms : s->heard_ms;
}

/* Before registration: its time is up.  After: silence becomes a PING, and more silence the end. */
static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct session *s = CONTAINER_OF(t, struct session, timer);
	uint64_t heard_ms = last_heard(s, now_ms);
	uint64_t silent = now_ms - heard_ms;
	uint64_t next;
	struct reply r;

	if (!client_is_user(s->client)) {
		gate_exit(s->client, VIEW("Registration timed out"));
		return;
	}
	session_trim(s, now_ms);
	if (silent < s->class->ping_ms) {
		next = heard_ms + s->class->ping_ms;
	} else if (!s->pinged) {
		reply_begin_verb(&r, s->gate->env.route, s->client, VIEW("PING"));
		reply_end_text(&r, view_z(s->client->world->conf.server_name));
		s->pinged = true;
		next = now_ms + s->class->ping_ms;
	} else if (silent < 2 * s->class->ping_ms) {
		next = heard_ms + 2 * s->class->ping_ms;
	} else {
		char text[64];

		(void)snprintf(text, sizeof(text), "Ping timeout: %u seconds", (unsigned)(silent / 1000));
		gate_exit(s->client, view_z(text));
		return;
	}
	loop_timer(s->gate->env.loop, &s->timer, next, on_timer);
}

void
gate_start_class(struct client *c, uint64_t now_ms)
{
	struct session *s = c->session;

	newcomer_admitted(c);
	conn_set_limits(c->conn, s->class->sendq, s->class->recvq);
	flood_init(&s->flood, s->class->flood, now_ms);
	loop_timer(s->gate->env.loop, &s->timer, now_ms + s->class->ping_ms, on_timer);
}

void
gate_new_limits(struct client *c)
{
	struct session *s = c->session;
	uint64_t now = loop_mono_ms(s->gate->env.loop);
	/* Who was asked for a sign of life under the old limits gets all of the new time for it. */
	uint64_t from = s->pinged ? now : s->heard_ms;
	uint64_t next = from + s->class->ping_ms;

	conn_set_limits(c->conn, s->class->sendq, s->class->recvq);
	loop_timer(s->gate->env.loop, &s->timer, next > now ? next : now, on_timer);
}

void
gate_wait_for(struct client *c, uint64_t ms)
{
	struct loop *loop = c->session->gate->env.loop;

	loop_timer(loop, &c->session->timer, loop_mono_ms(loop) + ms, on_timer);
}

static void
on_resume(struct timer *t, uint64_t now_ms)
{
	struct session *s = CONTAINER_OF(t, struct session, resume);

	(void)now_ms;
	if (s->pace == NULL)
		conn_resume(s->client->conn);
}

static void
on_room(struct conn *conn, void *data)
{
	struct session *s = data;

	if (s->pace == NULL)
		return;
	pace_turn(s);
	if (s->pace != NULL)
		return;
	heard(s, loop_mono_ms(s->gate->env.loop));
	if (!timer_is_armed(&s->resume))
		conn_resume(conn);
}

/* Counted in the world; the session is the conn's data from now on. */
static struct session *
session_open(struct gate *g, struct conn *conn, struct client *c)
{
	struct session *s = mem_zalloc(sizeof(*s));
	uint64_t now = loop_mono_ms(g->env.loop);

	s->gate = g;
	s->client = c;
	s->point = conn_listener_data(conn);
	s->heard_ms = now;
	flood_init(&s->flood, flood_stranger, now);
	c->conn = conn;
	c->session = s;
	c->is_secure = conn_is_tls(conn);
	loop_timer(g->env.loop, &s->timer, now + g->conf->server.registration_timeout_ms, on_timer);
	return s;
}

static void *
on_opened(struct conn *conn, void *arg)
{
	struct gate *g = arg;
	char host[HOST_LEN + 1];
	struct session *s;
	struct client *c;

	c = client_new(g->env.world, view_z(peer_addr_host(conn_peer(conn), host, sizeof(host))));
	if (c == NULL)
		return NULL;
	s = session_open(g, conn, c);
	newcomer_begin(c);
	return s;
}

static uint32_t
on_message(struct session *s, struct view line)
{
	struct msg m;

	switch (msg_parse(line, &m)) {
	case MSG_OK:
		return s->gate->env.dispatch(s->gate->env.dispatch_arg, s->client, &m);
	case MSG_TAGS_TOO_LONG:
	case MSG_BODY_TOO_LONG:
		reply_plain(s->gate->env.route, s->client, ERR_INPUTTOOLONG);
		client_batch_spoil(s);
		break;
	case MSG_EMPTY:
	case MSG_BAD:
		break;
	}
	return 1;
}

/*
 * Charges what was done and the bytes of the line; in debt, the next line waits until the bucket is level again.  Who registered with
 * this very line is charged by its class.
 */
static bool
charge(struct session *s, uint32_t cost, size_t bytes)
{
	uint32_t share = s->class != NULL ? s->class->flood_bytes : STRANGER_BYTES;
	struct flood_limit limit = s->class != NULL ? s->class->flood : flood_stranger;
	uint64_t now = loop_mono_ms(s->gate->env.loop);
	uint64_t wait;

	if (share != 0)
		cost += (uint32_t)(bytes / share);
	cost += s->more_cost;
	s->more_cost = 0;
	if (session_is_exempt(s))
		return true;
	wait = flood_charge(&s->flood, limit, cost, now);
	if (wait == 0)
		return true;
	loop_timer(s->gate->env.loop, &s->resume, now + wait, on_resume);
	return false;
}

void
gate_charge(struct client *c, size_t more)
{
	struct session *s = c->session;
	size_t room;

	if (s == NULL) /* of another server, which has charged it */
		return;
	room = COST_MORE_MAX - s->more_cost;
	s->more_cost = (uint16_t)(s->more_cost + (more < room ? more : room));
}

static bool
on_line(struct conn *conn, void *data, struct view line)
{
	struct session *s = data;
	uint32_t cost;

	(void)conn;
	if (s->client->phase == CLIENT_GONE)
		return true;
	heard(s, loop_mono_ms(s->gate->env.loop));
	cost = on_message(s, line);
	return s->client->phase == CLIENT_GONE || (charge(s, cost, line.n) && s->pace == NULL);
}

static bool
on_line_too_long(struct conn *conn, void *data)
{
	struct session *s = data;

	(void)conn;
	if (s->client->phase == CLIENT_GONE)
		return true;
	reply_plain(s->gate->env.route, s->client, ERR_INPUTTOOLONG);
	client_batch_spoil(s);
	return charge(s, COST_TOO_LONG, MSG_IN_MAX);
}

/* Tells the others, and takes the client out of the world.  What it is told itself is the caller's. */
static void
leave(struct client *c, struct view reason)
{
	struct session *s = c->session;
	struct gate *g = s->gate;
	bool was_user;

	if (client_is_user(c) && !g->ending) {
		leave_tell(g->env.route, c, reason);
	}
	if (g->env.left != NULL)
		g->env.left(g->env.left_arg, c);
	newcomer_end(c);
	loop_timer_cancel(g->env.loop, &s->timer);
	loop_timer_cancel(g->env.loop, &s->resume);
	pace_stop(s);
	if (s->class != NULL)
		class_leave(g->classes, s->class, conn_peer(c->conn));
	s->class = NULL;
	session_leave(s);
	client_batch_end(s);
	was_user = client_is_user(c);
	client_exit(c, loop_wall_ms(g->env.loop));
	if (was_user && !g->ending)
		leave_is_over(g->env.route, c);
}

static void
tell_end(const struct client *c, struct view reason)
{
	char text[MSG_BODY_MAX];

	(void)snprintf(text, sizeof(text), "Closing Link: %s (%.*s)", c->host, VIEW_ARG(reason));
	reply_error(c->session->gate->env.route, c, view_z(text));
}

void
gate_exit(struct client *c, struct view reason)
{
	if (c->phase == CLIENT_GONE || c->session == NULL)
		return;
	tell_end(c, reason);
	answer_flush(c->session->gate->env.route, c);
	leave(c, reason);
	conn_close(c->conn, CLOSE_LOCAL, true);
}

static void
on_gone(struct conn *conn, void *data, enum conn_close why)
{
	struct session *s = data;
	struct client *c = s->client;
	char address[64];

	if (c->phase != CLIENT_GONE && (why == CLOSE_SENDQ || why == CLOSE_RECVQ))
		snotice_send(s->gate->env.route, SNOTICE_FLOOD, "%s!%s@%s [%s]: %s", c->nick, c->user,
			c->host, session_address(s, address, sizeof(address)), conn_close_text(conn));
	if (c->phase != CLIENT_GONE) {
		leave(c, view_z(conn_close_text(conn)));
		if (conn_last_word(conn))
			tell_end(c, view_z(conn_close_text(conn)));
	}
	c->conn = NULL;
	c->session = NULL;
	client_free(c);
	session_free(s);
}

const struct conn_owner gate_owner = {
	.opened = on_opened,
	.line = on_line,
	.line_too_long = on_line_too_long,
	.room = on_room,
	.gone = on_gone,
};

void
gate_exit_all(struct gate *g, struct view reason)
{
	struct world *w = g->env.world;

	g->ending = true;
	LIST_FOR_EACH_SAFE (it, nx, &w->others)
		gate_exit(client_of_world_link(it), reason); /* first: users come to the same list */
	LIST_FOR_EACH_SAFE (it, nx, &w->users) {
		if (client_of_world_link(it)->session != NULL)
			gate_exit(client_of_world_link(it), reason);
	}
	g->ending = false;
}
