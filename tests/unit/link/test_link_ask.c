/* Two neighbours, of which the first has a server behind it: who is asked to end which link, and to do what. */
#include "link/link_ask.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/loop.h"
#include "link/link_priv.h"
#include "net/conn_mem.h"

struct neighbour {
	struct conn_mem *mem;
	struct node *node;
};

struct rig {
	struct loop *loop;
	struct line_pool *lines;
	struct world *world;
	struct route *route;
	const struct conf *conf;
	struct links *links;
	struct neighbour hub, leaf;
	struct node *far;    /* behind the hub */
	struct client *user; /* there */
	char said[512];
};

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
add_node(struct rig *r, const char *name, const char *sid, struct node *uplink, uint8_t number)
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
link_up(struct rig *r, struct neighbour *nb, const char *name, const char *sid, uint8_t number)
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
	l->state = LINK_UP;
	l->number = number;
	nb->node->link = l;
	r->links->neighbour[number] = l;
	r->links->up |= UINT64_C(1) << number;
}

static void
rig_init(struct rig *r)
{
	struct world_conf wc = { .max_clients = 10, .max_channels = 10, .nick_len = 30 };
	struct links_env env;
	struct err e;

	*r = (struct rig){ .loop = NULL };
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

static void
rig_release(struct rig *r)
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

/* What it was sent, with '|' for an end of line. */
static const char *
heard(struct rig *r, const struct neighbour *nb)
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

Test(link_ask, squit_of_a_neighbour_closes_its_link_and_others_hear_of_it)
{
	struct rig r;

	rig_init(&r);
	links_squit(r.links, r.hub.node, NULL, VIEW("maintenance"));
	cr_expect_str_eq(heard(&r, &r.hub),
		"SQUIT 1HB :by irc.test: maintenance|ERROR :Closing Link: 127.0.0.1 (by irc.test: "
		"maintenance)|");
	cr_expect(conn_mem_is_closed(r.hub.mem));
	cr_expect_str_eq(heard(&r, &r.leaf), "SQUIT 1HB :by irc.test: maintenance|");
	cr_expect_null(node_find(r.world, VIEW("hub.test")));
	cr_expect_null(node_find(r.world, VIEW("far.test")), "it was behind");
	cr_expect_not_null(node_find(r.world, VIEW("leaf.test")));
	rig_release(&r);
}

Test(link_ask, squit_names_who_wants_it)
{
	struct rig r;

	rig_init(&r);
	links_squit(r.links, r.leaf.node, r.user, VIEW(""));
	cr_expect_str_eq(heard(&r, &r.leaf), "SQUIT 2LF :by ann|ERROR :Closing Link: 127.0.0.1 (by ann)|");
	cr_expect_str_eq(heard(&r, &r.hub), "SQUIT 2LF :by ann|");
	rig_release(&r);
}

/* It has happened when the server between says so. */
Test(link_ask, squit_of_a_server_farther_away_is_said_towards_it)
{
	struct rig r;

	rig_init(&r);
	links_squit(r.links, r.far, NULL, VIEW("two words"));
	cr_expect_str_eq(heard(&r, &r.hub), ":0AA SQUIT 3FA :two words|");
	cr_expect_str_eq(heard(&r, &r.leaf), "");
	cr_expect_not_null(node_find(r.world, VIEW("far.test")));
	rig_release(&r);
}

Test(link_ask, query_goes_towards_its_server_and_nowhere_else)
{
	struct rig r;

	rig_init(&r);
	links_query(r.links, r.user, r.leaf.node,
		(const struct view[]){ VIEW("CONNECT"), VIEW("new.test"), VIEW("7000"), VIEW("leaf.test") },
		4);
	cr_expect_str_eq(heard(&r, &r.leaf), ":3FAAAAAAA CONNECT new.test 7000 :leaf.test|");
	cr_expect_str_eq(heard(&r, &r.hub), "");
	links_query(r.links, r.user, r.leaf.node, (const struct view[]){ VIEW("VERSION"), VIEW("2LF") }, 2);
	cr_expect_str_eq(heard(&r, &r.leaf), ":3FAAAAAAA VERSION :2LF|");
	links_query(r.links, r.user, r.far, (const struct view[]){ VIEW("VERSION"), VIEW("3FA") }, 2);
	cr_expect_str_eq(heard(&r, &r.hub), "", "never back to where it comes from");
	rig_release(&r);
}
