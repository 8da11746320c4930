/* Where the relay finds clients: only who is at the other end of a connection itself can be known by its address. */
#include "main/server_relay.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "auth/session.h"
#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/loop.h"
#include "core/mem.h"
#include "main/server.h"
#include "net/conn_mem.h"
#include "net/forward.h"
#include "relay/relay.h"

#define PRINT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char text[] = "server { name = \"irc.example\" log-level = error }\n"
			   "class \"users\" { dcc = listen-only }\nclass \"others\" { }\n"
			   "listen \"127.0.0.1:6667\" { }\n"
			   "allow \"*@*\" { class = \"users\" }\n";

struct rig {
	struct loop *loop;
	struct server *server;
	struct conn_mem *mem;
	struct conn *conn;
	const struct client *client;
};

static uint64_t
standing_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static void
rig_init(struct rig *r, const struct peer_addr *peer, const struct peer_addr *real, const char *local,
	const char *print)
{
	static const struct control control = { .arg = NULL };
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct conn_mem_tls tls = { .version = "TLSv1.3", .cipher = "x", .fingerprint = print };
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = conf_load_text("/conclave.conf", view_z(text), faults);
	struct server_env env = { .memory_local = { .len = 0 } };
	struct err e;

	cr_assert_not_null(conf);
	hash_init();
	r->loop = env.loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	if (local != NULL)
		cr_assert_eq(addr_parse(view_z(local), &env.memory_local, &e), 0);
	r->server = server_new(&env, conf, &control);
	conf_unref(conf);
	conf_faults_free(faults);
	r->conn = conn_open_mem_tls(r->server->net, peer, 6667, NULL, &tls);
	r->mem = conn_mem_detach(r->conn);
	cr_assert(real == NULL || forward_conn(r->conn, real));
	conn_mem_feed(r->mem, VIEW("NICK al\r\nUSER al 0 * :Al\r\n"));
	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
	r->client = client_find(r->server->world, VIEW("al"));
	cr_assert_not_null(r->client);
}

static void
rig_release(struct rig *r)
{
	server_free(r->server);
	conn_mem_free(r->mem);
	loop_free(r->loop);
}

static const struct peer_addr v4 = { .family = AF_INET, .port = 4711, .ip = { 192, 0, 2, 7 } };

Test(server_relay, a_client_is_where_it_comes_from_and_has_dialled)
{
	char local[ADDR_TEXT_MAX];
	struct relay_where w;
	struct rig r;

	rig_init(&r, &v4, NULL, "198.51.100.1:6667", PRINT);
	server_where(r.server, r.client, &w);
	cr_expect(w.usable);
	cr_expect_eq(memcmp(w.peer.ip, v4.ip, 4), 0);
	cr_expect_str_eq(addr_format(&w.local, local), "198.51.100.1:6667");
	cr_assert_not_null(w.class);
	cr_expect_str_eq(w.class->name, "users");
	cr_expect_eq(w.class->dcc, CONF_DCC_LISTEN_ONLY);
	cr_expect_str_eq(w.fingerprint, PRINT);
	rig_release(&r);
}

Test(server_relay, nobody_is_known_by_an_address_behind_a_proxy_or_a_gateway)
{
	const struct peer_addr real = { .family = AF_INET, .ip = { 203, 0, 113, 5 } };
	struct relay_where w;
	struct rig r;

	rig_init(&r, &v4, NULL, "198.51.100.1:6667", NULL);
	session_rare_new(r.client->session)->via = mem_zalloc(sizeof(struct session_via));
	server_where(r.server, r.client, &w);
	cr_expect_not(w.usable, "a gateway");
	cr_expect_str_eq(w.fingerprint, "");
	rig_release(&r);
	rig_init(&r, &v4, &real, "198.51.100.1:6667", NULL);
	server_where(r.server, r.client, &w);
	cr_expect_not(w.usable, "a PROXY header");
	rig_release(&r);
}

Test(server_relay, unix_sockets_and_memory_have_no_address)
{
	const struct peer_addr local = { .family = AF_UNIX };
	struct relay_where w;
	struct rig r;

	rig_init(&r, &local, NULL, "198.51.100.1:6667", NULL);
	server_where(r.server, r.client, &w);
	cr_expect_not(w.usable);
	rig_release(&r);
	rig_init(&r, &v4, NULL, NULL, NULL);
	server_where(r.server, r.client, &w);
	cr_expect_not(w.usable);
	rig_release(&r);
}

Test(server_relay, a_client_without_connection_is_nowhere)
{
	struct relay_where w;
	struct client *c;
	struct rig r;

	rig_init(&r, &v4, NULL, NULL, NULL);
	c = client_new(r.server->world, VIEW("192.0.2.1"));
	server_where(r.server, c, &w);
	cr_expect_not(w.usable);
	cr_expect_null(w.class);
	client_exit(c, 0);
	rig_release(&r);
}
