/*
 * SU SVSLOGIN SASL MECHLIST RSFNC NICKDELAY: what services do.  They name who is still on the way in by its UID, since it has spoken to
 * their agent; so these look in this server's own table, in any phase.
 */
#include <stdio.h>

#include "core/log.h"
#include "core/loop.h"
#include "link/link_kill.h"
#include "link/link_services.h"
#include "link/verb.h"
#include "proto/casemap.h"
#include "proto/names.h"
#include "route/chghost.h"
#include "route/login.h"
#include "route/renick.h"
#include "state/mode_bits.h"
#include "state/nick_delay.h"
#include "state/server_ban.h"

#define NICK_DELAY_MAX_S 86400u
#define RSFNC_BACK_S	 900u /* an older nick would win every collision */
#define TAKEN_REASON	 "Nickname regained by services"

static const struct view any = VIEW_INIT("*");

static bool
is_any(struct view v)
{
	return view_eq(v, any);
}

/* On this server, in any phase but GONE; NULL: it is not, or has left. */
static struct client *
ours(const struct link_msg *m, struct view uid)
{
	struct client *c = client_find_uid(link_world(m->ls), uid);

	return c != NULL && client_is_local(c) && c->session != NULL ? c : NULL;
}

/* What goes by accounts.  It may have left when this returns. */
static void
logged_in(struct link_msg *m, struct client *c)
{
	if (client_is_local(c) && c->session != NULL)
		m->ls->env.logged_in(m->ls->env.arg, c);
}

/* SU <uid> [<account>] */
static enum link_verdict
on_su(struct link_msg *m)
{
	struct client *c = client_find_uid(link_world(m->ls), m->msg->param[0]);

	if (c == NULL || !client_is_user(c))
		return LINK_STALE;
	switch (login_told(m->ls->env.route, c, msg_param(m->msg, 1))) {
	case LOGIN_OK:
		logged_in(m, c);
		return LINK_OK;
	case LOGIN_SAME:
		return LINK_OK;
	case LOGIN_INVALID:
		break;
	}
	return link_fault(m, LINK_BAD, "SU: that is no account");
}

/* Whoever has the nick that services give away. */
static void
take_nick(struct link_msg *m, const struct client *c, struct view nick)
{
	struct client *holder = client_nick_holder(link_world(m->ls), nick);
	struct view why = VIEW(TAKEN_REASON);
	char text[SERVER_NAME_LEN + sizeof(TAKEN_REASON) + 16];

	if (holder == NULL || holder == c)
		return;
	(void)snprintf(text, sizeof(text), "Killed (%s (%.*s))", m->node->name, VIEW_ARG(why));
	log_info("link", "%s takes the nick of %s!%s@%s", m->node->name, holder->nick, holder->user,
		holder->host);
	link_put_out(m->ls, TREE_US, holder, (struct link_why){ why, view_z(text) });
}

/* RSFNC <uid> <new nick> <its TS> <TS of the nick that it has> [0|1].  0: what is reserved is not given. */
static enum link_verdict
on_rsfnc(struct link_msg *m)
{
	struct client *c = ours(m, m->msg->param[0]);
	struct view nick = m->msg->param[1];
	uint64_t ts = m->arg[2].number, now = link_wall_s(m->ls);

	if (!name_is_nick(nick, link_world(m->ls)->conf.nick_len))
		return link_fault(m, LINK_BAD, "RSFNC: that is no nick");
	if (ts > now + LINK_TS_AHEAD)
		return link_fault(m, LINK_BAD, "RSFNC: that time is to come");
	if (c == NULL || !client_is_user(c) || c->nick_ts != m->arg[3].number)
		return LINK_STALE;
	if (view_eq(msg_param(m->msg, 4), VIEW("0")) &&
		server_ban_match_name(link_world(m->ls)->bans, nick) != NULL)
		return LINK_STALE;
	if (ts + RSFNC_BACK_S < now)
		ts = now - RSFNC_BACK_S;
	take_nick(m, c, nick);
	renick_put(m->ls->env.route, c, nick, ts);
	return LINK_OK;
}

/* NICKDELAY <seconds> <nick> */
static enum link_verdict
on_nickdelay(struct link_msg *m)
{
	struct view nick = m->msg->param[1];
	uint64_t now = loop_mono_ms(m->ls->env.loop), s = m->arg[0].number;

	if (!name_is_remote_nick(nick, link_world(m->ls)->conf.nick_len))
		return link_fault(m, LINK_BAD, "NICKDELAY: that is no nick");
	if (s > NICK_DELAY_MAX_S)
		s = NICK_DELAY_MAX_S;
	nick_delay_set(link_world(m->ls)->nick_delays, nick, now + s * 1000, now);
	return LINK_OK;
}

/* ---- SVSLOGIN ---- */

struct svslogin {
	struct view nick, user, host, account; /* "*": it stays; account "0": none */
};

