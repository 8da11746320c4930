/* What holds of a linked server at the end of every turn, whatever its neighbours have said. */
#include "tests/fuzz/fuzz_link_rig.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "core/log.h"
#include "core/loop.h"
#include "link/link.h"
#include "main/libraries.h"
#include "net/line.h"
#include "proto/msg.h"
#include "proto/msg_build.h"
#include "state/client_remote.h"
#include "state/node.h"
#include "tests/unit/state/world_check.h"

#define SETTLE_TURNS 100
#define ALL_CAPS                                                                                          \
	"QS EX IE ENCAP EUID SAVE TB EOPMOD EBMASK MLOCK BAN CHW SERVICES RSFNC RSFNCF KNOCK REMOVE KLN " \
	"UNKLN CLUSTER STAG CONCLAVE"

static const char text[] =
	"server { name = \"irc.test\" sid = \"0AA\" network = \"Test\" channel-ranks = \"ov\" max-clients = "
	"60 "
	"default-channel-modes = \"nt\" }\n"
	"listen \"127.0.0.1:6667\" { }\n"
	"class \"main\" { flood-burst = 1000000 flood-rate = 1000000 targets = \"0\" joins = \"0\" }\n"
	"allow \"*@*\" { class = \"main\" }\n"
	"link \"hub.test\" { sid = \"1HB\" from = { \"127.0.0.1\" } plaintext = yes send-password = \"a\" "
	"accept-password = "
	"\"b\" hub = { \"*\" } services = yes max-servers = 6 max-users = 20 max-channels = 20 permit = { "
	"\"kill\", "
	"\"squit\", \"connect\", \"wallops\", \"stats\", \"global\", \"kline\", \"dcc\" } }\n"
	"link \"leaf.test\" { from = { \"127.0.0.1\" } plaintext = yes send-password = \"a\" accept-password "
	"= \"b\" permit = { } "
	"max-users = 10 max-channels = 10 }\n";

static const struct conf *conf;
static bool show; /* what everybody hears, for who looks into a crash */

struct view __real_msg_build_end(struct msg_build *b);
struct view __wrap_msg_build_end(struct msg_build *b);

/* Whatever others say, nothing that the server makes of it may be refused by the builder: it would be lost without a word. */
struct view
__wrap_msg_build_end(struct msg_build *b)
{
	struct view v = __real_msg_build_end(b);

	assert(v.n != 0);
	return v;
}

void
rig_load(void)
{
	struct conf_faults *faults = conf_faults_new();
	struct err e;

	show = getenv("CONCLAVE_FUZZ_SHOW") != NULL;
	log_init(LOG_LEVEL_ERROR, false);
	if (libraries_init(&e) == -1)
		abort();
	conf = conf_load_text("/tmp/conclave.conf", view_z(text), faults);
	for (size_t k = 0; k < conf_faults_count(faults); k++)
		log_error("fuzz", "%s", conf_faults_text(faults, k));
	if (conf == NULL)
		abort();
	conf_faults_free(faults);
}

static uint64_t
mono_ms(void *arg)
{
	return ((const struct rig *)arg)->now_ms;
}

static uint64_t
wall_ms(void *arg)
{
	return UINT64_C(1800000000000) + ((const struct rig *)arg)->now_ms;
}

static int
on_rehash(void *arg, const struct rehash_ask *ask)
{
	(void)arg;
	(void)ask;
	return 0;
}

static void
on_end(void *arg, struct view reason)
{
	(void)arg;
	(void)reason;
}

static void
on_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	(void)arg;
	(void)letter;
	emit(to, "odd\r\nbytes");
}

static bool
is_server(enum link_peer p)
{
	return p == PEER_HUB || p == PEER_LEAF;
}

