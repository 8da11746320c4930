/*
 * A client that takes every line at its word.  Nicks are compared byte by byte: the server always spells them as their owners do.  Of
 * channels the case may change behind its back (RENAME).
 */
#include "tests/fuzz/fuzz_server_belief.h"

#include <assert.h>
#include <string.h>

#include "core/util.h"
#include "proto/casemap.h"
#include "proto/msg.h"
#include "proto/names.h"
#include "proto/tags.h"
#include "state/auditorium.h"
#include "state/channel.h"
#include "state/member.h"
#include "state/mode.h"
#include "tests/fuzz/fuzz_server_words.h"

static struct belief_channel *
channel_of(struct belief *b, struct view name)
{
	for (size_t i = 0; i < b->n_channels; i++) {
		if (casemap_eq(view_z(b->channel[i].name), name))
			return &b->channel[i];
	}
	return NULL;
}

/* While lines are heard, it is not known who should be told; belief_check() looks what is true. */
static bool
is_vague(struct belief *b, struct view name)
{
	const struct belief_channel *ch = channel_of(b, name);

	return b->was_oper || (ch != NULL && (ch->u_changed || ch->self_changed));
}

static bool
any_is_vague(struct belief *b)
{
	bool any = b->was_oper;

	for (size_t i = 0; i < b->n_channels; i++)
		any = any || b->channel[i].u_changed || b->channel[i].self_changed;
	return any;
}

static size_t
pair_find(const struct belief *b, struct view channel, struct view nick)
{
	size_t i = 0;

	while (i < b->n &&
		!(casemap_eq(view_z(b->pair[i].channel), channel) && view_eq(view_z(b->pair[i].nick), nick)))
		i++;
	return i;
}

static bool
is_in(const struct belief *b, struct view channel, struct view nick)
{
	return pair_find(b, channel, nick) < b->n;
}

static void
pair_add(struct belief *b, struct view channel, struct view nick, bool is_op)
{
	assert(b->n < BELIEF_PAIRS);
	assert(view_copy(channel, b->pair[b->n].channel, sizeof(b->pair[0].channel)) == channel.n);
	assert(view_copy(nick, b->pair[b->n].nick, sizeof(b->pair[0].nick)) == nick.n);
	b->pair[b->n].is_op = is_op;
	b->pair[b->n].unsure = false;
	b->n++;
}

static void
channel_add(struct belief *b, struct view channel)
{
	assert(b->n_channels < BELIEF_CHANNELS && channel_of(b, channel) == NULL);
	b->channel[b->n_channels] = (struct belief_channel){ .u_changed = false };
	(void)view_copy(channel, b->channel[b->n_channels++].name, sizeof(b->channel[0].name));
}

static void
channel_drop(struct belief *b, struct view channel)
{
	struct belief_channel *ch = channel_of(b, channel);

	if (ch != NULL)
		*ch = b->channel[--b->n_channels];
	for (size_t i = 0; i < b->n;) {
		if (casemap_eq(view_z(b->pair[i].channel), channel))
			b->pair[i] = b->pair[--b->n];
		else
			i++;
	}
}

/* nick has left; who leaves oneself knows of nobody there any more. */
static void
on_left(struct belief *b, struct view channel, struct view nick)
{
	size_t i = pair_find(b, channel, nick);

	assert(i < b->n || (is_vague(b, channel) && !view_eq(nick, view_z(b->nick))));
	if (view_eq(nick, view_z(b->nick)))
		channel_drop(b, channel);
	else if (i < b->n)
		b->pair[i] = b->pair[--b->n];
}

static void
on_join(struct belief *b, struct view nick, const struct msg *m)
{
	struct view channel = msg_param(m, 0);
	bool self = view_eq(nick, view_z(b->nick));

	assert(m->n_params == 1 || m->n_params == 3);
	assert(name_is_channel(channel) && (is_vague(b, channel) || !is_in(b, channel, nick)));
	assert(is_in(b, channel, view_z(b->nick)) != self);
	if (self)
		channel_add(b, channel);
	if (!is_in(b, channel, nick))
		pair_add(b, channel, nick, false);
}

static void
on_quit(struct belief *b, struct view nick, const struct msg *m)
{
	size_t before = b->n;

	assert(m->n_params == 1 && !view_eq(nick, view_z(b->nick)));
	for (size_t i = 0; i < b->n;) {
		if (view_eq(view_z(b->pair[i].nick), nick))
			b->pair[i] = b->pair[--b->n];
		else
			i++;
	}
	assert(any_is_vague(b) || b->n < before);
}

