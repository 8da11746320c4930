#include "icq/icq_reply.h"

#include <stdio.h>

#include "icq/icq_priv.h"
#include "icq/icq_uins.h"
#include "proto/names.h"
#include "proto/numerics.h"

/* In whose window a parameter's answer stands: the channel's, the user's, else the gateway's. */
static uint32_t
window_of(const struct icq_session *s, struct view name)
{
	uint32_t uin = icq_uins_find(s->icq->uins, name);
	const struct icq_session *other = uin == 0 ? icq_session_by_nick(s->icq, name) : NULL;

	if (other != NULL)
		uin = icq_session_uin(other);
	return uin != 0 ? uin : icq_uins_own(s->icq->uins);
}

static struct view
last(const struct msg *m)
{
	return msg_param(m, m->n_params - 1);
}

/* How a numeric is told: what of it, in which window. */
enum shape {
	TEXT_OF_CHANNEL, /* <me> <channel> :text */
	TEXT_OF_USER,	 /* <me> <nick> ... :text, to who has asked about him */
	NAMES,		 /* 353 <me> <=> <channel> :names */
	LISTED,		 /* 322 <me> <channel> <n> :topic */
	WHO_IS,		 /* 311 <me> <nick> <user> <host> * :name */
	AWAY,		 /* 301 <me> <nick> :text */
	WORDS,		 /* all but <me>, in the gateway's window */
};
static const struct {
	uint16_t number;
	uint8_t shape;
	const char *before;
} shapes[] = {
	{ RPL_AWAY, AWAY, "is away: " },
	{ RPL_WHOISUSER, WHO_IS, "" },
	{ RPL_WHOISSERVER, TEXT_OF_USER, "on server: " },
	{ RPL_WHOISOPERATOR, TEXT_OF_USER, "" },
	{ RPL_WHOISCHANNELS, TEXT_OF_USER, "in " },
	{ RPL_WHOISSPECIAL, TEXT_OF_USER, "" },
	{ RPL_WHOISBOT, TEXT_OF_USER, "" },
	{ RPL_WHOISACCOUNT, TEXT_OF_USER, "" },
	{ RPL_LIST, LISTED, "" },
	{ RPL_NOTOPIC, TEXT_OF_CHANNEL, "" },
	{ RPL_TOPIC, TEXT_OF_CHANNEL, "The topic is: " },
	{ RPL_INVITING, WORDS, "Invited: " },
	{ RPL_NAMREPLY, NAMES, "" },
};

static void
tell_names(struct icq_session *s, const struct msg *m)
{
	struct view channel = msg_param(m, 2);
	uint32_t uin = icq_uins_find(s->icq->uins, channel);
	const struct icq_watched *w = uin != 0 ? icq_watched_find(s, uin) : NULL;

	if (w != NULL && (w->flags & ICQ_WATCH_ASKED) != 0)
		icq_tell(s, uin, "In %.*s: %.*s", VIEW_ARG(channel), VIEW_ARG(last(m)));
}

static void
tell_words(struct icq_session *s, const struct msg *m, const char *before)
{
	char text[MSG_BODY_MAX] = "";
	size_t n = 0;

	for (size_t i = 1; i < m->n_params; i++) {
		int len = snprintf(
			text + n, sizeof(text) - n, "%s%.*s", i > 1 ? " " : "", VIEW_ARG(m->param[i]));

		if (len < 0 || (size_t)len >= sizeof(text) - n)
			break;
		n += (size_t)len;
	}
	icq_tell(s, icq_uins_own(s->icq->uins), "%s%s", before, text);
}

static void
tell(struct icq_session *s, const struct msg *m, enum shape shape, const char *before)
{
	struct view about = msg_param(m, 1);
	uint32_t own = icq_uins_own(s->icq->uins);

	switch (shape) {
	case TEXT_OF_CHANNEL:
		icq_tell(s, window_of(s, about), "%s%.*s", before, VIEW_ARG(last(m)));
		break;
	case TEXT_OF_USER:
		icq_tell(s, own, "%.*s: %s%.*s%s%.*s", VIEW_ARG(about), before, VIEW_ARG(last(m)),
			m->n_params > 3 ? " " : "", VIEW_ARG(m->n_params > 3 ? msg_param(m, 2) : VIEW("")));
		break;
	case NAMES:
		tell_names(s, m);
		break;
	case LISTED:
		icq_tell(s, own, "%.*s (%.*s): %.*s", VIEW_ARG(about), VIEW_ARG(msg_param(m, 2)),
			VIEW_ARG(last(m)));
		break;
	case WHO_IS:
		icq_tell(s, own, "%.*s is %.*s (%.*s@%.*s)", VIEW_ARG(about), VIEW_ARG(last(m)),
			VIEW_ARG(msg_param(m, 2)), VIEW_ARG(msg_param(m, 3)));
		break;
	case AWAY:
		icq_tell(s, window_of(s, about), "%.*s %s%.*s", VIEW_ARG(about), before, VIEW_ARG(last(m)));
		break;
	case WORDS:
		tell_words(s, m, before);
		break;
	}
}

/* The end of the names that were asked for. */
static void
end_names(struct icq_session *s, const struct msg *m)
{
	uint32_t uin = icq_uins_find(s->icq->uins, msg_param(m, 1));
	struct icq_watched *w = uin != 0 ? icq_watched_find(s, uin) : NULL;

	if (w != NULL)
		w->flags &= (uint8_t)~ICQ_WATCH_ASKED;
}

/* "<me> <what> ... :why", and FAIL <verb> <code> [what] :why. */
static void
tell_refusal(struct icq_session *s, const struct msg *m)
{
	bool is_numeric = msg_verb_is_numeric(m->verb);
	struct view what = is_numeric ? msg_param(m, 1) : m->n_params > 3 ? msg_param(m, 2) : VIEW("");

	if (m->n_params < (is_numeric ? 3U : 1U))
		what = VIEW("");
	icq_tell(s, window_of(s, what), "%.*s%s%.*s", VIEW_ARG(what), what.n != 0 ? ": " : "",
		VIEW_ARG(last(m)));
}

void
icq_reply(struct icq_session *s, const struct msg *m)
{
	uint32_t number;

	if (m->n_params == 0)
		return;
	if (!msg_verb_is_numeric(m->verb) || view_to_u32(m->verb, &number) == -1) {
		if (view_eq(m->verb, VIEW("FAIL")))
			tell_refusal(s, m);
		return;
	}
	if (number == RPL_ENDOFNAMES)
		end_names(s, m);
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (shapes[i].number == number)
			tell(s, m, (enum shape)shapes[i].shape, shapes[i].before);
	}
	/* Those of the log-in are nobody's question: no MOTD is there, and the like. */
	if (((number >= 400 && number < 600 && number != ERR_NOMOTD) || number == ERR_TARGUMODEG) &&
		s->is_registered)
		tell_refusal(s, m);
}
