/*
 * The order of starting, top to bottom: configuration, what must be opened outside, the room, the privileges, Landlock, threads, the
 * filter, the proof, then the first stranger.  Whatever fails before the loop ends the start; nothing that a peer does ends the process.
 */
#include "main/boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/log.h"
#include "core/loop.h"
#include "jail/jail.h"
#include "main/background.h"
#include "main/check.h"
#include "main/figures.h"
#include "main/libraries.h"
#include "main/lookups.h"
#include "main/ports.h"
#include "main/rehash.h"
#include "main/server.h"
#include "main/settings.h"
#include "main/signals.h"
#include "main/threads.h"

/* Everything that lives from start to end. */
struct boot {
	const struct conf *conf;
	struct loop *loop;
	struct threads threads;
	struct server *server;
	struct ports *ports;
	struct tls_contexts *tls;
	struct lookups lookups;
	struct people *people;
	struct modules *modules; /* until the server takes them */
	struct jail *jail;
	struct rehash rehash;
	uint64_t descriptors; /* that the process may have open */
	bool again;	      /* RESTART: the exit status asks for another start */
	int ready_fd;
};

static void
log_line(void *to, const char *line)
{
	(void)to;
	log_info("jail", "%s", line);
}

static void
control_die(void *arg, struct view reason)
{
	struct boot *b = arg;

	log_warn("main", "ending: %.*s", VIEW_ARG(reason));
	ports_stop(b->ports);
	server_end(b->server, reason);
}

static void
control_restart(void *arg, struct view reason)
{
	struct boot *b = arg;

	b->again = true;
	control_die(arg, reason);
}

static int
control_rehash(void *arg, const struct rehash_ask *ask)
{
	struct boot *b = arg;

	return rehash_run(&b->rehash, ask);
}

static void
control_configure(void *arg, const struct conf *conf)
{
	struct boot *b = arg;

	rehash_configure(&b->rehash, conf);
}

static void
control_status(void *arg, struct control_status *out)
{
	const struct boot *b = arg;

	rehash_status(&b->rehash, out);
	(void)jail_report_line(jail_report(b->jail), out->jail, sizeof(out->jail));
	(void)server_relay_text(b->server, out->relay, sizeof(out->relay));
}

static void
control_stats(void *arg, char letter, control_emit_fn *emit, void *to)
{
	const struct boot *b = arg;
	const struct figures f = { .server = b->server,
		.ports = b->ports,
		.store = b->threads.store,
		.audit_log = b->threads.audit_log,
		.resolver = b->lookups.resolver,
		.jail = jail_report(b->jail),
		.descriptors = b->descriptors };

	(void)figures_tell(&f, letter, emit, to);
}

/* Whoever sends a signal means the end, also where RESTART was said before. */
static void
on_end(void *arg, int sig)
{
	struct boot *b = arg;

	(void)sig;
	b->again = false;
	control_die(arg, VIEW("Server is shutting down"));
}

static void
on_hangup(void *arg)
{
	struct boot *b = arg;
	const struct rehash_ask ask = { .by = "SIGHUP", .emit = rehash_log_line };

	if (rehash_run(&b->rehash, &ask) == -1)
		log_warn("rehash", "the configuration of before stays in force");
}

/* Steps 3 and 4 of the plan: what needs the world outside. */
static int
open_outside(struct boot *b, struct err *e)
{
	struct settings_jail jail;

	if (libraries_init(e) == -1)
		return -1;
	settings_jail(b->conf, &jail);
	b->jail = jail_new(&jail.plan, e);
	if (b->jail == NULL || settings_tls(b->conf, NULL, &b->tls, e) == -1)
		return -1;
	b->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), e);
	if (b->loop == NULL || lookups_open(&b->lookups, b->loop, b->conf, e) == -1)
		return -1;
	b->ports = ports_open(b->conf, e);
	if (b->ports == NULL)
		return -1;
	ports_set_tls(b->ports, b->tls);
	b->modules = server_modules_open(b->conf, b->loop, e);
	if (b->modules == NULL)
		return -1;
	b->people = settings_people(b->conf);
	threads_open_syslog(&b->threads, b->conf);
	return signals_init(b->loop, &(struct signals_fn){ .end = on_end, .hangup = on_hangup, .arg = b }, e);
}

