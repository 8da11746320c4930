/* A server with more users than the scenarios have, and one that ends while its workers have something to do. */
#include "main/server.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "auth/ident.h"
#include "conf/conf_faults.h"
#include "core/loop.h"
#include "core/worker.h"
#include "main/libraries.h"
#include "net/conn_mem.h"
#include "net/forward.h"
#include "net/line.h"
#include "net/listener.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char with_password[] = "server { name = \"irc.example\" log-level = error }\n"
				    "class \"users\" { }\n"
				    "listen \"127.0.0.1:6667\" { }\n"
				    "allow \"*@*\" { class = \"users\" password = \"" HASH "\" }\n";

static const char without[] = "server { name = \"irc.example\" log-level = error connect-burst = 2 "
			      "connect-interval = 3s }\n"
			      "class \"users\" { flood-burst = 20 flood-rate = 1 }\n"
			      "listen \"127.0.0.1:6667\" { }\n"
			      "allow \"*@*\" { class = \"users\" }\n";

static const char asking[] = "server { name = \"irc.example\" log-level = error }\n"
			     "class \"users\" { }\n"
			     "listen \"127.0.0.1:6667\" { }\n"
			     "allow \"*@*\" { class = \"users\" ident = try }\n";

/* Holds the only worker until the pool is told to end, so that what waits behind it never runs. */
static struct holder {
	struct job job;
	struct worker_pool *pool;
	bool was_done;
} holder;

static void
hold(struct job *j)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	(void)j;
	for (int i = 0; i < 10000 && !worker_is_stopping(holder.pool); i++)
		(void)nanosleep(&pause, NULL);
}

static void
held(struct job *j)
{
	(void)j;
	holder.was_done = true;
}

static struct server *
make_server(struct loop *loop, const char *text)
{
	static const struct control control = { .arg = NULL };
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = conf_load_text("/conclave.conf", view_z(text), faults);
	struct server *s;

	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	s = server_new(&(struct server_env){ .loop = loop, .workers = holder.pool }, conf, &control);
	conf_unref(conf);
	conf_faults_free(faults);
	return s;
}

/* Who is no connection's: as many as the test likes. */
static void
add_users(struct world *w, int n)
{
	char nick[16];

	for (int i = 0; i < n; i++) {
		struct client *c = client_new(w, VIEW("192.0.2.1"));

		(void)snprintf(nick, sizeof(nick), "u%d", i);
		cr_assert_eq(client_set_nick(c, view_z(nick), 0), NICK_OK);
		client_set_user(c, VIEW("~u"), VIEW("U"));
		client_register(c, 0, 0);
	}
}

static uint64_t
standing_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static uint64_t moving_ms;

static uint64_t
moving(void *arg)
{
	(void)arg;
	return moving_ms;
}

static size_t
count(struct view text, struct view word)
{
	size_t n = 0;

	for (size_t i = 0; i + word.n <= text.n; i++)
		n += memcmp(text.p + i, word.p, word.n) == 0;
	return n;
}

/* Of a burst of 20 USER takes 1, WHO 1, 3 more when it looks at everybody and 2 for each thousand of them; a PING takes 1. */
static size_t
pings_after(struct view line, int users)
{
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conn_mem *mem;
	struct loop *loop;
	struct server *s;
	struct err e;
	size_t n;

	cr_assert_eq(libraries_init(&e), 0);
	loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	s = make_server(loop, without);
	add_users(s->world, users);
	mem = conn_mem_detach(conn_open_mem(s->net, &peer, 6667, NULL));
	conn_mem_feed(mem, VIEW("NICK al\r\nUSER al 0 * :Al\r\n"));
	conn_mem_feed(mem, line);
	for (int i = 0; i < 20; i++)
		conn_mem_feed(mem, VIEW("PING x\r\n"));
	for (int i = 0; i < 20; i++) /* a long WHO takes several turns */
		cr_assert_eq(loop_turn(loop, 0, &e), 0);
	n = count(conn_mem_output(mem), VIEW(" PONG "));
	server_free(s);
	conn_mem_free(mem);
	loop_free(loop);
	return n;
}

