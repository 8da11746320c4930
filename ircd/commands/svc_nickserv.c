/*
 * NickServ: accounts, and the nicks that belong to them.  A thin face: registering is signup.h's, logging in login_try.h's, everything else
 * of an account the registry's; what they answer is told as a notice, in a later turn if that is when they know.
 */
#include <stdio.h>

#include "auth/entry.h"
#include "auth/login_try.h"
#include "auth/oper_up.h"
#include "auth/protect.h"
#include "auth/put_out.h"
#include "auth/signup.h"
#include "commands/lookup.h"
#include "commands/service.h"
#include "conf/conf_value.h"
#include "core/clock.h"
#include "core/mem.h"
#include "proto/casemap.h"
#include "registry/registry_account.h"
#include "route/login.h"
#include "route/renick.h"

/* `ok` is said when it went well. */
struct nickserv_wait {
	struct service_wait wait;
	const char *ok;
};

static struct nickserv_wait *
wait_new(const struct service_ask *ask, const char *ok)
{
	struct nickserv_wait *w = mem_zalloc(sizeof(*w));

	service_wait(&w->wait, ask);
	w->ok = ok;
	return w;
}

static struct registry *
registry_of(const struct service_ask *ask)
{
	return gate_env(ask->cx->gate)->registry;
}

static struct account *
own_account(const struct service_ask *ask)
{
	return account_find(&ask->cx->world->accounts, view_z(ask->src->account));
}

static void
on_signup(struct client *c, enum signup_verdict v, struct view account, void *arg)
{
	struct nickserv_wait *w = arg;
	struct service_ask ask;

	(void)c;
	(void)account;
	if (service_resume(&w->wait, &ask) != NULL) {
		service_say(&ask, "%s.", signup_text(v));
		if (v == SIGNUP_CODE_WANTED)
			service_say(&ask, "Say /VERIFY %.*s <code>, or the code behind the email address.",
				VIEW_ARG(account));
		service_done(&ask);
	}
	mem_free(w);
}

/* The account is called as the nick is, whatever custom-account-name says. */
static void
run_register(struct service_ask *ask)
{
	const struct signup_ask what = {
		.password = ask->param[0],
		.email = view_eq(ask->param[1], VIEW("*")) ? VIEW("") : ask->param[1],
		.code = ask->param[2],
		.done = on_signup,
		.arg = wait_new(ask, NULL),
	};

	signup(ask->src, &what);
}

static void
on_login(struct client *c, enum login_result r, void *arg)
{
	struct nickserv_wait *w = arg;
	struct service_ask ask;

	if (service_resume(&w->wait, &ask) != NULL) {
		if (c != NULL && r == LOGIN_TRY_OK) {
			service_say(&ask, "You are logged in as %s.", c->account);
			protect_watch(c);
		} else if (c != NULL) {
			service_say(&ask, "%s.", login_result_text(r));
		}
		service_done(&ask);
	}
	mem_free(w);
}

static void
run_identify(struct service_ask *ask)
{
	bool named = ask->n_params > 1;
	const struct login_ask what = {
		.account = named ? ask->param[0] : client_nick(ask->src),
		.password = ask->param[named ? 1 : 0],
		.done = on_login,
		.arg = wait_new(ask, NULL),
	};

	login_by_password(ask->src, &what);
}

/* Its nick may be the account's: then it is a stranger's from now on. */
static void
run_logout(struct service_ask *ask)
{
	login_clear(ask->cx->route, ask->src);
	oper_up_recheck(ask->src);
	service_say(ask, "You are logged out.");
	protect_watch(ask->src);
}

/* A session of the account, or one that has only its name. */
static bool
is_ghost(const struct client *c, const struct client *of)
{
	return (c->account != NULL && casemap_eq(view_z(c->account), view_z(of->account))) ||
		casemap_eq(client_nick(c), view_z(of->account));
}

