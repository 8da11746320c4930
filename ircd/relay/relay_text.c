/*
 * One sentence for each case, and the rows of relay_end.c for its end.  Names are those made harmless; that the other has an address at all
 * is never told.
 */
#include "relay/relay_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/log.h"
#include "relay/relay_priv.h"
#include "route/reply.h"

#define WORD_MAX  40
#define THING_MAX (FILE_NAME_MAX + 16)

/* "file "a.txt"", "direct chat" */
static const char *
thing(bool is_chat, struct view name, char dst[THING_MAX])
{
	if (is_chat)
		(void)snprintf(dst, THING_MAX, "direct chat");
	else
		(void)snprintf(dst, THING_MAX, "file \"%.*s\"", VIEW_ARG(name));
	return dst;
}

/* The same, or of what was not understood "DCC TSEND". */
static const char *
thing_of(const struct relay_subject *s, char dst[THING_MAX])
{
	char word[WORD_MAX];

	if (s->is_chat || s->name.n != 0)
		return thing(s->is_chat, s->name, dst);
	(void)snprintf(dst, THING_MAX, "DCC %s", log_escape(s->word, word, sizeof(word)));
	return dst;
}

/* What is added to a reason: a rule's own, and when to try again. */
static const char *
more(const struct relay_refusal *why, char dst[BAN_REASON_LEN + 60])
{
	if (why->said.n != 0)
		(void)snprintf(
			dst, BAN_REASON_LEN + 60, " (%.*s)", VIEW_ARG(view_left(why->said, BAN_REASON_LEN)));
	else if (why->wait_ms != 0)
		(void)snprintf(dst, BAN_REASON_LEN + 60, "; try again in %" PRIu64 " s",
			(why->wait_ms + 999) / 1000);
	else
		dst[0] = '\0';
	return dst;
}

static void
tell_offerer(const struct relay *r, const struct relay_subject *s, const struct relay_refusal *why)
{
	char what[THING_MAX], added[BAN_REASON_LEN + 60];
	const char *to = s->to->nick;

	(void)thing_of(s, what);
	if (why->why == RELAY_DENIED_UNASKED)
		reply_noticef(r->env.route, s->from,
			"*** Your %s was not offered to %s, who has not asked for it. (%s can type /DCCALLOW "
			"+%s "
			"to get it.)",
			what, to, to, s->from->nick);
	else if (why->why == RELAY_DENIED_ACTIVE)
		reply_noticef(r->env.route, s->from,
			"*** Your %s was not offered to %s: this server passes passive offers only. (In "
			"irssi: "
			"/dcc %s -passive %s)",
			what, to, s->is_chat ? "chat" : "send", to);
	else
		reply_noticef(r->env.route, s->from, "*** Your %s was not offered to %s: %s%s.", what, to,
			relay_denial_table[why->why].text, more(why, added));
}

static void
tell_receiver(const struct relay *r, const struct relay_subject *s, const struct relay_refusal *why)
{
	char what[THING_MAX], added[BAN_REASON_LEN + 60];
	const char *from = s->from->nick;

	(void)thing_of(s, what);
	if (why->why == RELAY_DENIED_UNASKED)
		reply_noticef(r->env.route, s->to,
			"*** %s tried to offer you a %s; it was stopped, for you have not asked for it. If "
			"you "
			"want it, type /DCCALLOW +%s and have it offered again.",
			from, what, from);
	else
		reply_noticef(r->env.route, s->to, "*** %s tried to offer you a %s; it was stopped: %s%s.",
			from, what, relay_denial_table[why->why].text, more(why, added));
}

void
relay_text_denied(const struct relay *r, const struct relay_subject *s, const struct relay_refusal *why)
{
	tell_offerer(r, s, why);
	if (relay_denial_table[why->why].tell_receiver)
		tell_receiver(r, s, why);
}

void
relay_text_stale(const struct relay *r, const struct client *from, const struct client *to, struct view word)
{
	char shown[WORD_MAX];

	reply_noticef(r->env.route, from,
		"*** Your DCC %s was not passed to %s: there is no offer between you that it answers.",
		log_escape(word, shown, sizeof(shown)), to->nick);
}

