/*
 * RPL_ISUPPORT: nothing here is written twice; each token is read from the limit or the table that enforces
 * it.
 */
#include "state/isupport.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "proto/casemap.h"
#include "proto/extban.h"
#include "state/channel.h"
#include "state/mode.h"

#define TOKEN_LEN ISUPPORT_LINE_LEN

/* Where the next token goes. */
struct maker {
	struct isupport *out;
	size_t n_tokens, len; /* in the last line */
};

static void put(struct maker *m, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
put(struct maker *m, const char *fmt, ...)
{
	char token[TOKEN_LEN + 1];
	va_list ap;
	size_t n;
	char *line;

	va_start(ap, fmt);
	n = (size_t)vsnprintf(token, sizeof(token), fmt, ap);
	va_end(ap);
	assert(n <= TOKEN_LEN);
	if (m->out->n_lines == 0 || m->n_tokens == ISUPPORT_TOKENS_PER_LINE ||
		m->len + 1 + n > ISUPPORT_LINE_LEN) {
		assert(m->out->n_lines < ISUPPORT_LINES_MAX);
		m->out->n_lines++;
		m->n_tokens = m->len = 0;
	}
	line = m->out->line[m->out->n_lines - 1];
	if (m->len != 0)
		line[m->len++] = ' ';
	memcpy(line + m->len, token, n + 1);
	m->len += n;
	m->n_tokens++;
}

/* Letters of the channel modes of one kind, in the table's order. */
static void
kind_letters(const struct world *w, enum mode_kind kind, char *dst, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < n_channel_modes && n < size - 1; i++) {
		if (channel_modes[i].kind == kind && channel_mode_is_on(w, &channel_modes[i]))
			dst[n++] = channel_modes[i].letter;
	}
	dst[n] = '\0';
}

static void
put_modes(struct maker *m, const struct world *w)
{
	char list[64], always[64], set[64], flag[64], most[256];
	size_t n = 0;

	kind_letters(w, MODE_LIST, list, sizeof(list));
	kind_letters(w, MODE_PARAM, always, sizeof(always));
	kind_letters(w, MODE_PARAM_SET, set, sizeof(set));
	kind_letters(w, MODE_FLAG, flag, sizeof(flag));
	put(m, "CHANMODES=%s,%s,%s,%s", list, always, set, flag);
	/* Each list has its own room; "be:100" would mean that they share it. */
	for (const char *p = list; *p != '\0' && n < sizeof(most); p++)
		n += (size_t)snprintf(
			most + n, sizeof(most) - n, "%s%c:%d", n != 0 ? "," : "", *p, CHANNEL_LIST_MAX);
	put(m, "MAXLIST=%s", most);
	put(m, "MODES=%d", MODES_MAX);
}

/* Highest rank first: the prefix rows from the last to the first.  Each may stand before a channel that is written to. */
static void
put_prefix(struct maker *m, const struct world *w)
{
	char letters[64], sigils[64];
	size_t n = 0;

	for (size_t i = n_channel_modes; i-- > 0 && n < sizeof(letters) - 1;) {
		if (channel_modes[i].kind == MODE_PREFIX && channel_mode_is_on(w, &channel_modes[i])) {
			letters[n] = channel_modes[i].letter;
			sigils[n++] = channel_modes[i].sigil;
		}
	}
	letters[n] = sigils[n] = '\0';
	put(m, "PREFIX=(%s)%s", letters, sigils);
	put(m, "STATUSMSG=%s", sigils);
}

/* Which letter a list has, if there is that list. */
static void
put_list(struct maker *m, const struct world *w, enum channel_list list, const char *token)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		const struct mode_def *def = &channel_modes[i];

		if (def->kind == MODE_LIST && def->list == (uint8_t)list && channel_mode_is_on(w, def))
			put(m, "%s=%c", token, def->letter);
	}
}

/* A value must not hold a space, '=' or '\': they are written \xHH. */
static void
put_escaped(struct maker *m, const char *token, const char *text)
{
	char value[TOKEN_LEN - 32];
	size_t n = 0;

	if (text[0] == '\0')
		return;
	for (const char *p = text; *p != '\0' && n + 4 < sizeof(value); p++) {
		unsigned char c = (unsigned char)*p;

		if (c <= 0x20 || c == 0x7f || c == '=' || c == '\\')
			n += (size_t)snprintf(value + n, sizeof(value) - n, "\\x%02X", c);
		else
			value[n++] = *p;
	}
	value[n] = '\0';
	put(m, "%s=%s", token, value);
}