/*
 * Steps 5 to 7.  The database is opened inside, so that its files are those of the jail's user and a damaged one meets a locked process.
 * Threads start between Landlock, which binds only threads made later, and the filter, which binds all.
 */
static int
close_jail(struct boot *b, struct err *e)
{
	if (jail_enter_room(b->jail, e) == -1 || jail_drop(b->jail, e) == -1)
		return -1;
	threads_make_dirs(b->conf);
	if (jail_landlock(b->jail, e) == -1 || threads_start(&b->threads, b->conf, b->loop, e) == -1)
		return -1;
	b->descriptors = figures_descriptor_limit();
	if (jail_seal(b->jail, e) == -1 || jail_prove(b->jail, e) == -1)
		return err_wrap(e, "jail");
	figures_jail(jail_report(b->jail), log_line, NULL);
	if (jail_report_warns(jail_report(b->jail)))
		log_warn("jail", "less than everything holds: read the lines above");
	return 0;
}

static int
open_inside(struct boot *b, struct err *e)
{
	const struct control control = { .arg = b,
		.people = b->people,
		.rehash = control_rehash,
		.configure = control_configure,
		.die = control_die,
		.restart = control_restart,
		.status = control_status,
		.stats = control_stats,
		.library = libraries_at };

	const struct server_env env = { .loop = b->loop,
		.workers = b->threads.workers,
		.store = b->threads.store,
		.audit_log = b->threads.audit_log,
		.tls = &b->tls,
		.modules = b->modules,
		.own = b->lookups.own.list,
		.n_own = b->lookups.own.n,
		.relay_fds = settings_relay_share(b->conf, b->descriptors) };

	b->server = server_new(&env, b->conf, &control);
	b->modules = NULL;
	if (server_load(b->server, e) == -1)
		return -1;
	lookups_give(&b->lookups, b->server->gate);
	rehash_init(&b->rehash,
		&(struct rehash_env){ .server = b->server,
			.ports = b->ports,
			.tls = &b->tls,
			.resolver = b->lookups.resolver },
		b->conf);
	return ports_start(b->ports,
		&(struct ports_nets){ .clients = b->server->net,
			.links = server_links_net(b->server),
			.control = server_control_net(b->server) },
		e);
}

static void
close_all(struct boot *b)
{
	server_stop_changes(b->server);
	threads_free(&b->threads);
	rehash_release(&b->rehash);
	ports_close(b->ports); /* listeners know the net: they go before it */
	server_free(b->server);
	server_modules_free(b->modules);
	threads_free_audit(&b->threads); /* what was dropped with the server is recorded */
	lookups_close(&b->lookups);
	if (b->loop != NULL)
		signals_release(b->loop);
	loop_free(b->loop);
	tls_contexts_unref(b->tls);
	people_free(b->people);
	jail_free(b->jail);
	conf_unref(b->conf);
}

static int
serve(struct boot *b)
{
	struct err e = { 0 };
	int status = EX_OK;

	if (open_outside(b, &e) == -1 || close_jail(b, &e) == -1 || open_inside(b, &e) == -1) {
		status = EX_UNAVAILABLE;
	} else {
		log_info("main", "%s is ready: %s, process %d", server_version(), b->conf->server.name,
			(int)getpid());
		server_started(b->server);
		background_ready(b->ready_fd);
		if (loop_run(b->loop, &e) == -1)
			status = EX_OSERR;
	}
	if (status != EX_OK)
		log_error("main", "%s", e.text);
	else if (b->again)
		status = BOOT_AGAIN;
	close_all(b);
	return status;
}

int
boot_serve(const struct options *o)
{
	struct boot b = { .ready_fd = -1 };
	struct err e;
	int status = EX_OK;

	b.conf = check_load(o->file);
	if (b.conf == NULL)
		return EX_CONFIG;
	log_init(b.conf->server.log_level, getenv("JOURNAL_STREAM") != NULL);
	if (o->background) {
		int r = background_fork(&b.ready_fd, &status, &e);

		if (r != 0) {
			conf_unref(b.conf);
			if (r == -1)
				(void)fprintf(stderr, "conclaved: %s\n", e.text);
			return r == -1 ? EX_OSERR : status;
		}
	}
	return serve(&b);
}