static void
say_hello(struct rig *r, enum link_peer p)
{
	static const char *const greeting[PEER_N] = {
		[PEER_HUB] = "PASS b TS 6 :1HB\r\nCAPAB :" ALL_CAPS "\r\nSERVER hub.test 1 :Hub\r\n"
			     "SVINFO 6 6 0 :1800000001\r\n"
			     ":1HB EUID hal 1 1799999000 +i ~hal h.test 192.0.2.1 1HBAAAAAB h.test * :Hal\r\n"
			     ":1HB EUID SaslServ 1 1799999000 +ioS s services.test 0 1HBAAAAAC * * :Agent\r\n"
			     ":1HB SJOIN 1799999000 #h +nt :@1HBAAAAAB\r\n:1HB PING hub.test\r\n",
		[PEER_LEAF] =
			"PASS b TS 6 :2LF\r\nCAPAB :QS EX IE ENCAP\r\nSERVER leaf.test 1 :Leaf\r\n"
			"SVINFO 6 6 0 :1800000001\r\n"
			":2LF UID lea 1 1799999100 +i ~lea l.test 192.0.2.2 2LFAAAAAB :Lea\r\n"
			":2LF UID lou 1 1799999100 + ~lou l.test 0 2LFAAAAAC :Lou\r\n"
			":2LF SJOIN 1799999100 #l +nt :@2LFAAAAAB +2LFAAAAAC\r\n:2LF PING leaf.test\r\n",
		[PEER_AL] = "NICK al\r\nUSER al 0 * :Al\r\nJOIN #c,#h\r\n",
		[PEER_BO] = "CAP REQ :server-time message-tags batch extended-join account-notify "
			    "chghost\r\nNICK bo\r\n"
			    "USER bo 0 * :Bo\r\nCAP END\r\nJOIN #c,#l\r\n",
		[PEER_CE] = "NICK Ce[\r\nUSER ce 0 * :Ce\r\nJOIN #c\r\n",
	};

	conn_mem_feed(r->peer[p].mem, view_z(greeting[p]));
}

void
rig_open(struct rig *r, enum link_peer p)
{
	static const struct listen_point point = { "plain", NULL };
	const struct peer_addr peer = { .family = AF_INET, .port = 1024, .ip = { 127, 0, 0, 1 } };
	struct net *net = is_server(p) ? links_net(r->server->links) : r->server->net;

	if (r->peer[p].mem != NULL)
		return;
	r->peer[p].conn = conn_open_mem(net, &peer, 6667, is_server(p) ? NULL : (void *)(uintptr_t)&point);
	if (r->peer[p].conn == NULL)
		return;
	r->peer[p].mem = conn_mem_detach(r->peer[p].conn);
	say_hello(r, p);
}

void
rig_close(struct rig *r, enum link_peer p)
{
	if (r->peer[p].mem != NULL)
		conn_mem_close(r->peer[p].mem);
}

void
rig_say(struct rig *r, enum link_peer p, struct view line)
{
	if (r->peer[p].mem == NULL)
		return;
	conn_mem_feed(r->peer[p].mem, line);
	conn_mem_feed(r->peer[p].mem, VIEW("\r\n"));
}

/*
 * A line to a neighbour: it has a verb and room, and its source is not behind the one that hears it, for nothing goes back to where it
 * came from.  Who has gone since it was said can't be asked.
 */
static void
check_to_server(const struct rig *r, enum link_peer p, struct view line)
{
	const struct world *w = r->server->world;
	const struct node *to = node_find(w, p == PEER_HUB ? VIEW("hub.test") : VIEW("leaf.test"));
	struct view rest = view_left(line, line.n - 2);
	struct msg m;
	const struct client *c;
	const struct node *n;

	assert(line.n >= 3 && line.p[line.n - 2] == '\r' && memchr(rest.p, '\0', rest.n) == NULL);
	if (msg_parse(rest, &m) != MSG_OK)
		abort();
	assert(m.line.n - (m.tags.n != 0 ? m.tags.n + 2 : 0) <= MSG_BODY_MAX - 2);
	assert(p != PEER_LEAF || m.tags.n == 0);
	if (to == NULL || m.source.n == 0)
		return;
	c = client_find_uid(w, m.source);
	n = c != NULL ? c->node : node_find_any(w, m.source);
	assert(n == NULL || n->number != to->number);
}

static void
check_to_client(struct view line)
{
	struct msg m;

	assert(line.n >= 3 && line.p[line.n - 2] == '\r');
	if (msg_parse(view_left(line, line.n - 2), &m) == MSG_BAD)
		abort();
	assert(line.n - (m.tags.n != 0 ? m.tags.n + 2 : 0) <= MSG_BODY_MAX);
}

