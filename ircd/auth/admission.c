#include "auth/admission.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_value.h"
#include "conf/conf_who.h"
#include "net/conn.h"
#include "proto/casemap.h"

enum { LINE_MAX_BYTES = 1024 };

static const char *const lack_texts[LACK_N] = {
	[LACK_NOTHING] = "",
	[LACK_RULE] = "No rule allows you",
	[LACK_TLS] = "TLS is required",
	[LACK_CERTIFICATE] = "A client certificate is required",
	[LACK_THIS_CERTIFICATE] = "This certificate is not allowed here",
	[LACK_IDENT] = "Your host must answer who you are (ident, RFC 1413)",
	[LACK_ACCOUNT] = "Log in to an account first (SASL)",
	[LACK_THIS_ACCOUNT] = "This account is not allowed here",
	[LACK_PASSWORD] = "A password is required",
	[LACK_RIGHT_PASSWORD] = "Password incorrect",
};

const char *
admission_lack_text(enum admission_lack lack)
{
	return lack_texts[lack];
}

void
admission_answer(struct admission_answers *a, size_t rule, bool right)
{
	uint8_t *set = right ? a->right : a->wrong;

	set[rule / 8] = (uint8_t)((unsigned)set[rule / 8] | 1U << rule % 8);
}

static bool
is_in(const uint8_t *set, size_t rule)
{
	return ((unsigned)set[rule / 8] >> rule % 8 & 1U) != 0;
}

struct view
admission_user(const struct client *c)
{
	struct view v = client_user(c);

	return v.n != 0 && v.p[0] == '~' ? view_skip(v, 1) : v;
}

bool
admission_who(const struct conf_who *who, size_t n, const struct client *c)
{
	const struct peer_addr *peer = conn_peer(c->conn);

	for (size_t i = 0; i < n; i++) {
		if (conf_who_match(&who[i], admission_user(c), peer->family, peer->ip))
			return true;
	}
	return false;
}

/* Whom a rule is about.  NULL: this client; else why it is not. */
static const char *
not_about(const struct conf_allow *rule, const struct admission_facts *f)
{
	struct conf_who from = rule->who;

	from.user = "*";
	if (!conf_who_match(&from, f->user, f->family, f->ip))
		return "it is about other addresses";
	if (!conf_who_match(&rule->who, f->user, f->family, f->ip))
		return "it is about other user names";
	for (size_t i = 0; i < rule->n_listener; i++) {
		if (f->listener != NULL && strcmp(rule->listener[i], f->listener) == 0)
			return NULL;
	}
	return rule->n_listener == 0 ? NULL : "it is about other listeners";
}

bool
admission_wants_ident(const struct conf *conf, const struct peer_addr *peer)
{
	for (size_t i = 0; i < conf->n_allow; i++) {
		const struct conf_allow *allow = &conf->allow[i];

		if (!conf_who_has_address(&allow->who, peer->family, peer->ip))
			continue;
		if (allow->ident != CONF_IDENT_OFF)
			return true;
		if (view_eq(view_z(allow->who.user), VIEW("*")) && allow->n_listener == 0 &&
			!allow->passes_on)
			return false;
	}
	return false;
}

static enum admission_lack
lacks_certificate(const struct conf_allow *rule, const struct admission_facts *f)
{
	struct conf_fingerprint shown;

	if (!rule->certificate_required)
		return LACK_NOTHING;
	if (f->fingerprint == NULL ||
		conf_value_hex(view_z(f->fingerprint), shown.bytes, sizeof(shown.bytes)) == -1)
		return LACK_CERTIFICATE;
	for (size_t i = 0; i < rule->n_fingerprints; i++) {
		if (memcmp(rule->fingerprints[i].bytes, shown.bytes, sizeof(shown.bytes)) == 0)
			return LACK_NOTHING;
	}
	return rule->n_fingerprints == 0 ? LACK_NOTHING : LACK_THIS_CERTIFICATE;
}