static void
on_nick(struct belief *b, struct view nick, const struct msg *m)
{
	struct view to = msg_param(m, 0);
	size_t known = 0;

	assert(m->n_params == 1 && name_is_nick(to, NICK_LEN_MAX));
	for (size_t i = 0; i < b->n; i++) {
		if (!view_eq(view_z(b->pair[i].nick), nick))
			continue;
		(void)view_copy(to, b->pair[i].nick, sizeof(b->pair[i].nick));
		known++;
	}
	if (view_eq(nick, view_z(b->nick)))
		(void)view_copy(to, b->nick, sizeof(b->nick));
	else
		assert(any_is_vague(b) || known != 0);
}

static void
on_kick(struct belief *b, struct view nick, const struct msg *m)
{
	assert(m->n_params == 3 && nick.n != 0);
	on_left(b, msg_param(m, 0), msg_param(m, 1));
}

static void
on_part(struct belief *b, struct view nick, const struct msg *m)
{
	assert(m->n_params == 1 || m->n_params == 2);
	on_left(b, msg_param(m, 0), nick);
}

/* What NAMES shows of a rank.  The founder has it since the channel began, and is told so by NAMES alone. */
static void
names_rank(struct belief *b, struct belief_pair *p, bool is_op, bool is_higher)
{
	if (is_higher && !is_op) {
		p->unsure = p->unsure || !p->is_op;
		return;
	}
	assert(is_vague(b, view_z(p->channel)) || p->unsure || p->is_op == is_op ||
		view_eq(view_z(p->nick), view_z(b->nick)));
	p->is_op = is_op;
	p->unsure = false;
}

/* 353 "=" #channel :@a +b!user@host */
static void
on_names(struct belief *b, const struct msg *m)
{
	struct view channel = msg_param(m, 2), rest = msg_param(m, 3), name;

	assert(m->n_params == 4);
	if (!is_in(b, channel, view_z(b->nick)))
		return;
	while (view_cut(&rest, ' ', &name)) {
		bool is_op = false, is_higher = name.n != 0 && (name.p[0] == '~' || name.p[0] == '&');
		size_t at;

		while (name.n != 0 && strchr("~&@%+", name.p[0]) != NULL) {
			is_op = is_op || name.p[0] == '@';
			name = view_skip(name, 1);
		}
		name = view_left(name, view_find(name, '!'));
		assert(name_is_nick(name, NICK_LEN_MAX));
		at = pair_find(b, channel, name);
		if (at == b->n)
			pair_add(b, channel, name, is_op);
		names_rank(b, &b->pair[at], is_op, is_higher);
	}
}

static void
on_numeric(struct belief *b, const struct msg *m)
{
	assert(m->n_params >= 1);
	if (view_eq(m->verb, VIEW("001"))) {
		b->is_user = true;
		(void)view_copy(m->param[0], b->nick, sizeof(b->nick));
	}
	/* 710 names the channel in place of the hearer: one line for all its operators. */
	if (b->is_user && !view_eq(m->verb, VIEW("710")))
		assert(view_eq(m->param[0], view_z(b->nick)));
	if (view_eq(m->verb, VIEW("353")))
		on_names(b, m);
	if (view_eq(m->verb, VIEW("718")))
		assert(m->n_params == 4 && b->is_called && !b->silences_all);
}

/* Also one that the configuration switched off: what is heard was switched on. */
static const struct mode_def *
mode_find(char letter)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		if (channel_modes[i].letter == letter)
			return &channel_modes[i];
	}
	return NULL;
}

/* One's own alone. */
static void
on_umode(struct belief *b, const struct msg *m)
{
	bool add = true;

	assert(view_eq(msg_param(m, 0), view_z(b->nick)));
	for (size_t i = 0; i < msg_param(m, 1).n; i++) {
		char letter = m->param[1].p[i];

		if (letter == '+' || letter == '-')
			add = letter == '+';
		else if (letter == 'g')
			b->is_called = add;
		else if (letter == 'o')
			b->was_oper = true;
	}
}

