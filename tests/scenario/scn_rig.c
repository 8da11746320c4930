/* Starts and stops as main/boot.c does, without listeners that listen and without a jail. */
#include "tests/scenario/scn_rig.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/worker.h"
#include "main/figures.h"
#include "main/libraries.h"
#include "main/ports.h"
#include "main/settings.h"
#include "registry/registry.h"
#include "store/store.h"
#include "tests/scenario/scn_account.h"
#include "tests/scenario/scn_conf.h"
#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_match.h"

enum {
	STEP_MS = 100,
	TURNS_MAX = 100000,
	PASSWORD_TURNS_MAX = 1000,
	PASSWORD_WAIT_MS = 100,
	CONF_MAX = 1 << 20
};

static uint64_t
mono_ms(void *arg)
{
	const struct scn_rig *r = arg;

	return r->mono_ms;
}

static uint64_t
wall_ms(void *arg)
{
	const struct scn_rig *r = arg;

	return r->wall_ms;
}

int
scn_rig_fault(struct scn_rig *r, const char *what, const char *why)
{
	(void)snprintf(r->fault, sizeof(r->fault), "%s: %s", what, why);
	return -1;
}

static void
path_of(const struct scn_rig *r, const char *name, char dst[256])
{
	(void)snprintf(dst, 256, "%s/%s", r->dir, name);
}

static int
put_file(struct scn_rig *r, const char *name, const char *mode, struct view text)
{
	char path[256];
	FILE *f;
	bool ok;

	path_of(r, name, path);
	f = fopen(path, mode);
	if (f == NULL)
		return scn_rig_fault(r, path, strerror(errno));
	ok = text.n == 0 || fwrite(text.p, 1, text.n, f) == text.n;
	ok &= r->owner == 0 || fchown(fileno(f), r->owner, (gid_t)-1) == 0;
	ok &= fclose(f) == 0;
	return ok ? 0 : scn_rig_fault(r, path, "cannot be written");
}

int
scn_rig_put(struct scn_rig *r, const char *name, struct view text)
{
	return put_file(r, name, "w", text);
}

int
scn_rig_put_conf(struct scn_rig *r)
{
	struct buf text;
	int result;

	buf_init(&text, CONF_MAX);
	scn_conf_write(r->conf, &text);
	if (r->live != NULL)
		scn_live_listeners(r->live, &text);
	result = put_file(r, "conclave.conf", "w", buf_view(&text));
	buf_release(&text);
	return result;
}

/* Root's jail gives the server another user, who must be able to read its files. */
static int
init_jail(struct scn_rig *r)
{
	const struct passwd *nobody = geteuid() == 0 ? getpwnam("nobody") : NULL;

	if (nobody != NULL) {
		r->owner = nobody->pw_uid;
		if (scn_conf_change(r->conf, VIEW("jail user = \"nobody\"")) == -1)
			return -1;
	}
	return scn_conf_change(r->conf, VIEW("jail mode = enforce"));
}

/* The real program's being ready can be read in its log only; and it sees how often one address comes. */
static int
init_live(struct scn_rig *r, const struct scn_over *over)
{
	r->live = scn_live_new(over);
	if (over->is_jailed && init_jail(r) == -1)
		return -1;
	if (scn_conf_change(r->conf, VIEW("server connect-burst = 0")) == -1)
		return -1;
	return scn_conf_change(r->conf, VIEW("server log-level = info"));
}

static int
make_folder(struct scn_rig *r, const char *path)
{
	if (mkdir(path, 0700) == -1 || (r->owner != 0 && chown(path, r->owner, (gid_t)-1) == -1))
		return scn_rig_fault(r, path, strerror(errno));
	return 0;
}

int
scn_rig_init(struct scn_rig *r, const struct scn_over *over)
{
	const char *tmp = getenv("TMPDIR");
	char state[256];

	*r = (struct scn_rig){ .mono_ms = 1000000, .wall_ms = SCN_WALL_START };
	scn_lookup_init(&r->lookup);
	scn_audit_init(&r->audit);
	if (tmp == NULL || strlen(tmp) > 32)
		tmp = "/tmp";
	(void)snprintf(r->dir, sizeof(r->dir), "%s/scenario.XXXXXX", tmp);
	if (mkdtemp(r->dir) == NULL) {
		r->dir[0] = '\0';
		return scn_rig_fault(r, "mkdtemp", strerror(errno));
	}
	r->conf = scn_conf_new();
	if (over != NULL && init_live(r, over) == -1)
		return scn_rig_fault(r, "config", "no such keys");
	if (r->owner != 0 && chown(r->dir, r->owner, (gid_t)-1) == -1)
		return scn_rig_fault(r, r->dir, strerror(errno));
	path_of(r, "state", state);
	return make_folder(r, state);
}

static void
remove_dir(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] != '.')
			(void)unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d != NULL)
		(void)closedir(d);
	(void)rmdir(dir);
}