static enum admission_lack
lacks_account(const struct conf_allow *rule, const struct admission_facts *f)
{
	if (!rule->account_required)
		return LACK_NOTHING;
	if (f->account == NULL)
		return LACK_ACCOUNT;
	for (size_t i = 0; i < rule->n_accounts; i++) {
		if (casemap_eq(view_z(rule->accounts[i]), view_z(f->account)))
			return LACK_NOTHING;
	}
	return rule->n_accounts == 0 ? LACK_NOTHING : LACK_THIS_ACCOUNT;
}

/* All demands but the password, in the order of conclave.conf(5). */
static enum admission_lack
lacks(const struct conf_allow *rule, const struct admission_facts *f)
{
	enum admission_lack lack;

	if (rule->tls_required && !f->is_tls)
		return LACK_TLS;
	lack = lacks_certificate(rule, f);
	if (lack != LACK_NOTHING)
		return lack;
	if (rule->ident == CONF_IDENT_REQUIRE && f->ident != ADMISSION_IDENT_OK)
		return LACK_IDENT;
	return lacks_account(rule, f);
}

/* LACK_NOTHING with *ask: nobody has checked yet. */
static enum admission_lack
lacks_password(const struct conf_allow *rule, size_t i, const struct admission_facts *f, bool *ask)
{
	if (rule->password == NULL)
		return LACK_NOTHING;
	switch (f->pass) {
	case ADMISSION_PASS_NONE:
		return LACK_PASSWORD;
	case ADMISSION_PASS_RIGHT:
		return LACK_NOTHING;
	case ADMISSION_PASS_WRONG:
		return LACK_RIGHT_PASSWORD;
	case ADMISSION_PASS_GIVEN:
		break;
	}
	if (f->answers != NULL && is_in(f->answers->right, i))
		return LACK_NOTHING;
	if (f->answers != NULL && is_in(f->answers->wrong, i))
		return LACK_RIGHT_PASSWORD;
	*ask = true;
	return LACK_NOTHING;
}

static PRINTF_LIKE(3, 4) void tell(
	const struct admission_trace *trace, const struct conf_allow *rule, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	va_list ap;
	int n;

	if (trace == NULL)
		return;
	n = snprintf(line, sizeof(line), "%s:%u: allow \"%.256s\": ", rule->place.file, rule->place.line,
		rule->who.text);
	if (n < 0 || (size_t)n >= sizeof(line))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
	va_end(ap);
	trace->emit(trace->to, line);
}

static const char *
class_of(const struct conf *conf, const struct conf_allow *rule, const struct admission_facts *f)
{
	if (f->class_name != NULL && conf_class_find(conf, view_z(f->class_name)) != NULL)
		return f->class_name;
	return rule->class->name;
}

/* True: *out is decided by this rule. */
static bool
try_rule(const struct conf *conf, const struct conf_allow *rule, const struct admission_facts *f,
	const struct admission_trace *trace, struct admission *out)
{
	const char *other = not_about(rule, f);
	enum admission_lack lack;
	bool ask = false;

	if (other != NULL) {
		tell(trace, rule, "passed over: %s", other);
		return false;
	}
	lack = lacks(rule, f);
	if (lack == LACK_NOTHING)
		lack = lacks_password(rule, (size_t)(rule - conf->allow), f, &ask);
	*out = (struct admission){ .verdict = ADMISSION_REFUSE, .rule = rule, .lack = lack };
	if (lack != LACK_NOTHING) {
		out->text = lack_texts[lack];
		tell(trace, rule, rule->passes_on ? "not met, and passes on: %s" : "refuses: %s", out->text);
		return !rule->passes_on;
	}
	out->verdict = ask ? ADMISSION_ASK_PASSWORD : ADMISSION_ADMIT;
	out->class_name = class_of(conf, rule, f);
	tell(trace, rule, ask ? "asks for its password" : "admits");
	return true;
}

void
admission_decide(const struct conf *conf, const struct admission_facts *facts,
	const struct admission_trace *trace, struct admission *out)
{
	*out = (struct admission){
		.verdict = ADMISSION_REFUSE, .lack = LACK_RULE, .text = lack_texts[LACK_RULE]
	};
	for (size_t i = 0; i < conf->n_allow; i++) {
		if (try_rule(conf, &conf->allow[i], facts, trace, out))
			return;
	}
}
