/*
 * Channels and every decision about them.  A channel is in world->channels exactly while it has a member, is permanent or registered:
 * channel_join() makes it together with its first one, and member_del() ends it with its last.  Who joins an empty one gets no rank.
 */
#include "state/channel.h"

#include <assert.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "proto/casemap.h"
#include "proto/names.h"
#include "state/channel_server.h"
#include "state/client_remote.h"
#include "state/cursor_priv.h"
#include "state/filter.h"
#include "state/invite.h"
#include "state/mode.h"
#include "state/node.h"
#include "state/recent.h"
#include "state/registration.h"

/* What keeps people out and an invitation opens. */
#define CMODES_LOCK (CMODE_INVITE_ONLY | CMODE_KEY | CMODE_LIMIT | CMODE_ACCOUNT)

static bool
name_matches(const struct hash_node *node, const void *key)
{
	const struct channel *ch = CONTAINER_OF(node, const struct channel, by_name);
	const struct view *name = key;

	return casemap_eq(channel_name(ch), *name);
}

struct channel *
channel_find(const struct world *w, struct view name)
{
	if (name.n == 0 || name.n > CHANNEL_LEN)
		return NULL;
	return channel_of_node(hash_table_find(&w->channels, casemap_hash(name), name_matches, &name));
}

/* Into the table of names; the caller took it out. */
static void
set_name(struct channel *ch, struct view name)
{
	ch->name_len = (uint32_t)view_copy(name, ch->name, sizeof(ch->name));
	hash_table_add(&ch->world->channels, &ch->by_name, casemap_hash(name));
}

struct channel *
channel_make(struct world *w, struct view name, uint64_t now_wall_ms)
{
	struct channel *ch = mem_zalloc(sizeof(*ch));

	ch->world = w;
	ch->modes = w->conf.channel_modes;
	ch->created_ms = now_wall_ms;
	for (size_t i = 0; i < LIST_N; i++)
		ban_list_init(&ch->list[i]);
	list_init(&ch->invites);
	list_init(&ch->cursors);
	list_add_tail(&w->channel_list, &ch->in_world);
	set_name(ch, name);
	return ch;
}

void
channel_free(struct channel *ch)
{
	assert(ch->n_members == 0);
	if ((ch->modes & CMODE_PERMANENT) != 0)
		ch->world->n_permanent--;
	hash_table_del(&ch->world->channels, &ch->by_name);
	cursor_forget(ch->world, &ch->in_world);
	list_del(&ch->in_world);
	registration_end(ch);
	member_cursor_end(ch);
	invite_clear_channel(ch);
	for (size_t i = 0; i < LIST_N; i++)
		ban_list_release(&ch->list[i]);
	mem_free(ch->forward);
	mem_free(ch->member);
	mem_free(ch->topic);
	mem_free(ch->topic_by);
	recent_free(ch->recent);
	mem_free(ch);
}

void
channel_end_if_empty(struct channel *ch)
{
	if (ch->n_members == 0 && (ch->modes & CMODES_STAY) == 0)
		channel_free(ch);
}

bool
channel_bans_join(const struct channel *ch, const struct client *c)
{
	return ban_list_find(&ch->list[LIST_BAN], c, BAN_JOIN) != NULL &&
		ban_list_find(&ch->list[LIST_EXEMPT], c, BAN_JOIN) == NULL;
}

bool
channel_bans_speech(const struct channel *ch, const struct client *c)
{
	return (ban_list_find(&ch->list[LIST_BAN], c, BAN_SPEECH) != NULL ||
		       ban_list_find(&ch->list[LIST_QUIET], c, BAN_SPEECH) != NULL) &&
		ban_list_find(&ch->list[LIST_EXEMPT], c, BAN_SPEECH) == NULL;
}

struct view
channel_ban_forward(const struct channel *ch, const struct client *c)
{
	const struct ban *b = ban_list_find(&ch->list[LIST_BAN], c, BAN_JOIN);

	return b != NULL ? b->what.forward : VIEW("");
}

/* Registered, and only for those with access. */
static bool
is_restricted(const struct channel *ch, const struct client *c)
{
	return ch->registration != NULL && (ch->registration->settings & REGISTERED_RESTRICTED) != 0 &&
		registration_access_of(ch->registration, c) == 0;
}