/* The pool first: jobs that are still running answer to the server. */
static void
stop(struct scn_rig *r)
{
	rehash_release(&r->rehash);
	tls_contexts_unref(r->tls);
	r->tls = NULL;
	ports_close(r->ports);
	scn_hold_end(&r->hold);
	server_stop_changes(r->server);
	worker_pool_free(r->workers);
	store_free(r->store);
	server_free(r->server);
	scn_ident_release(&r->ident);
	scn_lookup_stop(&r->lookup);
	if (r->loop != NULL)
		loop_free(r->loop);
	r->ports = NULL;
	r->workers = NULL;
	r->store = NULL;
	r->server = NULL;
	r->loop = NULL;
}

bool
scn_rig_stop(struct scn_rig *r)
{
	stop(r);
	return scn_live_free(r);
}

void
scn_rig_release(struct scn_rig *r)
{
	char state[256];

	scn_conf_free(r->conf);
	scn_audit_release(&r->audit);
	if (r->dir[0] != '\0') {
		path_of(r, "state", state);
		remove_dir(state);
		remove_dir(r->dir);
	}
}

static void
control_die(void *arg, struct view reason)
{
	struct scn_rig *r = arg;

	(void)view_copy(reason, r->died, sizeof(r->died));
	server_end(r->server, reason);
}

static int
control_rehash(void *arg, const struct rehash_ask *ask)
{
	struct scn_rig *r = arg;
	int result = rehash_run(&r->rehash, ask);

	r->n_rehash += result == 0 && !ask->dry;
	return result;
}

static void
control_configure(void *arg, const struct conf *conf)
{
	struct scn_rig *r = arg;

	rehash_configure(&r->rehash, conf);
}

static void
control_status(void *arg, struct control_status *out)
{
	const struct scn_rig *r = arg;

	rehash_status(&r->rehash, out);
	(void)server_relay_text(r->server, out->relay, sizeof(out->relay));
}

static void
control_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	const struct scn_rig *r = arg;
	const struct figures f = { .server = r->server,
		.ports = r->ports,
		.store = r->store,
		.descriptors = figures_descriptor_limit() };

	(void)figures_tell(&f, letter, emit, to);
}

static const struct conf *
load(struct scn_rig *r)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char path[256];

	path_of(r, "conclave.conf", path);
	conf = settings_load(path, faults);
	if (conf == NULL)
		(void)scn_rig_fault(r, "configuration", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

/* Nothing is bound but a socket in the folder, whatever listeners the scenario's configuration has. */
static struct ports *
open_ports(const struct scn_rig *r, struct err *e)
{
	const struct view text =
		VIEW("server { name = \"ports.test\" } jail { state = \"state\" } class \"c\" { }\n"
		     "listen \"unix:sock\" { } allow \"*@*\" { class = \"c\" }\n");
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	struct ports *ports = NULL;
	char path[256];

	path_of(r, "ports.conf", path);
	conf = conf_load_text(path, text, faults);
	if (conf != NULL)
		ports = ports_open(conf, e);
	else
		(void)err_fmt(e, "%s", conf_faults_text(faults, 0));
	conf_unref(conf);
	conf_faults_free(faults);
	return ports;
}

static int
open_store(struct scn_rig *r, const struct conf *conf, struct err *e)
{
	char path[PATH_MAX];

	settings_database(conf, path);
	r->store = scn_store_open(path, e);
	return r->store != NULL ? store_start(r->store, r->loop, e) : -1;
}

static int
make_server(struct scn_rig *r, const struct conf *conf)
{
	const struct control control = { .arg = r,
		.rehash = control_rehash,
		.configure = control_configure,
		.die = control_die,
		.restart = control_die,
		.stats = control_stats,
		.status = control_status,
		.library = libraries_at };
	static const struct peer_addr loopback = { .family = AF_INET, .ip = { 127, 0, 0, 1 } };
	/* Who is connected in memory has dialled 127.0.0.1, where the relay can listen. */
	const struct server_env env = { .loop = r->loop,
		.workers = r->workers,
		.store = r->store,
		.audit_sink = scn_audit_take,
		.audit_arg = &r->audit,
		.own = &loopback,
		.n_own = 1,
		.memory_local = { .len = sizeof(struct sockaddr_in),
			.u.in = { .sin_family = AF_INET,
				.sin_port = htons(6667),
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK) } } };
	struct err e;

	r->server = server_new(&env, conf, &control);
	return server_load(r->server, &e) == 0 ? 0 : scn_rig_fault(r, "start", e.text);
}

int
scn_rig_start(struct scn_rig *r)
{
	const struct clock clock = { mono_ms, wall_ms, r };
	const struct conf *conf;
	struct err e;
	int result = 0;

	if (r->live != NULL)
		return scn_live_runs(r->live) ? 0 : scn_live_start(r);
	if (r->server != NULL)
		return 0;
	if (scn_rig_put_conf(r) == -1)
		return -1;
	conf = load(r);
	if (conf == NULL)
		return -1;
	if ((r->ports = open_ports(r, &e)) == NULL ||
		(r->loop = loop_new(LOOP_BACKEND_BEST, clock, &e)) == NULL ||
		(r->workers = worker_pool_new(r->loop, 1, 80, &e)) == NULL || open_store(r, conf, &e) == -1)
		result = scn_rig_fault(r, "start", e.text);
	else
		result = make_server(r, conf);
	if (r->server != NULL)
		scn_ident_install(&r->ident, r->loop, gate_ident(r->server->gate));
	r->lookup.loop = r->loop;
	if (r->server != NULL && r->lookup.n != 0)
		gate_set_names(r->server->gate, &r->lookup.source);
	if (r->server != NULL)
		rehash_init(&r->rehash,
			&(struct rehash_env){ .server = r->server, .ports = r->ports, .tls = &r->tls }, conf);
	conf_unref(conf);
	return result == 0 ? scn_rig_settle(r) : -1;
}

