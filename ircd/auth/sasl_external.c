/*
 * EXTERNAL, RFC 4422 appendix A: who the client is was proved below IRC, by the certificate of its TLS connection or, on a Unix socket, by
 * the kernel.  The message names the account that is meant, or is empty.
 */
#include "auth/sasl_priv.h"
#include "net/conn.h"

bool
sasl_has_certificate(const struct client *c)
{
	char hex[65];

	return session_fingerprint(c->session, hex) == 0;
}

static bool
usable(const struct client *c, const struct conf *conf)
{
	(void)conf;
	return sasl_has_certificate(c) || login_knows_peer(c);
}

static enum sasl_step
step(struct sasl *x, struct view message)
{
	struct client *c = x->session->client;

	return sasl_ends(x, sasl_has_certificate(c) ? login_by_cert(c, message) : login_by_peer(c, message));
}

const struct sasl_mech sasl_external = { .name = VIEW_INIT("EXTERNAL"),
	.help = "client certificate, or user of the host",
	.usable = usable,
	.step = step };
