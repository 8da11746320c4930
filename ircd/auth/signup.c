/* A registration that waits for its code belongs to a handle; of its password only hashes are kept, and wiped when it ends. */
#include "auth/signup.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "auth/ban_check.h"
#include "auth/entry.h"
#include "auth/gate.h"
#include "auth/protect.h"
#include "auth/reserved.h"
#include "core/loop.h"
#include "core/mem.h"
#include "net/conn.h"
#include "net/throttle.h"
#include "proto/casemap.h"
#include "registry/registry_account.h"
#include "route/login.h"

#define ADDRESSES_MAX 10000 /* whose registrations are counted */

struct pending {
	struct list link;
	struct handle who;
	uint64_t until_ms;
	unsigned wrong;
	bool asked; /* a code is being looked at */
	struct registry_secret secret;
	size_t name_len, email_len;
	char name[NICK_LEN_MAX + 1], email[REGISTRY_EMAIL_MAX + 1];
};

struct signups {
	struct loop *loop;
	struct throttle *throttle;
	struct conf_rate rate; /* of the throttle */
	struct list pending;   /* struct pending.link, oldest first */
	size_t n_pending;
	struct timer timer; /* the oldest's time is up */
};

/* One ask on its way through the registry. */
struct signup_job {
	struct gate *gate;
	struct handle who;
	signup_done_fn *done;
	void *arg;
	bool verifies;
	struct registry_secret secret; /* of what will wait for a code */
	size_t name_len, email_len;
	char name[NICK_LEN_MAX + 1], email[REGISTRY_EMAIL_MAX + 1];
};

static const char *const texts[SIGNUP_N] = {
	[SIGNUP_OK] = "The account is registered, and you are logged in",
	[SIGNUP_CODE_WANTED] = "An invite code is needed to complete the registration",
	[SIGNUP_CLOSED] = "Accounts are made by the administrators here",
	[SIGNUP_SERVICES] = "Accounts are registered with the services of the network: /msg NickServ HELP",
	[SIGNUP_LOGGED_IN] = "You are logged in to an account already",
	[SIGNUP_NOT_CONNECTED] = "You must be connected first",
	[SIGNUP_NO_NICK] = "Choose a nick first",
	[SIGNUP_NOT_NICK] = "The account must be named as your nick is",
	[SIGNUP_BAD_NAME] = "An account's name must be a valid nick",
	[SIGNUP_RESERVED] = "That name is reserved, or looks like one that is",
	[SIGNUP_IN_USE] = "Somebody else is called so",
	[SIGNUP_TAKEN] = "That name is registered already",
	[SIGNUP_WEAK_PASSWORD] = "That password is too short",
	[SIGNUP_BAD_PASSWORD] = "That password is too long, not UTF-8, or has control characters",
	[SIGNUP_NO_EMAIL] = "An email address is required",
	[SIGNUP_BAD_EMAIL] = "That is no email address",
	[SIGNUP_BAD_CODE] = "That code is not valid, or nothing waits for it",
	[SIGNUP_NOT_ALLOWED] = "Complete the connection first: who you are is not known yet",
	[SIGNUP_TOO_OFTEN] = "Too many registrations from your address, try again later",
	[SIGNUP_FULL] = "No more accounts can be registered",
	[SIGNUP_BUSY] = "Too much to do at present, try again in a moment",
	[SIGNUP_FAILED] = "The account could not be saved, try again later",
};

