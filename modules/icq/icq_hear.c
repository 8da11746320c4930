/*
 * From lines of IRC to what an ICQ client shows.  A table of verbs and one of numerics; what is in neither is of no interest to somebody who
 * does not speak IRC.  A line is heard only when nothing waits (icq_tell_has_room()), so each makes what it makes at once.
 */
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "icq/icq_nick.h"
#include "icq/icq_priv.h"
#include "icq/icq_reply.h"
#include "icq/icq_status.h"
#include "icq/icq_text.h"
#include "icq/icq_uins.h"
#include "module/module.h"
#include "proto/casemap.h"
#include "proto/msg.h"
#include "proto/names.h"
#include "proto/numerics.h"
#include "proto/tags.h"

#define NICK_TRIES    20
#define CTCP_PAUSE_MS 2000 /* between two answers, or the question would spend what the user may say */

typedef void hear_fn(struct icq_session *s, const struct msg *m);

static struct view
nick_of(const struct msg *m)
{
	return view_left(m->source, view_find(m->source, '!'));
}

static bool
is_me(const struct icq_session *s, struct view nick)
{
	return casemap_eq(nick, view_of(s->nick, s->nick_len));
}

static uint32_t
own(const struct icq_session *s)
{
	return icq_uins_own(s->icq->uins);
}

/* In whose window something of a user stands: his own UIN if he is of the house. */
static uint32_t
uin_of_nick(const struct icq_session *s, struct view nick)
{
	const struct icq_session *other = icq_session_by_nick(s->icq, nick);
	uint32_t uin = other != NULL ? icq_session_uin(other) : icq_uins_get(s->icq->uins, nick);

	return uin != 0 ? uin : own(s);
}

static uint32_t
uin_of_channel(const struct icq_session *s, struct view channel)
{
	uint32_t uin = icq_uins_get(s->icq->uins, channel);

	return uin != 0 ? uin : own(s);
}

static void
set_nick(struct icq_session *s, struct view nick)
{
	s->nick_len = (uint8_t)view_copy(nick, s->nick, sizeof(s->nick));
}

static void
on_ping(struct icq_session *s, const struct msg *m)
{
	if (!module_user_say(s->user, "PONG :%.*s", VIEW_ARG(msg_param(m, 0))))
		return; /* what waits to be said is a sign of life too */
}

static void
on_welcome(struct icq_session *s, const struct msg *m)
{
	set_nick(s, msg_param(m, 0));
	s->is_registered = true;
	if (s->state != ICQ_ONLINE)
		icq_session_state(s, (enum icq_state)s->state, VIEW(""));
	icq_contacts_push(s);
}

/* The name that it wants is taken, or may not be: another one, until there is one. */
static void
on_nick_refused(struct icq_session *s, const struct msg *m)
{
	char other[ICQ_NICK_BYTES];

	if (s->is_registered) {
		icq_tell(s, own(s), "%.*s: %.*s", VIEW_ARG(msg_param(m, 1)),
			VIEW_ARG(msg_param(m, m->n_params - 1)));
		return;
	}
	/* Once more, for a session that this one has replaced leaves at the end of the turn. */
	if (++s->nick_tries == 1)
		(void)view_copy(view_of(s->nick, s->nick_len), other, sizeof(other));
	else if (s->nick_tries < NICK_TRIES)
		(void)icq_nick_other(
			view_of(s->nick, s->nick_len), s->nick_tries, module_nick_len(s->icq->host), other);
	else
		(void)icq_nick(VIEW(""), icq_session_uin(s), module_nick_len(s->icq->host), other);
	if (s->nick_tries > NICK_TRIES || !module_user_say(s->user, "NICK %s", other))
		icq_session_end(s, ICQ_END_GONE, VIEW("No nick is free"));
}

