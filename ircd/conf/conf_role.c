/* What a role reaches is a set of bits, one for each role; the closure of all sets is Warshall's. */
#include "conf/conf_role.h"

#include <sys/socket.h>

#include "conf/conf_check.h"
#include "conf/conf_who.h"

#define ROLE_BIT(i) (UINT64_C(1) << (i))
_Static_assert(CONF_ROLE_MAX <= 64, "a set of roles is a uint64_t");

const struct conf_role *
conf_role_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_role; i++)
		if (view_eq(view_z(conf->role[i].name), name))
			return &conf->role[i];
	return NULL;
}

/* Those that it names itself. */
static uint64_t
named(const struct conf *conf, const struct conf_role *role)
{
	uint64_t set = 0;

	for (size_t i = 0; i < role->n_inherits; i++) {
		const struct conf_role *other = conf_role_find(conf, view_z(role->inherits[i]));

		if (other != NULL)
			set |= ROLE_BIT(other - conf->role);
	}
	return set;
}

/* Which of those that it names leads back to it; it or one of them does. */
static size_t
back(const struct conf *conf, const struct conf_role *role, const uint64_t *reach)
{
	size_t i = 0;

	for (; i + 1 < role->n_inherits; i++) {
		const struct conf_role *other = conf_role_find(conf, view_z(role->inherits[i]));

		if (other != NULL &&
			(other == role || (reach[other - conf->role] & ROLE_BIT(role - conf->role)) != 0))
			break;
	}
	return i;
}

static void
resolve(struct conf_build *b, struct conf_role *role, size_t n)
{
	uint64_t reach[CONF_ROLE_MAX], own[CONF_ROLE_MAX];

	for (size_t i = 0; i < n; i++) {
		reach[i] = named(b->conf, &role[i]);
		own[i] = role[i].privileges;
	}
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < n; i++)
			reach[i] |= (reach[i] & ROLE_BIT(k)) != 0 ? reach[k] : 0;
	for (size_t i = 0; i < n; i++) {
		if ((reach[i] & ROLE_BIT(i)) != 0)
			conf_faults_add(b->faults, role[i].place.file, role[i].place.line,
				"role \"%s\" inherits itself, by \"%s\"", role[i].name,
				role[i].inherits[back(b->conf, &role[i], reach)]);
		for (size_t k = 0; k < n; k++)
			role[i].privileges |= (reach[i] & ROLE_BIT(k)) != 0 ? own[k] : 0;
	}
}

/* The last of all roles is looked at when all are there. */
void
conf_role_check(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	struct conf_role *role = section;
	size_t i = (size_t)(role - b->conf->role);

	if (conf_bind_key(raw, "privileges")->line == 0 && conf_bind_key(raw, "inherits")->line == 0)
		conf_faults_add(b->faults, raw->file, raw->line,
			"role \"%s\" needs privileges, or roles that it inherits", role->name);
	if (i + 1 == b->conf->n_role && i < CONF_ROLE_MAX)
		resolve(b, role - i, i + 1);
}

/* Somebody who need not leave the host, and so needs no TLS, may be meant. */
static bool
may_be_local(const struct conf_oper *oper)
{
	static const uint8_t v4[16] = { 127, 0, 0, 1 }, v6[16] = { [15] = 1 };

	for (size_t i = 0; i < oper->n_from; i++)
		if (conf_who_has_address(&oper->from[i], AF_INET, v4) ||
			conf_who_has_address(&oper->from[i], AF_INET6, v6) ||
			conf_who_has_address(&oper->from[i], AF_UNIX, v6))
			return true;
	return false;
}

void
conf_role_check_oper(struct conf_build *b, const struct conf_raw_section *raw, void *section)
{
	const struct conf_oper *oper = section;
	bool has_password = conf_bind_key(raw, "password")->line != 0;
	bool has_print = conf_bind_key(raw, "fingerprint")->line != 0;
	const char *needs_tls = has_print					? "fingerprint"
		: oper->require_tls && oper->n_from != 0 && !may_be_local(oper) ? "require-tls"
										: NULL;

	if (!has_password && !has_print && conf_bind_key(raw, "account")->line == 0)
		conf_faults_add(b->faults, raw->file, raw->line,
			"oper \"%s\" needs a password, a fingerprint or an account", oper->name);
	if (oper->raises_itself && has_password)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "auto"),
			"oper \"%s\" auto: nobody could give the password", oper->name);
	if (needs_tls != NULL && !conf_check_has_tls(b))
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, needs_tls),
			"oper \"%s\" %s needs a section tls", oper->name, needs_tls);
	else if (has_print && b->conf->n_tls != 0 &&
		b->conf->tls[0].client_certificates == CONF_CLIENT_CERT_NONE)
		conf_faults_add(b->faults, raw->file, conf_bind_line(raw, "fingerprint"),
			"oper \"%s\" fingerprint needs tls client-certificates = ask", oper->name);
}
