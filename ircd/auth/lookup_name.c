/* Answers come back by handle and find nobody if the client has gone. */
#include "auth/lookup_name.h"

#include "auth/entry.h"
#include "auth/gate.h"
#include "auth/gateway.h"
#include "net/conn.h"
#include "route/reply.h"

_Static_assert(DNS_HOST_LEN == HOST_LEN, "a name that was found is a host");

/* Whoever runs a DNS zone could call an address so. */
static bool
looks_like_cloak(const struct client *c, struct view name)
{
	const struct cloak *ck = &c->world->conf.cloak;
	struct view suffix = view_z(ck->suffix);

	return ck->is_set && name.n > suffix.n && name.p[name.n - suffix.n - 1] == '.' &&
		view_eq_nocase(view_skip(name, name.n - suffix.n), suffix);
}

/* name: NULL for none. */
static void
take(struct client *c, const char *name)
{
	struct route *rt = gate_env(c->session->gate)->route;

	if (name == NULL || looks_like_cloak(c, view_z(name))) {
		reply_noticef(rt, c, "*** Couldn't look up your hostname");
		return;
	}
	client_set_name(c, view_z(name));
	reply_noticef(rt, c, "*** Found your hostname");
}

static void
on_name(void *arg, struct handle who, const char *name)
{
	struct client *c = client_get(arg, who);

	if (c == NULL)
		return;
	take(c, name);
	entry_release(c, HOLD_NAME);
}

/* It may speak for somebody else yet, whose name is asked for then. */
static bool
is_gateway(const struct client *c)
{
	const struct session *s = c->session;
	const struct conf_gateway *g = gateway_find(gate_conf(s->gate), conn_peer(c->conn));

	return g != NULL && gateway_has_webirc(g) &&
		(session_rare(s)->via == NULL || !session_rare(s)->via->is_webirc);
}

void
lookup_name_start(struct client *c)
{
	const struct gate *g = c->session->gate;
	const struct gate_env *env = gate_env(g);
	const struct name_source *names = gate_names(g);
	const struct peer_addr *peer = conn_peer(c->conn);
	struct resolver_ask ask = { .done = on_name, .arg = env->world, .who = c->handle };
	char name[DNS_HOST_LEN + 1];

	if (names == NULL || !gate_conf(g)->dns.lookup || peer_addr_is_local(peer) || is_gateway(c))
		return;
	reply_noticef(env->route, c, "*** Looking up your hostname...");
	switch (names->ask(names->arg, peer, &ask, name)) {
	case RESOLVER_FOUND:
		take(c, name);
		break;
	case RESOLVER_NONE:
	case RESOLVER_BUSY:
		take(c, NULL);
		break;
	case RESOLVER_WAIT:
		entry_hold(c, HOLD_NAME);
		break;
	}
}