static void
tell_said(struct icq_session *s, const struct msg *m, bool is_notice)
{
	char text[ICQ_TEXT_FROM_IRC_MAX(MSG_BODY_MAX, NICK_LEN_MAX)], line[sizeof(text) + NICK_LEN_MAX + 8];
	struct view target = msg_param(m, 0), said = msg_param(m, 1), nick = nick_of(m);
	bool to_channel = name_looks_like_channel(target) || (target.n > 1 && target.p[1] == '#');
	size_t n = icq_text_from_irc(said, nick, text, sizeof(text));
	int len;

	if (n == 0)
		return;
	if (to_channel && target.p[0] != '#')
		target = view_skip(target, 1);
	if (!to_channel && icq_text_is_action(said) == false && !is_notice) {
		icq_tell_text(s, uin_of_nick(s, nick), view_of(text, n));
		return;
	}
	if (icq_text_is_action(said))
		len = snprintf(line, sizeof(line), "%.*s", (int)n, text);
	else if (is_notice)
		len = snprintf(line, sizeof(line), "-%.*s- %.*s", VIEW_ARG(nick), (int)n, text);
	else
		len = snprintf(line, sizeof(line), "<%.*s> %.*s", VIEW_ARG(nick), (int)n, text);
	icq_tell_text(
		s, to_channel ? uin_of_channel(s, target) : uin_of_nick(s, nick), view_of(line, (size_t)len));
}

/* "DCC SEND name ...": its sender hears no, as a client would say it. */
static void
decline_dcc(struct icq_session *s, struct view nick, struct view offer)
{
	struct view type, name;

	offer = view_trim(view_skip(offer, 3));
	type = view_left(offer, view_find(offer, ' '));
	offer = view_trim(view_skip(offer, type.n));
	name = view_left(offer, view_find(offer, ' '));
	icq_tell(s, uin_of_nick(s, nick),
		"* %.*s has offered a file or a direct chat, which ICQ clients cannot take", VIEW_ARG(nick));
	if (!module_user_say(s->user, "NOTICE %.*s :\1DCC REJECT %.*s %.*s\1", VIEW_ARG(nick), VIEW_ARG(type),
		    VIEW_ARG(name)))
		log_debug("icq", "%s: no room to decline an offer", s->nick);
}

/* Questions about the client; and offers of direct connections, which nobody here takes. */
static bool
answer_ctcp(struct icq_session *s, const struct msg *m)
{
	struct view said = msg_param(m, 1), nick = nick_of(m), word;
	uint64_t now = loop_mono_ms(icq_loop(s->icq));
	bool said_it = true;

	if (said.n < 2 || said.p[0] != '\1' || icq_text_is_action(said))
		return false;
	if (now < s->ctcp_ms || name_looks_like_channel(msg_param(m, 0)))
		return true;
	s->ctcp_ms = now + CTCP_PAUSE_MS;
	said = view_skip(said, 1);
	said = view_left(said, view_find(said, '\1'));
	word = view_left(said, view_find(said, ' '));
	if (view_eq_nocase(word, VIEW("DCC")))
		decline_dcc(s, nick, said);
	else if (view_eq_nocase(word, VIEW("PING")))
		said_it = module_user_say(s->user, "NOTICE %.*s :\1%.*s\1", VIEW_ARG(nick), VIEW_ARG(said));
	else if (view_eq_nocase(word, VIEW("VERSION")))
		said_it = module_user_say(s->user,
			"NOTICE %.*s :\1VERSION an ICQ client, by the server's gateway\1", VIEW_ARG(nick));
	if (!said_it)
		log_debug("icq", "%s: no room to answer", s->nick);
	return true;
}

static void
on_privmsg(struct icq_session *s, const struct msg *m)
{
	if (!is_me(s, nick_of(m)) && !answer_ctcp(s, m))
		tell_said(s, m, false);
}

/* Before the user is on IRC, and of the server, notices are about the connection. */
static void
on_notice(struct icq_session *s, const struct msg *m)
{
	if (view_find(m->source, '!') == m->source.n) {
		if (s->is_registered && !name_looks_like_channel(msg_param(m, 0)))
			icq_tell(s, own(s), "%.*s", VIEW_ARG(msg_param(m, 1)));
		return;
	}
	if (msg_param(m, 1).n == 0 || msg_param(m, 1).p[0] != '\1')
		tell_said(s, m, true);
}

