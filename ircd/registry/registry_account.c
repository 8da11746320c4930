/* Each function refuses what can be refused at sight, and makes a change of the rest. */
#include "registry/registry_account.h"

#include <sodium.h>
#include <string.h>

#include "conf/conf.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/rng.h"
#include "core/utf8.h"
#include "proto/names.h"
#include "registry/account_change_priv.h"

#define SEEN_PAUSE_S 60 /* logins that are not written because one was */

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
take_secret(struct account_change *ac, const struct registry_secret *secret)
{
	ac->has_password = ac->is_hashed = true;
	memcpy(ac->hash, secret->hash, sizeof(ac->hash));
	ac->key = secret->key;
}

static void
take_text(struct account_change *ac, struct view v)
{
	ac->text_len = view_copy(v, ac->text, sizeof(ac->text));
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

	if (r->env.world->conf.services_own)
		return REGISTRY_SERVICES;
	if (!what->by_admin && conf->registration == CONF_REGISTRATION_CLOSED)
		return REGISTRY_CLOSED;
	if (!name_is_nick(what->name, r->env.world->conf.nick_len))
		return REGISTRY_BAD_NAME;
	if (account_find(&r->env.world->accounts, what->name) != NULL)
		return REGISTRY_TAKEN;
	if (account_set_count(&r->env.world->accounts) + r->n_adding >= conf->max_accounts)
		return REGISTRY_FULL;
	if (what->secret == NULL && !is_password(r, what->password) &&
		!(what->by_admin && what->password.n == 0))
		return REGISTRY_BAD_PASSWORD;
	return what->email.n == 0 || is_email(what->email) ? REGISTRY_OK : REGISTRY_BAD_EMAIL;
}

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
	ac = change_new(r, &kind_account_add, what->name, call);
	r->n_adding++;
	if (what->secret != NULL)
		take_secret(ac, what->secret);
	else
		take_password(ac, what->password);
	take_text(ac, what->email);
	ac->has_code = wants_code;
	if (wants_code)
		code_hash(what->code, ac->code.hash);
	change_start(&ac->change);
}

void
registry_account_hash(
	struct registry *r, struct view password, struct registry_secret *dst, struct registry_call call)
{
	struct account_change *ac = change_new(r, &kind_account_hash, VIEW(""), call);

	take_password(ac, password);
	ac->hash_only = dst;
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
	ac = change_new(r, &kind_account_password, account, call);
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
	change_cert(r, &kind_account_cert_add, account, fingerprint, call);
}

void
registry_account_cert_del(struct registry *r, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call)
{
	change_cert(r, &kind_account_cert_del, account, fingerprint, call);
}

void
registry_account_suspend(struct registry *r, struct view account, struct view why, struct registry_call call)
{
	struct account_change *ac;

	if (!is_plain(why, REGISTRY_WHY_MAX)) {
		registry_tell(call, REGISTRY_BAD_TEXT);
		return;
	}
	ac = change_new(r, &kind_account_suspend, account, call);
	take_text(ac, why);
	change_start(&ac->change);
}

void
registry_account_drop(struct registry *r, struct view account, struct registry_call call)
{
	change_start(&change_new(r, &kind_account_drop, account, call)->change);
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
	ac = change_new(r, &kind_account_set, account, call);
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
	struct account_change *ac;
	size_t n = 0;

	if (r->env.world->conf.services_own) {
		dst[0] = '\0';
		registry_tell(call, REGISTRY_SERVICES);
		return;
	}
	ac = change_new(r, &kind_account_code, VIEW(""), call);
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