int
scn_rig_restart(struct scn_rig *r)
{
	if (r->live != NULL && scn_live_stop(r) == -1)
		return -1;
	stop(r);
	return scn_rig_start(r);
}

int
scn_rig_names(struct scn_rig *r, struct view words, uint64_t after_ms)
{
	struct view address = scn_word(&words);
	struct peer_addr peer = { .family = AF_INET };
	char z[64];

	(void)view_copy(address, z, sizeof(z));
	if (inet_pton(AF_INET, z, peer.ip) != 1) {
		peer.family = AF_INET6;
		if (inet_pton(AF_INET6, z, peer.ip) != 1)
			return scn_rig_fault(r, "names", "no address");
	}
	if (scn_lookup_set(&r->lookup, &peer, words, after_ms) == -1)
		return scn_rig_fault(r, "names", "not: answers NAME, nothing, busy; or too many");
	if (r->server != NULL)
		gate_set_names(r->server->gate, &r->lookup.source);
	return 0;
}

int
scn_rig_configure(struct scn_rig *r, struct view line)
{
	if (scn_conf_change(r->conf, line) == -1)
		return scn_rig_fault(r, "config", "no such section, or not \"SECTION KEY = VALUE\"");
	return r->server != NULL || (r->live != NULL && scn_live_runs(r->live)) ? scn_rig_put_conf(r) : 0;
}

int
scn_rig_file(struct scn_rig *r, struct view name, struct view line)
{
	char z[64];

	if (name.n == 0 || name.n >= sizeof(z) || view_find(name, '/') < name.n)
		return scn_rig_fault(r, "file", "not a name of a file");
	(void)view_copy(name, z, sizeof(z));
	return put_file(r, z, "a", line) == 0 ? put_file(r, z, "a", VIEW("\n")) : -1;
}

/*
 * Turns until two in a row find neither an event nor a due timer: connections in memory ask for service by timers, also at the end of
 * a turn that only sent something.
 */
static int
turn_until_quiet(struct scn_rig *r)
{
	unsigned quiet = 0;
	struct err e;

	for (unsigned i = 0; i < TURNS_MAX; i++) {
		struct loop_stats before = loop_stats(r->loop), after;

		if (loop_turn(r->loop, 0, &e) == -1)
			return scn_rig_fault(r, "loop", e.text);
		after = loop_stats(r->loop);
		quiet = after.events == before.events && after.timers == before.timers ? quiet + 1 : 0;
		if (quiet == 2)
			return 0;
	}
	return scn_rig_fault(r, "loop", "it never comes to rest");
}

static bool
any_checking(const struct list *clients)
{
	LIST_FOR_EACH (it, clients) {
		const struct client *c = client_of_world_link(it);

		if (c->session != NULL && (c->session->checking || session_rare(c->session)->login != NULL) &&
			c->phase != CLIENT_GONE)
			return true;
	}
	return false;
}

int
scn_rig_settle(struct scn_rig *r)
{
	const struct world *w = r->server->world;
	struct err e;

	for (unsigned i = 0; i < PASSWORD_TURNS_MAX; i++) {
		if (turn_until_quiet(r) == -1)
			return -1;
		if (r->hold.is_held ||
			(r->hold.n_jobs == 0 && !any_checking(&w->users) && !any_checking(&w->others) &&
				registry_pending(r->server->registry) == 0))
			return 0;
		if (loop_turn(r->loop, PASSWORD_WAIT_MS, &e) == -1)
			return scn_rig_fault(r, "loop", e.text);
	}
	return scn_rig_fault(r, "worker", "a password is never checked");
}

int
scn_rig_workers(struct scn_rig *r, struct view word)
{
	if (view_eq(word, VIEW("release"))) {
		scn_hold_end(&r->hold);
		return scn_rig_settle(r);
	}
	if (scn_hold_begin(&r->hold, r->workers) == -1)
		return scn_rig_fault(r, "workers", "held already");
	if (view_eq(word, VIEW("fill")))
		scn_hold_fill(&r->hold, r->workers);
	return view_eq(word, VIEW("fill")) || view_eq(word, VIEW("hold"))
		? 0
		: scn_rig_fault(r, "workers", "do what?");
}

int
scn_rig_advance(struct scn_rig *r, uint64_t ms)
{
	while (ms > 0) {
		uint64_t step = ms < STEP_MS ? ms : STEP_MS;

		r->mono_ms += step;
		r->wall_ms += step;
		ms -= step;
		if (scn_rig_settle(r) == -1)
			return -1;
	}
	return 0;
}