static const enum signup_verdict of_registry[REGISTRY_N] = {
	[REGISTRY_OK] = SIGNUP_OK,
	[REGISTRY_BUSY] = SIGNUP_BUSY,
	[REGISTRY_FAILED] = SIGNUP_FAILED,
	[REGISTRY_CLOSED] = SIGNUP_CLOSED,
	[REGISTRY_SERVICES] = SIGNUP_SERVICES,
	[REGISTRY_BAD_NAME] = SIGNUP_BAD_NAME,
	[REGISTRY_TAKEN] = SIGNUP_TAKEN,
	[REGISTRY_FULL] = SIGNUP_FULL,
	[REGISTRY_BAD_PASSWORD] = SIGNUP_BAD_PASSWORD,
	[REGISTRY_BAD_EMAIL] = SIGNUP_BAD_EMAIL,
	[REGISTRY_BAD_TEXT] = SIGNUP_FAILED, /* these are not said of a new account */
	[REGISTRY_BAD_CODE] = SIGNUP_BAD_CODE,
	[REGISTRY_CODES_FULL] = SIGNUP_FAILED,
	[REGISTRY_NO_ACCOUNT] = SIGNUP_FAILED,
	[REGISTRY_CERT_TAKEN] = SIGNUP_FAILED,
	[REGISTRY_CERTS_FULL] = SIGNUP_FAILED,
	[REGISTRY_NO_CERT] = SIGNUP_FAILED,
	[REGISTRY_NO_CHANNEL] = SIGNUP_FAILED,
	[REGISTRY_CHANNELS_FULL] = SIGNUP_FAILED,
	[REGISTRY_CHANNELS_CLOSED] = SIGNUP_FAILED,
};

const char *
signup_text(enum signup_verdict v)
{
	return texts[v];
}

bool
signup_is_open(const struct conf *conf)
{
	return !conf->accounts.services && conf->accounts.registration != CONF_REGISTRATION_CLOSED;
}

const char *
signup_cap_value(const struct conf *conf, char dst[SIGNUP_CAP_VALUE])
{
	const struct conf_accounts *a = &conf->accounts;
	int n = snprintf(dst, SIGNUP_CAP_VALUE, "%s%s%s", a->register_before_connect ? ",before-connect" : "",
		a->custom_account_name ? ",custom-account-name" : "",
		a->email == CONF_EMAIL_REQUIRED ? ",email-required" : "");

	if (n > 0)
		memmove(dst, dst + 1, (size_t)n); /* the first comma; the NUL moves along */
	return dst;
}

struct signups *
signups_new(struct loop *loop)
{
	struct signups *all = mem_zalloc(sizeof(*all));

	all->loop = loop;
	list_init(&all->pending);
	return all;
}

static void
pending_free(struct signups *all, struct pending *p)
{
	list_del(&p->link);
	all->n_pending--;
	sodium_memzero(p, sizeof(*p));
	mem_free(p);
}

void
signups_free(struct signups *all)
{
	if (all == NULL)
		return;
	loop_timer_cancel(all->loop, &all->timer);
	LIST_FOR_EACH_SAFE (it, nx, &all->pending)
		pending_free(all, CONTAINER_OF(it, struct pending, link));
	throttle_free(all->throttle);
	mem_free(all);
}

static struct signups *
signups_of(const struct client *c)
{
	return gate_env(c->session->gate)->signups;
}

static const struct conf_accounts *
conf_of(const struct client *c)
{
	return &gate_conf(c->session->gate)->accounts;
}

/* What has come to its end, and what belongs to who has gone. */
static void
sweep(struct signups *all, const struct world *w)
{
	uint64_t now = loop_mono_ms(all->loop);

	LIST_FOR_EACH_SAFE (it, nx, &all->pending) {
		struct pending *p = CONTAINER_OF(it, struct pending, link);

		if (p->until_ms <= now || (w != NULL && client_get(w, p->who) == NULL))
			pending_free(all, p);
	}
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct signups *all = CONTAINER_OF(t, struct signups, timer);

	(void)now_ms;
	sweep(all, NULL);
	if (!list_is_empty(&all->pending))
		loop_timer(all->loop, t, CONTAINER_OF(all->pending.next, struct pending, link)->until_ms,
			on_timer);
}

/* One for each client: the newest. */
static struct pending *
pending_of(const struct signups *all, const struct client *c)
{
	LIST_FOR_EACH (it, &all->pending) {
		struct pending *p = CONTAINER_OF(it, struct pending, link);

		if (handle_eq(p->who, c->handle))
			return p;
	}
	return NULL;
}

