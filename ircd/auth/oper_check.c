#include "auth/oper_check.h"

#include <assert.h>
#include <string.h>

#include "auth/admission.h"
#include "auth/session.h"
#include "conf/conf_role.h"
#include "net/conn.h"
#include "proto/casemap.h"
#include "state/oper.h"

static bool
fingerprint_fits(const struct conf_oper *oper, const struct client *c)
{
	uint8_t shown[ACCOUNT_CERT_BYTES];

	return !oper->has_fingerprint ||
		(session_certificate(c->session, shown) &&
			memcmp(shown, oper->fingerprint, sizeof(shown)) == 0);
}

static bool
account_fits(const struct conf_oper *oper, const struct client *c)
{
	return oper->account == NULL ||
		(c->account != NULL && casemap_eq(view_z(oper->account), view_z(c->account)));
}

/* Nobody listens on the way: it is encrypted, or is on this host (decision 0017). */
static bool
is_private(const struct client *c)
{
	return c->is_secure || peer_addr_is_local(conn_peer(c->conn));
}

enum oper_lack
oper_check(const struct conf_oper *oper, const struct client *c)
{
	if (oper == NULL)
		return OPER_LACK_SECTION;
	if (!admission_who(oper->from, oper->n_from, c))
		return OPER_LACK_FROM;
	if (oper->require_tls && !is_private(c))
		return OPER_LACK_TLS;
	if (!fingerprint_fits(oper, c))
		return OPER_LACK_CERTIFICATE;
	if (!account_fits(oper, c))
		return OPER_LACK_ACCOUNT;
	return OPER_LACK_NOTHING;
}

const char *
oper_check_text(enum oper_lack lack)
{
	static const char *const texts[OPER_LACK_N] = {
		[OPER_LACK_NOTHING] = "nothing",
		[OPER_LACK_SECTION] = "no such operator",
		[OPER_LACK_FROM] = "it does not come from where the operator may come",
		[OPER_LACK_TLS] = "TLS is required",
		[OPER_LACK_CERTIFICATE] = "another client certificate",
		[OPER_LACK_ACCOUNT] = "not logged in to its account",
	};

	return texts[lack];
}

/* What c is by itself, whatever it was given. */
static const struct oper_grant *
own_grant(const struct client *c)
{
	return oper_grant_is_given(c->oper) ? c->oper->below : c->oper;
}

void
oper_check_under(const struct conf *conf, const struct client *c, struct oper_outlook *out)
{
	const struct oper_grant *own;

	assert(c->oper != NULL);
	own = own_grant(c);
	*out = (struct oper_outlook){ .lack = OPER_LACK_NOTHING };
	if (own != NULL) {
		out->oper = conf_oper_find(conf, view_z(own->oper));
		out->lack = oper_check(out->oper, c);
		if (out->lack != OPER_LACK_NOTHING)
			out->oper = NULL;
	}
	if (oper_grant_is_given(c->oper))
		out->role = conf_role_find(conf, view_z(c->oper->role));
	out->is_given = out->role != NULL;
	if (out->role == NULL && out->oper != NULL)
		out->role = out->oper->role;
	if (out->role == NULL)
		out->fate = OPER_ENDS;
	else if (out->role->privileges == c->oper->privs && strcmp(out->role->name, c->oper->role) == 0)
		out->fate = OPER_STAYS;
	else
		out->fate = OPER_CHANGES;
}

const char *
oper_check_why(const struct oper_outlook *outlook)
{
	if (outlook->lack == OPER_LACK_NOTHING)
		return "the role that it was given is gone";
	return outlook->lack == OPER_LACK_SECTION ? "its section oper is gone"
						  : oper_check_text(outlook->lack);
}
