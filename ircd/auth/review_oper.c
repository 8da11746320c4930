/* The conditions of OPER (cmd_oper.c) but the password, asked of who is an operator. */
#include "auth/review_oper.h"

#include <string.h>

#include "auth/admission.h"
#include "auth/session.h"
#include "conf/conf_value.h"
#include "state/oper.h"

static bool
has_certificate(const struct conf_oper *oper, const struct client *c)
{
	char hex[65];
	uint8_t shown[sizeof(oper->fingerprint)];

	if (!oper->has_fingerprint)
		return true;
	return session_fingerprint(c->session, hex) == 0 &&
		conf_value_hex(view_z(hex), shown, sizeof(shown)) == 0 &&
		memcmp(shown, oper->fingerprint, sizeof(shown)) == 0;
}

static const char *
misfit(const struct conf_oper *oper, const struct client *c)
{
	if (oper == NULL)
		return "its section oper is gone";
	if (!admission_who(oper->from, oper->n_from, c))
		return "it does not come from where the operator may come";
	if (oper->require_tls && !c->is_secure)
		return "TLS is required";
	return has_certificate(oper, c) ? NULL : "another client certificate";
}

void
review_oper(const struct conf *conf, const struct client *c, struct review_oper *out)
{
	const struct oper_grant *g = c->oper;

	*out = (struct review_oper){ .fate = REVIEW_OPER_NONE };
	if (g == NULL)
		return;
	out->oper = conf_oper_find(conf, view_z(g->oper));
	out->why = misfit(out->oper, c);
	if (out->why != NULL)
		out->fate = REVIEW_OPER_LOWERED;
	else if (strcmp(out->oper->role->name, g->role) != 0 || out->oper->role->privileges != g->privs)
		out->fate = REVIEW_OPER_CHANGES;
	else
		out->fate = REVIEW_OPER_KEEPS;
}
