/* The object, and the way in from the disk. */
#include "registry/registry.h"

#include <assert.h>

#include "core/log.h"
#include "core/mem.h"
#include "proto/names.h"
#include "proto/password_hash.h"
#include "registry/change_priv.h"
#include "registry/registry_account.h"
#include "registry/registry_ban.h"
#include "registry/registry_channel.h"
#include "store/store_account.h"

#define ACCOUNTS_LOADED_MAX 1000000

static const char *const texts[REGISTRY_N] = {
	[REGISTRY_OK] = "Done",
	[REGISTRY_BUSY] = "Too much to do at present, try again in a moment",
	[REGISTRY_FAILED] = "The change could not be saved, nothing was changed",
	[REGISTRY_CLOSED] = "Accounts are made by the administrators here",
	[REGISTRY_SERVICES] = "Accounts and channels are registered with the services of the network",
	[REGISTRY_BAD_NAME] = "An account's name must be a valid nickname",
	[REGISTRY_TAKEN] = "That name is registered already",
	[REGISTRY_FULL] = "No more accounts can be registered",
	[REGISTRY_BAD_PASSWORD] = "That password is too short, too long, not UTF-8 or has control characters",
	[REGISTRY_BAD_EMAIL] = "That is no email address",
	[REGISTRY_BAD_TEXT] = "That text is too long, not UTF-8 or has control characters",
	[REGISTRY_BAD_CODE] = "That invite code is not valid",
	[REGISTRY_CODES_FULL] = "There are too many invite codes",
	[REGISTRY_NO_ACCOUNT] = "There is no such account",
	[REGISTRY_CERT_TAKEN] = "That certificate belongs to an account already",
	[REGISTRY_CERTS_FULL] = "The account has too many certificates",
	[REGISTRY_NO_CERT] = "The account has no such certificate",
	[REGISTRY_NO_CHANNEL] = "There is no such registered channel",
	[REGISTRY_CHANNELS_FULL] = "The account has registered as many channels as it may",
	[REGISTRY_CHANNELS_CLOSED] = "Only operators of the server register channels here",
	[REGISTRY_NO_BAN] = "There is no such ban",
	[REGISTRY_BAN_TAKEN] = "There is such a ban already",
	[REGISTRY_BANS_FULL] = "There are as many bans as there may be",
};

const char *
registry_verdict_text(enum registry_verdict v)
{
	return texts[v];
}

struct registry *
registry_new(const struct registry_env *env, const struct conf *conf)
{
	struct registry *r = mem_zalloc(sizeof(*r));

	r->env = *env;
	r->conf = conf_ref(conf);
	list_init(&r->changes);
	r->channels = registry_channels_new(r);
	r->bans = registry_bans_new(r);
	return r;
}

void
registry_configure(struct registry *r, const struct conf *conf)
{
	const struct conf *was = r->conf;

	r->conf = conf_ref(conf);
	conf_unref(was);
}

void
registry_stop(struct registry *r)
{
	registry_channels_stop(r->channels);
	registry_bans_stop(r->bans);
	r->stopping = true;
}

void
registry_free(struct registry *r)
{
	if (r == NULL)
		return;
	assert(r->n_changes == 0);
	registry_channels_free(r->channels);
	registry_bans_free(r->bans);
	conf_unref(r->conf);
	mem_free(r);
}

size_t
registry_pending(const struct registry *r)
{
	return r->n_changes + (r->env.store != NULL ? store_pending(r->env.store) : 0);
}

static int
take_secret(struct account *a, const struct store_secret *s)
{
	struct scram_key key = { .iterations = s->iterations };
	char hash[PASSWORD_HASH_MAX];

	if (s->password.p == NULL)
		return s->iterations == 0 ? 0 : -1;
	if (s->password.n >= sizeof(hash) || !view_starts(s->password, VIEW("$argon2id$")))
		return -1;
	(void)view_copy(s->password, hash, sizeof(hash));
	if (s->iterations == 0) {
		account_set_password(a, hash, NULL);
		return 0;
	}
	if (s->iterations < SCRAM_ITERATIONS_MIN || s->salt.n != sizeof(key.salt) ||
		s->stored.n != sizeof(key.stored) || s->server.n != sizeof(key.server))
		return -1;
	memcpy(key.salt, s->salt.p, sizeof(key.salt));
	memcpy(key.stored, s->stored.p, sizeof(key.stored));
	memcpy(key.server, s->server.p, sizeof(key.server));
	account_set_password(a, hash, &key);
	return 0;
}

static int
bad_row(const struct registry *r, struct view name, const char *what, struct err *e)
{
	char shown[ACCOUNT_LEN * 4 + 1];

	return err_fmt(e, "%s: account \"%s\": %s; put a backup in its place", store_path(r->env.store),
		log_escape(name, shown, sizeof(shown)), what);
}

static int
load_account(void *arg, const struct store_account *row, struct err *e)
{
	struct registry *r = arg;
	struct account_set *set = &r->env.world->accounts;
	struct account *a;

	if (!name_is_account(row->name))
		return bad_row(r, row->name, "no name for an account", e);
	if (account_find(set, row->name) != NULL)
		return bad_row(r, row->name, "the same name as another under this casemapping", e);
	if (account_set_count(set) == ACCOUNTS_LOADED_MAX)
		return bad_row(r, row->name, "more than 1000000 accounts", e);
	a = account_new(set, row->name, row->created_s);
	a->seen_s = row->seen_s;
	a->flags = row->flags;
	account_set_email(a, row->email);
	account_set_suspended(a, row->suspended);
	return take_secret(a, &row->secret) == 0 ? 0 : bad_row(r, row->name, "no valid password hash", e);
}

static int
load_cert(void *arg, struct view account, struct view fingerprint, struct err *e)
{
	struct registry *r = arg;
	struct account *a = account_find(&r->env.world->accounts, account);

	if (a == NULL || fingerprint.n != ACCOUNT_CERT_BYTES ||
		account_cert_add(&r->env.world->accounts, a, (const uint8_t *)fingerprint.p) != CERT_OK)
		return bad_row(r, account, "a certificate that can't be", e);
	return 0;
}

static int
load_accounts_and_channels(struct registry *r, struct err *e)
{
	struct store_db *db = store_idle_db(r->env.store);

	if (store_account_load(db, load_account, r, e) == -1 || store_cert_load(db, load_cert, r, e) == -1)
		return -1;
	if (registry_channels_load(r->channels, e) == -1)
		return -1;
	log_info("account", "%zu accounts in %s", account_set_count(&r->env.world->accounts),
		store_path(r->env.store));
	return 0;
}

/* Bans come last: those that have run out are dropped at once, and the store is at work then. */
int
registry_load(struct registry *r, struct err *e)
{
	if (r->env.store == NULL)
		return 0;
	if (r->env.world->conf.services_own)
		log_info("account", "accounts belong to the services of the network: those in %s rest",
			store_path(r->env.store));
	else if (load_accounts_and_channels(r, e) == -1)
		return -1;
	return registry_bans_load(r->bans, e);
}
