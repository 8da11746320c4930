/* PLAIN, RFC 4616: the password as it is. */
#include "auth/sasl_priv.h"
#include "net/conn.h"
#include "proto/casemap.h"
#include "proto/sasl_text.h"

static bool
usable(const struct client *c, const struct conf *conf)
{
	return conf->accounts.plain_without_tls || sasl_is_private(c);
}

static enum sasl_step
step(struct sasl *x, struct view message)
{
	struct sasl_plain said;

	if (sasl_plain_parse(message, &said) == -1 ||
		(said.authzid.n != 0 && !casemap_eq(said.authzid, said.authcid)))
		return sasl_ends(x, LOGIN_TRY_WRONG);
	x->waiting = true;
	login_by_password(x->session->client,
		&(struct login_ask){
			.account = said.authcid, .password = said.password, .done = sasl_conclude });
	return SASL_WAIT;
}

const struct sasl_mech sasl_plain = {
	.name = VIEW_INIT("PLAIN"), .help = "account and password", .usable = usable, .step = step
};
