#include "auth/ident.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "auth/signup.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/rng.h"
#include "net/conn_mem.h"
#include "net/line.h"
#include "tests/unit/auth/auth_rig.h"

/* A gate, one client, and a service that the test plays. */
struct rig {
	const struct conf *conf;
	struct loop *loop;
	struct line_pool *lines;
	struct world *world;
	struct route *route;
	struct signups *signups;
	struct gate *gate;
	struct net *net;
	struct conn_mem *mem;
	struct client *c;
	struct dial_plan plan; /* the last */
	unsigned n_dials, n_cancels;
	bool no_socket;
	int fd; /* the service's end */
};

static struct dial *
start(void *arg, const struct dial_plan *plan, struct err *e)
{
	struct rig *r = arg;

	r->plan = *plan;
	r->n_dials++;
	if (r->no_socket)
		(void)err_fmt(e, "no socket");
	return r->no_socket ? NULL : arg;
}

static void
cancel(void *arg, struct dial *d)
{
	((struct rig *)arg)->n_cancels += d != NULL;
}

static uint32_t
no_dispatch(void *arg, struct client *c, const struct msg *m)
{
	(void)arg;
	(void)c;
	(void)m;
	return 0;
}

static void
rig_init(struct rig *r)
{
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 10, .max_channels = 10
	};
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	log_init(LOG_LEVEL_ERROR, false);
	r->fd = -1;
	r->conf = rig_conf_of("class \"c\" { }\nident { port = 1113 connect-timeout = 2s timeout = 5s }\n"
			      "allow \"*@*\" { class = \"c\" ident = try }\n");
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	hash_init();
	r->world = world_new(&wc, loop_wall_ms(r->loop));
	r->lines = line_pool_new();
	r->route = route_new(r->world, r->loop, r->lines);
	r->signups = signups_new(r->loop);
	r->gate = gate_new(&(struct gate_env){ .world = r->world,
				   .route = r->route,
				   .loop = r->loop,
				   .signups = r->signups,
				   .dispatch = no_dispatch,
				   .version = "test" },
		r->conf);
	ident_set_dialer(gate_ident(r->gate), &(struct ident_dialer){ start, cancel, r });
}

static void
rig_open(struct rig *r, const char *address)
{
	static const struct listen_point point = { .title = "test" };
	const struct net_conf nc = { .line_max = 512, .max_conns = 4, .accepts_per_turn = 1 };
	struct peer_addr peer = rig_peer_of(address);
	struct conn *conn;

	r->net = net_new(r->loop, r->lines, &nc, &gate_owner, r->gate);
	conn = conn_open_mem(r->net, &peer, 6667, (void *)(uintptr_t)&point);
	cr_assert_not_null(conn);
	r->mem = conn_mem_detach(conn);
	r->c = ((struct session *)conn_data(conn))->client;
}

static void
rig_release(struct rig *r)
{
	net_free(r->net);
	conn_mem_free(r->mem);
	cr_expect_eq(ident_count(gate_ident(r->gate)), 0);
	gate_free(r->gate);
	signups_free(r->signups);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	conf_unref(r->conf);
	if (r->fd != -1)
		(void)close(r->fd);
}

/* The dial has come through: what the service is asked. */
static void
answer_dial(struct rig *r, char asked[64])
{
	int fd[2];
	ssize_t n;

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	r->fd = fd[1];
	r->plan.done(r->plan.arg, DIAL_CONNECTED, fd[0], NULL);
	n = recv(r->fd, asked, 63, 0);
	cr_assert_gt(n, 0);
	asked[n] = '\0';
}

static void
say(struct rig *r, const char *reply)
{
	struct err e;

	cr_assert_eq(send(r->fd, reply, strlen(reply), MSG_NOSIGNAL), (ssize_t)strlen(reply));
	cr_assert_eq(loop_turn(r->loop, 1000, &e), 0);
}

