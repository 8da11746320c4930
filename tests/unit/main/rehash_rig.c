/* As main/boot.c does it, without a jail. */
#include "tests/unit/main/rehash_rig.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/loop.h"
#include "core/worker.h"
#include "main/ports.h"
#include "main/settings.h"
#include "net/conn_mem.h"
#include "tests/scenario/scn_cert.h"

enum { HEARD_MAX = 1 << 20, TURNS_MAX = 100000 };

static uint64_t
mono_ms(void *arg)
{
	return ((const struct rig *)arg)->mono_ms;
}

/* Stands still: what a welcome tells of times is the same for everybody. */
static uint64_t
wall_ms(void *arg)
{
	(void)arg;
	return UINT64_C(1767323045678);
}

void
rig_folder_put(const struct rig_folder *f, const char *name, struct view text)
{
	char path[128];
	FILE *to;

	(void)snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	to = fopen(path, "w");
	cr_assert_not_null(to, "%s", path);
	cr_assert_eq(fwrite(text.p, 1, text.n, to), text.n);
	cr_assert_eq(fclose(to), 0);
	cr_assert_eq(chmod(path, 0600), 0);
}

void
rig_folder_init(struct rig_folder *f)
{
	const struct scn_cert *cert = scn_cert_get();
	char state[96];

	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/conclave-rehash.XXXXXX");
	cr_assert_not_null(mkdtemp(f->dir));
	(void)snprintf(f->host, sizeof(f->host), "127.%u.%u.1", (unsigned)getpid() >> 8 & 0x7fU,
		(unsigned)getpid() & 0xffU);
	cr_assert_not_null(cert);
	rig_folder_put(f, "cert.pem", view_z(cert->certificate));
	rig_folder_put(f, "key.pem", view_z(cert->key));
	(void)snprintf(state, sizeof(state), "%s/state", f->dir);
	cr_assert_eq(mkdir(state, 0700), 0);
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

void
rig_folder_release(struct rig_folder *f)
{
	char state[96];

	(void)snprintf(state, sizeof(state), "%s/state", f->dir);
	remove_dir(state);
	remove_dir(f->dir);
}

static const struct conf *
load(const struct rig_folder *f)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/conclave.conf", f->dir);
	conf = settings_load(path, faults);
	cr_assert_not_null(conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	return conf;
}

/* What main/ports.c does for those who come by its sockets. */
static void
set_points(struct rig *r, const struct conf *conf)
{
	for (size_t i = 0; i < RIG_LISTENERS; i++) {
		for (size_t k = 0; k < conf->n_listen; k++) {
			const struct conf_listen *l = &conf->listen[k];

			if (strcmp(l->title, r->title[i]) != 0)
				continue;
			r->class_name[i][0] = '\0';
			if (l->class != NULL)
				(void)view_copy(
					view_z(l->class->name), r->class_name[i], sizeof(r->class_name[i]));
			r->point[i].class_name = l->class != NULL ? r->class_name[i] : NULL;
		}
	}
}

static void
open_listeners(struct rig *r, const struct conf *conf)
{
	const struct ports_nets nets = { .clients = r->server->net,
		.links = server_links_net(r->server),
		.control = server_control_net(r->server) };
	struct err e;

	cr_assert_eq(settings_tls(conf, NULL, &r->tls, &e), 0, "%s", e.text);
	r->ports = ports_open(conf, &e);
	cr_assert_not_null(r->ports, "%s", e.text);
	ports_set_tls(r->ports, r->tls);
	cr_assert_eq(ports_start(r->ports, &nets, &e), 0, "%s", e.text);
}

void
rig_start(struct rig *r, const struct rig_folder *f, bool is_twin)
{
	static const struct control control = { .arg = NULL };
	const struct clock clock = { mono_ms, wall_ms, r };
	const struct conf *conf = load(f);
	struct server_env env;
	struct err e;

	*r = (struct rig){ .folder = f, .mono_ms = 1000000 };
	buf_init(&r->said, HEARD_MAX);
	for (size_t i = 0; i < RIG_LISTENERS; i++) {
		(void)snprintf(r->title[i], sizeof(r->title[i]), "%s:660%zu", f->host, i);
		r->point[i].title = r->title[i];
	}
	set_points(r, conf);
	r->loop = loop_new(LOOP_BACKEND_BEST, clock, &e);
	cr_assert_not_null(r->loop);
	env = (struct server_env){ .loop = r->loop };
	r->server = server_new(&env, conf, &control);
	if (!is_twin)
		open_listeners(r, conf);
	rehash_init(&r->rehash,
		&(struct rehash_env){ .server = r->server, .ports = r->ports, .tls = &r->tls }, conf);
	conf_unref(conf);
}

void
rig_stop(struct rig *r)
{
	rehash_release(&r->rehash);
	ports_close(r->ports);
	server_free(r->server);
	tls_contexts_unref(r->tls);
	loop_free(r->loop);
	buf_release(&r->said);
}

void
rig_settle(struct rig *r)
{
	unsigned quiet = 0;
	struct err e;

	for (unsigned i = 0; i < TURNS_MAX && quiet < 2; i++) {
		struct loop_stats before = loop_stats(r->loop), after;

		cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
		after = loop_stats(r->loop);
		quiet = after.events == before.events && after.timers == before.timers ? quiet + 1 : 0;
	}
	cr_assert_eq(quiet, 2, "it comes to rest");
}

void
rig_advance(struct rig *r, uint64_t ms)
{
	r->mono_ms += ms;
	rig_settle(r);
}

static void
emit(void *to, const char *line)
{
	struct rig *r = to;

	cr_assert_eq(buf_putf(&r->said, "%s\n", line), 0);
}

int
rig_rehash(struct rig *r, enum rehash_part part, bool dry)
{
	const struct rehash_ask ask = { .part = part, .dry = dry, .by = "a test", .emit = emit, .to = r };
	int result;

	buf_clear(&r->said);
	result = rehash_run(&r->rehash, &ask);
	if (result == 0 && !dry)
		set_points(r, gate_conf(r->server->gate));
	return result;
}

static bool
has(struct view text, const char *wanted)
{
	size_t n = strlen(wanted);

	for (size_t i = 0; i + n <= text.n; i++)
		if (memcmp(text.p + i, wanted, n) == 0)
			return true;
	return false;
}

bool
rig_said(const struct rig *r, const char *text)
{
	return has(buf_view(&r->said), text);
}

bool
rig_peer_has_heard(const struct rig_peer *p, const char *text)
{
	return has(buf_view(&p->heard), text);
}

static struct peer_addr
address_of(const char *text)
{
	struct peer_addr a = { .family = AF_INET, .port = 40000 };

	if (strcmp(text, "unix") == 0)
		a.family = AF_UNIX;
	else if (inet_pton(AF_INET, text, a.ip) != 1)
		a.family = AF_INET6;
	cr_assert(a.family != AF_INET6 || inet_pton(AF_INET6, text, a.ip) == 1);
	return a;
}

bool
rig_peer_open(struct rig *r, struct rig_peer *p, const struct rig_kind *kind, const char *nick)
{
	static const struct conn_mem_tls with = { "TLSv1.3", "TLS_AES_256_GCM_SHA384", RIG_PRINT, 0 },
					 without = { "TLSv1.3", "TLS_AES_256_GCM_SHA384", NULL, 0 },
					 plain = { NULL, NULL, NULL, 0 };
	const struct peer_addr from = address_of(kind->address);
	struct conn *c = conn_open_mem_tls(r->server->net, &from, 6667, &r->point[kind->listener],
		!kind->tls		    ? &plain
			: kind->certificate ? &with
					    : &without);
	char line[64];

	*p = (struct rig_peer){ .kind = kind };
	if (c == NULL)
		return false;
	buf_init(&p->heard, HEARD_MAX);
	p->mem = conn_mem_detach(c);
	(void)snprintf(p->nick, sizeof(p->nick), "%s", nick);
	(void)snprintf(line, sizeof(line), "NICK %s\r\nUSER %s 0 * :x", nick, kind->user);
	rig_peer_say(r, p, line);
	return true;
}

void
rig_peer_say(struct rig *r, struct rig_peer *p, const char *line)
{
	conn_mem_feed(p->mem, view_z(line));
	conn_mem_feed(p->mem, VIEW("\r\n"));
	rig_settle(r);
	rig_peer_hear(r, p);
}

void
rig_peer_hear(struct rig *r, struct rig_peer *p)
{
	struct view out = conn_mem_output(p->mem);
	bool is_asked = has(out, "PING :irc.test");

	cr_assert_eq(buf_put(&p->heard, out), 0);
	conn_mem_take(p->mem, out.n);
	if (!is_asked)
		return;
	conn_mem_feed(p->mem, VIEW("PONG :irc.test\r\n"));
	rig_settle(r);
}

void
rig_peer_free(struct rig_peer *p)
{
	if (p->mem == NULL)
		return;
	conn_mem_free(p->mem);
	buf_release(&p->heard);
	p->mem = NULL;
}

struct client *
rig_peer_client(const struct rig *r, const struct rig_peer *p)
{
	LIST_FOR_EACH (it, &r->server->world->users) {
		struct client *c = client_of_world_link(it);

		if (strcmp(c->nick, p->nick) == 0)
			return c;
	}
	return NULL;
}
