#include "main/server_relay.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/socket.h>

#include "auth/class.h"
#include "auth/session.h"
#include "main/server.h"
#include "main/server_guard.h"
#include "net/conn.h"
#include "net/forward.h"
#include "relay/relay.h"
#include "route/leave.h"
#include "state/client_remote.h"

/*
 * Only who stands at the other end of the connection itself can be known again by its address: nobody behind a proxy or a gateway, and
 * nobody on a Unix socket.
 */
static bool
is_itself(const struct client *c)
{
	return forward_via(c->conn) == NULL && session_rare(c->session)->via == NULL &&
		conn_peer(c->conn)->family != AF_UNIX;
}

/* Connections in memory, of tests, have dialled nothing. */
static bool
find_local(const struct server *s, const struct client *c, struct addr *out)
{
	if (conn_local(c->conn, out) == 0)
		return true;
	*out = s->memory_local;
	return out->len != 0;
}

void
server_where(void *arg, const struct client *c, struct relay_where *out)
{
	const struct server *s = arg;
	const struct class *class;

	*out = (struct relay_where){ .usable = false };
	if (!client_is_local(c)) { /* where its own server says that it is, if it does */
		const char *address = c->address != NULL ? c->address : c->host;

		out->usable = peer_addr_parse(view_z(address), &out->peer) == 0;
		return;
	}
	if (c->conn == NULL || c->session == NULL)
		return;
	class = c->session->class;
	out->peer = *conn_peer(c->conn);
	out->class = class != NULL ? conf_class_find(gate_conf(s->gate), view_z(class->name)) : NULL;
	if (session_fingerprint(c->session, out->fingerprint) == -1)
		out->fingerprint[0] = '\0';
	out->usable = is_itself(c) && find_local(s, c, &out->local);
}

static struct tls_contexts *
tls(void *arg)
{
	const struct server *s = arg;

	return s->tls != NULL ? *s->tls : NULL;
}

static void
on_left(void *arg, const struct client *c)
{
	struct server *s = arg;

	relay_client_left(s->relay, c);
}

void
server_relay_make(
	struct server *s, const struct server_env *given, const struct conf *conf, struct gate_env *gate)
{
	struct relay_env env = { .world = s->world,
		.route = s->route,
		.loop = s->loop,
		.audit = s->audit,
		.where = server_where,
		.tls = tls,
		.arg = s,
		.own = given->own,
		.n_own = given->n_own,
		.descriptors = given->relay_fds };

	server_guard_make(s, conf);
	env.guard = s->guard;
	s->tls = given->tls;
	s->memory_local = given->memory_local;
	s->relay = relay_new(&env, conf);
	s->cx.relay = s->relay;
	gate->left = on_left;
	gate->left_arg = s;
	leave_watch(s->route, on_left, s);
}

void
server_relay_configure(struct server *s, const struct conf *conf)
{
	server_guard_configure(s, conf);
	relay_configure(s->relay, conf);
}

const char *
server_relay_text(const struct server *s, char *dst, size_t size)
{
	static const char *const modes[] = {
		[CONF_DCC_OFF] = "off", [CONF_DCC_LISTEN_ONLY] = "listen-only", [CONF_DCC_FULL] = "full"
	};
	struct relay_stats st = relay_stats(s->relay);

	(void)snprintf(dst, size,
		"%s, sessions %zu of %zu, open %zu, ports free %zu of %zu, offers %" PRIu64
		", denied %" PRIu64 ", done %" PRIu64 ", failed %" PRIu64 ", bytes %" PRIu64,
		modes[st.mode], st.sessions, st.max_sessions, st.open, st.free_ports, st.ports, st.offers,
		st.denied, st.done, st.failed, st.bytes);
	return dst;
}

void
server_relay_release(struct server *s)
{
	relay_free(s->relay);
	s->relay = NULL;
	server_guard_free(s);
}
