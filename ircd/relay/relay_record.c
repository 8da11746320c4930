#include "relay/relay_record.h"

#include <arpa/inet.h>

#include "audit/audit.h"
#include "proto/dcc.h"
#include "relay/relay_address.h"
#include "relay/relay_priv.h"
#include "route/snotice.h"

#define PEER_TEXT (INET6_ADDRSTRLEN + 8)

static void
put_act(struct audit_record *rec, const char *act, const struct relay_session *s)
{
	audit_text(rec, "act", view_z(act));
	audit_number(rec, "id", s->id);
}

static void
put_who(struct audit_record *rec, const char *key, const struct relay_session *s, enum pump_leg leg)
{
	const struct client *c = relay_session_client(s, leg);

	if (c != NULL)
		audit_client(rec, key, c);
	else
		audit_text(rec, key, view_z(s->party[leg].name));
}

/* Both, and what it is about. */
static void
put_session(struct audit_record *rec, const struct relay_session *s)
{
	audit_text(rec, "kind", s->is_chat ? VIEW("chat") : VIEW("send"));
	put_who(rec, "from", s, PUMP_SENDER);
	put_who(rec, "to", s, PUMP_RECEIVER);
	if (s->is_chat)
		return;
	audit_text(rec, "name", relay_session_name(s));
	audit_number(rec, "size", s->size);
}

static void
put_peer(struct audit_record *rec, const char *key, const struct peer_addr *peer)
{
	char host[INET6_ADDRSTRLEN + 1];

	audit_textf(rec, key, peer->family == AF_INET6 ? "[%s]:%u" : "%s:%u",
		peer_addr_host(peer, host, sizeof(host)), (unsigned)peer->port);
}

void
relay_record_offer(const struct relay_session *s, const struct dcc_msg *m)
{
	struct audit_record rec;

	audit_begin(&rec, s->relay->env.audit, ACT_DCC);
	put_act(&rec, "offer", s);
	put_session(&rec, s);
	if (!s->is_chat && !view_eq(m->name, relay_session_name(s)))
		audit_text(&rec, "raw", m->name);
	audit_text(&rec, "mode", s->is_passive ? VIEW("passive") : VIEW("active"));
	if (s->is_secure)
		audit_text(&rec, "tls", s->to_plain ? VIEW("sender") : VIEW("both"));
	audit_textf(&rec, "claimed", "%.*s:%u", VIEW_ARG(m->claimed), (unsigned)m->port);
	audit_number(&rec, "port", s->party[PUMP_RECEIVER].port);
	audit_end(&rec);
}

void
relay_record_denied(const struct relay *r, const struct relay_subject *s, const struct dcc_msg *m,
	const struct relay_refusal *why)
{
	const char *reason = relay_denial_table[why->why].reason;
	struct audit_record rec;

	audit_begin_limited(&rec, r->env.audit, ACT_DCC);
	audit_text(&rec, "act", VIEW("deny"));
	audit_text(&rec, "reason", view_z(reason));
	if (why->said.n != 0)
		audit_text(&rec, "said", why->said);
	audit_text(&rec, "type", m->word);
	audit_client(&rec, "from", s->from);
	audit_client(&rec, "to", s->to);
	if (s->name.n != 0)
		audit_text(&rec, "name", s->name);
	if (m->name.n != 0 && !view_eq(m->name, s->name))
		audit_text(&rec, "raw", m->name);
	if (m->claimed.n != 0)
		audit_textf(&rec, "claimed", "%.*s:%u", VIEW_ARG(m->claimed), (unsigned)m->port);
	if (m->type == DCC_SEND)
		audit_number(&rec, "size", m->size);
	audit_end(&rec);
	snotice_send(r->env.route, SNOTICE_DCC, "denied %s from %s to %s%s%.*s: %s",
		s->is_chat ? "a chat" : "a file", s->from->nick, s->to->nick, s->name.n != 0 ? ", " : "",
		VIEW_ARG(s->name), reason);
}

void
relay_record_misused(const struct relay *r, const struct client *from, enum relay_misuse how)
{
	static const char *const reason[RELAY_N_MISUSES] = {
		[RELAY_TO_CHANNEL] = "channel",
		[RELAY_TO_SEVERAL] = "several",
		[RELAY_TO_MASK] = "mask",
		[RELAY_BROKEN] = "broken",
	};
	struct audit_record rec;

	audit_begin_limited(&rec, r->env.audit, ACT_DCC);
	audit_text(&rec, "act", VIEW("deny"));
	audit_text(&rec, "reason", view_z(reason[how]));
	audit_client(&rec, "from", from);
	audit_end(&rec);
	snotice_send(r->env.route, SNOTICE_DCC, "denied a DCC message from %s: %s", from->nick, reason[how]);
}

