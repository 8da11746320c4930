#include "tests/unit/registry/registry_rig.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "core/worker.h"
#include "net/line.h"
#include "proto/password_hash.h"
#include "tests/unit/dir_rig.h"

enum { TURNS = 2000, WAIT_MS = 20, WORKERS = 2, JOBS = 1000 };

static unsigned n_ended;

int
password_hash(struct view password, char dst[PASSWORD_HASH_MAX])
{
	return crypto_pwhash_str(
		dst, password.p, password.n, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
}

static void
end(struct client *c, struct view reason)
{
	cr_expect(view_eq(reason, VIEW("Account suspended")));
	n_ended++;
	client_exit(c, 0);
}

unsigned
rig_n_ended(void)
{
	return n_ended;
}

void
registry_rig_start(struct registry_rig *r, int load)
{
	const struct world_conf wc = {
		.server_name = "irc.test", .nick_len = 30, .max_clients = 100, .max_channels = 100
	};
	struct err e = { .text = "" };

	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	r->workers = worker_pool_new(r->loop, WORKERS, JOBS, &e);
	cr_assert_not_null(r->workers);
	if (!r->no_store) {
		r->store = store_open(r->path, &e);
		cr_assert_not_null(r->store, "%s", e.text);
		cr_assert_eq(store_start(r->store, r->loop, &e), 0);
	}
	r->world = world_new(&wc, loop_wall_ms(r->loop));
	r->lines = line_pool_new();
	r->route = route_new(r->world, r->loop, r->lines);
	r->registry = registry_new(&(struct registry_env){ .world = r->world,
					   .route = r->route,
					   .loop = r->loop,
					   .workers = r->workers,
					   .store = r->store,
					   .end = end },
		r->conf);
	cr_assert_eq(registry_load(r->registry, &e), load, "%s", e.text);
	cr_assert(load == 0 || strstr(e.text, r->path) != NULL, "%s", e.text);
}

void
registry_rig_stop(struct registry_rig *r)
{
	registry_stop(r->registry);
	worker_pool_free(r->workers);
	store_free(r->store);
	registry_free(r->registry);
	route_free(r->route);
	world_free(r->world);
	line_pool_free(r->lines);
	loop_free(r->loop);
	r->store = NULL;
}

void
registry_rig_init(struct registry_rig *r, const char *accounts)
{
	struct conf_faults *faults = conf_faults_new();
	char text[500];
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	log_init(LOG_LEVEL_ERROR, false);
	n_ended = 0;
	(void)snprintf(r->dir, sizeof(r->dir), "/tmp/unit-reg.XXXXXX");
	cr_assert_eq(dir_rig_make(r->dir), 0);
	(void)snprintf(r->path, sizeof(r->path), "%s/test.db", r->dir);
	(void)snprintf(text, sizeof(text),
		"server { name = \"irc.test\" } class \"c\" { } listen \"127.0.0.1:6667\" { }\n"
		"allow \"*@*\" { class = \"c\" } accounts { scram-iterations = 4096 %s }\n",
		accounts);
	r->conf = conf_load_text("/conclave.conf", view_z(text), faults);
	cr_assert_not_null(r->conf, "%s", conf_faults_count(faults) != 0 ? conf_faults_text(faults, 0) : "");
	conf_faults_free(faults);
	registry_rig_start(r, 0);
}

void
registry_rig_release(struct registry_rig *r)
{
	registry_rig_stop(r);
	conf_unref(r->conf);
	dir_rig_remove(r->dir);
}

void
registry_rig_settle(struct registry_rig *r)
{
	struct err e;

	for (int i = 0; i < TURNS && registry_pending(r->registry) != 0; i++)
		cr_assert_eq(loop_turn(r->loop, WAIT_MS, &e), 0);
	cr_assert_eq(registry_pending(r->registry), 0);
}

struct tagged {
	struct rig_answers *a;
	int tag;
};

static void
on_done(enum registry_verdict v, void *arg)
{
	struct tagged *t = arg;
	struct rig_answers *a = t->a;

	cr_assert(a->n < RIG_ANSWERS_MAX);
	a->v[a->n] = v;
	a->tag[a->n++] = t->tag;
	mem_free(t);
}

struct registry_call
rig_call(struct rig_answers *a, int tag)
{
	struct tagged *t = mem_zalloc(sizeof(*t));

	*t = (struct tagged){ a, tag };
	return (struct registry_call){ on_done, t };
}

enum registry_verdict
rig_add(struct registry_rig *r, const char *name, const char *password)
{
	const struct registry_new_account what = { .name = view_z(name), .password = view_z(password) };
	struct rig_answers a = { .n = 0 };

	registry_account_add(r->registry, &what, rig_call(&a, 0));
	registry_rig_settle(r);
	cr_assert_eq(a.n, 1);
	return a.v[0];
}

struct account *
rig_find(struct registry_rig *r, const char *name)
{
	return account_find(&r->world->accounts, view_z(name));
}

struct client *
rig_user(struct registry_rig *r, const char *nick, const char *account)
{
	struct client *c = client_new(r->world, VIEW("host"));

	cr_assert_not_null(c);
	cr_assert_eq(client_set_nick(c, view_z(nick), 0), NICK_OK);
	client_set_user(c, VIEW("user"), VIEW("Real"));
	client_register(c, 0, 0);
	client_set_account(c, view_z(account));
	return c;
}