/* False: it may not be sent away, which was said. */
static bool
send_away(const struct service_ask *ask, struct client *c)
{
	char text[64 + NICK_LEN_MAX];

	if (!is_ghost(c, ask->src)) {
		service_say(ask, "%s does not belong to your account.", c->nick);
		return false;
	}
	(void)snprintf(text, sizeof(text), "Sent away by %s, by NickServ", ask->src->nick);
	put_out(ask->cx->gate, NULL, c, view_z(text), view_z(text));
	return true;
}

static void
run_ghost(struct service_ask *ask)
{
	struct client *c = client_find(ask->cx->world, ask->param[0]);

	if (c == NULL)
		service_say(ask, "Nobody is called %.*s.", VIEW_ARG(view_left(ask->param[0], NICK_LEN_MAX)));
	else if (c == ask->src)
		service_say(ask, "That is you.");
	else if (send_away(ask, c))
		service_say(ask, "%s was sent away.", c->nick);
}

/* What entry_nick_is_free() refuses it has told by a numeric. */
static void
take_nick(struct service_ask *ask, struct view nick)
{
	if (!entry_nick_is_free(ask->src, nick))
		return;
	if (renick(ask->cx->route, ask->src, nick) == NICK_INVALID) {
		service_say(ask, "That is no nick.");
		return;
	}
	protect_watch(ask->src);
	service_say(ask, "You are called %s.", ask->src->nick);
}

static void
run_regain(struct service_ask *ask)
{
	struct view nick = ask->n_params != 0 ? ask->param[0] : view_z(ask->src->account);
	struct client *c = client_find(ask->cx->world, nick);

	if (c == NULL && !casemap_eq(nick, view_z(ask->src->account)))
		service_say(ask, "That nick does not belong to your account.");
	else if (c == NULL || c == ask->src || send_away(ask, c))
		take_nick(ask, nick);
}

static void
on_changed(enum registry_verdict v, void *arg)
{
	struct nickserv_wait *w = arg;
	struct service_ask ask;

	if (service_resume(&w->wait, &ask) != NULL) {
		service_say(&ask, "%s.", v == REGISTRY_OK ? w->ok : registry_verdict_text(v));
		if (v == REGISTRY_OK && ask.src->account != NULL) /* SET PROTECT */
			protect_watch_nick(ask.cx->world, view_z(ask.src->account));
		service_done(&ask);
	}
	mem_free(w);
}

static struct registry_call
call(const struct service_ask *ask, const char *ok)
{
	return (struct registry_call){ .done = on_changed, .arg = wait_new(ask, ok), .by = ask->src };
}

static void
set_flag(struct service_ask *ask, uint32_t flag)
{
	struct registry_set what = { .flags_on = flag };
	bool on;

	if (conf_value_bool(ask->param[1], &on) == -1) {
		service_say(ask, "It is on or off.");
		return;
	}
	if (!on)
		what = (struct registry_set){ .flags_off = flag };
	registry_account_set(registry_of(ask), view_z(ask->src->account), &what,
		call(ask, on ? "It is on now" : "It is off now"));
}

static void
set_password(struct service_ask *ask)
{
	registry_account_password(registry_of(ask), view_z(ask->src->account), ask->param[1],
		call(ask, "Your password is changed"));
}

static void
set_email(struct service_ask *ask)
{
	const struct registry_set what = {
		.has_email = true,
		.email = view_eq(ask->param[1], VIEW("*")) ? VIEW("") : ask->param[1],
	};

	if (what.email.n == 0 && gate_conf(ask->cx->gate)->accounts.email == CONF_EMAIL_REQUIRED) {
		service_say(ask, "An email address is required.");
		return;
	}
	registry_account_set(registry_of(ask), view_z(ask->src->account), &what,
		call(ask, "Your email address is changed"));
}

static void
set_protect(struct service_ask *ask)
{
	set_flag(ask, ACCOUNT_PROTECT);
}