Test(ident, the_service_of_the_clients_host_is_asked_about_its_port_and_ours)
{
	struct rig r;
	char text[INET_ADDRSTRLEN], asked[64];

	rig_init(&r);
	rig_open(&r, "192.0.2.7");
	cr_assert_eq(r.n_dials, 1u);
	cr_expect_eq(r.plan.to.u.sa.sa_family, AF_INET);
	cr_expect_str_eq(inet_ntop(AF_INET, &r.plan.to.u.in.sin_addr, text, sizeof(text)), "192.0.2.7");
	cr_expect_eq(ntohs(r.plan.to.u.in.sin_port), 1113);
	cr_expect_eq(r.plan.timeout_ms, 2000u);
	cr_expect_eq(r.c->session->ident, IDENT_ASKED);
	answer_dial(&r, asked);
	cr_expect_str_eq(asked, "40000,6667\r\n");
	say(&r, "40000, 6667 : USERID : UNIX : ann\r\n");
	cr_expect_eq(r.c->session->ident, IDENT_OK);
	cr_expect_str_eq(r.c->user, "ann");
	cr_expect_eq(ident_count(gate_ident(r.gate)), 0);
	ident_take_user(r.c, VIEW("bob"));
	cr_expect_str_eq(r.c->user, "ann", "what the service says stays");
	rig_release(&r);
}

Test(ident, of_an_address_of_ipv6_the_service_is_asked_there)
{
	struct rig r;
	char text[INET6_ADDRSTRLEN];

	rig_init(&r);
	rig_open(&r, "2001:db8::7");
	cr_assert_eq(r.plan.to.u.sa.sa_family, AF_INET6);
	cr_expect_str_eq(inet_ntop(AF_INET6, &r.plan.to.u.in6.sin6_addr, text, sizeof(text)), "2001:db8::7");
	cr_expect_eq(ntohs(r.plan.to.u.in6.sin6_port), 1113);
	rig_release(&r);
}

Test(ident, an_answer_about_another_connection_is_none)
{
	struct rig r;
	char asked[64];

	rig_init(&r);
	rig_open(&r, "192.0.2.7");
	answer_dial(&r, asked);
	say(&r, "40001,6667:USERID:UNIX:ann\r\n");
	cr_expect_eq(r.c->session->ident, IDENT_NONE);
	ident_take_user(r.c, VIEW("bob"));
	cr_expect_str_eq(r.c->user, "bob");
	rig_release(&r);
}

Test(ident, where_there_is_no_socket_nobody_waits)
{
	struct rig r;

	rig_init(&r);
	r.no_socket = true;
	rig_open(&r, "192.0.2.7");
	cr_expect_eq(r.c->session->ident, IDENT_NONE);
	cr_expect_eq(ident_count(gate_ident(r.gate)), 0);
	rig_release(&r);
}

Test(ident, a_client_that_leaves_is_asked_about_no_more)
{
	struct rig r;

	rig_init(&r);
	rig_open(&r, "192.0.2.7");
	ident_forget(gate_ident(r.gate), r.c);
	cr_expect_eq(r.n_cancels, 1u);
	cr_expect_eq(ident_count(gate_ident(r.gate)), 0);
	rig_release(&r);
}

Test(ident, a_host_that_has_refused_is_not_asked_again)
{
	struct rig r;
	struct peer_addr peer = rig_peer_of("192.0.2.7");
	struct conn *conn;
	struct conn_mem *mem;

	rig_init(&r);
	rig_open(&r, "192.0.2.7");
	r.plan.done(r.plan.arg, DIAL_REFUSED, -1, "refused");
	cr_expect_eq(r.c->session->ident, IDENT_NONE);
	conn = conn_open_mem(r.net, &peer, 6667, NULL);
	mem = conn_mem_detach(conn);
	cr_expect_eq(r.n_dials, 1u);
	cr_expect_str_eq(ident_text(conn_data(conn)), ident_text(r.c->session));
	rig_release(&r);
	conn_mem_free(mem);
}
