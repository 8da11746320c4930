/*
 * The steps of each kind of change: checked on its turn, hashed on a worker, written by the storage thread, applied to memory.  The kinds are
 * at the end of this file.
 */
#include "registry/account_change_priv.h"

#include <sodium.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "registry/registry_channel.h"
#include "route/login.h"
#include "route/snotice.h"
#include "state/client_remote.h"

static struct account_change *
of(struct change *ch)
{
	return CONTAINER_OF(ch, struct account_change, change);
}

static struct account_set *
accounts(const struct change *ch)
{
	return &ch->r->env.world->accounts;
}

/* There while the change is under way: what would drop it waits for its turn. */
static struct account *
account(const struct change *ch)
{
	return account_find(accounts(ch), change_name(ch));
}

static struct view
text(const struct account_change *ac)
{
	return view_of(ac->text_len != 0 ? ac->text : NULL, ac->text_len);
}

static void
change_free(struct change *ch)
{
	struct account_change *ac = of(ch);

	sodium_memzero(ac, sizeof(*ac));
	mem_free(ac);
}

static void
tell(const struct change *ch, const char *what)
{
	log_info("account", "%s: %s", ch->name, what);
	snotice_send(ch->r->env.route, SNOTICE_ACCOUNT, "%s: %s", ch->name, what);
	change_record(ch, ACT_ACCOUNT, "account", what);
}

static struct store_secret
secret_of(const struct account_change *ac)
{
	const struct scram_key *key = &ac->key;

	if (!ac->has_password)
		return (struct store_secret){ .iterations = 0 };
	return (struct store_secret){
		.password = view_z(ac->hash),
		.iterations = key->iterations,
		.salt = view_of(key->salt, sizeof(key->salt)),
		.stored = view_of(key->stored, sizeof(key->stored)),
		.server = view_of(key->server, sizeof(key->server)),
	};
}

/* On a worker. */
static int
hash_password(struct change *ch)
{
	struct account_change *ac = of(ch);
	struct view password = view_of(ac->password, ac->password_len);
	int r;

	if (!ac->has_password || ac->is_hashed)
		return 0;
	rng_bytes(ac->key.salt, sizeof(ac->key.salt));
	scram_key_derive(&ac->key, password);
	r = password_hash(password, ac->hash);
	sodium_memzero(ac->password, sizeof(ac->password));
	return r;
}

static enum store_result
write_nothing(struct change *ch, struct store_db *db)
{
	(void)ch;
	(void)db;
	return STORE_OK;
}

static void
hash_apply(struct change *ch)
{
	const struct account_change *ac = of(ch);

	memcpy(ac->hash_only->hash, ac->hash, sizeof(ac->hash));
	ac->hash_only->key = ac->key;
}

/* The database knows the name as it was registered: the change goes by that from now on. */
static enum registry_verdict
check_exists(struct change *ch)
{
	const struct account *a = account(ch);

	ch->refused = REGISTRY_NO_ACCOUNT;
	if (a == NULL)
		return REGISTRY_NO_ACCOUNT;
	ch->name_len = view_copy(account_name(a), ch->name, sizeof(ch->name));
	return REGISTRY_OK;
}

static enum registry_verdict
add_check(struct change *ch)
{
	return account(ch) == NULL ? REGISTRY_OK : REGISTRY_TAKEN;
}

/* On the storage thread. */
static enum store_result
add_write(struct change *ch, struct store_db *db)
{
	const struct account_change *ac = of(ch);
	const struct store_account row = { .name = change_name(ch),
		.secret = secret_of(ac),
		.email = text(ac),
		.created_s = ac->now_s,
		.flags = ACCOUNT_PROTECT };
	enum store_result r = STORE_OK;

	ch->refused = REGISTRY_BAD_CODE;
	if (ac->has_code)
		r = store_code_use(db, ac->code.hash, ac->now_s);
	if (r != STORE_OK)
		return r;
	ch->refused = REGISTRY_TAKEN;
	return store_account_insert(db, &row);
}

static void
add_apply(struct change *ch)
{
	const struct account_change *ac = of(ch);
	struct account *a = account_new(accounts(ch), change_name(ch), ac->now_s);

	if (ac->has_password)
		account_set_password(a, ac->hash, &ac->key);
	account_set_email(a, text(ac));
	tell(ch, "registered");
}

static void
add_free(struct change *ch)
{
	ch->r->n_adding--;
	change_free(ch);
}

static enum store_result
password_write(struct change *ch, struct store_db *db)
{
	const struct store_secret secret = secret_of(of(ch));

	return store_account_secret(db, change_name(ch), &secret);
}

static void
password_apply(struct change *ch)
{
	const struct account_change *ac = of(ch);

	account_set_password(account(ch), ac->hash, &ac->key);
	tell(ch, "has a new password");
}

static enum registry_verdict
cert_add_check(struct change *ch)
{
	if (check_exists(ch) != REGISTRY_OK)
		return REGISTRY_NO_ACCOUNT;
	if (account_find_cert(accounts(ch), of(ch)->fingerprint) != NULL)
		return REGISTRY_CERT_TAKEN;
	return account(ch)->n_certs < ACCOUNT_CERTS_MAX ? REGISTRY_OK : REGISTRY_CERTS_FULL;
}

/* Another account may be about to get the same one: the database decides who was first. */
static enum store_result
cert_add_write(struct change *ch, struct store_db *db)
{
	ch->refused = REGISTRY_CERT_TAKEN;
	return store_cert_insert(db, change_name(ch), of(ch)->fingerprint, of(ch)->now_s);
}