static enum signup_verdict
wait_for_code(struct client *c, const struct signup_job *job)
{
	struct signups *all = signups_of(c);
	struct pending *p = pending_of(all, c);

	if (p != NULL && p->asked)
		return SIGNUP_BUSY;
	if (p != NULL)
		pending_free(all, p);
	sweep(all, c->world);
	if (all->n_pending == SIGNUP_PENDING_MAX)
		return SIGNUP_BUSY;
	p = mem_zalloc(sizeof(*p));
	p->who = c->handle;
	p->until_ms = loop_mono_ms(all->loop) + SIGNUP_PENDING_MS;
	p->secret = job->secret;
	p->name_len = view_copy(view_of(job->name, job->name_len), p->name, sizeof(p->name));
	p->email_len = view_copy(view_of(job->email, job->email_len), p->email, sizeof(p->email));
	list_add_tail(&all->pending, &p->link);
	if (all->n_pending++ == 0)
		loop_timer(all->loop, &all->timer, p->until_ms, on_timer);
	return SIGNUP_CODE_WANTED;
}

/* A code was looked at.  What cannot be mended by another code waits no more. */
static void
end_verify(struct client *c, enum signup_verdict v)
{
	struct signups *all = signups_of(c);
	struct pending *p = pending_of(all, c);

	if (p == NULL)
		return;
	p->asked = false;
	if (v == SIGNUP_BAD_CODE)
		p->wrong++;
	if ((v != SIGNUP_BAD_CODE && v != SIGNUP_BUSY && v != SIGNUP_FAILED) || p->wrong == SIGNUP_WRONG_MAX)
		pending_free(all, p);
}

/* Somebody else may be called as the new account is. */
static void
log_in(struct client *c, struct view name)
{
	const struct gate_env *env = gate_env(c->session->gate);
	struct account *a = account_find(&env->world->accounts, name);

	if (a == NULL || login_set(env->route, c, account_name(a)) == LOGIN_INVALID)
		return;
	registry_account_seen(env->registry, a);
	protect_watch(c);
}

static void
on_added(enum registry_verdict r, void *arg)
{
	struct signup_job *job = arg;
	struct world *w = gate_env(job->gate)->world;
	struct client *c = client_get(w, job->who);
	enum signup_verdict v = of_registry[r];
	struct view name = view_of(job->name, job->name_len);

	if (c != NULL && job->verifies)
		end_verify(c, v);
	if (c != NULL && v == SIGNUP_OK)
		log_in(c, name);
	if (v == SIGNUP_OK)
		protect_watch_nick(w, name);
	job->done(c, v, name, job->arg);
	if (c != NULL && v == SIGNUP_OK && client_is_user(c))
		(void)ban_check(c);
	mem_free(job);
}

static struct signup_job *
job_new(const struct client *c, const struct signup_ask *ask)
{
	struct signup_job *job = mem_zalloc(sizeof(*job));

	job->gate = c->session->gate;
	job->who = c->handle;
	job->done = ask->done;
	job->arg = ask->arg;
	job->name_len = view_copy(ask->name, job->name, sizeof(job->name));
	job->email_len = view_copy(ask->email, job->email, sizeof(job->email));
	return job;
}

static void
on_hashed(enum registry_verdict r, void *arg)
{
	struct signup_job *job = arg;
	struct client *c = client_get(gate_env(job->gate)->world, job->who);
	enum signup_verdict v = of_registry[r];

	if (c != NULL && v == SIGNUP_OK)
		v = wait_for_code(c, job);
	job->done(c, v, view_of(job->name, job->name_len), job->arg);
	sodium_memzero(&job->secret, sizeof(job->secret));
	mem_free(job);
}

static void
hash(struct client *c, const struct signup_ask *ask)
{
	struct signup_job *job = job_new(c, ask);

	registry_account_hash(gate_env(job->gate)->registry, ask->password, &job->secret,
		(struct registry_call){ .done = on_hashed, .arg = job, .by = c });
}

/* secret: NULL, or of a registration that has waited. */
static void
add(struct client *c, const struct signup_ask *ask, const struct registry_secret *secret)
{
	const struct registry_new_account what = {
		.name = ask->name,
		.password = ask->password,
		.email = ask->email,
		.code = ask->code,
		.secret = secret,
	};
	struct signup_job *job = job_new(c, ask);

	job->verifies = secret != NULL;
	registry_account_add(gate_env(job->gate)->registry, &what,
		(struct registry_call){ .done = on_added, .arg = job, .by = c });
}

