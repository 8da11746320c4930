/* From the client to IRC: messages become lines. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "icq/icq_account.h"
#include "icq/icq_mail.h"
#include "icq/icq_priv.h"
#include "icq/icq_text.h"
#include "icq/icq_uins.h"
#include "module/module.h"
#include "proto/casemap.h"

#define LINE_TEXT_MAX 400 /* bytes of text: fits behind the longest source and target */
#define TEXT_MAX      8192

static const char too_fast[] =
	"You are too fast for the server; it was not sent. Wait a little and say it again.";

bool
icq_say_line(struct icq_session *s, uint32_t at, const char *fmt, ...)
{
	char line[MSG_BODY_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof(line) && s->user != NULL && s->is_registered &&
		module_user_say(s->user, "%s", line))
		return true;
	icq_tell(s, at, "%s",
		s->is_registered ? too_fast : "You are not on IRC yet; say it again in a moment.");
	return false;
}

bool
icq_say_text(struct icq_session *s, uint32_t at, struct view target, struct view text)
{
	struct view line;
	size_t n = 0;

	if (!s->is_registered) {
		icq_tell(s, at, "You are not on IRC yet; say it again in a moment.");
		return false;
	}
	while (icq_text_line(&text, LINE_TEXT_MAX, &line)) {
		if (!module_user_say(s->user, "PRIVMSG %.*s :%.*s", VIEW_ARG(target), VIEW_ARG(line))) {
			icq_tell(s, at, "%s%s", too_fast, n != 0 ? " What was not sent begins with:" : "");
			if (n != 0)
				icq_tell_text(s, at, line);
			return false;
		}
		n++;
	}
	return true;
}

/* To somebody of the house: by IRC if he is there, so that all that holds between users there holds here. */
static enum icq_send
send_to_account(struct icq_session *s, struct icq_account *a, const struct icq_message *m, struct view text)
{
	struct icq_message letter = *m;

	if (a->session != NULL && a->session->is_registered)
		return icq_say_text(s, m->to, view_of(a->session->nick, a->session->nick_len), text)
			? ICQ_SENT
			: ICQ_BUSY;
	letter.from = icq_session_uin(s);
	letter.kind = ICQ_KIND_TEXT;
	letter.text = text;
	letter.url = VIEW("");
	switch (icq_mail_put(s->icq, a, &letter)) {
	case ICQ_MAIL_KEPT:
		return ICQ_STORED;
	case ICQ_MAIL_FULL:
		icq_tell(s, m->to, "This user is not there, and no more messages are kept for him.");
		return ICQ_REFUSED;
	case ICQ_MAIL_BUSY:
		break;
	}
	return ICQ_BUSY;
}

static enum icq_send
send_to_name(struct icq_session *s, uint32_t uin, struct view name, struct view text)
{
	const struct icq_watched *w = icq_watched_find(s, uin);

	if (icq_uins_is_channel(name) && (w == NULL || (w->flags & ICQ_WATCH_JOINED) == 0)) {
		icq_tell(s, uin, "You are not in %.*s. Join it with: /join %.*s", VIEW_ARG(name),
			VIEW_ARG(name));
		return ICQ_REFUSED;
	}
	return icq_say_text(s, uin, name, text) ? ICQ_SENT : ICQ_BUSY;
}

/* text: as it is said on IRC, with what is behind a URL's words. */
static enum icq_send
send_text(struct icq_session *s, const struct icq_message *m, struct view text)
{
	struct icq_account *a = icq_account_find(s->icq->accounts, m->to);
	struct view name = icq_uins_name(s->icq->uins, m->to);

	if (text.n == 0)
		return ICQ_SENT;
	if (text.p[0] == '/' && (text.n == 1 || text.p[1] != '/')) {
		icq_command(s, m->to, text);
		return ICQ_SENT;
	}
	if (text.p[0] == '/')
		text = view_skip(text, 1);
	if (m->to == icq_uins_own(s->icq->uins)) {
		icq_command_help(s, m->to);
		return ICQ_SENT;
	}
	if (name.n != 0)
		return send_to_name(s, m->to, name, text);
	return a != NULL ? send_to_account(s, a, m, text) : ICQ_NOBODY;
}

/* Between users of the house nobody need ask for leave, and of users of IRC nobody can. */
static void
answer_ask(struct icq_session *s, const struct icq_message *m)
{
	const struct icq_message yes = { .from = m->to, .to = icq_session_uin(s), .kind = ICQ_KIND_AUTH_YES };

	icq_tell_message(s, &yes);
}

static enum icq_send
refuse_direct(struct icq_session *s, const struct icq_message *m)
{
	icq_tell(s, m->to,
		"Files and direct chats are not possible here: nobody connects to anybody. Send text, or put "
		"the "
		"file where others can fetch it.");
	return ICQ_REFUSED;
}

static bool
exists(const struct icq *icq, uint32_t uin)
{
	return uin == icq_uins_own(icq->uins) || icq_uins_name(icq->uins, uin).n != 0 ||
		icq_account_find(icq->accounts, uin) != NULL;
}

enum icq_send
icq_session_send(struct icq_session *s, const struct icq_message *m)
{
	char text[TEXT_MAX];
	int n;

	if (!exists(s->icq, m->to))
		return ICQ_NOBODY;
	switch (m->kind) {
	case ICQ_KIND_CHAT:
	case ICQ_KIND_FILE:
		return refuse_direct(s, m);
	case ICQ_KIND_AUTH_ASK:
		answer_ask(s, m);
		return ICQ_SENT;
	case ICQ_KIND_AUTH_NO:
	case ICQ_KIND_AUTH_YES:
	case ICQ_KIND_ADDED:
	case ICQ_KIND_SERVER:
		return ICQ_SENT;
	case ICQ_KIND_TEXT:
	case ICQ_KIND_URL:
	case ICQ_KIND_PAGER:
	case ICQ_KIND_EMAIL:
	case ICQ_KIND_CONTACTS:
		break;
	}
	if (m->url.n == 0)
		return send_text(s, m, view_left(m->text, TEXT_MAX));
	n = snprintf(text, sizeof(text), "%.*s%s%.*s", VIEW_ARG(m->text), m->text.n != 0 ? " " : "",
		VIEW_ARG(m->url));
	return send_text(s, m, view_of(text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1));
}

void
icq_session_typing(struct icq_session *s, uint32_t to, enum icq_typing typing)
{
	static const char *const words[] = {
		[ICQ_TYPING_STOPPED] = "done", [ICQ_TYPING_PAUSED] = "paused", [ICQ_TYPING] = "active"
	};
	struct view name = icq_uins_name(s->icq->uins, to);
	const struct icq_account *a = icq_account_find(s->icq->accounts, to);

	if (a != NULL && a->session != NULL)
		name = view_of(a->session->nick, a->session->nick_len);
	if (name.n != 0 && s->is_registered &&
		!module_user_say(s->user, "@+typing=%s TAGMSG %.*s", words[typing], VIEW_ARG(name)))
		return; /* it matters only for a moment */
}
