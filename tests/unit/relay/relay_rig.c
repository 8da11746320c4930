#include "tests/unit/relay/relay_rig.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "net/tls.h"
#include "proto/casemap.h"
#include "proto/ctcp.h"
#include "relay/relay_address.h"
#include "route/route.h"
#include "tests/unit/relay/relay_conf.h"
#include "tests/unit/relay/relay_sock.h"

static uint64_t
mono_ms(void *arg)
{
	const struct relay_rig *r = arg;

	return 1000 + r->now_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct relay_rig *r = arg;

	return RIG_WALL + r->now_ms;
}

static void *
on_opened(struct conn *c, void *arg)
{
	(void)c;
	return arg;
}

static bool
on_line(struct conn *c, void *data, struct view line)
{
	(void)c;
	(void)data;
	(void)line;
	return true;
}

static bool
on_line_too_long(struct conn *c, void *data)
{
	(void)c;
	(void)data;
	return true;
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	struct relay_rig *r = data;

	(void)why;
	for (size_t i = 0; i < r->n; i++) {
		if (r->person[i].c != NULL && r->person[i].c->conn == c)
			r->person[i].c->conn = NULL;
	}
}

static const struct conn_owner owner = {
	.opened = on_opened, .line = on_line, .line_too_long = on_line_too_long, .gone = on_gone
};

static void
where(void *arg, const struct client *c, struct relay_where *out)
{
	const struct relay_rig *r = arg;

	*out = (struct relay_where){ .usable = false };
	for (size_t i = 0; i < r->n; i++) {
		if (r->person[i].c == c)
			*out = r->person[i].where;
	}
}

static struct tls_contexts *
tls(void *arg)
{
	const struct relay_rig *r = arg;

	return r->tls;
}

static void
record(void *arg, struct view object)
{
	struct relay_rig *r = arg;

	if (object.n + 2 > sizeof(r->recorded) - r->n_recorded)
		r->n_recorded = 0; /* of thousands the last ones are enough */
	r->n_recorded += view_copy(object, r->recorded + r->n_recorded, sizeof(r->recorded) - r->n_recorded);
	r->recorded[r->n_recorded++] = '\n';
	r->recorded[r->n_recorded] = '\0';
}

static const struct conf *
configuration(const char *dcc, const char *more)
{
	char keys[1024];

	(void)snprintf(keys, sizeof(keys), "local = yes %s", dcc);
	return relay_conf(keys, more);
}

static void
make_world(struct relay_rig *r)
{
	const struct world_conf wc = { .server_name = "irc.test",
		.description = "a test",
		.network = "Test",
		.nick_len = 30,
		.max_clients = 30000,
		.max_channels = 100 };
	const struct net_conf nc = { .line_max = MSG_IN_MAX,
		.max_conns = 100,
		.accepts_per_turn = 1,
		.handshakes_per_turn = 1,
		.handshake_ms = 1000 };
	struct err e;

	r->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ mono_ms, wall_ms, r }, &e);
	cr_assert_not_null(r->loop, "%s", e.text);
	r->world = world_new(&wc, RIG_WALL);
	r->lines = line_pool_new();
	r->net = net_new(r->loop, r->lines, &nc, &owner, r);
	r->route = route_new(r->world, r->loop, r->lines);
	r->audit = audit_new(r->loop, record, r);
}

struct relay_rig *
relay_rig_new(const char *dcc, const char *more)
{
	struct relay_rig *r = mem_zalloc(sizeof(*r));
	struct relay_env env;

	hash_init();
	casemap_set(CASEMAP_RFC1459);
	make_world(r);
	env = (struct relay_env){ .world = r->world,
		.route = r->route,
		.loop = r->loop,
		.audit = r->audit,
		.where = where,
		.tls = tls,
		.arg = r };
	r->conf = configuration(dcc, more);
	r->relay = relay_new(&env, r->conf);
	return r;
}

void
rig_configure(struct relay_rig *r, const char *dcc, const char *more)
{
	conf_unref(r->conf);
	r->conf = configuration(dcc, more);
	relay_configure(r->relay, r->conf);
}

void
relay_rig_free(struct relay_rig *r)
{
	relay_free(r->relay);
	net_free(r->net);
	for (size_t i = 0; i < r->n; i++)
		conn_mem_free(r->person[i].mem);
	audit_free(r->audit);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	tls_contexts_unref(r->tls);
	conf_unref(r->conf);
	cr_expect_eq(conf_live_count(), 0, "%zu references to configurations are left", conf_live_count());
	mem_free(r);
}

