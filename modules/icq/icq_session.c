/*
 * A session is one user of IRC.  It is opened when a protocol has a client that has proved itself, and ends when either side is gone; the
 * module's user and the session end in the same turn at the latest.
 */
#include "icq/icq_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "icq/icq_account.h"
#include "icq/icq_nick.h"
#include "icq/icq_priv.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/icq_uins.h"
#include "module/module.h"
#include "module/module_record.h"
#include "proto/casemap.h"

static const char *const protocol_names[ICQ_PROTOCOL_N] = {
	[ICQ_V2] = "v2", [ICQ_V3] = "v3", [ICQ_V4] = "v4", [ICQ_V5] = "v5", [ICQ_OSCAR] = "oscar"
};

const char *
icq_protocol_name(enum icq_protocol p)
{
	return protocol_names[p];
}

uint32_t
icq_session_uin(const struct icq_session *s)
{
	return s->account->uin;
}

struct icq_session *
icq_session_by_uin(const struct icq *icq, uint32_t uin)
{
	const struct icq_account *a = icq_account_find(icq->accounts, uin);

	return a != NULL ? a->session : NULL;
}

struct icq_session *
icq_session_by_nick(const struct icq *icq, struct view nick)
{
	LIST_FOR_EACH (it, &icq->sessions) {
		struct icq_session *s = icq_session_of(it);

		if (s->is_registered && casemap_eq(view_of(s->nick, s->nick_len), nick))
			return s;
	}
	return NULL;
}

/* Logged, and recorded. */
static void
record(const struct icq_session *s, const char *deed, struct view reason)
{
	char uin[12], address[INET6_ADDRSTRLEN + 1];
	const char *host = peer_addr_host(&s->peer, address, sizeof(address));
	int n = snprintf(uin, sizeof(uin), "%" PRIu32, s->account->uin);
	const struct module_field field[] = { { "uin", view_of(uin, (size_t)n) },
		{ "account", view_z(s->account->account) }, { "address", view_z(host) },
		{ "protocol", view_z(protocol_names[s->protocol]) }, { "reason", reason } };

	log_info("icq", "%s: UIN %s, account %s, from %s, %s%s%.*s", deed, uin, s->account->account, host,
		protocol_names[s->protocol], reason.n != 0 ? ": " : "", VIEW_ARG(reason));
	module_record(s->icq->host, deed, field, ARRAY_LEN(field), false);
}

/* Out of all tables; what it has told others is taken back. */
static void
session_free(struct icq_session *s)
{
	struct icq *icq = s->icq;

	loop_timer_cancel(icq_loop(icq), &s->retry);
	icq_tell_release(s);
	list_del(&s->in_icq);
	icq->n_sessions--;
	if (s->account->session == s)
		s->account->session = NULL;
	icq_contacts_seen_by_all(icq, s->account->uin, ICQ_OFFLINE);
	mem_free(s->watched);
	mem_free(s);
}

void
icq_session_close(struct icq_session *s, struct view reason)
{
	record(s, "logout", reason);
	module_user_close(s->user, reason);
	session_free(s);
}

void
icq_session_end(struct icq_session *s, enum icq_end why, struct view text)
{
	const struct icq_session_ops *ops = s->ops;
	void *link = s->link;

	record(s, "logout", text);
	module_user_close(s->user, text);
	session_free(s);
	ops->end(link, why, text);
}

static void
on_gone(void *arg, struct view reason)
{
	struct icq_session *s = arg;

	s->user = NULL;
	icq_session_end(s, ICQ_END_GONE, reason);
}

static const struct module_user_ops user_ops = { .hear = icq_hear, .gone = on_gone };

static size_t
count_from(const struct icq *icq, const struct peer_addr *peer)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &icq->sessions) {
		const struct icq_session *s = icq_session_of(it);

		n += s->peer.family == peer->family && memcmp(s->peer.ip, peer->ip, sizeof(peer->ip)) == 0;
	}
	return n;
}

