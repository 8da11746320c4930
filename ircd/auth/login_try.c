/*
 * An attempt is counted before it is made and taken back when it succeeds, so that many at once can't pass the limit.  The counters of
 * accounts go by the name, whether there is such an account or not, or they would tell.
 */
#include "auth/login_try.h"

#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "auth/ban_check.h"
#include "auth/gate.h"
#include "auth/password.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "net/conn.h"
#include "net/conn_proof.h"
#include "net/throttle.h"
#include "proto/casemap.h"
#include "registry/registry_account.h"
#include "route/login.h"

#define REMEMBERED 65536 /* addresses, and accounts; the oldest is forgotten */

/* Costs what a real one costs, and nobody knows a password for it: its bytes are those of pi. */
static const char dummy_hash[] =
	"$argon2id$v=19$m=65536,t=2,p=1$JD9qiIWjCNMTGYouA3BzRA$pAk4IimfMdAILvqY7E5siUUoIeY40BN3vlRmzzTpDGw";

struct login_limits {
	struct throttle *addresses, *accounts; /* NULL: no limit */
	struct conf_rate by_address, by_account;
	unsigned n_checks; /* passwords with the workers */
	uint8_t random[crypto_generichash_KEYBYTES], secret[crypto_generichash_KEYBYTES]; /* of fake keys */
};

/* A password that is with a worker. */
struct login_try {
	struct login_limits *limits; /* lives until the workers have ended */
	login_done_fn *done;
	void *arg;
	bool given_up;
	char *hash; /* NULL: there was no such account */
	size_t n;
	char account[ACCOUNT_LEN + 1];
};

struct login_limits *
login_limits_new(void)
{
	struct login_limits *l = mem_zalloc(sizeof(*l));

	rng_bytes(l->random, sizeof(l->random));
	return l;
}

void
login_limits_free(struct login_limits *l)
{
	if (l == NULL)
		return;
	throttle_free(l->addresses);
	throttle_free(l->accounts);
	mem_free(l);
}

static void
set_rate(struct throttle **t, struct conf_rate *was, struct conf_rate now)
{
	if (was->count == now.count && was->per_ms == now.per_ms)
		return;
	throttle_free(*t);
	*t = now.count != 0 ? throttle_new(now.count, now.per_ms / now.count, REMEMBERED) : NULL;
	*was = now;
}

/* What needs no secret of its own to stay the same takes the one there is. */
static void
set_secret(struct login_limits *l, const char *cloak_key)
{
	struct view key = cloak_key != NULL ? view_z(cloak_key) : view_of(l->random, sizeof(l->random));

	(void)crypto_generichash(l->secret, sizeof(l->secret), (const unsigned char *)key.p, key.n,
		(const unsigned char *)"conclave: keys of no account", 28);
}

void
login_limits_configure(struct login_limits *l, const struct conf *conf)
{
	set_rate(&l->addresses, &l->by_address, conf->accounts.login_attempts);
	set_rate(&l->accounts, &l->by_account, conf->accounts.guesses_per_account);
	set_secret(l, conf->server.cloak_key);
}

void
login_fake_key(const struct client *c, struct view account, struct scram_key *key)
{
	const struct login_limits *l = gate_login_limits(c->session->gate);
	char name[ACCOUNT_LEN];
	size_t n = 0;

	for (; n < account.n && n < sizeof(name); n++)
		name[n] = casemap_fold(account.p[n]);
	*key = (struct scram_key){ .iterations = gate_conf(c->session->gate)->accounts.scram_iterations };
	(void)crypto_generichash(
		key->salt, sizeof(key->salt), (const unsigned char *)name, n, l->secret, sizeof(l->secret));
	rng_bytes(key->stored, sizeof(key->stored));
	rng_bytes(key->server, sizeof(key->server));
}

const char *
login_result_text(enum login_result r)
{
	static const char *const texts[LOGIN_TRY_N] = {
		[LOGIN_TRY_OK] = "logged in",
		[LOGIN_TRY_WRONG] = "wrong account or password",
		[LOGIN_TRY_SUSPENDED] = "the account is suspended",
		[LOGIN_TRY_TOO_OFTEN] = "too many attempts, try again later",
		[LOGIN_TRY_BUSY] = "too much to do, try again",
	};

	return texts[r];
}