static void
place(struct person *p, const char *at)
{
	struct peer_addr local;

	cr_assert_eq(peer_addr_parse(view_z(at), &p->where.peer), 0);
	cr_assert_eq(peer_addr_parse(p->where.peer.family == AF_INET6 ? VIEW(SIX) : VIEW(SERVER), &local), 0);
	p->where.peer.port = 40000;
	relay_address_of_peer(&local, 0, &p->where.local);
	p->where.usable = true;
	p->at = at;
}

static void
register_as(struct person *p, const char *nick, const char *at)
{
	char host[64];

	place(p, at);
	(void)snprintf(host, sizeof(host), "%s.users.test", nick);
	p->c = client_new(p->rig->world, view_z(host));
	cr_assert_eq(client_set_nick(p->c, view_z(nick), RIG_WALL), NICK_OK);
	client_set_user(p->c, VIEW("~u"), VIEW("Somebody"));
	client_register(p->c, RIG_WALL, 1);
}

struct person *
rig_person(struct relay_rig *r, const char *nick, const char *at)
{
	struct person *p = &r->person[r->n];

	cr_assert_lt(r->n, (size_t)RIG_PEOPLE);
	*p = (struct person){ .rig = r };
	register_as(p, nick, at);
	p->c->conn = conn_open_mem(r->net, &p->where.peer, 6667, NULL);
	cr_assert_not_null(p->c->conn);
	p->mem = conn_mem_detach(p->c->conn);
	r->n++;
	return p;
}

void
rig_return(struct person *p, const char *nick, const char *at)
{
	struct client *old = p->c;

	register_as(p, nick, at);
	p->c->conn = old->conn;
	client_free(old);
}

static void
hear(struct person *from, struct person *to, const char *text, bool is_notice)
{
	struct ctcp c;
	char whole[600];
	int n = snprintf(whole, sizeof(whole), "\001%s\001", text);

	cr_assert(n > 0 && (size_t)n < sizeof(whole));
	cr_assert_eq(ctcp_parse(view_of(whole, (size_t)n), &c), CTCP_OK);
	cr_assert(ctcp_is(&c, VIEW("DCC")));
	relay_hear(from->rig->relay, from->c, to->c, &c, is_notice);
}

void
rig_say(struct person *from, struct person *to, const char *fmt, ...)
{
	char text[500];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	hear(from, to, text, false);
}

void
rig_notice(struct person *from, struct person *to, const char *text)
{
	hear(from, to, text, true);
}

void
rig_settle(struct relay_rig *r)
{
	sock_settle(r->loop);
}

const char *
rig_got(struct person *p)
{
	struct view out;

	rig_settle(p->rig);
	out = conn_mem_output(p->mem);
	cr_assert_lt(out.n, sizeof(p->heard));
	(void)view_copy(out, p->heard, sizeof(p->heard));
	conn_mem_take(p->mem, out.n);
	return p->heard;
}

uint16_t
rig_port(const char *heard)
{
	const char *at = NULL, *next = heard;
	struct view rest, word = { NULL, 0 };
	uint32_t port = 0;

	while ((next = strstr(next, "\001DCC ")) != NULL)
		at = next++;
	cr_assert_not_null(at, "no DCC in \"%s\"", heard);
	rest = view_left(view_z(at + 1), view_find(view_z(at + 1), '\001'));
	for (int i = 0; i < 5; i++) /* DCC SEND name address port */
		cr_assert(view_cut(&rest, ' ', &word), "no port in \"%s\"", at);
	cr_assert_eq(view_to_u32(word, &port), 0, "no port in \"%s\"", at);
	return (uint16_t)port;
}

void
rig_pass(struct relay_rig *r, uint64_t ms)
{
	r->now_ms += ms;
	rig_settle(r);
}

bool
rig_recorded(const struct relay_rig *r, const char *text)
{
	return strstr(r->recorded, text) != NULL;
}

void
rig_forget(struct relay_rig *r)
{
	r->n_recorded = 0;
	r->recorded[0] = '\0';
}

void
rig_quit(struct person *p)
{
	relay_client_left(p->rig->relay, p->c);
	client_exit(p->c, RIG_WALL);
	rig_settle(p->rig);
}

size_t
rig_sessions(const struct relay_rig *r)
{
	return relay_stats(r->relay).sessions;
}

const struct relay_session *
rig_session(const struct relay_rig *r)
{
	const struct relay_session *s = relay_next(r->relay, NULL);

	cr_assert(s == NULL || relay_next(r->relay, s) == NULL, "there are several");
	return s;
}