static void
cert_add_apply(struct change *ch)
{
	if (account_cert_add(accounts(ch), account(ch), of(ch)->fingerprint) == CERT_OK)
		tell(ch, "has a certificate more");
}

static enum registry_verdict
cert_del_check(struct change *ch)
{
	if (check_exists(ch) != REGISTRY_OK)
		return REGISTRY_NO_ACCOUNT;
	return account_find_cert(accounts(ch), of(ch)->fingerprint) == account(ch) ? REGISTRY_OK
										   : REGISTRY_NO_CERT;
}

static enum store_result
cert_del_write(struct change *ch, struct store_db *db)
{
	ch->refused = REGISTRY_NO_CERT;
	return store_cert_delete(db, change_name(ch), of(ch)->fingerprint);
}

static void
cert_del_apply(struct change *ch)
{
	if (account_cert_del(accounts(ch), account(ch), of(ch)->fingerprint))
		tell(ch, "has a certificate less");
}

static enum store_result
suspend_write(struct change *ch, struct store_db *db)
{
	return store_account_suspended(db, change_name(ch), text(of(ch)));
}

/* Of this server: the logins of others are theirs.  Those who are on their way in are in the second list. */
static void
for_sessions(struct change *ch, void (*fn)(struct registry *r, struct client *c))
{
	struct world *w = ch->r->env.world;
	struct list *both[] = { &w->users, &w->others };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		LIST_FOR_EACH_SAFE (it, nx, both[i]) {
			struct client *c = client_of_world_link(it);

			if (c->phase != CLIENT_GONE && client_is_local(c) && c->account != NULL &&
				account_find(&w->accounts, view_z(c->account)) == account(ch))
				fn(ch->r, c);
		}
	}
}

static void
end_session(struct registry *r, struct client *c)
{
	if (r->env.end != NULL)
		r->env.end(c, VIEW("Account suspended"));
}

static void
log_out(struct registry *r, struct client *c)
{
	login_clear(r->env.route, c);
	if (r->env.logged_out != NULL)
		r->env.logged_out(c);
}

static void
suspend_apply(struct change *ch)
{
	const struct account_change *ac = of(ch);

	account_set_suspended(account(ch), text(ac));
	if (ac->text_len == 0) {
		tell(ch, "suspended no more");
		return;
	}
	tell(ch, "suspended");
	for_sessions(ch, end_session);
}

static enum store_result
drop_write(struct change *ch, struct store_db *db)
{
	return store_account_delete(db, change_name(ch));
}

static void
drop_apply(struct change *ch)
{
	for_sessions(ch, log_out);
	account_free(accounts(ch), account(ch));
	registry_channel_account_gone(ch->r, change_name(ch));
	tell(ch, "dropped");
}

static enum store_result
set_write(struct change *ch, struct store_db *db)
{
	const struct account_change *ac = of(ch);
	enum store_result r = STORE_OK;

	if ((ac->flags_on | ac->flags_off) != 0)
		r = store_account_flags(db, change_name(ch), ac->flags_on, ac->flags_off);
	if (r == STORE_OK && ac->has_email)
		r = store_account_email(db, change_name(ch), text(ac));
	return r;
}

static void
set_apply(struct change *ch)
{
	const struct account_change *ac = of(ch);
	struct account *a = account(ch);

	a->flags = (a->flags & ~ac->flags_off) | ac->flags_on;
	if (ac->has_email)
		account_set_email(a, text(ac));
	log_info("account", "%s: settings changed", ch->name);
	change_record(ch, ACT_ACCOUNT, "account", "settings changed");
}

static enum store_result
code_write(struct change *ch, struct store_db *db)
{
	ch->refused = REGISTRY_CODES_FULL;
	return store_code_insert(db, &of(ch)->code, of(ch)->now_s, REGISTRY_CODES_MAX);
}

static void
code_apply(struct change *ch)
{
	log_info("account", "an invite code for %u accounts", of(ch)->code.uses);
	change_record(ch, ACT_ACCOUNT, "account", "a new invite code");
}

const struct change_kind kind_account_add = {
	.check = add_check, .hash = hash_password, .write = add_write, .apply = add_apply, .free = add_free
};
const struct change_kind kind_account_password = { .check = check_exists,
	.hash = hash_password,
	.write = password_write,
	.apply = password_apply,
	.free = change_free };
const struct change_kind kind_account_cert_add = {
	.check = cert_add_check, .write = cert_add_write, .apply = cert_add_apply, .free = change_free
};
const struct change_kind kind_account_cert_del = {
	.check = cert_del_check, .write = cert_del_write, .apply = cert_del_apply, .free = change_free
};
const struct change_kind kind_account_suspend = {
	.check = check_exists, .write = suspend_write, .apply = suspend_apply, .free = change_free
};
const struct change_kind kind_account_drop = {
	.check = check_exists, .write = drop_write, .apply = drop_apply, .free = change_free
};
const struct change_kind kind_account_set = {
	.check = check_exists, .write = set_write, .apply = set_apply, .free = change_free
};
const struct change_kind kind_account_code = {
	.write = code_write, .apply = code_apply, .free = change_free
};
const struct change_kind kind_account_hash = {
	.hash = hash_password, .write = write_nothing, .apply = hash_apply, .free = change_free
};
