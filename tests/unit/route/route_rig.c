#include "tests/unit/route/route_rig.h"

#include <criterion/criterion.h>

#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "proto/casemap.h"

static uint64_t
mono_ms(void *arg)
{
	const struct route_rig *r = arg;

	return 1000 + r->now_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct route_rig *r = arg;

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
	struct route_rig *r = data;

	(void)why;
	for (size_t i = 0; i < r->n; i++) {
		if (r->hearer[i].c->conn == c)
			r->hearer[i].c->conn = NULL;
	}
}

static const struct conn_owner owner = {
	.opened = on_opened, .line = on_line, .line_too_long = on_line_too_long, .gone = on_gone
};

struct route_rig *
rig_new(void)
{
	struct route_rig *r = mem_zalloc(sizeof(*r));
	const struct world_conf wc = { .server_name = "irc.test",
		.description = "a test",
		.network = "Test",
		.nick_len = 30,
		.max_clients = 100,
		.max_channels = 100 };
	const struct net_conf nc = { .line_max = MSG_IN_MAX,
		.max_conns = 100,
		.accepts_per_turn = 1,
		.handshakes_per_turn = 1,
		.handshake_ms = 1000 };
	struct err e;

	hash_init();
	casemap_set(CASEMAP_RFC1459);
	r->loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ mono_ms, wall_ms, r }, &e);
	cr_assert_not_null(r->loop, "%s", e.text);
	r->world = world_new(&wc, RIG_WALL);
	r->lines = line_pool_new();
	r->net = net_new(r->loop, r->lines, &nc, &owner, r);
	r->route = route_new(r->world, r->loop, r->lines);
	return r;
}

void
rig_free(struct route_rig *r)
{
	net_free(r->net);
	for (size_t i = 0; i < r->n; i++)
		conn_mem_free(r->hearer[i].mem);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	cr_expect_eq(slab_count(), 0, "%zu slabs of lines are left", slab_count());
	mem_free(r);
}

struct hearer *
rig_stranger(struct route_rig *r, uint64_t caps)
{
	const struct peer_addr peer = { .family = AF_INET, .port = 40000, .ip = { 192, 0, 2, 1 } };
	struct hearer *h = &r->hearer[r->n];

	cr_assert_lt(r->n, (size_t)RIG_HEARERS);
	h->rig = r;
	h->c = client_new(r->world, VIEW("192.0.2.1"));
	h->c->conn = conn_open_mem(r->net, &peer, 6667, NULL);
	cr_assert_not_null(h->c->conn);
	h->mem = conn_mem_detach(h->c->conn);
	client_set_caps(h->c, caps);
	r->n++;
	return h;
}

struct hearer *
rig_user(struct route_rig *r, const char *nick, uint64_t caps)
{
	struct hearer *h = rig_stranger(r, caps);

	cr_assert_eq(client_set_nick(h->c, view_z(nick), RIG_WALL), NICK_OK);
	client_set_user(h->c, VIEW("~u"), VIEW("Somebody"));
	client_register(h->c, RIG_WALL, 1);
	return h;
}

struct channel *
rig_join(struct hearer *h, const char *name)
{
	const struct join_ask ask = { .name = view_z(name), .max = 10, .now_wall_ms = RIG_WALL };
	struct member *m;

	cr_assert_eq(channel_join(h->rig->world, h->c, &ask, &m), JOIN_OK);
	return m->channel;
}

const char *
rig_heard(struct hearer *h)
{
	struct view out;
	struct err e;

	cr_assert_eq(loop_turn(h->rig->loop, 0, &e), 0);
	out = conn_mem_output(h->mem);
	cr_assert_lt(out.n, sizeof(h->heard));
	(void)view_copy(out, h->heard, sizeof(h->heard));
	conn_mem_take(h->mem, out.n);
	return h->heard;
}