static const char *
side_of(enum pump_leg leg)
{
	return leg == PUMP_SENDER ? "sender" : "receiver";
}

void
relay_record_join(const struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer)
{
	struct audit_record rec;

	audit_begin(&rec, s->relay->env.audit, ACT_DCC);
	put_act(&rec, "join", s);
	audit_text(&rec, "side", view_z(side_of(leg)));
	put_peer(&rec, "peer", peer);
	audit_end(&rec);
}

void
relay_record_intruder(const struct relay_session *s, enum pump_leg leg, const struct peer_addr *peer)
{
	struct audit_record rec;
	char host[INET6_ADDRSTRLEN + 1];

	audit_begin_limited(&rec, s->relay->env.audit, ACT_DCC);
	put_act(&rec, "intruder", s);
	audit_text(&rec, "side", view_z(side_of(leg)));
	put_peer(&rec, "peer", peer);
	audit_text(&rec, "expected", view_z(peer_addr_host(&s->party[leg].where.peer, host, sizeof(host))));
	audit_end(&rec);
	snotice_send(s->relay->env.route, SNOTICE_DCC, "session %u: %s tried to take the place of %s", s->id,
		peer_addr_host(peer, host, sizeof(host)), s->party[leg].name);
}

void
relay_record_resume(const struct relay_session *s)
{
	struct audit_record rec;

	audit_begin(&rec, s->relay->env.audit, ACT_DCC);
	put_act(&rec, "resume", s);
	audit_number(&rec, "pos", s->pos);
	audit_end(&rec);
}

static void
put_hash(struct audit_record *rec, const struct pump_counts *c)
{
	static const char digit[] = "0123456789abcdef";
	char hex[2 * PUMP_HASH_LEN];

	for (size_t i = 0; i < PUMP_HASH_LEN; i++) {
		hex[2 * i] = digit[c->hash[i] >> 4];
		hex[2 * i + 1] = digit[c->hash[i] & 15];
	}
	audit_text(rec, "sha256", view_of(hex, sizeof(hex)));
}

static void
put_counts(struct audit_record *rec, const struct relay_session *s)
{
	const struct pump_counts *c = &s->counts;

	audit_number(rec, "bytes", c->bytes[PUMP_SENDER]);
	audit_number(rec, s->is_chat ? "back" : "acks", c->bytes[PUMP_RECEIVER]);
	audit_number(rec, "ms", c->ms);
	if (c->has_hash)
		put_hash(rec, c);
	if (c->over)
		audit_text(rec, "over", VIEW("yes"));
	if (c->refused != 0)
		audit_number(rec, "refused", c->refused);
	if (c->scanned)
		audit_text(rec, "scan", VIEW("clean"));
	if (c->found[0] != '\0')
		audit_text(rec, "found", view_z(c->found));
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		if (c->fingerprint[leg][0] != '\0')
			audit_text(rec, leg == PUMP_SENDER ? "sender-certificate" : "receiver-certificate",
				view_z(c->fingerprint[leg]));
	}
}

void
relay_record_end(const struct relay_session *s, enum relay_end why)
{
	const char *status = relay_end_table[why].status;
	struct audit_record rec;

	audit_begin(&rec, s->relay->env.audit, ACT_DCC);
	put_act(&rec, "end", s);
	put_session(&rec, s);
	audit_text(&rec, "status", view_z(status));
	if (s->stop_by[0] != '\0')
		audit_text(&rec, "by", view_z(s->stop_by));
	if (s->stop_reason[0] != '\0')
		audit_text(&rec, "said", view_z(s->stop_reason));
	if (s->opened_ms != 0)
		put_counts(&rec, s);
	audit_end(&rec);
	snotice_send(s->relay->env.route, SNOTICE_DCC, "session %u from %s to %s%s%.*s: %s", s->id,
		s->party[PUMP_SENDER].name, s->party[PUMP_RECEIVER].name, s->is_chat ? "" : ", ",
		VIEW_ARG(s->is_chat ? VIEW("") : relay_session_name(s)), status);
}
