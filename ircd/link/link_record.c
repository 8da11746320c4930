#include "link/link_record.h"

#include "audit/audit.h"
#include "core/loop.h"

#define LINE_SHOWN 512 /* bytes of a line that broke a rule */

static void
about(struct audit_record *r, const struct link *l, const char *deed)
{
	char host[ADDR_TEXT_MAX];

	audit_text(r, "deed", view_z(deed));
	audit_text(r, "link", view_z(l->name));
	if (l->sid[0] != '\0')
		audit_text(r, "sid", view_z(l->sid));
	audit_text(r, "address", view_z(peer_addr_host(conn_peer(l->conn), host, sizeof(host))));
	audit_text(r, "dialled", l->we_dialled ? VIEW("here") : VIEW("there"));
}

void
link_record_up(const struct link *l)
{
	char print[65];
	struct audit_record r;

	audit_begin(&r, l->ls->env.audit, ACT_LINK);
	about(&r, l, "up");
	if (conn_is_tls(l->conn) && conn_tls_fingerprint(l->conn, print) == 0)
		audit_text(&r, "fingerprint", view_z(print));
	audit_end(&r);
}

void
link_record_down(const struct link *l, const struct link_loss *loss)
{
	struct conn_counts n = conn_counts(l->conn);
	struct audit_record r;

	audit_begin(&r, l->ls->env.audit, ACT_LINK);
	about(&r, l, "down");
	audit_text(&r, "reason", view_z(l->fault));
	audit_number(&r, "servers", loss->servers);
	audit_number(&r, "users", loss->users);
	audit_number(&r, "seconds", (loop_mono_ms(l->ls->env.loop) - l->since_ms) / 1000);
	audit_number(&r, "bytes_in", n.bytes_in);
	audit_number(&r, "bytes_out", n.bytes_out);
	audit_number(&r, "violations", l->violations);
	audit_end(&r);
}

void
link_record_refused(const struct link *l, struct view why)
{
	struct audit_record r;

	audit_begin_limited(&r, l->ls->env.audit, ACT_LINK);
	about(&r, l, "refused");
	audit_text(&r, "reason", why);
	audit_end(&r);
}

void
link_record_violation(const struct link *l, struct view line)
{
	struct audit_record r;

	audit_begin_limited(&r, l->ls->env.audit, ACT_LINK);
	about(&r, l, "violation");
	audit_text(&r, "reason", view_z(l->fault));
	audit_text(&r, "line", view_left(line, LINE_SHOWN));
	audit_end(&r);
}
