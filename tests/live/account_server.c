/*
 * A server whose accounts are changed from standard input: it shows programs account-notify, account-tag and what else hangs on accounts
 * while no service and no SASL proves one.  conclaved's own code on a loopback port, without the jail.  README.md has the usage.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/buf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/worker.h"
#include "main/libraries.h"
#include "main/ports.h"
#include "main/rehash.h"
#include "main/server.h"
#include "main/settings.h"
#include "route/login.h"

enum { IN_MAX = 65536, WORKERS = 1, JOBS = 16 };

struct tool {
	const struct conf *conf;
	struct loop *loop;
	struct worker_pool *workers;
	struct server *server;
	struct ports *ports;
	struct tls_contexts *tls;
	struct rehash rehash;
	struct watch in;
	struct buf buf; /* what stdin has said of its next line */
};

static void
die(const char *what, const char *why)
{
	(void)fprintf(stderr, "account_server: %s: %s\n", what, why);
	exit(1);
}

static void
control_die(void *arg, struct view reason)
{
	struct tool *t = arg;

	ports_stop(t->ports);
	server_end(t->server, reason);
}

static int
control_rehash(void *arg, const char *by, control_emit_fn *emit, void *to)
{
	struct tool *t = arg;

	return rehash_run(&t->rehash, by, emit, to);
}

static void
control_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	(void)arg;
	(void)letter;
	emit(to, "account_server has no figures");
}

/* A port that nobody has now; the listener takes it right after. */
static unsigned
free_port(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd == -1 || bind(fd, (struct sockaddr *)&in, len) == -1 ||
		getsockname(fd, (struct sockaddr *)&in, &len) == -1)
		die("port", "none is free");
	(void)close(fd);
	return ntohs(in.sin_port);
}

static const struct conf *
default_conf(struct conf_faults *faults)
{
	char text[1024];

	(void)snprintf(text, sizeof(text),
		"server { name = \"irc.live.test\" network = \"Live\" connect-burst = 0 log-level = warn }\n"
		"jail { mode = off require = none }\n"
		"class \"c\" { flood-burst = 1000000 flood-rate = 1000000 }\n"
		"listen \"127.0.0.1:%u\" { }\nallow \"*@*\" { class = \"c\" }\n",
		free_port());
	return conf_load_text("/tmp/account_server.conf", view_z(text), faults);
}

static const struct conf *
load(const char *path)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = path != NULL ? settings_load(path, faults) : default_conf(faults);

	if (conf == NULL)
		die("configuration", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

/* "login NICK ACCOUNT", "logout NICK", "quit"; each is answered on standard output, once it is done. */
static void
command(struct tool *t, struct view line)
{
	struct view rest = line, word = VIEW(""), nick = VIEW("");
	struct client *c;
	const char *answer = "what?";

	if (view_cut(&rest, ' ', &word) && !view_cut(&rest, ' ', &nick))
		nick = VIEW("");
	c = client_find(t->server->world, nick);
	if (view_eq(word, VIEW("quit"))) {
		loop_stop(t->loop);
		answer = "bye";
	} else if (c == NULL) {
		answer = "nobody";
	} else if (view_eq(word, VIEW("login"))) {
		answer = login_set(t->server->route, c, rest) == LOGIN_INVALID ? "invalid" : "ok";
	} else if (view_eq(word, VIEW("logout"))) {
		login_clear(t->server->route, c);
		answer = "ok";
	}
	(void)printf("%s\n", answer);
	(void)fflush(stdout);
}

static void
on_stdin(struct loop *loop, unsigned ready, void *arg)
{
	struct tool *t = arg;
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	(void)ready;
	if (n <= 0 || buf_put(&t->buf, view_of(bytes, (size_t)n)) == -1) {
		loop_del(loop, &t->in);
		loop_stop(loop);
		return;
	}
	for (;;) {
		struct view all = buf_view(&t->buf);
		size_t end = view_find(all, '\n');

		if (end == all.n)
			return;
		command(t, view_left(all, end));
		buf_take(&t->buf, end + 1);
	}
}

static void
start(struct tool *t, struct err *e)
{
	const struct control control = {
		.arg = t, .rehash = control_rehash, .die = control_die, .stats = control_stats
	};

	if (libraries_init(e) == -1 || settings_tls(t->conf, NULL, &t->tls, e) == -1)
		die("start", e->text);
	t->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), e);
	t->ports = t->loop != NULL ? ports_open(t->conf, e) : NULL;
	if (t->ports == NULL)
		die("start", e->text);
	ports_set_tls(t->ports, t->tls);
	t->workers = worker_pool_new(t->loop, WORKERS, JOBS, e);
	if (t->workers == NULL)
		die("start", e->text);
	t->server =
		server_new(&(struct server_env){ .loop = t->loop, .workers = t->workers }, t->conf, &control);
	t->rehash = (struct rehash){ .server = t->server, .ports = t->ports, .tls = &t->tls };
	if (ports_start(t->ports, t->server->net, server_control_net(t->server), e) == -1 ||
		loop_add(t->loop, &t->in, STDIN_FILENO, LOOP_FEW, LOOP_READ, e) == -1)
		die("start", e->text);
}

static void
stop(struct tool *t)
{
	loop_del(t->loop, &t->in);
	server_stop_changes(t->server);
	worker_pool_free(t->workers);
	ports_close(t->ports);
	server_free(t->server);
	loop_free(t->loop);
	tls_contexts_unref(t->tls);
	conf_unref(t->conf);
	buf_release(&t->buf);
}

int
main(int argc, char **argv)
{
	struct tool t = { .in = { .fd = -1, .fn = on_stdin } };
	struct err e = { 0 };

	t.in.arg = &t;
	log_init(LOG_LEVEL_WARN, false);
	buf_init(&t.buf, IN_MAX);
	t.conf = load(argc > 1 ? argv[1] : NULL);
	start(&t, &e);
	(void)printf("ready %u\n", (unsigned)t.conf->listen[0].port);
	(void)fflush(stdout);
	if (loop_run(t.loop, &e) == -1)
		die("loop", e.text);
	stop(&t);
	return 0;
}