static void
set_private(struct service_ask *ask)
{
	set_flag(ask, ACCOUNT_PRIVATE);
}

static const struct setting {
	struct view name;
	void (*set)(struct service_ask *ask);
} settings[] = {
	{ VIEW_INIT("PASSWORD"), set_password },
	{ VIEW_INIT("EMAIL"), set_email },
	{ VIEW_INIT("PROTECT"), set_protect },
	{ VIEW_INIT("PRIVATE"), set_private },
};

static void
run_set(struct service_ask *ask)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		if (view_eq_nocase(ask->param[0], settings[i].name)) {
			settings[i].set(ask);
			return;
		}
	}
	service_say_syntax(ask);
}

static void
list_certs(const struct service_ask *ask)
{
	struct account *a = own_account(ask);
	char hex[2 * ACCOUNT_CERT_BYTES + 1];

	if (a == NULL || a->n_certs == 0) {
		service_say(ask, "Your account has no certificate.");
		return;
	}
	LIST_FOR_EACH (it, &a->certs) {
		const struct account_cert *cert = account_cert_of_link(it);

		for (size_t i = 0; i < ACCOUNT_CERT_BYTES; i++)
			(void)snprintf(hex + 2 * i, 3, "%02x", cert->fingerprint[i]);
		service_say(ask, "%s", hex);
	}
}

/* The one that was given, or that of the connection.  False: neither is there, which was said. */
static bool
take_fingerprint(const struct service_ask *ask, uint8_t dst[ACCOUNT_CERT_BYTES])
{
	char own[65];

	if (ask->n_params > 1) {
		if (conf_value_hex(ask->param[1], dst, ACCOUNT_CERT_BYTES) == 0)
			return true;
		service_say(ask, "A fingerprint is the SHA-256 of the certificate, 64 hexadecimal digits.");
		return false;
	}
	if (session_fingerprint(ask->src->session, own) == 0 &&
		conf_value_hex(view_z(own), dst, ACCOUNT_CERT_BYTES) == 0)
		return true;
	service_say(ask, "You are connected without a certificate: give a fingerprint.");
	return false;
}

static void
run_cert(struct service_ask *ask)
{
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];
	struct view account = view_z(ask->src->account);

	if (view_eq_nocase(ask->param[0], VIEW("LIST"))) {
		list_certs(ask);
	} else if (view_eq_nocase(ask->param[0], VIEW("ADD"))) {
		if (take_fingerprint(ask, fingerprint))
			registry_account_cert_add(registry_of(ask), account, fingerprint,
				call(ask, "The certificate opens your account from now on"));
	} else if (view_eq_nocase(ask->param[0], VIEW("DEL")) && ask->n_params > 1) {
		if (take_fingerprint(ask, fingerprint))
			registry_account_cert_del(registry_of(ask), account, fingerprint,
				call(ask, "The certificate opens your account no more"));
	} else {
		service_say_syntax(ask);
	}
}

static void
say_day(const struct service_ask *ask, const char *what, uint64_t at_s)
{
	char utc[CLOCK_UTC_LEN + 1];

	clock_utc(at_s * 1000, utc);
	service_say(ask, "%s %.10s %.8s UTC.", what, utc, utc + 11);
}

/* For its users and for operators who see what is hidden. */
static void
say_private(const struct service_ask *ask, const struct account *a)
{
	service_say(ask, "Email address: %s.", a->email != NULL ? a->email : "none");
	service_say(ask, "%s, %zu certificates, %u channels; PROTECT is %s, PRIVATE is %s.",
		a->password != NULL ? "A password" : "No password", a->n_certs, (unsigned)a->n_channels,
		(a->flags & ACCOUNT_PROTECT) != 0 ? "on" : "off",
		(a->flags & ACCOUNT_PRIVATE) != 0 ? "on" : "off");
	if (a->suspended != NULL)
		service_say(ask, "Suspended: %s", a->suspended);
}