static void
on_tagmsg(struct icq_session *s, const struct msg *m)
{
	char value[16];
	size_t n = tags_get(m->tags, VIEW("+typing"), value, sizeof(value));
	struct view word = view_of(value, n <= sizeof(value) ? n : 0);
	enum icq_typing typing = ICQ_TYPING_STOPPED;

	if (n > sizeof(value) || name_looks_like_channel(msg_param(m, 0)) || is_me(s, nick_of(m)))
		return;
	if (view_eq(word, VIEW("active")))
		typing = ICQ_TYPING;
	else if (view_eq(word, VIEW("paused")))
		typing = ICQ_TYPING_PAUSED;
	s->ops->typing(s->link, uin_of_nick(s, nick_of(m)), typing);
}

/* A line about a channel that can be switched off. */
static void
tell_news(struct icq_session *s, struct view channel, struct view who, const char *what)
{
	if (!s->is_quiet)
		icq_tell(s, uin_of_channel(s, channel), "* %.*s %s", VIEW_ARG(who), what);
}

static void
on_join(struct icq_session *s, const struct msg *m)
{
	struct view channel = msg_param(m, 0);

	if (!is_me(s, nick_of(m))) {
		tell_news(s, channel, nick_of(m), "has joined");
		return;
	}
	icq_contacts_joined(s, channel, true);
}

/* why: may be empty. */
static void
tell_out(struct icq_session *s, struct view channel, const char *what, struct view why)
{
	icq_contacts_joined(s, channel, false);
	icq_tell(s, uin_of_channel(s, channel), "* %s %.*s%s%.*s", what, VIEW_ARG(channel),
		why.n != 0 ? ": " : "", VIEW_ARG(why));
}

static void
on_part(struct icq_session *s, const struct msg *m)
{
	if (is_me(s, nick_of(m)))
		tell_out(s, msg_param(m, 0), "You have left", VIEW(""));
	else
		tell_news(s, msg_param(m, 0), nick_of(m), "has left");
}

static void
on_kick(struct icq_session *s, const struct msg *m)
{
	struct view channel = msg_param(m, 0), whom = msg_param(m, 1);
	char what[NICK_LEN_MAX + 40];

	(void)snprintf(
		what, sizeof(what), "was put out by %.*s", VIEW_ARG(view_left(nick_of(m), NICK_LEN_MAX)));
	if (is_me(s, whom))
		tell_out(s, channel, "You were put out of", msg_param(m, 2));
	else
		tell_news(s, channel, whom, what);
}

/* In which channels it was is not known here; the window of the user says it if he is watched. */
static void
on_quit(struct icq_session *s, const struct msg *m)
{
	uint32_t uin = icq_uins_find(s->icq->uins, nick_of(m));

	if (uin != 0)
		icq_contacts_seen(s, uin, ICQ_OFFLINE);
}

static void
on_nick(struct icq_session *s, const struct msg *m)
{
	if (!is_me(s, nick_of(m)))
		return; /* MONITOR tells of those who are watched */
	set_nick(s, msg_param(m, 0));
	icq_tell(s, own(s), "You are called %.*s now.", VIEW_ARG(msg_param(m, 0)));
}

static void
on_topic(struct icq_session *s, const struct msg *m)
{
	icq_tell(s, uin_of_channel(s, msg_param(m, 0)), "* %.*s has set the topic: %.*s",
		VIEW_ARG(nick_of(m)), VIEW_ARG(msg_param(m, 1)));
}

static void
on_mode(struct icq_session *s, const struct msg *m)
{
	struct view channel = msg_param(m, 0);
	char what[MSG_BODY_MAX] = "";
	size_t n = 0;

	if (!name_looks_like_channel(channel))
		return;
	for (size_t i = 1; i < m->n_params; i++) {
		int len = snprintf(what + n, sizeof(what) - n, " %.*s", VIEW_ARG(m->param[i]));

		if (len < 0 || (size_t)len >= sizeof(what) - n)
			break;
		n += (size_t)len;
	}
	if (!s->is_quiet)
		icq_tell(s, uin_of_channel(s, channel), "* %.*s has set the mode%s", VIEW_ARG(nick_of(m)),
			what);
}