/* MODE #channel +ov-b nick nick mask; user modes are nobody else's business. */
static void
on_mode(struct belief *b, struct view nick, const struct msg *m)
{
	struct view channel = msg_param(m, 0), letters = msg_param(m, 1);
	struct belief_channel *ch = channel_of(b, channel);
	size_t next = 2;
	bool add = true;

	(void)nick;
	if (!name_looks_like_channel(channel)) {
		on_umode(b, m);
		return;
	}
	if (b->is_blind)
		return;
	for (size_t i = 0; i < letters.n; i++) {
		const struct mode_def *def = mode_find(letters.p[i]);
		size_t at;

		if (def == NULL) {
			assert(letters.p[i] == '+' || letters.p[i] == '-');
			add = letters.p[i] == '+';
			continue;
		}
		if (def->letter == 'u')
			ch->u_changed = true;
		if (def->kind == MODE_FLAG || (def->kind == MODE_PARAM_SET && !add))
			continue;
		if (def->kind == MODE_PREFIX && def->letter != 'v' &&
			view_eq(msg_param(m, next), view_z(b->nick)))
			ch->self_changed = true;
		at = pair_find(b, channel, msg_param(m, next));
		assert(next < m->n_params);
		next++;
		if (def->letter != 'o')
			continue;
		assert(is_vague(b, channel) || at < b->n);
		if (at == b->n)
			continue;
		b->pair[at].is_op = add;
		b->pair[at].unsure = false;
	}
	assert(next == (m->n_params > 2 ? m->n_params : 2));
}

/* RENAME #old #new :reason; those without the capability hear PART and JOIN instead. */
static void
on_rename(struct belief *b, struct view nick, const struct msg *m)
{
	struct view old = msg_param(m, 0), to = msg_param(m, 1);

	(void)nick;
	assert(m->n_params == 3 && name_is_channel(to) && is_in(b, old, view_z(b->nick)));
	(void)view_copy(to, channel_of(b, old)->name, sizeof(b->channel[0].name));
	for (size_t i = 0; i < b->n; i++) {
		if (casemap_eq(view_z(b->pair[i].channel), old))
			(void)view_copy(to, b->pair[i].channel, sizeof(b->pair[i].channel));
	}
}

static void
on_silence(struct belief *b, struct view nick, const struct msg *m)
{
	struct view change = msg_param(m, 0);

	assert(m->n_params == 1 && view_eq(nick, view_z(b->nick)));
	assert(change.n > 1 && (change.p[0] == '+' || change.p[0] == '-'));
	if (view_eq(view_skip(change, 1), VIEW("*!*@*")))
		b->silences_all = change.p[0] == '+';
}

/* Admins and owners are so without the '@'; NAMES and MODE told that, but not in one word. */
static bool
may_be_op(struct belief *b, struct view channel)
{
	const struct belief_pair *me = &b->pair[pair_find(b, channel, view_z(b->nick))];

	return me->is_op || me->unsure || channel_of(b, channel)->self_changed;
}

/* The answer to what one has told a service, whomever one silences. */
static bool
is_service(struct view source)
{
	return view_eq(source, VIEW("NickServ!NickServ@" WORDS_SERVER)) ||
		view_eq(source, VIEW("ChanServ!ChanServ@" WORDS_SERVER));
}

/* What ends an offer of one's own that was denied comes as from whom it was for, whomever one silences. */
static bool
is_relays(const struct msg *m)
{
	return view_eq(m->verb, VIEW("NOTICE")) && view_starts(msg_param(m, 1), VIEW("\001DCC REJECT "));
}

/*
 * What one says oneself is an echo.  Of channels only who is in hears, of "@#c" only who has that rank; what comes to one's own nick from
 * another is not from who was silenced.
 */
static void
on_said(struct belief *b, struct view nick, const struct msg *m)
{
	struct view target = msg_param(m, 0);
	bool to_ops = target.n != 0 && target.p[0] == '@';

	assert(m->n_params >= 1);
	if (view_eq(nick, view_z(b->nick)) || nick.n == m->source.n)
		return;
	if (view_eq(target, view_z(b->nick)))
		assert(!b->silences_all || is_service(m->source) || is_relays(m));
	if (target.n > 1 && strchr("~&@%+", target.p[0]) != NULL)
		target = view_skip(target, 1);
	if (!name_looks_like_channel(target) || b->is_blind)
		return;
	assert(is_in(b, target, view_z(b->nick)));
	assert(!to_ops || may_be_op(b, target));
}

/* To others as well: they hear of it by invite-notify. */
static void
on_invite(struct belief *b, struct view nick, const struct msg *m)
{
	assert(m->n_params == 2);
	assert(!b->silences_all || !view_eq(msg_param(m, 0), view_z(b->nick)) ||
		view_eq(nick, view_z(b->nick)));
}