static struct login_limits *
limits_of(const struct client *c)
{
	return gate_login_limits(c->session->gate);
}

static uint64_t
now_of(const struct client *c)
{
	return loop_mono_ms(gate_env(c->session->gate)->loop);
}

/* Empty account: no counter of accounts. */
static bool
count(struct client *c, struct view account)
{
	struct login_limits *l = limits_of(c);
	uint64_t now = now_of(c);

	if (l->addresses != NULL && !throttle_hit(l->addresses, conn_peer(c->conn), now))
		return false;
	return account.n == 0 || l->accounts == NULL ||
		throttle_hit_hash(l->accounts, casemap_hash(account), now);
}

static void
uncount(struct client *c, struct view account)
{
	struct login_limits *l = limits_of(c);
	uint64_t now = now_of(c);

	if (l->addresses != NULL)
		throttle_forgive(l->addresses, conn_peer(c->conn), now);
	if (account.n != 0 && l->accounts != NULL)
		throttle_forgive_hash(l->accounts, casemap_hash(account), now);
}

static void
tell_failure(const struct client *c, struct view account, enum login_result r)
{
	struct audit_record rec;
	char address[64];

	log_info("login", "[%s] failed to log in to \"%.*s\": %s",
		session_address(c->session, address, sizeof(address)), VIEW_ARG(account),
		login_result_text(r));
	audit_begin_limited(&rec, gate_env(c->session->gate)->audit, ACT_LOGIN_FAIL);
	audit_client(&rec, "client", c);
	audit_text(&rec, "account", account);
	audit_text(&rec, "reason", view_z(login_result_text(r)));
	audit_end(&rec);
}

/* What goes by accounts.  It may be put out. */
static void
follow(struct client *c)
{
	session_logged_in(c->session);
	if (client_is_user(c))
		(void)ban_check(c); /* others are asked when they come in */
}

static void
record(const struct client *c)
{
	struct audit_record rec;
	char address[64];

	log_info("login", "%s [%s] is logged in to %s", c->nick_len != 0 ? c->nick : "*",
		session_address(c->session, address, sizeof(address)), c->account);
	audit_begin_limited(&rec, gate_env(c->session->gate)->audit, ACT_LOGIN);
	audit_client(&rec, "client", c);
	audit_end(&rec);
}

/* Proved; how is the caller's. */
static enum login_result
finish(struct client *c, struct account *a)
{
	const struct gate_env *env = gate_env(c->session->gate);

	if (a->suspended != NULL) {
		tell_failure(c, account_name(a), LOGIN_TRY_SUSPENDED);
		return LOGIN_TRY_SUSPENDED;
	}
	if (login_set(env->route, c, account_name(a)) == LOGIN_INVALID)
		return LOGIN_TRY_WRONG;
	registry_account_seen(env->registry, a);
	record(c);
	follow(c);
	return LOGIN_TRY_OK;
}

static void
try_free(struct login_try *t)
{
	mem_free(t->hash);
	mem_free(t);
}

/* What became of the account while the worker was at it counts: dropped, suspended, another password. */
static enum login_result
conclude(struct client *c, const struct login_try *t, bool right)
{
	struct view name = view_of(t->account, t->n);
	struct account *a = account_find(&c->world->accounts, name);

	if (!right || t->hash == NULL || a == NULL || a->password == NULL ||
		strcmp(a->password, t->hash) != 0) {
		tell_failure(c, name, LOGIN_TRY_WRONG);
		return LOGIN_TRY_WRONG;
	}
	uncount(c, name);
	return finish(c, a);
}

static void
on_checked(struct client *c, bool right, void *arg)
{
	struct login_try *t = arg;
	enum login_result r = LOGIN_TRY_WRONG;

	t->limits->n_checks--;
	if (c != NULL)
		c->session->rare->login = NULL;
	if (c != NULL && t->given_up)
		c = NULL;
	if (c != NULL)
		r = conclude(c, t, right);
	t->done(c, r, t->arg);
	try_free(t);
}