static void
on_invite(struct icq_session *s, const struct msg *m)
{
	struct view channel = msg_param(m, 1);

	if (is_me(s, msg_param(m, 0)))
		icq_tell(s, uin_of_nick(s, nick_of(m)), "* %.*s invites you to %.*s: /join %.*s",
			VIEW_ARG(nick_of(m)), VIEW_ARG(channel), VIEW_ARG(channel));
}

/* Of somebody who is watched, or shares a channel. */
static void
on_away(struct icq_session *s, const struct msg *m)
{
	uint32_t uin = icq_uins_find(s->icq->uins, nick_of(m));

	if (uin != 0)
		icq_contacts_seen(s, uin, icq_state_of_away(msg_param(m, 0)));
}

/* MONITOR says that somebody is there, and not that he is away: that is asked. */
static void
ask_away(struct icq_session *s, struct view nick)
{
	if (!module_user_say(s->user, "USERHOST %.*s", VIEW_ARG(nick)))
		log_debug("icq", "%s: no room to ask whether %.*s is away", s->nick, VIEW_ARG(nick));
}

/* 730, 731: "nick!user@host,nick". */
static void
on_monitor(struct icq_session *s, const struct msg *m)
{
	struct view rest = msg_param(m, 1), one;
	bool is_there = view_eq(m->verb, VIEW("730"));

	while (view_cut(&rest, ',', &one)) {
		struct view nick = view_left(one, view_find(one, '!'));
		uint32_t uin = icq_uins_find(s->icq->uins, nick);

		if (uin == 0)
			continue;
		icq_contacts_seen(s, uin, is_there ? ICQ_ONLINE : ICQ_OFFLINE);
		if (is_there)
			ask_away(s, nick);
	}
}

/* 302: "nick=-user@host"; '*' before the '=' is an operator's, '-' behind it somebody's who is away. */
static void
on_userhost(struct icq_session *s, const struct msg *m)
{
	struct view rest = msg_param(m, 1), one;

	while (view_cut(&rest, ' ', &one)) {
		size_t at = view_find(one, '=');
		struct view nick = view_left(one, at);
		uint32_t uin;

		if (at + 1 >= one.n || one.p[at + 1] != '-')
			continue;
		if (nick.n != 0 && nick.p[nick.n - 1] == '*')
			nick.n--;
		uin = icq_uins_find(s->icq->uins, nick);
		if (uin != 0)
			icq_contacts_seen(s, uin, ICQ_AWAY);
	}
}

static const struct {
	struct view verb;
	hear_fn *hear;
} verbs[] = {
	{ VIEW_INIT("PRIVMSG"), on_privmsg },
	{ VIEW_INIT("NOTICE"), on_notice },
	{ VIEW_INIT("PING"), on_ping },
	{ VIEW_INIT("TAGMSG"), on_tagmsg },
	{ VIEW_INIT("JOIN"), on_join },
	{ VIEW_INIT("PART"), on_part },
	{ VIEW_INIT("KICK"), on_kick },
	{ VIEW_INIT("QUIT"), on_quit },
	{ VIEW_INIT("NICK"), on_nick },
	{ VIEW_INIT("TOPIC"), on_topic },
	{ VIEW_INIT("MODE"), on_mode },
	{ VIEW_INIT("INVITE"), on_invite },
	{ VIEW_INIT("AWAY"), on_away },
	{ VIEW_INIT("001"), on_welcome },
	{ VIEW_INIT("432"), on_nick_refused },
	{ VIEW_INIT("433"), on_nick_refused },
	{ VIEW_INIT("437"), on_nick_refused },
	{ VIEW_INIT("302"), on_userhost },
	{ VIEW_INIT("730"), on_monitor },
	{ VIEW_INIT("731"), on_monitor },
};

bool
icq_hear(void *session, struct view line)
{
	struct icq_session *s = session;
	struct msg m;

	if (!icq_tell_has_room(s))
		return false;
	if (msg_parse_server(line, &m) != MSG_OK)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (view_eq(m.verb, verbs[i].verb)) {
			verbs[i].hear(s, &m);
			return true;
		}
	}
	icq_reply(s, &m);
	return true;
}
