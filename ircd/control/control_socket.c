/*
 * Connections to the control socket: a net of their own, so that neither limits nor floods of users reach them.  Who is asked for answers
 * of any length reads them as fast as the socket takes them; the bound is SENDQ.
 */
#include "control/control_socket.h"

#include <unistd.h>

#include "auth/gate.h"
#include "auth/people.h"
#include "commands/command.h"
#include "control/control_request.h"
#include "control/control_session.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "net/conn_proof.h"
#include "net/line.h"
#include "proto/control_wire.h"
#include "proto/limits.h"

#define SENDQ (64u << 20) /* one row of each of many clients; only those who may ask get so far */
#define RECVQ 8192u

struct control_socket {
	struct net *net;
	struct line_pool *lines;
	struct cmd_ctx *cx;
	const char *version;
	uint32_t own_uid;
};

/* By the configuration of now; what a user namespace hides (overflow_uid) is nobody. */
static bool
may_ask(const struct control_socket *cs, uint32_t uid)
{
	const struct gate *g = cs->cx->gate;
	const struct conf *conf = gate_conf(g);

	if (uid == 0 || uid == cs->own_uid)
		return true;
	for (size_t i = 0; i < conf->n_person; i++) {
		uint32_t known;

		if (conf->person[i].control &&
			people_uid(gate_env(g)->people, conf->person[i].name, &known) && known == uid)
			return uid != PEOPLE_NOBODY;
	}
	return false;
}

/* Refused: told so, and closed behind it. */
static void *
on_opened(struct conn *conn, void *arg)
{
	struct control_socket *cs = arg;
	struct control_session *s = mem_zalloc(sizeof(*s));
	char name[CONTROL_NAME_MAX];

	*s = (struct control_session){ .conn = conn, .net = cs->net, .lines = cs->lines, .cx = cs->cx };
	if (conn_peer_uid(conn, &s->uid) == 0 && may_ask(cs, s->uid)) {
		conn_set_limits(conn, SENDQ, RECVQ);
		control_greet(s, cs->version);
		return s;
	}
	log_warn("control", "refused %s", control_session_name(s, name));
	audit_begin_limited(&s->record, cs->cx->audit, ACT_CONTROL);
	audit_number(&s->record, "uid", s->uid);
	s->recorded = true;
	control_error(s, CONTROL_ERR_RIGHTS, "you may not; see person in conclave.conf(5)");
	mem_free(s);
	return NULL;
}

static bool
on_line(struct conn *conn, void *data, struct view line)
{
	struct control_session *s = data;

	(void)conn;
	control_request_run(s, line);
	return !s->waits;
}

static bool
on_line_too_long(struct conn *conn, void *data)
{
	(void)conn;
	control_error(data, CONTROL_ERR_USAGE, "too long");
	return true;
}

static void
on_room(struct conn *conn, void *data)
{
	(void)conn;
	(void)data;
}

static void
on_gone(struct conn *conn, void *data, enum conn_close why)
{
	(void)conn;
	(void)why;
	control_record_end(data, "not waited for");
	mem_free(data);
}

static const struct conn_owner owner = {
	.opened = on_opened,
	.line = on_line,
	.line_too_long = on_line_too_long,
	.room = on_room,
	.gone = on_gone,
};

struct control_socket *
control_socket_new(struct loop *loop, struct cmd_ctx *cx, const char *version)
{
	const struct net_conf nc = { .line_max = MSG_IN_MAX,
		.max_conns = CONTROL_CONNS_MAX,
		.accepts_per_turn = CONTROL_CONNS_MAX,
		.handshakes_per_turn = 1,
		.handshake_ms = 1 };
	struct control_socket *cs = mem_zalloc(sizeof(*cs));

	cs->cx = cx;
	cs->version = version;
	cs->own_uid = (uint32_t)geteuid();
	cs->lines = line_pool_new();
	cs->net = net_new(loop, cs->lines, &nc, &owner, cs);
	return cs;
}

void
control_socket_free(struct control_socket *cs)
{
	if (cs == NULL)
		return;
	net_free(cs->net);
	line_pool_free(cs->lines);
	mem_free(cs);
}

struct net *
control_socket_net(const struct control_socket *cs)
{
	return cs->net;
}