/* NULL: the queue is full. */
static struct login_try *
submit(struct client *c, const struct login_ask *ask)
{
	const struct account *a = account_find(&c->world->accounts, ask->account);
	bool has_hash = a != NULL && a->password != NULL;
	struct login_try *t = mem_zalloc(sizeof(*t));
	struct password_ask check = { .password = ask->password, .done = on_checked, .arg = t };

	t->done = ask->done;
	t->arg = ask->arg;
	t->n = view_copy(ask->account, t->account, sizeof(t->account));
	if (has_hash)
		t->hash = view_dup(view_z(a->password));
	check.hash = has_hash ? t->hash : dummy_hash;
	t->limits = limits_of(c);
	if (t->limits->n_checks < LOGIN_CHECKS_MAX &&
		password_check(gate_env(c->session->gate)->workers, c, &check)) {
		t->limits->n_checks++;
		return t;
	}
	try_free(t);
	return NULL;
}

void
login_by_password(struct client *c, const struct login_ask *ask)
{
	enum login_result r = LOGIN_TRY_BUSY;

	if (session_rare(c->session)->login == NULL && ask->account.n > ACCOUNT_LEN) {
		r = LOGIN_TRY_WRONG; /* no account is called so: nothing to find out by the time it takes */
	} else if (session_rare(c->session)->login == NULL && !count(c, ask->account)) {
		r = LOGIN_TRY_TOO_OFTEN;
	} else if (session_rare(c->session)->login == NULL) {
		session_rare_new(c->session)->login = submit(c, ask);
		if (session_rare(c->session)->login != NULL)
			return;
		uncount(c, ask->account);
	}
	tell_failure(c, view_left(ask->account, ACCOUNT_LEN), r);
	ask->done(c, r, ask->arg);
}

void
login_give_up(struct client *c)
{
	if (session_rare(c->session)->login != NULL)
		session_rare(c->session)->login->given_up = true;
}

/* a: whom the proof is of; NULL: nobody. */
static enum login_result
finish_external(struct client *c, struct account *a, struct view account)
{
	if (!count(c, VIEW(""))) {
		tell_failure(c, account, LOGIN_TRY_TOO_OFTEN);
		return LOGIN_TRY_TOO_OFTEN;
	}
	if (a == NULL || (account.n != 0 && !casemap_eq(account, account_name(a)))) {
		tell_failure(c, view_left(account, ACCOUNT_LEN), LOGIN_TRY_WRONG);
		return LOGIN_TRY_WRONG;
	}
	uncount(c, VIEW(""));
	return finish(c, a);
}

enum login_result
login_by_cert(struct client *c, struct view account)
{
	uint8_t fp[ACCOUNT_CERT_BYTES];
	struct account *a =
		session_certificate(c->session, fp) ? account_find_cert(&c->world->accounts, fp) : NULL;

	return finish_external(c, a, account);
}

static const char *
account_of_peer(const struct client *c)
{
	const struct gate_env *env = gate_env(c->session->gate);
	uint32_t uid;

	if (conn_peer_uid(c->conn, &uid) == -1)
		return NULL;
	return people_account(env->people, gate_conf(c->session->gate), uid);
}

bool
login_knows_peer(const struct client *c)
{
	return account_of_peer(c) != NULL;
}

enum login_result
login_by_peer(struct client *c, struct view account)
{
	const char *name = account_of_peer(c);

	return finish_external(
		c, name != NULL ? account_find(&c->world->accounts, view_z(name)) : NULL, account);
}

enum login_result
login_may_try(struct client *c, struct view account)
{
	enum login_result r = LOGIN_TRY_OK;

	if (session_rare(c->session)->login != NULL)
		r = LOGIN_TRY_BUSY;
	else if (!count(c, account))
		r = LOGIN_TRY_TOO_OFTEN;
	if (r != LOGIN_TRY_OK)
		tell_failure(c, view_left(account, ACCOUNT_LEN), r);
	return r;
}

enum login_result
login_disproved(struct client *c, struct view account)
{
	tell_failure(c, view_left(account, ACCOUNT_LEN), LOGIN_TRY_WRONG);
	return LOGIN_TRY_WRONG;
}

enum login_result
login_proved(struct client *c, struct account *a)
{
	uncount(c, account_name(a));
	return finish(c, a);
}

void
login_forgive(struct client *c)
{
	uncount(c, VIEW(""));
}

void
login_elsewhere(struct client *c)
{
	if (c->account != NULL)
		record(c);
	follow(c);
}