static bool
go_on_irc(struct icq_session *s, const struct icq_session_open *o)
{
	const struct icq_account *a = s->account;
	char nick[ICQ_NICK_BYTES], user[12], about[64];
	struct view name = icq_account_profile(a, ICQ_PROFILE_NICK);
	struct module_user_conf conf = { .peer = o->peer,
		.account = module_account(s->icq->host, view_z(a->account)),
		.tls = o->tls,
		.class = icq_conf(s->icq)->class,
		.ops = &user_ops,
		.arg = s };

	if (name.n == 0)
		name = view_z(a->account);
	s->nick_len = (uint8_t)icq_nick(name, a->uin, module_nick_len(s->icq->host), nick);
	(void)view_copy(view_z(nick), s->nick, sizeof(s->nick));
	(void)snprintf(user, sizeof(user), "%" PRIu32, a->uin);
	(void)snprintf(about, sizeof(about), "is using ICQ, UIN %" PRIu32, a->uin);
	conf.nick = view_z(nick);
	conf.user = view_z(user);
	conf.realname = name;
	conf.about = view_z(about);
	s->user = module_user_open(s->icq->host, &conf, VIEW("away-notify extended-monitor message-tags"));
	return s->user != NULL;
}

/* Frees what was made of a session that never was. */
static void
forget(struct icq_session *s)
{
	icq_tell_release(s);
	mem_free(s->watched);
	mem_free(s);
}

static struct icq_session *
make(struct icq *icq, struct icq_account *a, const struct icq_session_open *o)
{
	struct icq_session *s = mem_zalloc(sizeof(*s));

	s->icq = icq;
	s->account = a;
	s->ops = o->ops;
	s->link = o->link;
	s->peer = *o->peer;
	s->protocol = (uint8_t)o->protocol;
	s->state = (uint8_t)o->state;
	s->opened_ms = loop_mono_ms(icq_loop(icq));
	list_init(&s->in_icq);
	icq_tell_init(s);
	icq_contacts_force(s);
	return s;
}

struct icq_session *
icq_session_open(struct icq *icq, const struct icq_session_open *o, enum icq_open_verdict *verdict)
{
	struct icq_account *a = icq_account_find(icq->accounts, o->uin);
	struct icq_session *s;

	*verdict = ICQ_OPEN_FULL;
	if (icq->is_stopping)
		*verdict = ICQ_OPEN_STOPPING;
	if (icq->is_stopping || a == NULL)
		return NULL;
	if (a->session != NULL)
		icq_session_end(a->session, ICQ_END_REPLACED, VIEW("Logged in from elsewhere"));
	if (icq->n_sessions >= icq_conf(icq)->max_sessions)
		return NULL;
	if (count_from(icq, o->peer) >= icq_conf(icq)->max_per_address) {
		*verdict = ICQ_OPEN_ADDRESS_FULL;
		return NULL;
	}
	s = make(icq, a, o);
	if (!go_on_irc(s, o)) {
		forget(s);
		return NULL;
	}
	a->session = s;
	list_add_tail(&icq->sessions, &s->in_icq);
	icq->n_sessions++;
	record(s, "login", VIEW(""));
	icq_contacts_seen_by_all(icq, a->uin, icq_session_seen(s));
	*verdict = ICQ_OPEN_OK;
	return s;
}

void
icq_session_state(struct icq_session *s, enum icq_state state, struct view text)
{
	struct view away = text.n != 0 ? text : icq_state_away(state);
	struct view line;

	s->state = (uint8_t)state;
	icq_contacts_seen_by_all(s->icq, icq_session_uin(s), icq_session_seen(s));
	if (!s->is_registered)
		return; /* said by icq_hear() once it is */
	if (state == ICQ_ONLINE || state == ICQ_FREE || !icq_text_line(&away, AWAY_LEN, &line))
		(void)icq_say_line(s, icq_uins_own(s->icq->uins), "AWAY");
	else
		(void)icq_say_line(s, icq_uins_own(s->icq->uins), "AWAY :%.*s", VIEW_ARG(line));
}

void
icq_session_room(struct icq_session *s)
{
	icq_tell_resume(s);
}

struct view
icq_session_list(const struct icq_session *s)
{
	return buf_view(&s->account->list);
}

bool
icq_session_list_put(struct icq_session *s, struct view list)
{
	return icq_account_set_list(s->icq->accounts, s->account, list);
}
