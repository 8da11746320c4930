/* Each function makes a change of one of the kinds at the end of this file; what can be refused at sight is. */
#include "registry/registry_account.h"

#include <sodium.h>
#include <string.h>

#include "conf/conf.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "core/utf8.h"
#include "proto/names.h"
#include "proto/password_hash.h"
#include "registry/change_priv.h"
#include "route/login.h"
#include "route/snotice.h"
#include "store/store_account.h"

#define SEEN_PAUSE_S 60 /* logins that are not written because one was */

struct account_change {
	struct change change;
	uint64_t now_s;
	bool has_password, has_code, has_email;
	size_t password_len, text_len;
	uint32_t flags_on, flags_off;
	char password[PASSWORD_LEN_MAX];
	char text[REGISTRY_EMAIL_MAX + 1]; /* email, or why it is suspended */
	char hash[PASSWORD_HASH_MAX];
	struct scram_key key;
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];
	struct store_code code;
};

_Static_assert(REGISTRY_WHY_MAX <= REGISTRY_EMAIL_MAX, "text holds both");
_Static_assert(STORE_HASH_BYTES == ACCOUNT_CERT_BYTES, "the database's words for the same");

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

static uint64_t
now_s(const struct registry *r)
{
	return loop_wall_ms(r->env.loop) / 1000;
}

static struct account_change *
change_new(struct registry *r, const struct change_kind *kind, struct view name, struct registry_call call)
{
	struct account_change *ac = mem_zalloc(sizeof(*ac));

	change_init(&ac->change, r, kind, name, call);
	ac->now_s = now_s(r);
	ac->key.iterations = r->conf->accounts.scram_iterations;
	return ac;
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
}

/* What may stand in a text: nothing that a terminal would obey. */
static bool
is_plain(struct view v, size_t max)
{
	for (size_t i = 0; i < v.n; i++) {
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			return false;
	}
	return v.n <= max && utf8_is_valid(v);
}

/* Control characters are what SASLprep (RFC 4013) prohibits and people can't type; what it would normalise stays as it is. */
static bool
is_password(const struct registry *r, struct view v)
{
	return v.n >= r->conf->accounts.password_min_length && is_plain(v, PASSWORD_LEN_MAX);
}

static bool
is_email(struct view v)
{
	size_t at = view_find(v, '@');

	return at != 0 && at + 1 < v.n && view_find(view_skip(v, at + 1), '@') == v.n - at - 1 &&
		!view_has_any(v, VIEW(" ,;:<>()\"\\")) && is_plain(v, REGISTRY_EMAIL_MAX);
}

static void
take_password(struct account_change *ac, struct view password)
{
	ac->has_password = password.n != 0;
	ac->password_len = password.n;
	if (password.n != 0)
		memcpy(ac->password, password.p, password.n);
}