enum join_verdict
channel_may_join(const struct channel *ch, const struct client *c, struct view key, size_t max)
{
	if (member_find(ch, c) != NULL)
		return JOIN_ALREADY;
	if (c->n_channels >= max)
		return JOIN_TOO_MANY;
	if ((ch->modes & CMODE_OPERS) != 0 && c->oper == NULL)
		return JOIN_OPERS_ONLY;
	if ((ch->modes & CMODE_TLS) != 0 && !c->is_secure)
		return JOIN_NO_TLS;
	if (channel_bans_join(ch, c))
		return JOIN_BANNED;
	if (invite_has(ch, c))
		return JOIN_OK;
	if (is_restricted(ch, c))
		return JOIN_RESTRICTED;
	if ((ch->modes & CMODES_LOCK) == 0)
		return JOIN_OK;
	if ((ch->modes & CMODE_INVITE_ONLY) != 0 && ban_list_find(&ch->list[LIST_INVEX], c, BAN_JOIN) == NULL)
		return JOIN_INVITE_ONLY;
	if ((ch->modes & CMODE_ACCOUNT) != 0 && c->account == NULL)
		return JOIN_NO_ACCOUNT;
	if ((ch->modes & CMODE_KEY) != 0 && !view_eq(key, view_z(ch->key)))
		return JOIN_BAD_KEY;
	if ((ch->modes & CMODE_LIMIT) != 0 && ch->n_members >= ch->limit)
		return JOIN_FULL;
	return JOIN_OK;
}

/* Counts one more join; true if +j lets no more in until its time is over.  A clock set back begins anew. */
static bool
is_throttled(struct channel *ch, uint64_t now_wall_ms)
{
	uint64_t since = ch->joins_since_ms;

	if ((ch->modes & CMODE_THROTTLE) == 0)
		return false;
	if (now_wall_ms < since || now_wall_ms - since >= UINT64_C(1000) * ch->joins_s) {
		ch->joins_since_ms = now_wall_ms;
		ch->joins = 0;
	}
	if (ch->joins >= ch->joins_max)
		return true;
	ch->joins++;
	return false;
}

static enum join_verdict
may_be_put(const struct channel *ch, const struct client *c, size_t max)
{
	if (member_find(ch, c) != NULL)
		return JOIN_ALREADY;
	if (c->n_channels >= max)
		return JOIN_TOO_MANY;
	return (ch->modes & CMODE_TLS) != 0 && !c->is_secure ? JOIN_NO_TLS : JOIN_OK;
}

static uint32_t
founder_ranks(const struct world *w)
{
	return RANK_OP | (w->conf.founder_owns && !w->conf.only_ov ? RANK_OWNER : 0);
}

enum join_verdict
channel_join(struct world *w, struct client *c, const struct join_ask *ask, struct member **out)
{
	struct channel *ch = channel_find(w, ask->name);
	enum join_verdict v;

	*out = NULL;
	if (ch != NULL) {
		v = ask->is_forced ? may_be_put(ch, c, ask->max)
				   : channel_may_join(ch, c, ask->key, ask->max);
		if (v != JOIN_OK)
			return v;
		if (!ask->is_forced && !invite_has(ch, c) && is_throttled(ch, ask->now_wall_ms))
			return JOIN_THROTTLED;
		invite_del(ch, c);
		*out = member_add(ch, c, 0);
		return JOIN_OK;
	}
	if (!name_is_channel(ask->name))
		return JOIN_BAD_NAME;
	if (c->n_channels >= ask->max)
		return JOIN_TOO_MANY;
	if (w->channels.count >= w->conf.max_channels)
		return JOIN_NO_ROOM;
	if (!ask->is_forced && node_split(w))
		return JOIN_SPLIT;
	*out = member_add(channel_make(w, ask->name, ask->now_wall_ms), c, founder_ranks(w));
	return JOIN_OK;
}

enum speak_verdict
channel_may_speak(const struct channel *ch, const struct client *c)
{
	struct member *m = member_find(ch, c);

	if (member_has_rank(m, RANK_VOICE) || (c->umodes & UMODE_SERVICE) != 0)
		return SPEAK_OK;
	if (m == NULL && (ch->modes & CMODE_NO_EXTERNAL) != 0)
		return SPEAK_NOT_MEMBER;
	if ((ch->modes & CMODE_MODERATED) != 0)
		return SPEAK_MODERATED;
	if ((ch->modes & CMODE_SPEAK_ACCOUNT) != 0 && c->account == NULL)
		return SPEAK_NO_ACCOUNT;
	if (m != NULL ? member_is_banned(m) : channel_bans_speech(ch, c))
		return SPEAK_BANNED;
	return SPEAK_OK;
}

bool
channel_is_visible(const struct channel *ch, const struct client *c)
{
	return (ch->modes & CMODE_SECRET) == 0 || member_find(ch, c) != NULL;
}

bool
channel_is_listed(const struct channel *ch, const struct client *c)
{
	const struct registration *r = ch->registration;
	bool hidden = (ch->modes & (CMODE_SECRET | CMODE_PRIVATE)) != 0 ||
		(r != NULL && (ch->n_members == 0 || (r->settings & REGISTERED_PRIVATE) != 0));

	return !hidden || member_find(ch, c) != NULL;
}

const struct channel *
channel_nick_locks(const struct client *c)
{
	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *m = member_of_client_link(it);

		if ((m->channel->modes & CMODE_NO_NICK) != 0 && !member_has_rank(m, RANK_HALFOP))
			return m->channel;
	}
	return NULL;
}

