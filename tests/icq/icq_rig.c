/* Starts and stops as main/boot.c does, without listeners and without a jail. */
#include "tests/icq/icq_rig.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "core/worker.h"
#include "module/module_ask.h"
#include "module/modules.h"
#include "net/conn_mem.h"
#include "state/account.h"
#include "state/world.h"
#include "store/store.h"

enum {
	QUIET_TURNS = 8,
	STORE_TURNS_MAX = 2000,
	STORE_WAIT_MS = 20,
	STEP_MS = 100,
	CONF_BYTES = 1 << 16,
	RECORDS_MAX = 1 << 20,
	ANSWER_MAX = 1 << 22,
	WORDS_MAX = 8
};

static const char common[] =
	"server { name = \"irc.test\" log-level = error connect-burst = 0 max-clients = 20000\n"
	"default-user-modes = \"\" nick-length = 20 }\n"
	"jail { mode = off require = none state = \"state\" }\n"
	"class \"users\" { ping = 1h flood-burst = 1000000 flood-rate = 1000000 joins = \"0\"\n"
	"nick-changes = \"0\" aways = \"0\" targets = \"0\" invites = \"0\" max-channels = 200 "
	"max-per-address = 20000 }\n"
	"class \"slow\" { ping = 1h flood-burst = 5 flood-rate = 1 }\n"
	"listen \"unix:sock\" { }\n"
	"allow \"*@127.0.0.0/8\" { class = \"users\" }\n";

static uint64_t
mono_ms(void *arg)
{
	const struct icq_rig *r = arg;

	return r->mono_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct icq_rig *r = arg;

	return r->wall_ms;
}

void
icq_rig_check(struct icq_rig *r, bool ok, const char *what, int line)
{
	if (ok)
		return;
	r->n_faults++;
	(void)printf("# line %d: not so: %s\n", line, what);
}

/* When it is full the oldest go. */
static void
on_record(void *arg, struct view object)
{
	struct icq_rig *r = arg;

	if (r->recorded.len + object.n + 1 > RECORDS_MAX)
		buf_clear(&r->recorded);
	if (buf_put(&r->recorded, object) == -1 || buf_put(&r->recorded, VIEW("\n")) == -1)
		buf_clear(&r->recorded);
}

static const struct conf *
make_conf(const char *gateway, const char *more)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf = NULL;
	struct buf text;

	buf_init(&text, CONF_BYTES);
	if (buf_putf(&text, "%smodule \"icq\" { %s }\n%s", common, gateway, more) == 0)
		conf = conf_load_text("/icq.conf", buf_view(&text), faults);
	if (conf == NULL)
		(void)printf(
			"# %s\n", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "too long");
	buf_release(&text);
	conf_faults_free(faults);
	return conf;
}

bool
icq_rig_account(struct icq_rig *r, const char *name)
{
	return account_new(&r->server->world->accounts, view_z(name), r->wall_ms / 1000) != NULL;
}

static bool
start_store(struct icq_rig *r, struct err *e)
{
	char path[128];

	if (r->dir[0] == '\0')
		return true;
	(void)snprintf(path, sizeof(path), "%s/db", r->dir);
	r->store = store_open(path, e);
	return r->store != NULL && store_start(r->store, r->loop, e) == 0;
}

static bool
start_server(struct icq_rig *r, const struct conf *conf, struct err *e)
{
	static const struct control control = { .arg = NULL };
	static const struct peer_addr loopback = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	const struct server_env env = { .loop = r->loop,
		.workers = r->workers,
		.store = r->store,
		.audit_sink = on_record,
		.audit_arg = r,
		.own = &loopback,
		.n_own = 1,
		/* Where the relay can listen. */
		.memory_local = { .len = sizeof(struct sockaddr_in),
			.u.in = { .sin_family = AF_INET,
				.sin_port = htons(6667),
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK) } } };

	r->server = server_new(&env, conf, &control);
	if (server_load(r->server, e) == -1)
		return false;
	r->icq = module_self(modules_find(r->server->modules, VIEW("icq")));
	return icq_rig_account(r, "al") && icq_rig_account(r, "bob") && icq_rig_account(r, "carl");
}

