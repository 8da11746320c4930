#include "tests/unit/link/link_rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/loop.h"

static const struct conf *
make_conf(void)
{
	static const char text[] = "server { name = irc.test sid = 0AA channel-ranks = ov }\nclass c {}\n"
				   "listen \"[::1]:6667\" {}\nallow \"*@*\" { class = c }\n";
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = conf_load_text("t.conf", view_z(text), faults);

	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

static struct node *
add_node(struct link_rig *r, const char *name, const char *sid, struct node *uplink, uint8_t number)
{
	const struct node_intro intro = { .name = view_z(name),
		.sid = view_z(sid),
		.description = VIEW("x"),
		.uplink = uplink,
		.number = number };

	return node_add(r->world, &intro, 0);
}

/* As its handshake would. */
static void
link_up(struct link_rig *r, struct link_peer *nb, const char *name, const char *sid, uint8_t number)
{
	struct peer_addr peer;
	struct conn *conn;
	struct link *l;

	cr_assert_eq(peer_addr_parse(VIEW("127.0.0.1"), &peer), 0);
	conn = conn_open_mem(links_net(r->links), &peer, 7000, NULL);
	cr_assert_not_null(conn);
	nb->mem = conn_mem_detach(conn);
	nb->node = add_node(r, name, sid, r->world->me, number);
	l = CONTAINER_OF(r->links->all.prev, struct link, in_links);
	(void)view_copy(view_z(name), l->name, sizeof(l->name));
	l->node = nb->node;
	l->n_servers = 1;
	l->has_svinfo = true;
	nb->link = l;
	l->state = LINK_UP;
	l->number = number;
	nb->node->link = l;
	r->links->neighbour[number] = l;
	r->links->up |= UINT64_C(1) << number;
}

void
link_rig_init(struct link_rig *r)
{
	struct world_conf wc = { .max_clients = 10, .max_channels = 10, .nick_len = 30 };
	struct links_env env;
	struct err e;

	*r = (struct link_rig){ .loop = NULL };
	(void)snprintf(wc.server_name, sizeof(wc.server_name), "irc.test");
	(void)snprintf(wc.sid, sizeof(wc.sid), "0AA");
	hash_init();
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	cr_assert_not_null(r->loop);
	r->lines = line_pool_new();
	r->world = world_new(&wc, 0);
	r->route = route_new(r->world, r->loop, r->lines);
	r->conf = make_conf();
	env = (struct links_env){ .world = r->world, .route = r->route, .loop = r->loop };
	r->links = links_new(&env, r->conf);
	link_up(r, &r->hub, "hub.test", "1HB", 1);
	link_up(r, &r->leaf, "leaf.test", "2LF", 2);
	r->far = add_node(r, "far.test", "3FA", r->hub.node, 0);
	r->hub.link->n_servers++;
	r->user = client_introduce(r->world,
		&(struct client_intro){ .node = r->far,
			.uid = VIEW("3FAAAAAAA"),
			.nick = VIEW("ann"),
			.user = VIEW("ann"),
			.host = VIEW("h.test"),
			.realname = VIEW("x"),
			.nick_ts = 1000000000 },
		0);
	cr_assert_not_null(r->user);
}

void
link_rig_release(struct link_rig *r)
{
	links_free(r->links);
	conn_mem_free(r->hub.mem);
	conn_mem_free(r->leaf.mem);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	conf_unref(r->conf);
}

const char *
link_rig_heard(struct link_rig *r, const struct link_peer *nb)
{
	struct view out;
	struct err e;
	size_t n = 0;

	for (int i = 0; i < 5; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
	out = conn_mem_output(nb->mem);
	for (size_t i = 0; i < out.n && n + 1 < sizeof(r->said); i++) {
		if (out.p[i] != '\r')
			r->said[n++] = out.p[i] == '\n' ? '|' : out.p[i];
	}
	r->said[n] = '\0';
	conn_mem_take(nb->mem, out.n);
	return r->said;
}
