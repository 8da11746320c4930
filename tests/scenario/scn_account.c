/*
 * While no server runs a registry of our own opens the database, writes, and closes it: so accounts are there for a server in memory and for
 * a process alike.  Passwords are hashed with the least that libsodium takes: password_hash() here stands in for the one in proto/.
 */
#include "tests/scenario/scn_account.h"

#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "conf/conf_faults.h"
#include "core/loop.h"
#include "main/settings.h"
#include "proto/password_hash.h"
#include "registry/registry_account.h"
#include "store/store.h"
#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_match.h"

enum { TURNS_MAX = 1000, WAIT_MS = 100, DATABASE_MAX = 256 * 1024 };

struct answer {
	unsigned n;
	enum registry_verdict v;
};

int
password_hash(struct view password, char dst[PASSWORD_HASH_MAX])
{
	return crypto_pwhash_str(
		dst, password.p, password.n, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
}

/* Empty: none was made yet. */
static struct {
	char bytes[DATABASE_MAX];
	size_t n;
} first;

static void
keep_first(const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return;
	first.n = fread(first.bytes, 1, sizeof(first.bytes), f);
	if (first.n == sizeof(first.bytes))
		first.n = 0;
	(void)fclose(f);
}

static int
copy_first(const char *path)
{
	FILE *f = fopen(path, "wxb");
	bool ok;

	if (f == NULL)
		return -1;
	ok = fwrite(first.bytes, 1, first.n, f) == first.n;
	return fclose(f) == 0 && ok ? 0 : -1;
}

struct store *
scn_store_open(const char *path, struct err *e)
{
	struct store *s;

	if (access(path, F_OK) == 0)
		return store_open(path, e);
	if (first.n == 0) {
		s = store_open(path, e);
		if (s == NULL)
			return NULL;
		store_free(s);
		keep_first(path);
	} else if (copy_first(path) == -1) {
		(void)err_fmt(e, "%s: cannot be written", path);
		return NULL;
	}
	return store_open(path, e);
}

static void
on_done(enum registry_verdict v, void *arg)
{
	struct answer *a = arg;

	a->n++;
	a->v = v;
}

static int
wait_for(struct scn_rig *r, struct loop *loop, const struct answer *a, const char *what)
{
	struct err e;

	for (unsigned i = 0; i < TURNS_MAX && a->n == 0; i++) {
		if (loop_turn(loop, WAIT_MS, &e) == -1)
			return scn_rig_fault(r, "loop", e.text);
	}
	if (a->n == 1 && a->v == REGISTRY_OK)
		return 0;
	return scn_rig_fault(r, what, a->n == 0 ? "no answer" : registry_verdict_text(a->v));
}

/* Two digits for each byte; shorter ones are filled with their last byte, as in "fp=ab". */
static int
parse_fingerprint(struct view hex, uint8_t dst[ACCOUNT_CERT_BYTES])
{
	uint8_t last[1];

	for (size_t i = 0; i < ACCOUNT_CERT_BYTES; i++) {
		if (hex.n >= 2) {
			if (sodium_hex2bin(last, 1, hex.p, 2, NULL, NULL, NULL) == -1)
				return -1;
			hex = view_skip(hex, 2);
		} else if (i == 0) {
			return -1;
		}
		dst[i] = last[0];
	}
	return hex.n == 0 ? 0 : -1;
}

static int
add(struct scn_rig *r, struct server *s, struct view line)
{
	struct view name = scn_word(&line), password = scn_word(&line), word;
	const struct registry_new_account what = { .name = name, .password = password, .by_admin = true };
	struct answer a = { .n = 0 };
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];

	registry_account_add(s->registry, &what, (struct registry_call){ on_done, &a });
	if (wait_for(r, s->loop, &a, "account") == -1)
		return -1;
	while (line.n != 0) {
		word = scn_word(&line);
		if (!view_starts(word, VIEW("fp=")) ||
			parse_fingerprint(view_skip(word, 3), fingerprint) == -1)
			return scn_rig_fault(r, "account", "not NAME PASSWORD [fp=HEX]");
		a.n = 0;
		registry_account_cert_add(
			s->registry, name, fingerprint, (struct registry_call){ on_done, &a });
		if (wait_for(r, s->loop, &a, "certificate") == -1)
			return -1;
	}
	return 0;
}

/* What the registry is not asked for does not matter. */
static const struct conf *
small_conf(struct scn_rig *r)
{
	const struct view text =
		VIEW("server { name = \"accounts.test\" } jail { state = \"state\" } class \"c\" { }\n"
		     "accounts { password-min-length = 1 scram-iterations = 4096 }\n"
		     "listen \"unix:sock\" { } allow \"*@*\" { class = \"c\" }\n");
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/accounts.conf", r->dir);
	conf = conf_load_text(path, text, faults);
	if (conf == NULL)
		(void)scn_rig_fault(r, "accounts.conf", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

static int
add_offline(struct scn_rig *r, const struct conf *conf, struct view line)
{
	const struct control control = { .arg = NULL };
	struct server_env env = { .loop = NULL };
	struct server *s = NULL;
	char path[PATH_MAX];
	struct err e;
	int result = -1;

	settings_database(conf, path);
	env.loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	env.workers = env.loop != NULL ? worker_pool_new(env.loop, 1, 4, &e) : NULL;
	env.store = env.workers != NULL ? scn_store_open(path, &e) : NULL;
	if (env.store != NULL && store_start(env.store, env.loop, &e) == 0)
		s = server_new(&env, conf, &control);
	if (s == NULL || server_load(s, &e) == -1)
		(void)scn_rig_fault(r, "account", e.text);
	else
		result = add(r, s, line);
	server_stop_changes(s);
	worker_pool_free(env.workers);
	store_free(env.store);
	server_free(s);
	if (env.loop != NULL)
		loop_free(env.loop);
	return result;
}

/* Root's jail has another user, who must be able to write them. */
static int
give_away(struct scn_rig *r)
{
	static const char *const names[] = { "state/conclave.db", "state/conclave.db.lock" };
	char path[256];

	for (size_t i = 0; i < ARRAY_LEN(names) && r->owner != 0; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", r->dir, names[i]);
		if (chown(path, r->owner, (gid_t)-1) == -1)
			return scn_rig_fault(r, path, "cannot be given away");
	}
	return 0;
}

int
scn_account_add(struct scn_rig *r, struct view line)
{
	const struct conf *conf;
	int result;

	if (r->server != NULL)
		return add(r, r->server, line);
	if (r->live != NULL && scn_live_runs(r->live))
		return scn_rig_fault(r, "account", "must come before the server runs");
	conf = small_conf(r);
	if (conf == NULL)
		return -1;
	result = add_offline(r, conf, line);
	conf_unref(conf);
	return result == 0 ? give_away(r) : -1;
}

int
scn_account_code(struct scn_rig *r, uint32_t uses, char dst[REGISTRY_CODE_TEXT])
{
	struct answer a = { .n = 0 };

	registry_invite_code_add(r->server->registry, uses, 0, dst, (struct registry_call){ on_done, &a });
	return wait_for(r, r->server->loop, &a, "invite-code");
}