static bool
start(struct icq_rig *r, const char *gateway, const char *more)
{
	const struct clock clock = { mono_ms, wall_ms, r };
	const struct conf *conf = make_conf(gateway, more);
	struct err e = { .text = "no accounts" };
	bool ok;

	if (conf == NULL)
		return false;
	r->loop = loop_new(LOOP_BACKEND_POLL, clock, &e);
	r->workers = r->loop != NULL ? worker_pool_new(r->loop, 1, 16, &e) : NULL;
	ok = r->workers != NULL && start_store(r, &e) && start_server(r, conf, &e);
	conf_unref(conf);
	if (!ok)
		(void)printf("# %s\n", e.text);
	return ok;
}

/* The pool first: jobs that are still running answer to the server. */
static void
stop(struct icq_rig *r)
{
	server_stop_changes(r->server);
	worker_pool_free(r->workers);
	store_free(r->store);
	server_free(r->server);
	if (r->loop != NULL)
		loop_free(r->loop);
	r->workers = NULL;
	r->store = NULL;
	r->server = NULL;
	r->icq = NULL;
	r->loop = NULL;
}

/* Without a server there is nothing to go on with. */
static void
must_start(struct icq_rig *r, const char *gateway, const char *more)
{
	if (start(r, gateway, more))
		return;
	(void)printf("# no server\n");
	exit(1);
}

static void
init(struct icq_rig *r)
{
	unsigned n_faults = r->n_faults;

	*r = (struct icq_rig){ .mono_ms = 1000000, .wall_ms = ICQ_RIG_WALL_S * 1000, .n_faults = n_faults };
	buf_init(&r->recorded, RECORDS_MAX);
	buf_init(&r->answer, ANSWER_MAX);
}

void
icq_rig_open(struct icq_rig *r, const char *gateway, const char *more)
{
	init(r);
	must_start(r, gateway, more);
}

void
icq_rig_keep(struct icq_rig *r, const char *gateway, const char *more)
{
	const char *tmp = getenv("TMPDIR");

	init(r);
	(void)snprintf(
		r->dir, sizeof(r->dir), "%s/icq.XXXXXX", tmp != NULL && strlen(tmp) < 32 ? tmp : "/tmp");
	if (mkdtemp(r->dir) == NULL)
		r->dir[0] = '\0';
	icq_rig_check(r, r->dir[0] != '\0', "a folder", __LINE__);
	must_start(r, gateway, more);
}

void
icq_rig_restart(struct icq_rig *r, const char *gateway, const char *more)
{
	icq_rig_settle(r);
	stop(r);
	must_start(r, gateway, more);
}

static void
remove_dir(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] != '.')
			(void)unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d != NULL)
		(void)closedir(d);
	(void)rmdir(path);
}

void
icq_rig_close(struct icq_rig *r)
{
	stop(r);
	if (r->dir[0] != '\0')
		remove_dir(r->dir);
	buf_release(&r->recorded);
	buf_release(&r->answer);
}

bool
icq_rig_configure(struct icq_rig *r, const char *gateway, const char *more)
{
	const struct conf *conf = make_conf(gateway, more);

	if (conf == NULL)
		return false;
	server_configure(r->server, conf);
	conf_unref(conf);
	icq_rig_settle(r);
	return true;
}

void
icq_rig_settle(struct icq_rig *r)
{
	struct err e;

	for (int i = 0; i < QUIET_TURNS; i++) {
		if (loop_turn(r->loop, 0, &e) == -1)
			icq_rig_check(r, false, e.text, __LINE__);
	}
	if (r->store == NULL)
		return;
	for (int i = 0; store_pending(r->store) != 0 && i < STORE_TURNS_MAX; i++)
		icq_rig_check(r, loop_turn(r->loop, STORE_WAIT_MS, &e) == 0, "the store's turn", __LINE__);
	icq_rig_check(r, store_pending(r->store) == 0, "the store is never done", __LINE__);
}