/* Takes the whole lines; a part of one stays. */
static void
read_peer(struct rig *r, enum link_peer p)
{
	struct view out = conn_mem_output(r->peer[p].mem);
	const char *lf;

	while (out.n != 0 && (lf = memchr(out.p, '\n', out.n)) != NULL) {
		size_t n = (size_t)(lf - out.p) + 1;

		if (show)
			(void)fprintf(stderr, "%d< %.*s", (int)p, VIEW_ARG(view_left(out, n)));
		if (is_server(p))
			check_to_server(r, p, view_left(out, n));
		else
			check_to_client(view_left(out, n));
		conn_mem_take(r->peer[p].mem, n);
		out = conn_mem_output(r->peer[p].mem);
	}
	if (!conn_mem_is_closed(r->peer[p].mem))
		return;
	conn_mem_free(r->peer[p].mem);
	r->peer[p].mem = NULL;
	r->peer[p].conn = NULL;
}

/* The tree is one, and leaf.test has not become more than its section allows. */
static void
check_tree(const struct rig *r)
{
	const struct world *w = r->server->world;
	size_t n_leaf = 0, n_hub = 0;

	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *n = node_of_world_link(it);
		const struct node *up = n;
		size_t steps = 0;

		while (up->uplink != NULL && steps++ <= w->n_nodes)
			up = up->uplink;
		assert(up == w->me && (n == w->me) == (n->number == 0));
		assert(n == w->me || n->uplink == w->me || n->number == n->uplink->number);
		n_leaf += n != w->me && view_eq(node_name(n->neighbour), VIEW("leaf.test"));
		n_hub += n != w->me && view_eq(node_name(n->neighbour), VIEW("hub.test"));
	}
	assert(n_leaf <= 1 && n_hub <= 6);
}

void
rig_turn(struct rig *r)
{
	const char *fault;
	bool more = true;
	struct err e;

	if (loop_turn(r->loop, 0, &e) == -1)
		abort();
	while (more)
		more = workers_finish_one(&r->workers);
	for (unsigned p = 0; p < PEER_N; p++) {
		if (r->peer[p].mem != NULL)
			read_peer(r, (enum link_peer)p);
	}
	fault = world_fault(r->server->world);
	if (fault != NULL) {
		(void)fprintf(stderr, "the world: %s\n", fault);
		abort();
	}
	check_tree(r);
}

void
rig_settle(struct rig *r)
{
	for (unsigned i = 0; i < SETTLE_TURNS; i++)
		rig_turn(r);
}

void
rig_init(struct rig *r)
{
	const struct control control = { .arg = r,
		.rehash = on_rehash,
		.die = on_end,
		.restart = on_end,
		.stats = on_stats,
		.library = libraries_at };
	struct err e;

	memset(r, 0, sizeof(*r));
	r->now_ms = 1000;
	r->clock = (struct clock){ .mono_ms = mono_ms, .wall_ms = wall_ms, .arg = r };
	r->slabs_before = slab_count();
	r->loop = loop_new(LOOP_BACKEND_POLL, r->clock, &e);
	assert(r->loop != NULL);
	r->server =
		server_new(&(struct server_env){ .loop = r->loop, .workers = &r->workers }, conf, &control);
	for (unsigned p = 0; p < PEER_N; p++)
		rig_open(r, (enum link_peer)p);
	for (unsigned i = 0; i < 8; i++)
		rig_turn(r);
	assert(node_find(r->server->world, VIEW("hub.test")) != NULL);
	assert(node_find(r->server->world, VIEW("leaf.test")) != NULL);
	assert(client_find(r->server->world, VIEW("lou")) != NULL);
}

void
rig_release(struct rig *r)
{
	for (unsigned p = 0; p < PEER_N; p++)
		rig_close(r, (enum link_peer)p);
	for (unsigned i = 0; i < SETTLE_TURNS; i++) {
		r->now_ms += 60000;
		rig_turn(r);
	}
	for (unsigned p = 0; p < PEER_N; p++)
		assert(r->peer[p].mem == NULL);
	assert(r->server->world->n_nodes == 1 && r->server->world->n_users == 0);
	r->workers.stopping = true;
	server_stop_changes(r->server);
	server_free(r->server);
	loop_free(r->loop);
	assert(slab_count() == r->slabs_before);
}