Test(server, who_costs_by_how_many_it_looks_at)
{
	size_t alone = pings_after(VIEW("WHO nobody\r\n"), 0);

	cr_expect_eq(pings_after(VIEW("WHO nobody\r\n"), 2000), alone - 4);
	cr_expect_eq(pings_after(VIEW("WHO u1\r\n"), 2000), alone + 3, "one nick is found at once");
}

static int
dial(const struct addr *to)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_neq(fd, -1);
	cr_assert_eq(connect(fd, &to->u.sa, to->len), 0);
	return fd;
}

Test(server, connections_of_one_address_beyond_the_burst_are_refused_until_time_has_passed)
{
	struct listener_conf lc = { .backlog = 16 };
	struct loop *loop;
	struct listener *l;
	struct server *s;
	struct err e;
	int fd[4];

	cr_assert_eq(libraries_init(&e), 0);
	moving_ms = 1000000;
	loop = loop_new(LOOP_BACKEND_BEST, (struct clock){ moving, moving, NULL }, &e);
	s = make_server(loop, without);
	cr_assert_eq(addr_parse(VIEW("127.0.0.1:0"), &lc.at, &e), 0);
	l = listener_new(&lc, &e);
	cr_assert_not_null(l);
	cr_assert_eq(listener_start(l, s->net, &e), 0);
	for (size_t i = 0; i < 3; i++)
		fd[i] = dial(listener_addr(l));
	for (int i = 0; i < 100 && net_stats(s->net).refused == 0; i++)
		cr_assert_eq(loop_turn(loop, 100, &e), 0);
	cr_expect_eq(net_stats(s->net).conns, 2);
	cr_expect_eq(net_stats(s->net).refused, 1);
	moving_ms += 3000;
	fd[3] = dial(listener_addr(l));
	for (int i = 0; i < 100 && net_stats(s->net).conns < 3; i++)
		cr_assert_eq(loop_turn(loop, 100, &e), 0);
	cr_expect_eq(net_stats(s->net).conns, 3);
	listener_free(l);
	server_free(s);
	loop_free(loop);
	for (size_t i = 0; i < ARRAY_LEN(fd); i++)
		(void)close(fd[i]);
}

/* As close_all() in boot.c ends them: the workers first. */
Test(server, password_that_was_not_checked_before_the_end_is_not_called_wrong)
{
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	struct conn_mem *mem;
	struct loop *loop;
	struct server *s;
	struct err e;

	cr_assert_eq(libraries_init(&e), 0);
	loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	holder.pool = worker_pool_new(loop, 1, 8, &e);
	holder.job = (struct job){ .run = hold, .done = held };
	cr_assert(worker_submit(holder.pool, &holder.job));
	s = make_server(loop, with_password);
	mem = conn_mem_detach(conn_open_mem(s->net, &peer, 6667, NULL));
	conn_mem_feed(mem, VIEW("PASS x\r\nNICK al\r\nUSER al 0 * :Al\r\n"));
	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(loop, 0, &e), 0);
	cr_expect_eq(s->world->n_unregistered, 1);
	worker_pool_free(holder.pool);
	cr_expect(holder.was_done);
	cr_expect_eq(s->world->n_unregistered, 1);
	cr_assert_eq(loop_turn(loop, 0, &e), 0);
	cr_expect_eq(conn_mem_output(mem).n, 0);
	server_free(s);
	cr_expect(conn_mem_is_closed(mem));
	conn_mem_free(mem);
	loop_free(loop);
	cr_expect_eq(slab_count(), 0);
}

#define NEWS_PEM "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n"