void
icq_rig_advance(struct icq_rig *r, uint64_t ms)
{
	struct err e;

	while (ms > 0) {
		uint64_t step = ms < STEP_MS ? ms : STEP_MS;

		r->mono_ms += step;
		r->wall_ms += step;
		ms -= step;
		icq_rig_check(r, loop_turn(r->loop, 0, &e) == 0, "a turn", __LINE__);
	}
	icq_rig_settle(r);
}

/* ---- conclavectl ---- */

struct asking {
	struct module_ask ask; /* first: what the module is given */
	struct icq_rig *r;
};

static void
put(struct module_ask *a, const char *before, struct view text, const char *after)
{
	struct icq_rig *r = CONTAINER_OF(a, struct asking, ask)->r;

	icq_rig_check(r, buf_putf(&r->answer, "%s%.*s%s", before, VIEW_ARG(text), after) == 0,
		"an answer of that length", __LINE__);
}

static void
on_columns(struct module_ask *a, const char *columns)
{
	(void)a;
	(void)columns;
}

static void
on_row(struct module_ask *a, const struct module_value *value, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put(a, value[i].column, VIEW("="), "");
		put(a, "", value[i].text, i + 1 < n ? " " : "\n");
	}
}

static void
on_text(struct module_ask *a, const char *line)
{
	put(a, "", view_z(line), "\n");
}

static void
on_ok(struct module_ask *a, const char *text)
{
	put(a, "ok ", view_z(text), "\n");
}

static void
on_error(struct module_ask *a, enum module_error e, const char *text)
{
	(void)e;
	put(a, "error ", view_z(text), "\n");
}

/* It lives as long as the question. */
static struct module_ask *
on_wait(struct module_ask *a)
{
	return a;
}

static const struct module_request *
find_request(const struct module *m, struct view word)
{
	for (size_t i = 0; i < m->n_requests; i++) {
		if (view_eq(m->request[i].word, word))
			return &m->request[i];
	}
	return NULL;
}

const char *
icq_rig_ask(struct icq_rig *r, const char *words)
{
	static const struct module_ask_ops ops = { on_columns, on_row, on_text, on_ok, on_error, on_wait };
	const struct module_host *host = modules_find(r->server->modules, VIEW("icq"));
	struct view rest = view_z(words), word = VIEW(""), arg[WORDS_MAX];
	struct asking a = { .ask = { .ops = &ops, .arg = arg, .by = VIEW("the rig") }, .r = r };
	const struct module_request *request;

	buf_clear(&r->answer);
	if (!view_cut(&rest, ' ', &word))
		return "";
	while (a.ask.n_args < WORDS_MAX && view_cut(&rest, ' ', &arg[a.ask.n_args]))
		a.ask.n_args++;
	request = find_request(module_of(host), word);
	if (request == NULL || a.ask.n_args < request->args.min || a.ask.n_args > request->args.max)
		return "error usage";
	request->run(module_self(host), &a.ask);
	icq_rig_settle(r);
	icq_rig_check(r, buf_put(&r->answer, view_of("", 1)) == 0, "an answer of that length", __LINE__);
	return buf_view(&r->answer).p;
}

uint32_t
icq_rig_uin(struct icq_rig *r, const char *name)
{
	struct view rest = view_z(icq_rig_ask(r, "uins")), line;
	char end[80];
	uint32_t uin = 0;
	int n = snprintf(end, sizeof(end), " name=%s", name);

	while (view_cut(&rest, '\n', &line)) {
		size_t digits = line.n > (size_t)n + 4 ? line.n - (size_t)n - 4 : 0;

		if (digits != 0 && memcmp(line.p + 4 + digits, end, (size_t)n) == 0 &&
			view_to_u32(view_of(line.p + 4, digits), &uin) == 0)
			return uin;
	}
	return 0;
}