/* False: too often.  Unix sockets have no address to count by. */
static bool
count(const struct client *c)
{
	struct signups *all = signups_of(c);
	struct conf_rate rate = conf_of(c)->registration_rate;

	if (rate.count != all->rate.count || rate.per_ms != all->rate.per_ms) {
		throttle_free(all->throttle);
		all->throttle = NULL;
		all->rate = rate;
	}
	if (rate.count == 0)
		return true;
	if (all->throttle == NULL)
		all->throttle = throttle_new(rate.count, rate.per_ms / rate.count, ADDRESSES_MAX);
	return throttle_hit(all->throttle, conn_peer(c->conn), loop_mono_ms(all->loop));
}

/* Who is not yet a user. */
static enum signup_verdict
check_stranger(const struct client *c)
{
	if (!conf_of(c)->register_before_connect)
		return SIGNUP_NOT_CONNECTED;
	if (!c->session->has_user)
		return SIGNUP_NO_NICK;
	return entry_may_have_account(c) ? SIGNUP_OK : SIGNUP_NOT_ALLOWED;
}

static enum signup_verdict
check_name(const struct client *c, struct view name)
{
	const struct client *other = client_find(c->world, name);

	if (!casemap_eq(name, client_nick(c)) && !conf_of(c)->custom_account_name)
		return SIGNUP_NOT_NICK;
	if (!reserved_may_have(gate_conf(c->session->gate), c, name))
		return SIGNUP_RESERVED;
	return other == NULL || other == c ? SIGNUP_OK : SIGNUP_IN_USE;
}

/* Everything that is known without work. */
static enum signup_verdict
check(const struct client *c, const struct signup_ask *ask)
{
	const struct registry_new_account what = {
		.name = ask->name, .password = ask->password, .email = ask->email
	};
	enum signup_verdict v = SIGNUP_OK;

	if (c->world->conf.services_own)
		return SIGNUP_SERVICES;
	if (!signup_is_open(gate_conf(c->session->gate)))
		return SIGNUP_CLOSED;
	if (c->account != NULL)
		return SIGNUP_LOGGED_IN;
	if (c->nick_len == 0)
		return SIGNUP_NO_NICK;
	if (!client_is_user(c))
		v = check_stranger(c);
	if (v == SIGNUP_OK)
		v = check_name(c, ask->name);
	if (v != SIGNUP_OK)
		return v;
	if (ask->password.n < conf_of(c)->password_min_length)
		return SIGNUP_WEAK_PASSWORD;
	if (ask->email.n == 0 && conf_of(c)->email == CONF_EMAIL_REQUIRED)
		return SIGNUP_NO_EMAIL;
	return of_registry[registry_account_may_add(gate_env(c->session->gate)->registry, &what)];
}

void
signup(struct client *c, const struct signup_ask *asked)
{
	struct signup_ask ask = *asked;
	enum signup_verdict v;

	if (ask.name.n == 0)
		ask.name = client_nick(c);
	if (conf_of(c)->email == CONF_EMAIL_NONE)
		ask.email = VIEW("");
	v = check(c, &ask);
	if (v == SIGNUP_OK && !count(c))
		v = SIGNUP_TOO_OFTEN;
	if (v != SIGNUP_OK)
		ask.done(c, v, ask.name, ask.arg);
	else if (conf_of(c)->registration == CONF_REGISTRATION_INVITE_CODE && ask.code.n == 0)
		hash(c, &ask);
	else
		add(c, &ask, NULL);
}

void
signup_verify(struct client *c, const struct signup_ask *asked)
{
	struct signups *all = signups_of(c);
	struct signup_ask ask = *asked;
	struct pending *p;

	sweep(all, NULL);
	p = pending_of(all, c);
	if (c->account != NULL) {
		ask.done(c, SIGNUP_LOGGED_IN, ask.name, ask.arg);
	} else if (p == NULL || !casemap_eq(view_of(p->name, p->name_len), ask.name)) {
		ask.done(c, SIGNUP_BAD_CODE, ask.name, ask.arg);
	} else if (p->asked) {
		ask.done(c, SIGNUP_BUSY, ask.name, ask.arg);
	} else {
		p->asked = true;
		ask.name = view_of(p->name, p->name_len);
		ask.email = view_of(p->email, p->email_len);
		add(c, &ask, &p->secret); /* p may be gone when it returns */
	}
}