static void
take_text(struct account_change *ac, struct view v)
{
	ac->text_len = view_copy(v, ac->text, sizeof(ac->text));
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

	if (!ac->has_password)
		return 0;
	rng_bytes(ac->key.salt, sizeof(ac->key.salt));
	scram_key_derive(&ac->key, password);
	r = password_hash(password, ac->hash);
	sodium_memzero(ac->password, sizeof(ac->password));
	return r;
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

/* Codes are drawn from 80 bits: their hash needs neither salt nor time. */
static void
code_hash(struct view code, uint8_t dst[STORE_HASH_BYTES])
{
	(void)crypto_generichash(dst, STORE_HASH_BYTES, (const unsigned char *)code.p, code.n, NULL, 0);
}

enum registry_verdict
registry_account_may_add(const struct registry *r, const struct registry_new_account *what)
{
	const struct conf_accounts *conf = &r->conf->accounts;

	if (!what->by_admin && conf->registration == CONF_REGISTRATION_CLOSED)
		return REGISTRY_CLOSED;
	if (!name_is_nick(what->name, r->env.world->conf.nick_len))
		return REGISTRY_BAD_NAME;
	if (account_find(&r->env.world->accounts, what->name) != NULL)
		return REGISTRY_TAKEN;
	if (account_set_count(&r->env.world->accounts) + r->n_adding >= conf->max_accounts)
		return REGISTRY_FULL;
	if (!is_password(r, what->password) && !(what->by_admin && what->password.n == 0))
		return REGISTRY_BAD_PASSWORD;
	return what->email.n == 0 || is_email(what->email) ? REGISTRY_OK : REGISTRY_BAD_EMAIL;
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

/* Those who are on their way in are in the second list. */
static void
for_sessions(struct change *ch, void (*fn)(struct registry *r, struct client *c))
{
	struct world *w = ch->r->env.world;
	struct list *both[] = { &w->users, &w->others };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		LIST_FOR_EACH_SAFE (it, nx, both[i]) {
			struct client *c = client_of_world_link(it);

			if (c->phase != CLIENT_GONE && c->account != NULL &&
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
}

static const struct change_kind kind_add = {
	.check = add_check, .hash = hash_password, .write = add_write, .apply = add_apply, .free = add_free
};
static const struct change_kind kind_password = { .check = check_exists,
	.hash = hash_password,
	.write = password_write,
	.apply = password_apply,
	.free = change_free };
static const struct change_kind kind_cert_add = {
	.check = cert_add_check, .write = cert_add_write, .apply = cert_add_apply, .free = change_free
};
static const struct change_kind kind_cert_del = {
	.check = cert_del_check, .write = cert_del_write, .apply = cert_del_apply, .free = change_free
};
static const struct change_kind kind_suspend = {
	.check = check_exists, .write = suspend_write, .apply = suspend_apply, .free = change_free
};
static const struct change_kind kind_drop = {
	.check = check_exists, .write = drop_write, .apply = drop_apply, .free = change_free
};
static const struct change_kind kind_set = {
	.check = check_exists, .write = set_write, .apply = set_apply, .free = change_free
};
static const struct change_kind kind_code = { .write = code_write, .apply = code_apply, .free = change_free };

void
registry_account_add(struct registry *r, const struct registry_new_account *what, struct registry_call call)
{
	bool wants_code = !what->by_admin && r->conf->accounts.registration == CONF_REGISTRATION_INVITE_CODE;
	enum registry_verdict v = registry_account_may_add(r, what);
	struct account_change *ac;

	if (v == REGISTRY_OK && wants_code && what->code.n == 0)
		v = REGISTRY_BAD_CODE;
	if (v != REGISTRY_OK) {
		registry_tell(call, v);
		return;
	}
	ac = change_new(r, &kind_add, what->name, call);
	r->n_adding++;
	take_password(ac, what->password);
	take_text(ac, what->email);
	ac->has_code = wants_code;
	if (wants_code)
		code_hash(what->code, ac->code.hash);
	change_start(&ac->change);
}

void
registry_account_password(
	struct registry *r, struct view account, struct view password, struct registry_call call)
{
	struct account_change *ac;

	if (!is_password(r, password)) {
		registry_tell(call, REGISTRY_BAD_PASSWORD);
		return;
	}
	ac = change_new(r, &kind_password, account, call);
	take_password(ac, password);
	change_start(&ac->change);
}

static void
change_cert(struct registry *r, const struct change_kind *kind, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call)
{
	struct account_change *ac = change_new(r, kind, account, call);

	memcpy(ac->fingerprint, fingerprint, sizeof(ac->fingerprint));
	change_start(&ac->change);
}

void
registry_account_cert_add(struct registry *r, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call)
{
	change_cert(r, &kind_cert_add, account, fingerprint, call);
}

void
registry_account_cert_del(struct registry *r, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call)
{
	change_cert(r, &kind_cert_del, account, fingerprint, call);
}

void
registry_account_suspend(struct registry *r, struct view account, struct view why, struct registry_call call)
{
	struct account_change *ac;

	if (!is_plain(why, REGISTRY_WHY_MAX)) {
		registry_tell(call, REGISTRY_BAD_TEXT);
		return;
	}
	ac = change_new(r, &kind_suspend, account, call);
	take_text(ac, why);
	change_start(&ac->change);
}

void
registry_account_drop(struct registry *r, struct view account, struct registry_call call)
{
	change_start(&change_new(r, &kind_drop, account, call)->change);
}

void
registry_account_set(
	struct registry *r, struct view account, const struct registry_set *what, struct registry_call call)
{
	struct account_change *ac;

	if (what->has_email && what->email.n != 0 && !is_email(what->email)) {
		registry_tell(call, REGISTRY_BAD_EMAIL);
		return;
	}
	ac = change_new(r, &kind_set, account, call);
	ac->flags_on = what->flags_on & ~what->flags_off;
	ac->flags_off = what->flags_off & ~what->flags_on;
	ac->has_email = what->has_email;
	take_text(ac, what->has_email ? what->email : VIEW(""));
	change_start(&ac->change);
}

void
registry_invite_code_add(struct registry *r, uint32_t uses, uint64_t expires_s, char dst[REGISTRY_CODE_TEXT],
	struct registry_call call)
{
	static const char digits[] = "23456789abcdefghjkmnpqrstuvwxyz0"; /* 32: none looks like another */
	struct account_change *ac = change_new(r, &kind_code, VIEW(""), call);
	size_t n = 0;

	for (unsigned i = 0; i < 16; i++) {
		if (i % 4 == 0 && i != 0)
			dst[n++] = '-';
		dst[n++] = digits[rng_below(32)];
	}
	dst[n] = '\0';
	code_hash(view_of(dst, n), ac->code.hash);
	ac->code.uses = uses;
	ac->code.expires_s = expires_s;
	change_start(&ac->change);
}

struct seen_job {
	struct store_job job;
	uint64_t seen_s;
	char name[ACCOUNT_LEN + 1];
};

static enum store_result
seen_run(struct store_job *j, struct store_db *db)
{
	const struct seen_job *s = CONTAINER_OF(j, struct seen_job, job);

	return store_account_seen(db, view_z(s->name), s->seen_s);
}

/* If it was not written, the next login will be. */
static void
seen_done(struct store_job *j, enum store_result result)
{
	(void)result;
	mem_free(CONTAINER_OF(j, struct seen_job, job));
}

void
registry_account_seen(struct registry *r, struct account *a)
{
	bool was_lately = a->seen_s != 0 && a->seen_s + SEEN_PAUSE_S > now_s(r);
	struct seen_job *s;

	a->seen_s = was_lately ? a->seen_s : now_s(r);
	/* Changes that somebody waits for come first. */
	if (was_lately || r->stopping || r->env.store == NULL ||
		store_pending(r->env.store) >= STORE_JOBS_MAX / 4)
		return;
	s = mem_zalloc(sizeof(*s));
	s->job.run = seen_run;
	s->job.done = seen_done;
	s->seen_s = a->seen_s;
	(void)view_copy(account_name(a), s->name, sizeof(s->name));
	if (!store_submit(r->env.store, &s->job))
		mem_free(s);
}
