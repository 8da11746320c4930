/*
 * Channels: who is in, what is set, and every decision about them.  Fields may be read; channel_*(),
 * member_*() and mode_*() change them.  A channel exists while it has a member, is permanent (+P) or registered (+r).
 */
#ifndef CONCLAVE_STATE_CHANNEL_H
#define CONCLAVE_STATE_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/ban.h"
#include "state/channel_verdict.h"
#include "state/client.h"
#include "state/member.h"

/* Who may not join nor speak; whom neither bans nor quiets hit; who passes +i; who may not speak. */
enum channel_list { LIST_BAN, LIST_EXEMPT, LIST_INVEX, LIST_QUIET, LIST_N };

struct channel {
	struct world *world;
	struct hash_node by_name;
	struct list in_world;
	struct list cursors;	/* struct member_cursor.parked */
	struct member **member; /* n_members of them; order means nothing */
	uint32_t n_members, cap_members;
	uint64_t modes;			   /* CMODE_* bits of mode.h, those with a parameter too */
	uint32_t limit;			   /* +l; 0 = none */
	char key[KEY_LEN + 1];		   /* +k; "" = none */
	struct ban_list list[LIST_N];	   /* by enum channel_list */
	char *forward;			   /* +f: where to go who may not join; NULL = none */
	uint32_t joins_max, joins_s;	   /* +j: so many joins in so many seconds; 0 = any */
	uint32_t joins;			   /* since joins_since_ms */
	uint64_t joins_since_ms;	   /* wall */
	uint64_t knocked_ms;		   /* monotonic time of the last KNOCK; 0 = none yet */
	struct list invites;		   /* struct invite.of_channel */
	char *topic;			   /* NULL = none */
	char *topic_by;			   /* nick!user@host, NULL with topic */
	uint64_t topic_ms, created_ms;	   /* wall */
	uint64_t renamed_ms;		   /* wall; 0 = never */
	uint64_t mlock;			   /* CMODE_* that services keep as they are, TS6 MLOCK */
	char mlock_letters[MLOCK_LEN + 1]; /* as they said them */
	struct recent *recent;		   /* NULL until something was said */
	struct registration *registration;
	uint32_t name_len;
	char name[CHANNEL_LEN + 1]; /* as its creator wrote it */
};

struct channel *channel_find(const struct world *w, struct view name) WARN_UNUSED;
/*
 * May c join?  max: channels that the class of c allows; key: empty when none was given.  Changes nothing.
 * An invitation opens +i +k +l +R, never +b +S +O.
 */
enum join_verdict
channel_may_join(const struct channel *ch, const struct client *c, struct view key, size_t max) WARN_UNUSED;
/* What a JOIN says and how many channels the class of the client allows. */
struct join_ask {
	struct view name, key; /* key: empty when none was given */
	size_t max;
	uint64_t now_wall_ms;
	bool is_forced; /* an operator of the server puts it there: only `max` and +S, a promise to those inside, hold */
};
/*
 * Joins, making the channel when there is none (then its creator has the ranks of a founder and it has the default modes).
 * An invitation is used up.  *out: the member on JOIN_OK; NULL else.
 */
enum join_verdict
channel_join(struct world *w, struct client *c, const struct join_ask *ask, struct member **out) WARN_UNUSED;
/* Nobody is in it and nothing keeps it: it is gone.  After a change of its modes that may have been made from outside. */
void channel_end_if_empty(struct channel *ch);
/* Where a ban of c for joining sends it; empty: nowhere. */
struct view channel_ban_forward(const struct channel *ch, const struct client *c) WARN_UNUSED;
/* Bans for joining, bans and quiets for speaking; each unless an exemption hits too. */
bool channel_bans_join(const struct channel *ch, const struct client *c) WARN_UNUSED;
bool channel_bans_speech(const struct channel *ch, const struct client *c) WARN_UNUSED;
enum speak_verdict channel_may_speak(const struct channel *ch, const struct client *c) WARN_UNUSED;
/* The channel whose +N keeps c from taking another nick, or NULL. */
const struct channel *channel_nick_locks(const struct client *c) WARN_UNUSED;
/* Not hidden from c by +s, +p or PRIVATE, nor registered with nobody in: for lists of channels. */
bool channel_is_listed(const struct channel *ch, const struct client *c) WARN_UNUSED;
/* True if c may know that the channel is there (+s; operators' right is asked by the caller). */
bool channel_is_visible(const struct channel *ch, const struct client *c) WARN_UNUSED;
/* Cuts at TOPIC_LEN, never inside a character; empty clears. */
enum topic_verdict channel_set_topic(
	struct channel *ch, const struct client *by, struct view text, uint64_t now_wall_ms) WARN_UNUSED;
/* Only the decision; then member_del() after everybody was told.  RANK_HALFOP, and nobody above oneself. */
enum kick_verdict
channel_may_kick(const struct channel *ch, const struct client *by, const struct client *whom) WARN_UNUSED;
/* Everything stays but the name.  Of who is elsewhere its server has asked whether it may.  Once in CHANNEL_RENAME_MS, for many clients take it as a new channel. */
#define CHANNEL_RENAME_MS UINT64_C(60000)
enum rename_verdict channel_rename(
	struct channel *ch, const struct client *by, struct view name, uint64_t now_wall_ms) WARN_UNUSED;
/*
 * Any member may invite where nothing is in the way of joining, only RANK_HALFOP past +i +k +l.  INVITE_OK by
 * RANK_HALFOP, or by anybody with +g, is remembered; by others it is a message only, or it would open a channel that is locked later.
 * So is that of one whom the invited has silenced, and not even that is heard.
 */
enum invite_verdict
channel_invite(struct channel *ch, const struct client *by, struct client *whom) WARN_UNUSED;

/* Where nothing but +b is in the way there is nothing to ask for.  KNOCK_OK starts KNOCK_PAUSE_MS, in which nobody else knocks. */
enum knock_verdict
channel_knock(struct channel *ch, const struct client *c, uint64_t now_mono_ms) WARN_UNUSED;

static inline struct view
channel_name(const struct channel *ch)
{
	return view_of(ch->name, ch->name_len);
}
static inline struct channel *
channel_of_node(struct hash_node *n)
{
	return n != NULL ? CONTAINER_OF(n, struct channel, by_name) : NULL;
}

#endif
