/* What a puppet hears on IRC.  PRIVMSG and NOTICE go to the contact; the rest is for the puppet itself. */
#include <stdio.h>
#include <string.h>

#include "icq/icq_bytes.h"
#include "icq/icq_nick.h"
#include "icq/icq_text.h"
#include "icq/puppet.h"
#include "icq/uplink_priv.h"
#include "proto/casemap.h"
#include "proto/msg.h"
#include "proto/names.h"

enum { TOLD_MAX = 3 /* errors of IRC, of one thing that a contact has said */ };

static struct view
nick_of(struct view source)
{
	return view_left(source, view_find(source, '!'));
}

static bool
is_self(const struct puppet *p, struct view nick)
{
	return casemap_eq(nick, view_z(p->nick));
}

/* "<nick> text", with the channel where there is more than one.  False: the uplink has no room for it now. */
static bool
on_said(struct puppet *p, const struct msg *m)
{
	struct view nick = nick_of(m->source), target = msg_param(m, 0), said = msg_param(m, 1);
	char text[ICQ_TEXT_FROM_IRC_MAX(MSG_BODY_MAX, NICK_LEN_MAX) + NICK_LEN_MAX + CHANNEL_LEN + 8];
	struct icq_out out = icq_out(text, sizeof(text));
	size_t n;

	if (nick.n == m->source.n || nick.n > NICK_LEN_MAX || said.n > MSG_BODY_MAX || is_self(p, nick))
		return true; /* the server's own words, and what can't be */
	if (name_looks_like_channel(target) && p->conf.n_channels > 1 && target.n <= CHANNEL_LEN) {
		icq_put_bytes(&out, target);
		icq_put_u8(&out, ' ');
	}
	if (!icq_text_is_action(said)) {
		icq_put_u8(&out, '<');
		icq_put_bytes(&out, nick);
		icq_put_bytes(&out, VIEW("> "));
	}
	n = icq_text_from_irc(said, nick, text + out.n, sizeof(text) - out.n);
	return n == 0 || uplink_say(p->u, p->conf.uin, view_of(text, out.n + n));
}

static bool
on_ping(struct puppet *p, const struct msg *m)
{
	struct view token = msg_param(m, 0);
	char line[MSG_BODY_MAX];
	int n = snprintf(line, sizeof(line), "PONG :%.*s", VIEW_ARG(token));

	if (n > 0 && (size_t)n < sizeof(line))
		puppet_now(p, view_of(line, (size_t)n));
	return true;
}

static bool
on_welcome(struct puppet *p, const struct msg *m)
{
	puppet_is_in(p, msg_param(m, 0));
	return true;
}

/* The nick is taken, or may not be had: the next one like it, until it is in. */
static bool
on_nick_taken(struct puppet *p, const struct msg *m)
{
	char nick[ICQ_NICK_BYTES], line[ICQ_NICK_BYTES + 5] = "NICK ";
	size_t n;

	(void)m;
	if (p->is_in)
		return true; /* it keeps the one that it has */
	if (p->n_nicks++ >= PUPPET_NICKS_MAX)
		return true; /* the server ends who does not register */
	n = icq_nick_other(view_z(p->conf.nick), p->n_nicks + 1U, NICK_LEN_DEFAULT, nick);
	memcpy(line + strlen("NICK "), nick, n);
	puppet_now(p, view_of(line, strlen("NICK ") + n));
	return true;
}

static bool
on_nick(struct puppet *p, const struct msg *m)
{
	if (is_self(p, nick_of(m->source)))
		(void)view_copy(msg_param(m, 0), p->nick, sizeof(p->nick));
	return true;
}

static void
keep_out(struct puppet *p, struct view channel, bool is_out)
{
	int i = puppet_channel(p, channel);
	uint64_t bit = i >= 0 ? UINT64_C(1) << i : 0;

	p->kept_out = is_out ? p->kept_out | bit : p->kept_out & ~bit;
}

static bool
on_join(struct puppet *p, const struct msg *m)
{
	if (is_self(p, nick_of(m->source)))
		keep_out(p, msg_param(m, 0), false);
	return true;
}

/* It stays out until somebody invites it, or the contact comes again. */
static bool
on_kick(struct puppet *p, const struct msg *m)
{
	struct view channel = msg_param(m, 0), why = msg_param(m, 2);

	if (!is_self(p, msg_param(m, 1)))
		return true;
	keep_out(p, channel, true);
	puppet_tell(p, "You were kicked from %.*s: %.*s", VIEW_ARG(channel), VIEW_ARG(why));
	return true;
}

static bool
on_invite(struct puppet *p, const struct msg *m)
{
	struct view channel = msg_param(m, 1);

	if (puppet_channel(p, channel) >= 0)
		(void)puppet_line(p, "JOIN %.*s", VIEW_ARG(channel));
	return true;
}

/* A channel that does not let it in. */
static bool
on_not_in(struct puppet *p, const struct msg *m)
{
	keep_out(p, msg_param(m, 1), true);
	return true;
}

/* Row without a function: it is only told. */
static const struct {
	struct view verb;
	bool (*fn)(struct puppet *p, const struct msg *m);
	bool is_told; /* to the contact */
} row[] = {
	{ VIEW_INIT("PRIVMSG"), on_said, false }, { VIEW_INIT("NOTICE"), on_said, false },
	{ VIEW_INIT("PING"), on_ping, false }, { VIEW_INIT("NICK"), on_nick, false },
	{ VIEW_INIT("JOIN"), on_join, false }, { VIEW_INIT("KICK"), on_kick, false },
	{ VIEW_INIT("INVITE"), on_invite, false }, { VIEW_INIT("001"), on_welcome, false },
	{ VIEW_INIT("401"), NULL, true },					 /* no such nick */
	{ VIEW_INIT("403"), on_not_in, true }, { VIEW_INIT("404"), NULL, true }, /* may not speak there */
	{ VIEW_INIT("405"), on_not_in, true }, { VIEW_INIT("432"), on_nick_taken, false },
	{ VIEW_INIT("433"), on_nick_taken, false }, { VIEW_INIT("436"), on_nick_taken, false },
	{ VIEW_INIT("437"), on_nick_taken, false }, { VIEW_INIT("471"), on_not_in, true },
	{ VIEW_INIT("473"), on_not_in, true }, { VIEW_INIT("474"), on_not_in, true },
	{ VIEW_INIT("475"), on_not_in, true }, { VIEW_INIT("477"), on_not_in, true },
	{ VIEW_INIT("480"), on_not_in, true }, { VIEW_INIT("489"), on_not_in, true },
	{ VIEW_INIT("531"), NULL, true }, /* he does not want private messages */
	{ VIEW_INIT("716"), NULL, true }, /* nor these */
};

static void
tell(struct puppet *p, const struct msg *m)
{
	struct view about = msg_param(m, 1), why = msg_param(m, m->n_params - 1);

	if (m->n_params >= 3 && p->n_told++ < TOLD_MAX)
		puppet_tell(p, "%.*s: %.*s", VIEW_ARG(about), VIEW_ARG(why));
}

bool
puppet_hear(void *arg, struct view line)
{
	struct puppet *p = arg;
	struct msg m;
	bool is_taken = true;

	if (msg_parse_server(line, &m) != MSG_OK)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		if (!view_eq_nocase(row[i].verb, m.verb))
			continue;
		if (row[i].fn != NULL)
			is_taken = row[i].fn(p, &m);
		if (row[i].is_told)
			tell(p, &m);
		break;
	}
	p->is_deaf = !is_taken;
	return is_taken;
}