void
relay_text_misused(const struct relay *r, const struct client *from, enum relay_misuse how)
{
	static const char *const text[RELAY_N_MISUSES] = {
		[RELAY_TO_CHANNEL] = "it can be sent to one person only, not to a channel",
		[RELAY_TO_SEVERAL] = "it can be sent to one person only, in one line",
		[RELAY_TO_MASK] = "it can be sent to one person only, not to all who fit a mask",
		[RELAY_BROKEN] = "a message has one request and nothing before or behind it",
	};

	reply_noticef(r->env.route, from, "*** Your DCC message was not passed: %s.", text[how]);
}

void
relay_text_whole(const struct relay_session *s)
{
	const struct client *to = relay_session_client(s, PUMP_RECEIVER);

	if (to != NULL)
		reply_noticef(s->relay->env.route, to,
			"*** Files are scanned here as a whole, so \"%s\" can't be resumed: move away what "
			"you have "
			"of it, and take it from the beginning.",
			s->clean);
}

/* The nick of now, or the one of then. */
static struct view
nick_of(const struct relay_session *s, enum pump_leg leg)
{
	const struct client *c = relay_session_client(s, leg);
	struct view name = view_z(s->party[leg].name);

	return c != NULL ? client_nick(c) : view_left(name, view_find(name, '!'));
}

/* " after 500 of 1000 bytes", " after an hour" is of no use to anybody in a chat. */
static const char *
how_far(const struct relay_session *s, char dst[80])
{
	if (s->is_chat)
		dst[0] = '\0';
	else
		(void)snprintf(dst, 80, ", after %" PRIu64 " of %" PRIu64 " bytes",
			s->pos + relay_session_bytes(s), s->size);
	return dst;
}

/* All is there; the rest of the sentence says what was odd. */
static void
tell_done(const struct relay_session *s, enum pump_leg leg, const char *oddity)
{
	const struct client *c = relay_session_client(s, leg);
	char what[THING_MAX];

	if (c == NULL)
		return;
	(void)thing(s->is_chat, relay_session_name(s), what);
	reply_noticef(s->relay->env.route, c,
		"*** The %s %s %.*s has passed, all %" PRIu64 " bytes of it; %s.", what,
		leg == PUMP_SENDER ? "to" : "from", VIEW_ARG(nick_of(s, 1 - leg)), s->size, oddity);
}

static void
tell_ended(const struct relay_session *s, enum pump_leg leg, const char *reason)
{
	const struct client *c = relay_session_client(s, leg);
	struct view other = nick_of(s, 1 - leg);
	char what[THING_MAX], far[80];
	const char *way = leg == PUMP_SENDER ? "to" : "from";

	if (c == NULL)
		return;
	(void)thing(s->is_chat, relay_session_name(s), what);
	if (s->opened_ms != 0)
		reply_noticef(s->relay->env.route, c, "*** The %s %s %.*s ended early%s: %s%s%s.", what,
			s->is_chat ? "with" : way, VIEW_ARG(other), how_far(s, far), reason,
			s->stop_reason[0] != '\0' ? ": " : "", s->stop_reason);
	else
		reply_noticef(s->relay->env.route, c,
			"*** The offer of a %s %s %.*s came to nothing: %s%s%s.", what, way, VIEW_ARG(other),
			reason, s->stop_reason[0] != '\0' ? ": " : "", s->stop_reason);
}

void
relay_text_ended(const struct relay_session *s, enum relay_end why)
{
	const struct relay_end_row *row = &relay_end_table[why];

	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		if (row->text[leg] != NULL && row->is_done)
			tell_done(s, leg, row->text[leg]);
		else if (row->text[leg] != NULL)
			tell_ended(s, leg, row->text[leg]);
	}
}

void
relay_text_plain(const struct relay_session *s)
{
	const struct client *from = relay_session_client(s, PUMP_SENDER);
	const struct client *to = relay_session_client(s, PUMP_RECEIVER);
	char what[THING_MAX];

	(void)thing(s->is_chat, relay_session_name(s), what);
	if (from != NULL)
		reply_noticef(s->relay->env.route, from,
			"*** Your %s goes to this server by TLS, and from here to %.*s without.", what,
			VIEW_ARG(nick_of(s, PUMP_RECEIVER)));
	if (to != NULL)
		reply_noticef(s->relay->env.route, to,
			"*** The next offer, a %s, comes from %.*s to this server by TLS, and from here to "
			"you without.",
			what, VIEW_ARG(nick_of(s, PUMP_SENDER)));
}
