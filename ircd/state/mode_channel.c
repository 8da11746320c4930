/*
 * Channel modes: the table, what each row does, and the walk over a MODE command.  A parameter is taken from
 * the queue by the shape of the letter alone, before anything is asked, so that a refused letter never
 * shifts the parameters of those behind it.
 */
#include <assert.h>
#include <stdio.h>

#include "core/mem.h"
#include "core/util.h"
#include "proto/casemap.h"
#include "proto/extban.h"
#include "proto/names.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/registration.h"

/* One MODE command. */
struct mode_ask {
	struct channel *ch;
	struct client *by;	     /* NULL: the server */
	const struct member *member; /* of by; NULL if it is none */
	const struct mode_command *cmd;
	size_t next; /* the first parameter not yet taken */
};

static enum mode_verdict apply_flag(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_list(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_key(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_limit(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_tls(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_opers(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_throttle(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_forward(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_permanent(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_registered(const struct mode_ask *, struct mode_change *, struct view);
static enum mode_verdict apply_rank(const struct mode_ask *, struct mode_change *, struct view);

#define LIST_ROW(letter, list, help)                                         \
	{                                                                    \
		letter, MODE_LIST, list, RANK_HALFOP, 0, apply_list, 0, help \
	}
#define KEPT_ROW(letter, kind, rank, bit, apply, help)          \
	{                                                       \
		letter, kind, LIST_N, rank, bit, apply, 0, help \
	}
#define FLAG_ROW(letter, rank, bit, help)                                 \
	{                                                                 \
		letter, MODE_FLAG, LIST_N, rank, bit, apply_flag, 0, help \
	}
/* bit: what is given; rank: what it takes to give it. */
#define RANK_ROW(letter, bit, rank, sigil, help)                                \
	{                                                                       \
		letter, MODE_PREFIX, LIST_N, rank, bit, apply_rank, sigil, help \
	}

/* clang-format off */
const struct mode_def channel_modes[] = {
	LIST_ROW('b', LIST_BAN, "ban: may not join, nor speak without +v"),
	LIST_ROW('e', LIST_EXEMPT, "exemption: no ban and no quiet hits"),
	LIST_ROW('I', LIST_INVEX, "may join without being invited"),
	LIST_ROW('q', LIST_QUIET, "quiet: may not speak without +v"),
	KEPT_ROW('k', MODE_PARAM, RANK_HALFOP, CMODE_KEY, apply_key, "key needed to join"),
	KEPT_ROW('l', MODE_PARAM_SET, RANK_HALFOP, CMODE_LIMIT, apply_limit, "most members"),
	KEPT_ROW('f', MODE_PARAM_SET, RANK_OP, CMODE_FORWARD, apply_forward, "forward"),
	KEPT_ROW('j', MODE_PARAM_SET, RANK_OP, CMODE_THROTTLE, apply_throttle, "joins:seconds"),
	FLAG_ROW('C', RANK_OP, CMODE_NO_CTCP, "no CTCP but ACTION"),
	FLAG_ROW('M', RANK_OP, CMODE_SPEAK_ACCOUNT, "only +v and up and who has an account may speak"),
	FLAG_ROW('N', RANK_OP, CMODE_NO_NICK, "members below +h may not take another nick"),
	KEPT_ROW('O', MODE_FLAG, RANK_OP, CMODE_OPERS, apply_opers, "only operators of the server may join"),
	KEPT_ROW('P', MODE_FLAG, 0, CMODE_PERMANENT, apply_permanent, "stays when nobody is in"),
	FLAG_ROW('R', RANK_OP, CMODE_ACCOUNT, "only who has an account may join"),
	KEPT_ROW('S', MODE_FLAG, RANK_OP, CMODE_TLS, apply_tls, "only who is on TLS may join"),
	FLAG_ROW('T', RANK_OP, CMODE_NO_NOTICE, "no notices"),
	FLAG_ROW('c', RANK_OP, CMODE_STRIP, "colours and formatting are taken out"),
	FLAG_ROW('g', RANK_OP, CMODE_FREE_INVITE, "any member may invite"),
	FLAG_ROW('i', RANK_HALFOP, CMODE_INVITE_ONLY, "only who was invited may join"),
	FLAG_ROW('m', RANK_HALFOP, CMODE_MODERATED, "only +v and up may speak"),
	FLAG_ROW('n', RANK_HALFOP, CMODE_NO_EXTERNAL, "only members may speak"),
	FLAG_ROW('p', RANK_OP, CMODE_PRIVATE, "not in lists of channels, and nobody knocks"),
	KEPT_ROW('r', MODE_FLAG, RANK_OP, CMODE_REGISTERED, apply_registered, "registered; the server sets it"),
	FLAG_ROW('s', RANK_OP, CMODE_SECRET, "hidden from who is not in"),
	FLAG_ROW('t', RANK_HALFOP, CMODE_TOPIC_OP, "only +h and up may change the topic"),
	FLAG_ROW('u', RANK_OP, CMODE_AUDITORIUM, "who has no rank is seen by +h and up only"),
	FLAG_ROW('z', RANK_OP, CMODE_OPS_SEE, "+h and up see what others may not say"),
	/* Prefix rows: lowest rank first (member.h). */
	RANK_ROW('v', RANK_VOICE, RANK_HALFOP, '+', "voice"),
	RANK_ROW('h', RANK_HALFOP, RANK_OP, '%', "half-operator"),
	RANK_ROW('o', RANK_OP, RANK_OP, '@', "operator"),
	RANK_ROW('a', RANK_ADMIN, RANK_ADMIN, '&', "admin"),
	RANK_ROW('q', RANK_OWNER, RANK_OWNER, '~', "owner"),
};
/* clang-format on */
const size_t n_channel_modes = ARRAY_LEN(channel_modes);

bool
channel_mode_is_on(const struct world *w, const struct mode_def *def)
{
	if (def->kind == MODE_PREFIX)
		return !w->conf.only_ov || def->bit == RANK_OP || def->bit == RANK_VOICE;
	return def->list != LIST_QUIET || w->conf.only_ov;
}

const struct mode_def *
channel_mode_find(const struct world *w, char letter)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		if (channel_modes[i].letter == letter && channel_mode_is_on(w, &channel_modes[i]))
			return &channel_modes[i];
	}
	return NULL;
}

const struct mode_def *
channel_mode_of_sigil(const struct world *w, char sigil)
{
	for (size_t i = 0; sigil != '\0' && i < n_channel_modes; i++) {
		if (channel_modes[i].sigil == sigil && channel_mode_is_on(w, &channel_modes[i]))
			return &channel_modes[i];
	}
	return NULL;
}

static enum mode_verdict
apply_flag(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	uint64_t bit = change->def->bit;

	(void)typed;
	if (((ask->ch->modes & bit) != 0) == change->add)
		return MODE_NOTHING;
	ask->ch->modes ^= bit;
	return MODE_OK;
}

/* Who is in must be what +S says. */
static enum mode_verdict
apply_tls(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	const struct channel *ch = ask->ch;

	for (uint32_t i = 0; change->add && !ask->cmd->by_network && i < ch->n_members; i++) {
		if (!ch->member[i]->client->is_secure)
			return MODE_CONFLICT;
	}
	return apply_flag(ask, change, typed);
}

static enum mode_verdict
apply_opers(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	if (ask->by != NULL && ask->by->oper == NULL)
		return MODE_NOT_OPER;
	return apply_flag(ask, change, typed);
}

/* A member who may; no rank is asked for, or nobody could end a channel that was empty once. */
static enum mode_verdict
apply_permanent(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct world *w = ask->ch->world;
	enum mode_verdict v;

	if (ask->by != NULL && ask->by->oper == NULL)
		return MODE_NOT_OPER;
	if (ask->by != NULL && !oper_has(ask->by, PRIV_PERMANENT))
		return MODE_NO_PRIV;
	if (change->add && (ask->ch->modes & CMODE_PERMANENT) == 0 &&
		w->n_permanent >= CHANNELS_PERMANENT_MAX)
		return MODE_LIST_FULL;
	v = apply_flag(ask, change, typed);
	if (v == MODE_OK && change->add)
		w->n_permanent++;
	else if (v == MODE_OK)
		w->n_permanent--;
	return v;
}

static enum mode_verdict
apply_registered(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	(void)change;
	(void)typed;
	/* Read back with the other modes it is there already. */
	return ask->by == NULL && ask->ch->registration != NULL ? MODE_NOTHING : MODE_SERVER_ONLY;
}

/* Any parameter or none takes the key away: who may do it could read the key. */
static enum mode_verdict
apply_key(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct channel *ch = ask->ch;

	if (!change->add) {
		(void)view_copy(VIEW("*"), change->param, sizeof(change->param));
		if ((ch->modes & CMODE_KEY) == 0)
			return MODE_NOTHING;
		ch->modes &= ~CMODE_KEY;
		ch->key[0] = '\0';
		return MODE_OK;
	}
	if (!name_is_key(typed))
		return MODE_BAD_PARAM;
	if (view_eq(typed, view_z(ch->key)))
		return MODE_NOTHING;
	(void)view_copy(typed, ch->key, sizeof(ch->key));
	ch->modes |= CMODE_KEY;
	return MODE_OK;
}

static enum mode_verdict
apply_limit(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct channel *ch = ask->ch;
	uint32_t limit = 0;

	if (!change->add) {
		if ((ch->modes & CMODE_LIMIT) == 0)
			return MODE_NOTHING;
		ch->modes &= ~CMODE_LIMIT;
		ch->limit = 0;
		return MODE_OK;
	}
	if (view_to_u32(typed, &limit) == -1 || limit == 0 ||
		(limit > CHANNEL_LIMIT_MAX && !ask->cmd->by_network))
		return MODE_BAD_PARAM;
	(void)snprintf(change->param, sizeof(change->param), "%u", (unsigned)limit);
	if (limit == ch->limit)
		return MODE_NOTHING;
	ch->limit = limit;
	ch->modes |= CMODE_LIMIT;
	return MODE_OK;
}

/* Takes a mode with a parameter away. */
static enum mode_verdict
unset(struct channel *ch, uint64_t bit)
{
	if ((ch->modes & bit) == 0)
		return MODE_NOTHING;
	ch->modes &= ~bit;
	return MODE_OK;
}

/* "5:10": at most five joins in ten seconds. */
static enum mode_verdict
apply_throttle(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct channel *ch = ask->ch;
	struct view count, rest = typed;
	uint32_t joins = 0, seconds = 0;

	if (!change->add) {
		ch->joins_max = ch->joins_s = 0;
		return unset(ch, CMODE_THROTTLE);
	}
	if (!view_cut(&rest, ':', &count) || view_to_u32(count, &joins) == -1 ||
		view_to_u32(rest, &seconds) == -1 || joins == 0 || seconds == 0 ||
		(!ask->cmd->by_network && (joins > THROTTLE_JOINS_MAX || seconds > THROTTLE_SECS_MAX)))
		return MODE_BAD_PARAM;
	(void)snprintf(change->param, sizeof(change->param), "%u:%u", (unsigned)joins, (unsigned)seconds);
	if (ch->joins_max == joins && ch->joins_s == seconds)
		return MODE_NOTHING;
	ch->joins_max = joins;
	ch->joins_s = seconds;
	ch->joins = 0;
	ch->joins_since_ms = ask->cmd->now_wall_ms;
	ch->modes |= CMODE_THROTTLE;
	return MODE_OK;
}

/* Sending people somewhere takes a say there, or forwards would flood channels of others. */
static bool
may_forward_to(const struct mode_ask *ask, struct view name)
{
	const struct channel *to;

	if (!name_is_channel(name) || casemap_eq(name, channel_name(ask->ch)))
		return false;
	if (ask->by == NULL)
		return true;
	to = channel_find(ask->ch->world, name);
	return to != NULL && member_has_rank(member_find(to, ask->by), RANK_OP);
}

static enum mode_verdict
apply_forward(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct channel *ch = ask->ch;

	if (change->add && !may_forward_to(ask, typed))
		return MODE_BAD_PARAM;
	if (change->add && ch->forward != NULL && view_eq(typed, view_z(ch->forward)))
		return MODE_NOTHING;
	mem_free(ch->forward);
	ch->forward = NULL;
	if (!change->add)
		return unset(ch, CMODE_FORWARD);
	ch->forward = view_dup(typed);
	ch->modes |= CMODE_FORWARD;
	return MODE_OK;
}

/* The mute form says something of bans and exemptions only, a forward of bans only. */
static bool
may_list(const struct mode_ask *ask, const struct mode_def *def, struct view typed)
{
	struct extban x;

	extban_parse(typed, &x);
	if (x.mute && def->list != LIST_BAN && def->list != LIST_EXEMPT)
		return false;
	return x.forward.n == 0 || (def->list == LIST_BAN && may_forward_to(ask, x.forward));
}

static enum ban_verdict
ban_change(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct ban_list *l = &ask->ch->list[change->def->list];
	char by[MASK_LEN + 1];
	struct view who = view_z(ask->ch->world->conf.server_name);
	enum ban_verdict v;

	if (!change->add)
		return ban_list_del(l, typed, change->param);
	if (ask->cmd->setter.n != 0)
		who = ask->cmd->setter;
	else if (ask->by != NULL)
		who = view_of(by, client_mask(ask->by, by));
	if (!ask->cmd->by_network && !may_list(ask, change->def, typed))
		return BAN_INVALID;
	v = (ask->cmd->by_network ? ban_list_put : ban_list_add)(l, typed, who, ask->cmd->now_wall_ms);
	if (v == BAN_OK)
		(void)view_copy(view_z(l->item[l->count - 1].mask), change->param, sizeof(change->param));
	return v;
}

static enum mode_verdict
apply_list(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	switch (ban_change(ask, change, typed)) {
	case BAN_OK:
		member_forget_bans_in(ask->ch);
		return MODE_OK;
	case BAN_EXISTS:
	case BAN_ABSENT:
		return MODE_NOTHING;
	case BAN_FULL:
		return MODE_LIST_FULL;
	case BAN_INVALID:
		return MODE_BAD_PARAM;
	}
	return MODE_BAD_PARAM;
}

static struct client *
find_user(const struct mode_ask *ask, struct view id)
{
	struct client *c = ask->cmd->by_network ? client_find_uid(ask->ch->world, id) : NULL;

	return c != NULL && client_is_user(c) ? c : client_find(ask->ch->world, id);
}

static enum mode_verdict
apply_rank(const struct mode_ask *ask, struct mode_change *change, struct view typed)
{
	struct client *c = find_user(ask, typed);
	uint32_t rank = (uint32_t)change->def->bit;
	struct member *m;

	if (c == NULL)
		return MODE_NO_SUCH_NICK;
	change->client = c;
	(void)view_copy(client_nick(c), change->param, sizeof(change->param));
	m = member_find(ask->ch, c);
	if (m == NULL)
		return MODE_NOT_MEMBER;
	if (((m->ranks & rank) != 0) == change->add)
		return MODE_NOTHING;
	if (change->add && ask->by != NULL && !registration_lets_rank(ask->ch->registration, c, rank))
		return MODE_NO_ACCESS;
	if (!change->add && ask->by != NULL && ask->by != c && (c->umodes & UMODE_SERVICE) != 0)
		return MODE_SERVICE;
	if (!change->add && ask->by != NULL && member_outranks(m, ask->member))
		return MODE_OUTRANKED;
	change->was_bare = m->ranks == 0;
	member_set_ranks(m, m->ranks ^ rank);
	change->is_bare = m->ranks == 0;
	return MODE_OK;
}

static bool
takes_param(const struct mode_def *def, bool add)
{
	switch ((enum mode_kind)def->kind) {
	case MODE_LIST:
	case MODE_PARAM:
	case MODE_PREFIX:
		return true;
	case MODE_PARAM_SET:
		return add;
	case MODE_FLAG:
		return false;
	}
	return false;
}

/* Nobody gives or takes more than it holds, nor takes from who stands above (apply_rank()); but anybody may put down a rank of its own. */
static bool
may_change(const struct mode_ask *ask, const struct mode_change *change, struct view typed)
{
	const struct mode_def *def = change->def;

	if (ask->by == NULL || member_has_rank(ask->member, def->rank))
		return true;
	return def->kind == MODE_PREFIX && !change->add && ask->member != NULL &&
		(ask->member->ranks & def->bit) != 0 && casemap_eq(typed, client_nick(ask->by));
}

/* By its registration, or by services elsewhere. */
static bool
is_locked(const struct channel *ch, const struct mode_def *def, bool add)
{
	return (def->kind == MODE_FLAG && registration_locks(ch->registration, def->bit, add)) ||
		(def->kind != MODE_PREFIX && (ch->mlock & def->bit) != 0);
}

static enum mode_verdict
change_one(struct mode_ask *ask, struct mode_change *change)
{
	const struct mode_def *def = change->def;
	struct view typed = { NULL, 0 };
	bool wants;

	if (def == NULL)
		return MODE_UNKNOWN;
	wants = takes_param(def, change->add);
	if (wants && ask->next < ask->cmd->n_params) {
		typed = ask->cmd->param[ask->next];
		(void)view_copy(typed, change->param, sizeof(change->param));
		if (ask->next == MODES_MAX && !ask->cmd->by_network)
			return MODE_TOO_MANY;
		ask->next++;
	}
	if (def->kind == MODE_LIST && typed.n == 0)
		return MODE_QUERY;
	if (!may_change(ask, change, typed))
		return MODE_NOT_OP;
	if (wants && typed.n == 0 && (def->kind != MODE_PARAM || change->add))
		return MODE_NO_PARAM;
	if (ask->by != NULL && is_locked(ask->ch, def, change->add))
		return MODE_LOCKED;
	return def->apply(ask, change, typed);
}

/* The answer to change[n] was given by one before it. */
static bool
is_answered(const struct mode_change *change, size_t n)
{
	enum mode_verdict v = change[n].verdict;

	if (v != MODE_NOT_OP && v != MODE_UNKNOWN && v != MODE_QUERY)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (change[i].verdict == v && (v == MODE_NOT_OP || change[i].letter == change[n].letter))
			return true;
	}
	return false;
}

size_t
channel_change_modes(struct channel *ch, struct client *by, const struct mode_command *cmd,
	struct mode_change change[MODE_CHANGES_MAX])
{
	struct mode_ask ask = { .ch = ch, .by = by, .cmd = cmd };
	bool add = true;
	size_t n = 0;

	ask.member = by != NULL ? member_find(ch, by) : NULL;
	for (size_t i = 0; i < cmd->letters.n && n < MODE_CHANGES_MAX; i++) {
		char letter = cmd->letters.p[i];

		if (letter == '+' || letter == '-') {
			add = letter == '+';
			continue;
		}
		change[n] = (struct mode_change){
			.add = add, .letter = letter, .def = channel_mode_find(ch->world, letter)
		};
		change[n].verdict = change_one(&ask, &change[n]);
		if (!is_answered(change, n))
			n++;
		if (change[n - 1].verdict == MODE_TOO_MANY)
			break;
	}
	return n;
}

/* The parameter that goes with a bit; empty for flags. */
static struct view
param_text(const struct channel *ch, uint64_t bit, bool show_key, char number[24])
{
	if (bit == CMODE_FORWARD)
		return view_z(ch->forward);
	if (bit == CMODE_THROTTLE) {
		(void)snprintf(number, 24, "%u:%u", (unsigned)ch->joins_max, (unsigned)ch->joins_s);
		return view_z(number);
	}
	if (bit == CMODE_KEY)
		return show_key ? view_z(ch->key) : VIEW("*");
	if (bit == CMODE_LIMIT) {
		(void)snprintf(number, 24, "%u", (unsigned)ch->limit);
		return view_z(number);
	}
	return (struct view){ NULL, 0 };
}

size_t
channel_modes_text(const struct channel *ch, bool show_key, char *dst, size_t size)
{
	size_t n = 0;

	assert(size >= 2);
	dst[n++] = '+';
	for (size_t i = 0; i < n_channel_modes && n < size - 1; i++) {
		if (channel_modes[i].kind != MODE_PREFIX && (ch->modes & channel_modes[i].bit) != 0)
			dst[n++] = channel_modes[i].letter;
	}
	for (size_t i = 0; i < n_channel_modes; i++) {
		char number[24];
		struct view v = { NULL, 0 };

		if (channel_modes[i].kind != MODE_PREFIX && (ch->modes & channel_modes[i].bit) != 0)
			v = param_text(ch, channel_modes[i].bit, show_key, number);
		if (v.n == 0 || v.n + 1 > size - 1 - n)
			continue;
		dst[n++] = ' ';
		n += view_copy(v, dst + n, size - n);
	}
	dst[n] = '\0';
	return n;
}

/* What a channel may begin with: flags that any of its operators could set at once. */
static bool
may_be_first(const struct mode_def *def)
{
	return def->kind == MODE_FLAG && def->apply == apply_flag;
}

static const struct mode_def *
first_find(char letter)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		if (channel_modes[i].letter == letter && may_be_first(&channel_modes[i]))
			return &channel_modes[i];
	}
	return NULL;
}

size_t
channel_modes_first(char *dst, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < n_channel_modes && n < size - 1; i++) {
		if (may_be_first(&channel_modes[i]))
			dst[n++] = channel_modes[i].letter;
	}
	dst[n] = '\0';
	return n;
}

int
channel_modes_parse(struct view letters, uint64_t *bits)
{
	uint64_t got = 0;

	for (size_t i = 0; i < letters.n; i++) {
		const struct mode_def *def;

		if (i == 0 && letters.p[i] == '+')
			continue;
		def = first_find(letters.p[i]);
		if (def == NULL)
			return -1;
		got |= def->bit;
	}
	*bits = got;
	return 0;
}