static const struct {
	struct view verb;
	void (*hear)(struct belief *b, struct view nick, const struct msg *m);
	bool always; /* whoever is blind hears it as well */
} verbs[] = {
	{ VIEW_INIT("JOIN"), on_join, false },
	{ VIEW_INIT("PART"), on_part, false },
	{ VIEW_INIT("KICK"), on_kick, false },
	{ VIEW_INIT("QUIT"), on_quit, false },
	{ VIEW_INIT("NICK"), on_nick, true },
	{ VIEW_INIT("MODE"), on_mode, true },
	{ VIEW_INIT("RENAME"), on_rename, false },
	{ VIEW_INIT("SILENCE"), on_silence, true },
	{ VIEW_INIT("PRIVMSG"), on_said, true },
	{ VIEW_INIT("NOTICE"), on_said, true },
	{ VIEW_INIT("TAGMSG"), on_said, true },
	{ VIEW_INIT("INVITE"), on_invite, true },
};

/* The body behind the tags, which are looked at. */
static struct view
without_tags(struct view line, struct view *all)
{
	size_t blank = view_find(line, ' ');
	struct view tags, piece;

	*all = VIEW("");
	if (line.p[0] != '@')
		return line;
	assert(blank < line.n && blank <= 1 + MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER);
	tags = *all = view_skip(view_left(line, blank), 1);
	while (view_cut(&tags, ';', &piece))
		assert(tag_is_key(view_left(piece, view_find(piece, '='))));
	return view_skip(line, blank + 1);
}

/* CAP nick ACK :... no-implicit-names ... */
static bool
blinds(const struct msg *m)
{
	struct view caps = msg_param(m, 2), cap;

	if (!view_eq(msg_param(m, 1), VIEW("ACK")))
		return false;
	while (view_cut(&caps, ' ', &cap)) {
		if (view_eq(cap, VIEW("no-implicit-names")))
			return true;
	}
	return false;
}

void
belief_hear(struct belief *b, struct view line)
{
	struct view tags, body = without_tags(line, &tags), nick;
	struct msg m;

	assert(body.n >= 3 && body.n <= MSG_BODY_MAX && view_eq(view_skip(body, body.n - 2), VIEW("\r\n")));
	assert(msg_parse(view_left(body, body.n - 2), &m) == MSG_OK);
	assert(m.source.n != 0 || view_eq(m.verb, VIEW("ERROR")) || view_eq(m.verb, VIEW("AUTHENTICATE")));
	for (size_t i = 0; i + 1 < m.n_params; i++)
		assert(m.param[i].n != 0);
	batches_hear(&b->batches, tags, &m);
	nick = view_left(m.source, view_find(m.source, '!'));
	if (view_eq(m.verb, VIEW("CAP")) && blinds(&m)) {
		b->is_blind = true;
		b->n = b->n_channels = 0;
	}
	if (b->is_blind && !view_eq(nick, view_z(b->nick)) && view_eq(m.verb, VIEW("NICK")))
		return;
	if (m.verb.p[0] >= '0' && m.verb.p[0] <= '9')
		on_numeric(b, &m);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (view_eq(m.verb, verbs[i].verb) && (!b->is_blind || verbs[i].always))
			verbs[i].hear(b, nick, &m);
	}
}

/* Of whom b, whose member is me, was told: all that may be seen; or SIZE_MAX where it is not known what it was told. */
static size_t
check_channel(struct belief *b, const struct member *me)
{
	const struct channel *ch = me->channel;
	const struct belief_channel *believed = channel_of(b, channel_name(ch));
	size_t n = 0;

	assert(believed != NULL);
	if (believed->u_changed ||
		((ch->modes & CMODE_AUDITORIUM) != 0 && (b->was_oper || believed->self_changed)))
		return SIZE_MAX;
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *them = ch->member[i];
		size_t at = pair_find(b, channel_name(ch), client_nick(them->client));

		assert((at < b->n) == auditorium_shows(them, me));
		if (at == b->n)
			continue;
		assert(b->pair[at].unsure || b->pair[at].is_op == ((them->ranks & RANK_OP) != 0));
		n++;
	}
	return n;
}

static size_t
count_pairs(const struct belief *b, struct view channel)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += casemap_eq(view_z(b->pair[i].channel), channel);
	return n;
}

void
belief_check(struct belief *b, const struct client *c)
{
	size_t n = 0;

	assert(b->is_user == client_is_user(c));
	if (!b->is_user)
		return;
	assert(view_eq(client_nick(c), view_z(b->nick)));
	if (b->is_blind)
		return;
	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *me = member_of_client_link(it);
		size_t all = count_pairs(b, channel_name(me->channel)), seen = check_channel(b, me);

		assert(seen == SIZE_MAX || seen == all);
		n += all;
	}
	assert(n == b->n && b->n_channels == c->n_channels);
}