void
channel_put_topic(struct channel *ch, struct view by, struct view text, uint64_t now_wall_ms)
{
	struct view cut = utf8_left(text, TOPIC_LEN);

	mem_free(ch->topic);
	mem_free(ch->topic_by);
	ch->topic = ch->topic_by = NULL;
	ch->topic_ms = 0;
	if (cut.n != 0) {
		ch->topic = view_dup(cut);
		ch->topic_by = view_dup(by);
		ch->topic_ms = now_wall_ms;
	}
}

enum topic_verdict
channel_set_topic(struct channel *ch, const struct client *by, struct view text, uint64_t now_wall_ms)
{
	const struct member *m = member_find(ch, by);
	const struct registration *r = ch->registration;
	char mask[MASK_LEN + 1];

	if (m == NULL)
		return TOPIC_NOT_MEMBER;
	if ((ch->modes & CMODE_TOPIC_OP) != 0 && !member_has_rank(m, RANK_HALFOP))
		return TOPIC_NOT_OP;
	if (r != NULL && (r->settings & REGISTERED_TOPIC_LOCK) != 0 &&
		(registration_access_of(r, by) & ACCESS_TOPIC) == 0)
		return TOPIC_LOCKED;
	channel_put_topic(ch, view_of(mask, client_mask(by, mask)), text, now_wall_ms);
	return TOPIC_OK;
}

enum kick_verdict
channel_may_kick(const struct channel *ch, const struct client *by, const struct client *whom)
{
	const struct member *m = member_find(ch, by), *target;

	if (m == NULL)
		return KICK_NOT_MEMBER;
	if (!member_has_rank(m, RANK_HALFOP))
		return KICK_NOT_OP;
	target = member_find(ch, whom);
	if (target == NULL)
		return KICK_TARGET_NOT_MEMBER;
	if (target != m && (whom->umodes & UMODE_SERVICE) != 0)
		return KICK_OUTRANKED;
	if (member_outranks(target, m))
		return KICK_OUTRANKED;
	return KICK_OK;
}

enum invite_verdict
channel_invite(struct channel *ch, const struct client *by, struct client *whom)
{
	const struct member *m = member_find(ch, by);
	bool may_open = member_has_rank(m, RANK_HALFOP) || (ch->modes & CMODE_FREE_INVITE) != 0;

	if (m == NULL)
		return INVITE_NOT_MEMBER;
	/* In an auditorium "is there already" would tell of whom one does not see. */
	if ((!may_open && (ch->modes & CMODES_LOCK) != 0) ||
		((ch->modes & CMODE_AUDITORIUM) != 0 && !member_has_rank(m, RANK_HALFOP)))
		return INVITE_NOT_OP;
	if (member_find(ch, whom) != NULL)
		return INVITE_TARGET_ON_CHANNEL;
	if (may_open && !filter_silences(whom, by))
		invite_add(ch, whom);
	return INVITE_OK;
}

enum rename_verdict
channel_rename(struct channel *ch, const struct client *by, struct view name, uint64_t now_wall_ms)
{
	const struct member *m = member_find(ch, by);
	const struct channel *there = channel_find(ch->world, name);

	if (m == NULL)
		return RENAME_NOT_MEMBER;
	if (client_is_local(by) &&
		(!member_has_rank(m, RANK_OP) ||
			(ch->registration != NULL &&
				(registration_access_of(ch->registration, by) & ACCESS_SET) == 0)))
		return RENAME_NOT_OP;
	if (!name_is_channel(name) || view_eq(name, channel_name(ch)))
		return RENAME_BAD_NAME;
	if (there != NULL && there != ch)
		return RENAME_IN_USE;
	if (client_is_local(by) && ch->renamed_ms != 0 && now_wall_ms - ch->renamed_ms < CHANNEL_RENAME_MS)
		return RENAME_TOO_SOON;
	if (there == NULL && node_split(ch->world))
		return RENAME_SPLIT;
	hash_table_del(&ch->world->channels, &ch->by_name);
	set_name(ch, name);
	ch->renamed_ms = now_wall_ms;
	return RENAME_OK;
}

static bool
is_open(const struct channel *ch)
{
	return (ch->modes & (CMODE_INVITE_ONLY | CMODE_KEY | CMODE_ACCOUNT)) == 0 &&
		((ch->modes & CMODE_LIMIT) == 0 || ch->n_members < ch->limit);
}

enum knock_verdict
channel_knock(struct channel *ch, const struct client *c, uint64_t now_mono_ms)
{
	if (member_find(ch, c) != NULL)
		return KNOCK_ON_CHANNEL;
	if (is_open(ch))
		return KNOCK_OPEN;
	if ((ch->modes & CMODE_PRIVATE) != 0 || channel_bans_join(ch, c))
		return KNOCK_REFUSED;
	if (ch->knocked_ms != 0 && now_mono_ms - ch->knocked_ms < KNOCK_PAUSE_MS)
		return KNOCK_TOO_SOON;
	ch->knocked_ms = now_mono_ms != 0 ? now_mono_ms : 1;
	return KNOCK_OK;
}
