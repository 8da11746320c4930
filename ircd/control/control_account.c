/* ACCOUNT: the registry's functions for conclavectl, who may do all of it. */
#include <sodium.h>

#include "commands/command.h"
#include "control/control_call.h"
#include "control/control_request.h"
#include "proto/control_wire.h"
#include "proto/mask.h"
#include "registry/registry_account.h"
#include "route/route.h"

/* ACCOUNT ADD <name> <email>|* :<password>; no password: only certificates open it. */
static void
add(struct control_session *s, const struct control_args *a)
{
	struct view email = control_arg(a, 1);
	const struct registry_new_account what = { .name = control_arg(a, 0),
		.email = view_eq(email, VIEW("*")) ? VIEW("") : email,
		.password = control_arg(a, 2),
		.by_admin = true };

	const struct registry_call call = control_call_new(s, "the account is there");

	control_call_watch(call, what.name);
	registry_account_add(s->cx->registry, &what, call);
}

/* ACCOUNT PASSWD <name> :<password> */
static void
passwd(struct control_session *s, const struct control_args *a)
{
	registry_account_password(s->cx->registry, control_arg(a, 0), control_arg(a, 1),
		control_call_new(s, "the password is changed"));
}

/* ACCOUNT SUSPEND <name> :<why> */
static void
suspend(struct control_session *s, const struct control_args *a)
{
	if (control_arg(a, 1).n == 0)
		control_error(s, CONTROL_ERR_USAGE, "a reason is needed");
	else
		registry_account_suspend(s->cx->registry, control_arg(a, 0), control_arg(a, 1),
			control_call_new(s, "the account is suspended"));
}

/* ACCOUNT RESUME <name> */
static void
resume(struct control_session *s, const struct control_args *a)
{
	registry_account_suspend(s->cx->registry, control_arg(a, 0), VIEW(""),
		control_call_new(s, "the account is suspended no more"));
}

/* ACCOUNT DROP <name> */
static void
drop(struct control_session *s, const struct control_args *a)
{
	registry_account_drop(s->cx->registry, control_arg(a, 0), control_call_new(s, "the account is gone"));
}

/* ACCOUNT INVITE <uses> <seconds> */
static void
invite(struct control_session *s, const struct control_args *a)
{
	uint64_t now_s = route_wall_ms(s->cx->route) / 1000;
	uint32_t uses, seconds;
	struct registry_call call;

	if (view_to_u32(control_arg(a, 0), &uses) == -1 || uses == 0 ||
		view_to_u32(control_arg(a, 1), &seconds) == -1 || seconds == 0) {
		control_error(s, CONTROL_ERR_USAGE, "uses and seconds are numbers of 1 or more");
		return;
	}
	call = control_call_new(s, NULL);
	registry_invite_code_add(s->cx->registry, uses, now_s + seconds, control_call_code(call), call);
}

static void
tell_account(struct control_session *s, const struct account *a)
{
	char created[CONTROL_NUMBER_MAX], seen[CONTROL_NUMBER_MAX], certs[CONTROL_NUMBER_MAX],
		channels[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "name", account_name(a) },
		{ "created", control_number(a->created_s, created) },
		{ "seen", control_number(a->seen_s, seen) },
		{ "password", a->password != NULL ? VIEW("1") : VIEW("0") },
		{ "certificates", control_number(a->n_certs, certs) },
		{ "channels", control_number(a->n_channels, channels) },
		{ "email", view_z(a->email) },
		{ "suspended", view_z(a->suspended) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

/* ACCOUNT LIST [<mask>] */
static void
list(struct control_session *s, const struct control_args *a)
{
	struct view mask = control_arg(a, 0);

	control_columns(
		s, "name:s created:t seen:t password:b certificates:n channels:n email:s suspended:s");
	LIST_FOR_EACH (it, &s->cx->world->accounts.all) {
		const struct account *one = account_of_link(it);

		if (mask.n == 0 || mask_match(mask, account_name(one)))
			tell_account(s, one);
	}
	control_ok(s, NULL);
}

static void
tell_certs(struct control_session *s, const struct account *a)
{
	control_columns(s, "fingerprint:s");
	LIST_FOR_EACH (it, &a->certs) {
		char hex[2 * ACCOUNT_CERT_BYTES + 1];

		(void)sodium_bin2hex(
			hex, sizeof(hex), account_cert_of_link(it)->fingerprint, ACCOUNT_CERT_BYTES);
		control_row(s, &(struct control_value){ "fingerprint", view_z(hex) }, 1);
	}
	control_ok(s, NULL);
}

/* 64 hexadecimal digits, with or without colons between them. */
static bool
fingerprint_parse(struct view text, uint8_t dst[ACCOUNT_CERT_BYTES])
{
	size_t n = 0;
	const char *end;

	return text.n != 0 && sodium_hex2bin(dst, ACCOUNT_CERT_BYTES, text.p, text.n, ": ", &n, &end) == 0 &&
		n == ACCOUNT_CERT_BYTES && end == text.p + text.n;
}

/* ACCOUNT CERT <name> [ADD|DEL <fingerprint>] */
static void
cert(struct control_session *s, const struct control_args *a)
{
	const struct account *account = account_find(&s->cx->world->accounts, control_arg(a, 0));
	struct view what = control_arg(a, 1);
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];

	if (account == NULL)
		control_error(s, CONTROL_ERR_NONE, registry_verdict_text(REGISTRY_NO_ACCOUNT));
	else if (what.n == 0)
		tell_certs(s, account);
	else if (!fingerprint_parse(control_arg(a, 2), fingerprint))
		control_error(s, CONTROL_ERR_USAGE, "a fingerprint is 64 hexadecimal digits (SHA-256)");
	else if (view_eq_nocase(what, VIEW("ADD")))
		registry_account_cert_add(s->cx->registry, control_arg(a, 0), fingerprint,
			control_call_new(s, "the certificate opens the account"));
	else if (view_eq_nocase(what, VIEW("DEL")))
		registry_account_cert_del(s->cx->registry, control_arg(a, 0), fingerprint,
			control_call_new(s, "the certificate opens the account no more"));
	else
		control_error(s, CONTROL_ERR_USAGE, "add or del?");
}

static const struct control_request rows[] = {
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("ADD"), { 3, 3 }, true, "<name> <email>|* :<password>", add,
		.secret = 3 },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("PASSWD"), { 2, 2 }, true, "<name> :<password>", passwd,
		.secret = 2 },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("SUSPEND"), { 2, 2 }, true, "<name> :<reason>", suspend },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("RESUME"), { 1, 1 }, true, "<name>", resume },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("LIST"), { 0, 1 }, false, "[<mask>]", list },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("CERT"), { 1, 3 }, true, "<name> [ADD|DEL <fingerprint>]", cert,
		.asks_below = 2 },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("DROP"), { 1, 1 }, true, "<name>", drop },
	{ VIEW_INIT("ACCOUNT"), VIEW_INIT("INVITE"), { 2, 2 }, true, "<uses> <seconds>", invite },
};
const struct control_requests control_accounts = { rows, ARRAY_LEN(rows) };