static void
say_info(const struct service_ask *ask, const struct account *a)
{
	const struct client *src = ask->src;
	bool inside = (src->account != NULL && casemap_eq(view_z(src->account), account_name(a))) ||
		lookup_sees_all(src);

	service_say(ask, "%s is registered.", a->name);
	if ((a->flags & ACCOUNT_PRIVATE) != 0 && !inside)
		return;
	say_day(ask, "Since", a->created_s);
	if (a->seen_s != 0)
		say_day(ask, "Last login", a->seen_s);
	if (inside)
		say_private(ask, a);
}

static void
run_info(struct service_ask *ask)
{
	const struct client *src = ask->src;
	struct view name = src->account != NULL ? view_z(src->account) : client_nick(src);
	const struct account *a;

	if (ask->n_params != 0)
		name = ask->param[0];
	a = account_find(&ask->cx->world->accounts, name);
	if (a != NULL)
		say_info(ask, a);
	else
		service_say(ask, "%.*s is not registered.", VIEW_ARG(view_left(name, ACCOUNT_LEN)));
}

/* Nothing to guess, but to be typed: another for each session. */
static unsigned
drop_code(const struct client *c)
{
	char text[ACCOUNT_LEN + 32];
	int n = snprintf(text, sizeof(text), "%s %llu", c->account, (unsigned long long)c->signon_ms);

	return (unsigned)(hash_bytes(view_of(text, (size_t)n)) % 900000) + 100000;
}

static void
run_drop(struct service_ask *ask)
{
	unsigned code = drop_code(ask->src);
	uint32_t said;

	if (ask->n_params != 0 && view_to_u32(ask->param[0], &said) == 0 && said == code)
		registry_account_drop(
			registry_of(ask), view_z(ask->src->account), call(ask, "The account is gone"));
	else
		service_say(ask,
			"The account %s and all that belongs to it will be gone for good.  If you "
			"want that, say DROP %u.",
			ask->src->account, code);
}

static const struct service_command commands[] = {
	{ VIEW_INIT("REGISTER"), { 1, 3 }, false, false, 5, "<password> [<email>|* [<invite code>]]",
		"Register an account that is called as your nick is.", run_register },
	{ VIEW_INIT("IDENTIFY"), { 1, 2 }, true, false, 3, "[<account>] <password>",
		"Log in; without an account, to that of your nick.", run_identify },
	{ VIEW_INIT("LOGOUT"), { 0, 0 }, false, true, 2, "", "Be logged in no more.", run_logout },
	{ VIEW_INIT("GHOST"), { 1, 1 }, false, true, 3, "<nick>",
		"End another session of your account, or of who has its name.", run_ghost },
	{ VIEW_INIT("REGAIN"), { 0, 1 }, false, true, 3, "[<nick>]",
		"Take your nick back from another session, or from who has it.", run_regain },
	{ VIEW_INIT("SET"), { 2, 2 }, true, true, 3,
		"PASSWORD <password> | EMAIL <email>|* | PROTECT on|off | PRIVATE on|off",
		"Change your account: PROTECT keeps others from its name, PRIVATE keeps INFO short.",
		run_set },
	{ VIEW_INIT("CERT"), { 1, 2 }, false, true, 3, "ADD [<fingerprint>] | DEL <fingerprint> | LIST",
		"Client certificates that open your account; ADD alone takes that of your connection.",
		run_cert },
	{ VIEW_INIT("INFO"), { 0, 1 }, false, false, 2, "[<account>]", "Show what is known of an account.",
		run_info },
	{ VIEW_INIT("DROP"), { 0, 1 }, false, true, 3, "[<code>]", "Give your account up, for good.",
		run_drop },
};
const struct service service_nickserv = {
	.name = VIEW_INIT("NickServ"),
	.about = "NickServ keeps accounts, and the nicks that belong to them.  Its commands:",
	.command = commands,
	.n_commands = ARRAY_LEN(commands),
};
