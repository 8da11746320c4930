/*
 * WEBIRC (IRCv3 webirc): address first, then the proof, then the throttle of the client's own address; what the client is changes only when
 * all of that is well.  What a gateway says of TLS counts only where nobody can listen between it and us.
 */
#include "auth/gateway.h"

#include <sodium.h>

#include "auth/ban_check.h"
#include "auth/entry.h"
#include "auth/gate.h"
#include "auth/ident.h"
#include "auth/lookup_name.h"
#include "auth/password.h"
#include "conf/conf_who.h"
#include "core/log.h"
#include "core/mem.h"
#include "net/conn.h"
#include "net/forward.h"
#include "proto/limits.h"

struct webirc_job {
	const struct conf *asked;
	const struct conf_gateway *gateway; /* of asked */
	struct webirc_client client;
	char host[HOST_LEN + 1]; /* "": none to believe */
};

const struct conf_gateway *
gateway_find(const struct conf *conf, const struct peer_addr *peer)
{
	for (size_t i = 0; i < conf->n_gateway; i++) {
		const struct conf_gateway *g = &conf->gateway[i];

		for (size_t k = 0; k < g->n_from; k++) {
			if (conf_who_match(&g->from[k], VIEW("-"), peer->family, peer->ip))
				return g;
		}
	}
	return NULL;
}

static void
mark(struct session *s, const struct conf_gateway *g, bool is_webirc)
{
	struct session_via *via = session_rare(s)->via;

	if (via == NULL)
		via = session_rare_new(s)->via = mem_zalloc(sizeof(*via));
	via->is_webirc |= is_webirc;
	(void)view_copy(g != NULL ? view_z(g->name) : VIEW("-"), via->name, sizeof(via->name));
}

void
gateway_opened(struct session *s)
{
	const struct peer_addr *via = forward_via(s->client->conn);
	char address[64];

	if (via == NULL)
		return;
	mark(s, gateway_find(gate_conf(s->gate), via), false);
	log_debug("gateway", "%s comes by gateway %s", session_address(s, address, sizeof(address)),
		session_rare(s)->via->name);
}

/* The option alone or with any value. */
static bool
has_option(struct view options, struct view name)
{
	struct view word;

	while (view_cut(&options, ' ', &word)) {
		if (view_eq(view_left(word, view_find(word, '=')), name))
			return true;
	}
	return false;
}

int
webirc_parse(const struct webirc *w, struct webirc_client *out)
{
	if (peer_addr_parse(w->address, &out->peer) == -1)
		return -1;
	out->is_secure = has_option(w->options, VIEW("secure"));
	return 0;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 1123 2.1, with a dot and a letter, so that nobody is called like an address. */
static bool
is_host_name(struct view v)
{
	bool letter = false;

	if (v.n == 0 || v.n > HOST_LEN || v.p[0] == '-' || v.p[0] == '.' || v.p[v.n - 1] == '.')
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && (c != '.' || v.p[i - 1] == '.'))
			return false;
		letter |= is_letter(c);
	}
	return letter && view_find(v, '.') < v.n;
}

/* Nobody listens between the gateway and us: TLS, a Unix socket or this host. */
static bool
link_is_secure(const struct conn *conn)
{
	return conn_is_tls(conn) || peer_addr_is_local(conn_peer(conn));
}

static void
become(struct client *c, const struct webirc_job *job)
{
	bool secure = job->client.is_secure && link_is_secure(c->conn);
	char address[64];

	if (ban_check_address(c->session->gate, &job->client.peer)) {
		entry_refuse(c, "Your address is banned from this server");
		return;
	}
	if (!forward_conn(c->conn, &job->client.peer)) {
		entry_refuse(c, "Too many connections from your address");
		return;
	}
	mark(c->session, job->gateway, true);
	(void)session_address(c->session, address, sizeof(address));
	if (job->host[0] != '\0') {
		client_set_host(c, view_z(job->host));
		client_set_address(c, view_z(address));
	} else {
		client_set_host(c, view_z(address));
		client_set_address(c, VIEW(""));
		lookup_name_start(c);
	}
	c->is_secure = secure;
	log_debug("gateway", "%s comes by gateway %s", address, job->gateway->name);
	ident_skip(gate_ident(c->session->gate), c);
	entry_try(c);
}

static void
job_free(struct webirc_job *job)
{
	conf_unref(job->asked);
	mem_free(job);
}

/* A gateway that is one no more by now is none. */
static void
on_password(struct client *c, bool right, void *arg)
{
	struct webirc_job *job = arg;
	const struct conf_gateway *now;

	if (c != NULL) {
		c->session->checking = false;
		now = gateway_find(gate_conf(c->session->gate), conn_peer(c->conn));
		if (right && now != NULL && gateway_has_webirc(now))
			become(c, job);
		else
			entry_refuse(c, "Invalid WebIRC password");
	}
	job_free(job);
}

static bool
shows_certificate(const struct client *c, const struct conf_gateway *g)
{
	uint8_t bytes[ACCOUNT_CERT_BYTES];

	return session_certificate(c->session, bytes) &&
		sodium_memcmp(bytes, g->fingerprint, sizeof(bytes)) == 0;
}

static void
prove(struct client *c, const struct webirc *w, struct webirc_job *job)
{
	const struct password_ask ask = {
		.hash = job->gateway->password, .password = w->password, .done = on_password, .arg = job
	};

	if (ask.hash == NULL) {
		become(c, job);
		job_free(job);
		return;
	}
	c->session->checking = password_check(gate_env(c->session->gate)->workers, c, &ask);
	if (c->session->checking)
		return;
	entry_refuse(c, "The server is too busy to check passwords, try again");
	job_free(job);
}

void
gateway_webirc(struct client *c, const struct webirc *w)
{
	const struct session *s = c->session;
	const struct conf *conf = gate_conf(s->gate);
	const struct conf_gateway *g = gateway_find(conf, conn_peer(c->conn));
	struct webirc_client client;
	struct webirc_job *job;

	if (s->checking || s->has_user || c->nick_len != 0 ||
		(session_rare(s)->via != NULL && session_rare(s)->via->is_webirc)) {
		entry_refuse(c, "WEBIRC must come first, and once");
	} else if (g == NULL || !gateway_has_webirc(g)) {
		entry_refuse(c, "WEBIRC is for gateways");
	} else if (g->has_fingerprint && !shows_certificate(c, g)) {
		entry_refuse(c, "Invalid WebIRC certificate");
	} else if (webirc_parse(w, &client) == -1) {
		entry_refuse(c, "Invalid WebIRC address");
	} else {
		job = mem_zalloc(sizeof(*job));
		job->asked = conf_ref(conf);
		job->gateway = g;
		job->client = client;
		if (g->trust_host && is_host_name(w->host))
			(void)view_copy(w->host, job->host, sizeof(job->host));
		prove(c, w, job);
	}
}