static const char *
svslogin_fault(const struct link_msg *m, const struct svslogin *s)
{
	if (!is_any(s->nick) && !name_is_nick(s->nick, link_world(m->ls)->conf.nick_len))
		return "nick";
	if (!is_any(s->user) && !name_is_remote_user(s->user))
		return "user name";
	if (!is_any(s->host) && !name_is_remote_host(s->host))
		return "host";
	if (!is_any(s->account) && !view_eq(s->account, VIEW("0")) && !name_is_account(s->account))
		return "account";
	return NULL;
}

/* Of somebody on the way in a nick that somebody has is not taken away: registration will show. */
static bool
set_nick(struct link_msg *m, struct client *c, struct view nick)
{
	if (is_any(nick) || view_eq(nick, client_nick(c)))
		return false;
	if (!client_is_user(c))
		return client_set_nick(c, nick, loop_wall_ms(m->ls->env.loop)) == NICK_OK;
	take_nick(m, c, nick);
	renick_here(m->ls->env.route, c, nick,
		casemap_eq(nick, client_nick(c)) ? c->nick_ts : link_wall_s(m->ls));
	return true;
}

/* SVSLOGIN <uid> <nick> <user> <host> <account>.  Other servers hear of a user by one SIGNON. */
static enum link_verdict
on_svslogin(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	const struct svslogin s = { p[1], p[2], p[3], p[4] };
	struct client *c = ours(m, p[0]);
	const char *fault = svslogin_fault(m, &s);
	struct route *rt = m->ls->env.route;
	bool changed;

	if (fault != NULL)
		return link_fault(m, LINK_BAD, "SVSLOGIN: that is no %s", fault);
	if (c == NULL)
		return LINK_STALE;
	changed = set_nick(m, c, s.nick);
	changed |= chghost_here(
		rt, c, is_any(s.user) ? client_user(c) : s.user, is_any(s.host) ? client_host(c) : s.host);
	if (!is_any(s.account))
		changed |=
			login_told(rt, c, view_eq(s.account, VIEW("0")) ? VIEW("") : s.account) == LOGIN_OK;
	if (!changed)
		return LINK_OK;
	tree_signon(rt, c);
	logged_in(m, c);
	return LINK_OK;
}

/* ---- SASL ---- */

/* Capital letters, digits, '-' and '_' (RFC 4422 3.1), with commas between the names. */
static bool
is_mechanisms(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != ',')
			return false;
	}
	return v.n != 0;
}

/* MECHLIST <list> */
static enum link_verdict
on_mechlist(struct link_msg *m)
{
	const char *uid = links_sasl_agent(m->ls);
	const struct client *agent = uid != NULL ? client_find_uid(link_world(m->ls), view_z(uid)) : NULL;

	if (!is_mechanisms(m->msg->param[0]))
		return link_fault(m, LINK_BAD, "MECHLIST: that is no list of mechanisms");
	if (agent != NULL && agent->node != m->node)
		return LINK_STALE;
	link_services_mechanisms(m->ls, m->msg->param[0]);
	return LINK_OK;
}

/*
 * SASL <from> <to> <mode> <data>, both ways: what servers elsewhere say to the agent passes here.  To somebody here only the agent speaks, from
 * its own server.
 */
static enum link_verdict
on_sasl(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	struct client *c = ours(m, p[1]);
	const struct client *agent = client_find_uid(link_world(m->ls), p[0]);

	if (c == NULL)
		return LINK_STALE;
	if (!m->node->is_services)
		return link_fault(m, LINK_BAD, "SASL: it is not trusted as services");
	if (agent == NULL)
		return LINK_STALE;
	if (agent->node != m->node || (agent->umodes & UMODE_SERVICE) == 0)
		return link_fault(m, LINK_BAD, "SASL: %s is no agent of that server", agent->nick);
	if (p[2].n != 1)
		return link_fault(m, LINK_BAD, "SASL: the mode is one letter");
	return m->ls->env.sasl_reply(m->ls->env.arg, c,
		       &(struct links_sasl){ .agent = p[0], .mode = p[2].p[0], .data = p[3] })
		? LINK_OK
		: LINK_STALE;
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("SU"), LINK_FROM_SERVICES, 1, 2, false, { LP_WORD, LP_ANY }, on_su },
	{ VIEW_INIT("SVSLOGIN"), LINK_FROM_SERVICES, 5, 5, false,
		{ LP_WORD, LP_WORD, LP_WORD, LP_WORD, LP_WORD }, on_svslogin },
	{ VIEW_INIT("SASL"), LINK_FROM_NODE, 4, MSG_PARAMS_MAX, false, { LP_WORD, LP_WORD, LP_WORD, LP_WORD },
		on_sasl },
	{ VIEW_INIT("MECHLIST"), LINK_FROM_SERVICES, 1, 1, false, { LP_WORD }, on_mechlist },
	{ VIEW_INIT("RSFNC"), LINK_FROM_SERVICES, 4, 5, false,
		{ LP_WORD, LP_WORD, LP_NUMBER, LP_NUMBER, LP_ANY }, on_rsfnc },
	{ VIEW_INIT("NICKDELAY"), LINK_FROM_SERVICES, 2, 2, false, { LP_NUMBER, LP_WORD }, on_nickdelay },
};
const struct link_verb_table link_encaps_services = { rows, ARRAY_LEN(rows) };
