/* The index is asked first; whether somebody is exempt only when it hits, for most are hit by nothing. */
#include "auth/ban_check.h"

#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "auth/admission.h"
#include "auth/entry.h"
#include "conf/conf_who.h"
#include "core/log.h"
#include "net/conn.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/oper.h"
#include "state/server_ban.h"

static bool
block_of(const struct peer_addr *peer, struct ip_block *out)
{
	if (peer->family == AF_UNIX)
		return false;
	*out = ip_block_of(peer->family, peer->ip, peer->family == AF_INET ? 32 : 128);
	return true;
}

void
ban_facts_of(struct ban_facts *f, const struct client *c)
{
	ban_subject_of(&f->subject, c);
	f->subject.has_address = block_of(conn_peer(c->conn), &f->subject.address);
	if (session_fingerprint(c->session, f->cert) == 0)
		f->subject.cert = view_z(f->cert);
}

/* Of the address alone: patterns of a user name are for later. */
static bool
address_is_exempt(const struct gate *g, const struct peer_addr *peer)
{
	const struct conf_bans *conf = &gate_conf(g)->bans;

	for (size_t i = 0; i < conf->n_exempt; i++) {
		const struct conf_who *who = &conf->exempt[i];

		if (strcmp(who->user, "*") == 0 && conf_who_has_address(who, peer->family, peer->ip))
			return true;
	}
	return false;
}

bool
ban_check_address(const struct gate *g, const struct peer_addr *peer)
{
	const struct server_bans *set = gate_env(g)->world->bans;
	struct server_ban *b;
	struct ban_subject s;
	struct ip_block at;

	if (server_bans_count(set, BAN_DLINE) == 0 || !block_of(peer, &at))
		return false;
	ban_subject_of_address(&s, &at);
	b = server_ban_match(set, BAN_DLINE, &s);
	if (b == NULL || server_ban_match(set, BAN_ELINE, &s) != NULL || address_is_exempt(g, peer))
		return false;
	b->hits++;
	return true;
}

bool
ban_check_is_exempt(const struct client *c, struct ban_facts *f)
{
	const struct conf_bans *conf = &gate_conf(c->session->gate)->bans;

	return server_ban_match(c->world->bans, BAN_ELINE, &f->subject) != NULL ||
		admission_who(conf->exempt, conf->n_exempt, c);
}

struct server_ban *
ban_check_find(const struct client *c)
{
	static const enum ban_kind kinds[] = { BAN_DLINE, BAN_KLINE, BAN_XLINE };
	const struct server_bans *set = c->world->bans;
	struct server_ban *b = NULL;
	struct ban_facts f;

	if (server_bans_total(set) == 0)
		return NULL;
	ban_facts_of(&f, c);
	for (size_t i = 0; i < ARRAY_LEN(kinds) && b == NULL; i++)
		b = server_ban_match(set, kinds[i], &f.subject);
	return b != NULL && !ban_check_is_exempt(c, &f) ? b : NULL;
}

static void
record(const struct client *c, const struct server_ban *b)
{
	struct audit *audit = gate_env(c->session->gate)->audit;
	struct audit_record r;

	if (client_is_user(c))
		audit_begin(&r, audit, ACT_BANNED);
	else
		audit_begin_limited(&r, audit, ACT_BANNED); /* strangers may try as often as they like */
	audit_client(&r, "who", c);
	audit_text(&r, "at", client_is_user(c) ? VIEW("online") : VIEW("entry"));
	audit_number(&r, "id", b->id);
	audit_text(&r, "kind", ban_kind_letter(b->kind));
	audit_text(&r, "mask", view_z(b->mask));
	audit_text(&r, "reason", view_z(b->reason));
	audit_end(&r);
}

void
ban_put_out(struct client *c, struct server_ban *b)
{
	const struct gate *g = c->session->gate;
	struct route *rt = gate_env(g)->route;
	bool tell_by = gate_conf(g)->bans.tell_setter;
	char address[64], quit[16];

	b->hits++;
	(void)session_address(c->session, address, sizeof(address));
	log_info("ban", "%s %llu (%s) puts out %s!%s@%s [%s]: %s", ban_kind_name(b->kind),
		(unsigned long long)b->id, b->mask, c->nick, c->user, c->host, address, b->reason);
	snotice_send(rt, client_is_user(c) ? SNOTICE_KILL : SNOTICE_REFUSED,
		"%s %s puts out %s!%s@%s [%s]: %s", ban_kind_name(b->kind), b->mask, c->nick, c->user,
		c->host, address, b->reason);
	record(c, b);
	if (!client_is_user(c))
		entry_count_refusal(c);
	reply_textf(rt, c, ERR_YOUREBANNEDCREEP, "You are banned from this server%s%s: %s",
		tell_by ? " by " : "", tell_by ? b->by : "", b->reason);
	(void)snprintf(quit, sizeof(quit), "%sd", ban_kind_name(b->kind)); /* "K-lined" */
	gate_exit(c, view_z(quit));
}

bool
ban_check(struct client *c)
{
	struct server_ban *b = c->phase != CLIENT_GONE && c->session != NULL ? ban_check_find(c) : NULL;

	if (b != NULL)
		ban_put_out(c, b);
	return b != NULL;
}

struct server_ban *
ban_check_realname(const struct client *c, struct view realname)
{
	struct server_ban *b;
	struct ban_facts f;

	if (server_bans_count(c->world->bans, BAN_XLINE) == 0)
		return NULL;
	ban_facts_of(&f, c);
	f.subject.realname = realname;
	b = server_ban_match(c->world->bans, BAN_XLINE, &f.subject);
	return b != NULL && !ban_check_is_exempt(c, &f) ? b : NULL;
}

struct server_ban *
ban_check_name(const struct client *c, struct view name)
{
	struct server_ban *b;

	if (server_bans_count(c->world->bans, BAN_RESV) == 0 || oper_has(c, PRIV_RESV))
		return NULL;
	b = server_ban_match_name(c->world->bans, name);
	if (b != NULL)
		b->hits++;
	return b;
}
