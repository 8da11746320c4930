#include "auth/refused.h"

#include <stdio.h>

#include "audit/audit.h"
#include "auth/gate.h"
#include "auth/session.h"
#include "core/log.h"
#include "route/snotice.h"

static void
record(const struct client *c, const char *why, const char *place)
{
	struct audit_record r;

	audit_begin_limited(&r, gate_env(c->session->gate)->audit, ACT_REFUSED);
	audit_client(&r, "client", c);
	audit_text(&r, "reason", view_z(why));
	if (place[0] != '\0')
		audit_text(&r, "rule", view_z(place));
	audit_end(&r);
}

void
refused_tell(const struct client *c, const struct conf_allow *rule, const char *why)
{
	char address[64], place[280] = "", where[300] = "";

	(void)session_address(c->session, address, sizeof(address));
	if (rule != NULL) {
		(void)snprintf(place, sizeof(place), "%.256s:%u", rule->place.file, rule->place.line);
		(void)snprintf(where, sizeof(where), " (%s)", place);
	}
	log_info("gate", "refused %s!%s@%s [%s]: %s%s", c->nick, c->user, c->host, address, why, where);
	snotice_send(gate_env(c->session->gate)->route, SNOTICE_REFUSED, "%s!%s@%s: %s%s", c->nick, c->user,
		c->host, why, where);
	record(c, why, place);
}

void
refused_tell_shut(const struct client *c)
{
	const struct gate *g = c->session->gate;
	uint64_t seconds = gate_conf(g)->reject.for_ms / 1000;
	struct audit_record r;
	char address[64];

	(void)session_address(c->session, address, sizeof(address));
	log_info("gate", "%s was refused too often: nobody from there is accepted for a time", address);
	snotice_send(gate_env(g)->route, SNOTICE_REFUSED,
		"%s was refused too often: nobody from there is accepted for %us", address,
		(unsigned)seconds);
	audit_begin_limited(&r, gate_env(g)->audit, ACT_REFUSED);
	audit_text(&r, "address", view_z(address));
	audit_text(&r, "reason", VIEW("refused too often: nobody from there is accepted for a time"));
	audit_number(&r, "seconds", seconds);
	audit_end(&r);
}