void
isupport_make(struct isupport *out, const struct world *w, size_t max_channels)
{
	struct maker m = { .out = out };

	memset(out, 0, sizeof(*out));
	put(&m, "ACCEPT=%d", ACCEPT_MAX);
	put(&m, "ACCOUNTEXTBAN=%c", EXTBAN_ACCOUNT);
	put(&m, "AWAYLEN=%d", AWAY_LEN);
	for (size_t i = 0; i < n_user_modes; i++) {
		if (user_modes[i].token != NULL && user_mode_is_on(w, &user_modes[i]))
			put(&m, "%s=%c", user_modes[i].token, user_modes[i].letter);
	}
	put(&m, "CASEMAPPING=%s", casemap_name(casemap_get()));
	put(&m, "CHANLIMIT=#:%zu", max_channels);
	put_modes(&m, w);
	put(&m, "CHANNELLEN=%d", CHANNEL_LEN);
	put(&m, "CHANTYPES=#");
	put(&m, "ELIST=CMNTU");
	put(&m, "ETRACE");
	put_list(&m, w, LIST_EXEMPT, "EXCEPTS");
	put(&m, "EXTBAN=%c,%s", EXTBAN_PREFIX, extban_letters());
	put_escaped(&m, "CLIENTTAGDENY", w->conf.client_tag_deny);
	put(&m, "HOSTLEN=%d", HOST_LEN);
	put_list(&m, w, LIST_INVEX, "INVEX");
	put(&m, "KEYLEN=%d", KEY_LEN);
	put(&m, "KICKLEN=%d", KICK_LEN);
	put(&m, "KNOCK");
	put(&m, "LINELEN=%d", MSG_BODY_MAX);
	put(&m, "MAP");
	put(&m, "MAXTARGETS=%d", TARGETS_MAX);
	put(&m, "MONITOR=%d", MONITOR_MAX);
	put(&m, "NAMELEN=%d", REALNAME_LEN);
	put_escaped(&m, "NETWORK", w->conf.network);
	put(&m, "NICKLEN=%zu", w->conf.nick_len);
	put_prefix(&m, w);
	put(&m, "QUITLEN=%d", QUIT_LEN);
	put(&m, "SAFELIST");
	put(&m, "SAFERATE"); /* of what waits within a class's recvq nobody is closed, see route/flood.h */
	put(&m, "SILENCE=%d", SILENCE_MAX);
	put(&m, "TARGMAX=ACCEPT:,JOIN:,KICK:%d,LIST:,NAMES:1,NOTICE:%d,PART:,PRIVMSG:%d,TAGMSG:%d,WHOIS:%d",
		TARGETS_MAX, TARGETS_MAX, TARGETS_MAX, TARGETS_MAX, TARGETS_MAX);
	put(&m, "TOPICLEN=%d", TOPIC_LEN);
	put(&m, "USERIP");
	put(&m, "USERLEN=%d", USER_LEN);
	if (w->conf.utf8_only)
		put(&m, "UTF8ONLY");
	put(&m, "WHOX");
	put_escaped(&m, "draft/ICON", w->conf.icon);
}

/* The token that is equal to this one, or with whole == false only of the same name. */
static bool
has_token(const struct isupport *in, struct view wanted, bool whole)
{
	struct view name = view_left(wanted, view_find(wanted, '='));

	for (size_t i = 0; i < in->n_lines; i++) {
		struct view rest = view_z(in->line[i]), token;

		while (view_cut(&rest, ' ', &token)) {
			if (whole ? view_eq(token, wanted)
				  : view_eq(view_left(token, view_find(token, '=')), name))
				return true;
		}
	}
	return false;
}

/* The tokens of one set that are not in the other, as they are or, with gone, as names behind a '-'. */
static void
put_missing(struct maker *m, const struct isupport *from, const struct isupport *in, bool gone)
{
	for (size_t i = 0; i < from->n_lines; i++) {
		struct view rest = view_z(from->line[i]), token;

		while (view_cut(&rest, ' ', &token)) {
			if (has_token(in, token, !gone))
				continue;
			if (gone)
				put(m, "-%.*s", VIEW_ARG(view_left(token, view_find(token, '='))));
			else
				put(m, "%.*s", VIEW_ARG(token));
		}
	}
}

void
isupport_diff(struct isupport *out, const struct isupport *was, const struct isupport *is)
{
	struct maker m = { .out = out };

	memset(out, 0, sizeof(*out));
	put_missing(&m, is, was, false);
	put_missing(&m, was, is, true);
}

/* Channel mode letters in the order of the alphabet; only those with a parameter, or all. */
static void
channel_letters(const struct world *w, bool only_param, char *dst, size_t size)
{
	size_t n = 0;

	for (char letter = 'A'; letter <= 'z' && n < size - 1; letter++) {
		const struct mode_def *def = channel_mode_find(w, letter);

		if (def != NULL && (!only_param || def->kind != MODE_FLAG))
			dst[n++] = letter;
	}
	dst[n] = '\0';
}

void
isupport_mode_letters(const struct world *w, char *user, char *chan, char *with_param, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < n_user_modes && n < size - 1; i++) {
		if (user_mode_is_on(w, &user_modes[i]))
			user[n++] = user_modes[i].letter;
	}
	user[n] = '\0';
	channel_letters(w, false, chan, size);
	channel_letters(w, true, with_param, size);
}