/* The configuration with this more in its tls section; its certificate is looked at by conf/ alone. */
static const struct conf *
news_conf(const char *dir, const char *more)
{
	struct conf_faults *faults = conf_faults_new();
	char text[1024], path[128];
	const struct conf *conf;

	(void)snprintf(path, sizeof(path), "%s/conclave.conf", dir);
	(void)snprintf(text, sizeof(text),
		"server { name = \"irc.example\" log-level = error }\nclass \"users\" { flood-burst = 1000 "
		"}\n"
		"listen \"127.0.0.1:6667\" { }\nlisten \"127.0.0.1:6697\" { tls = yes }\n"
		"tls { certificate = \"pem\" key = \"pem\" %s }\nallow \"*@*\" { class = \"users\" }\n",
		more);
	conf = conf_load_text(path, view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	return conf;
}

enum { NEWS_PLAIN, NEWS_TLS, NEWS_OLD, NEWS_NONE, NEWS_STRANGER, NEWS_N };

struct news {
	char dir[64], pem[80];
	struct loop *loop;
	struct server *s;
	struct conn_mem *mem[NEWS_N];
	char heard[NEWS_N][256];
};

static void
news_hear(struct news *n)
{
	struct err e;

	for (int i = 0; i < 3; i++)
		cr_assert_eq(loop_turn(n->loop, 0, &e), 0);
	for (size_t i = 0; i < NEWS_N; i++) {
		struct view out = conn_mem_output(n->mem[i]);

		(void)view_copy(out, n->heard[i], sizeof(n->heard[i]));
		conn_mem_take(n->mem[i], out.n);
	}
}

static void
news_configure(struct news *n, const char *more)
{
	const struct conf *conf = news_conf(n->dir, more);

	server_configure(n->s, conf);
	conf_unref(conf);
	news_hear(n);
}

static void
news_init(struct news *n)
{
	static const char *const says[NEWS_N] = {
		[NEWS_PLAIN] = "CAP LS 302\r\nCAP END\r\nNICK a\r\nUSER a 0 * :A\r\n",
		[NEWS_TLS] = "CAP LS 302\r\nCAP END\r\nNICK b\r\nUSER b 0 * :B\r\n",
		[NEWS_OLD] = "CAP REQ :cap-notify\r\nCAP END\r\nNICK c\r\nUSER c 0 * :C\r\n",
		[NEWS_NONE] = "NICK d\r\nUSER d 0 * :D\r\n",
		[NEWS_STRANGER] = "CAP LS 302\r\n",
	};
	static const struct control control = { .arg = NULL };
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	const struct conn_mem_tls tls = { .version = "TLSv1.3", .cipher = "x" }, plain = { .version = NULL };
	const struct conf *conf;
	struct err e;
	FILE *f;

	cr_assert_eq(libraries_init(&e), 0);
	(void)snprintf(n->dir, sizeof(n->dir), "/tmp/conclave-news.XXXXXX");
	cr_assert_not_null(mkdtemp(n->dir));
	(void)snprintf(n->pem, sizeof(n->pem), "%s/pem", n->dir);
	(void)umask(077);
	f = fopen(n->pem, "w");
	cr_assert(f != NULL && fputs(NEWS_PEM, f) >= 0 && fclose(f) == 0);
	n->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	conf = news_conf(n->dir, "");
	n->s = server_new(&(struct server_env){ .loop = n->loop, .workers = holder.pool }, conf, &control);
	conf_unref(conf);
	for (size_t i = 0; i < NEWS_N; i++) {
		bool secure = i == NEWS_TLS || i == NEWS_STRANGER;

		n->mem[i] = conn_mem_detach(
			conn_open_mem_tls(n->s->net, &peer, 6667, NULL, secure ? &tls : &plain));
		conn_mem_feed(n->mem[i], view_z(says[i]));
	}
	news_hear(n);
}

static void
news_release(struct news *n)
{
	server_free(n->s);
	for (size_t i = 0; i < NEWS_N; i++)
		conn_mem_free(n->mem[i]);
	loop_free(n->loop);
	(void)unlink(n->pem);
	(void)rmdir(n->dir);
}

Test(server, cap_news_are_told_to_who_can_read_them)
{
	static struct news n;

	news_init(&n);
	news_configure(&n, "sts-port = 6697 sts-duration = 30d");
	cr_expect_str_eq(n.heard[NEWS_PLAIN], ":irc.example CAP a NEW :sts=port=6697\r\n");
	cr_expect_str_eq(n.heard[NEWS_TLS], ":irc.example CAP b NEW :sts=duration=2592000\r\n");
	cr_expect_str_eq(n.heard[NEWS_OLD], "", "who knows no values must not see the name");
	cr_expect_str_eq(n.heard[NEWS_NONE], "");
	cr_expect_str_eq(n.heard[NEWS_STRANGER], ":irc.example CAP * NEW :sts=duration=2592000\r\n");
	news_configure(&n, "sts-port = 6697 sts-duration = 1d");
	cr_expect_str_eq(n.heard[NEWS_PLAIN], "", "it is told no duration");
	cr_expect_str_eq(n.heard[NEWS_TLS], ":irc.example CAP b NEW :sts=duration=86400\r\n");
	news_configure(&n, "sts-port = 6697 sts-duration = 1d");
	cr_expect_str_eq(n.heard[NEWS_TLS], "", "nothing has changed");
	news_configure(&n, "");
	cr_expect_str_eq(n.heard[NEWS_PLAIN], "", "sts is never taken back with DEL");
	cr_expect_str_eq(n.heard[NEWS_TLS], ":irc.example CAP b NEW :sts=duration=0\r\n");
	cr_expect_str_eq(n.heard[NEWS_STRANGER], ":irc.example CAP * NEW :sts=duration=0\r\n");
	news_release(&n);
}

static bool
every_one(const struct peer_addr *peer, void *data, void *arg)
{
	(void)peer;
	(void)data;
	(void)arg;
	return true;
}

/* Nobody is dialled, but it is counted. */
static struct dial *
count_dial(void *arg, const struct dial_plan *plan, struct err *e)
{
	size_t *n = arg;

	(void)plan;
	++*n;
	(void)err_fmt(e, "not now");
	return NULL;
}

static void
cancel_nothing(void *arg, struct dial *d)
{
	(void)arg;
	(void)d;
}

/* How many Auth services are asked when somebody from 10.0.0.1 says this first. */
static size_t
asked_after(struct view first, bool by_gateway)
{
	const struct clock clock = { standing_still, standing_still, NULL };
	const struct peer_addr peer = { .family = AF_INET, .ip = { 10, 0, 0, 1 } };
	size_t n = 0;
	const struct ident_dialer dialer = { count_dial, cancel_nothing, &n };
	struct conn_mem *mem;
	struct loop *loop;
	struct server *s;
	struct err e;

	cr_assert_eq(libraries_init(&e), 0);
	loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	s = make_server(loop, asking);
	ident_set_dialer(gate_ident(s->gate), &dialer);
	if (by_gateway)
		net_set_forward(s->net, every_one, NULL);
	mem = conn_mem_detach(conn_open_mem(s->net, &peer, 6667, NULL));
	conn_mem_feed(mem, first);
	conn_mem_feed(mem, VIEW("NICK al\r\nUSER al 0 * :Al\r\n"));
	for (int i = 0; i < 5; i++)
		cr_assert_eq(loop_turn(loop, 0, &e), 0);
	cr_expect_eq(count(conn_mem_output(mem), VIEW(" 001 al ")), 1);
	server_free(s);
	conn_mem_free(mem);
	loop_free(loop);
	return n;
}

Test(server, nobody_is_asked_about_clients_of_a_proxy)
{
	cr_expect_eq(asked_after(VIEW(""), false), 1);
	cr_expect_eq(asked_after(VIEW("PROXY TCP4 192.0.2.1 192.0.2.2 4000 6667\r\n"), true), 0);
}
