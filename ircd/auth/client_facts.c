/* One place, so that a rule means the same to who comes and to who is there. */
#include "auth/client_facts.h"

#include <string.h>

#include "auth/gate.h"
#include "auth/session.h"
#include "net/conn.h"

void
client_facts(const struct client *c, struct client_facts *out)
{
	const struct session *s = c->session;
	const struct peer_addr *peer = conn_peer(c->conn);
	struct admission_facts *f = &out->facts;

	*f = (struct admission_facts){ .user = admission_user(c),
		.family = peer->family,
		.account = c->account,
		.ident = s->ident == IDENT_OK ? ADMISSION_IDENT_OK : ADMISSION_IDENT_NONE,
		.is_tls = c->is_secure };
	memcpy(f->ip, peer->ip, sizeof(f->ip));
	if (s->point != NULL) {
		f->listener = s->point->title;
		f->class_name = s->point->class_name;
	}
	if (session_fingerprint(s, out->fingerprint) == 0)
		f->fingerprint = out->fingerprint;
}
