#include "tests/unit/auth/auth_rig.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/loop.h"
#include "net/conn_mem.h"
#include "net/line.h"

const struct conf *
rig_conf_server(const char *server, const char *text)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char whole[4096];
	int n;

	n = snprintf(whole, sizeof(whole),
		"server { name = \"irc.test\" %s }\nlisten \"127.0.0.1:6667\" { }\n%s\n", server, text);
	cr_assert(n > 0 && (size_t)n < sizeof(whole));
	conf = conf_load_text("/tmp/test.conf", view_z(whole), faults);
	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

const struct conf *
rig_conf_of(const char *text)
{
	return rig_conf_server("", text);
}

struct peer_addr
rig_peer_of(const char *text)
{
	struct peer_addr p = { .port = 40000 };

	if (strcmp(text, "unix") == 0)
		return (struct peer_addr){ .family = AF_UNIX };
	if (inet_pton(AF_INET, text, p.ip) == 1)
		p.family = AF_INET;
	else
		p.family = AF_INET6;
	cr_assert(p.family == AF_INET || inet_pton(AF_INET6, text, p.ip) == 1, "%s", text);
	return p;
}

static void *
on_opened(struct conn *c, void *arg)
{
	(void)c;
	return arg;
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	struct rig_one *o = data;

	(void)c;
	(void)why;
	o->c->conn = NULL;
	o->c->session = NULL;
}

void
rig_one_init(struct rig_one *o, const char *user, const char *address)
{
	static const struct conn_owner owner = { .opened = on_opened, .gone = on_gone };
	const struct net_conf nc = { .line_max = 512, .max_conns = 10, .accepts_per_turn = 1 };
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 10, .max_channels = 10
	};
	struct peer_addr peer = rig_peer_of(address);
	struct err e;

	hash_init();
	o->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	cr_assert_not_null(o->loop);
	o->lines = line_pool_new();
	o->net = net_new(o->loop, o->lines, &nc, &owner, o);
	o->world = world_new(&wc, 0);
	o->c = client_new(o->world, VIEW("host"));
	client_set_user(o->c, view_z(user), VIEW("Somebody"));
	o->c->conn = conn_open_mem(o->net, &peer, 6667, NULL);
	cr_assert_not_null(o->c->conn);
	o->mem = conn_mem_detach(o->c->conn);
	o->session = (struct session){ .client = o->c, .has_user = true };
	o->c->session = &o->session;
}

void
rig_one_release(struct rig_one *o)
{
	net_free(o->net);
	conn_mem_free(o->mem);
	world_free(o->world);
	line_pool_free(o->lines);
	loop_free(o->loop);
}
