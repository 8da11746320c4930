/*
 * What makes a channel a registered one: whose it is, who else may do what there, and its settings.  Hung at a live struct channel, which
 * then has +r and stays when empty: so modes, topic and lists of a registered channel are those of the channel, and nowhere else.
 * People are named by account; registry/ keeps the same on disk.
 */
#ifndef CONCLAVE_STATE_REGISTRATION_H
#define CONCLAVE_STATE_REGISTRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

struct channel;
struct client;
struct world;

/* What an account may do in a registered channel.  The founder may do all; who has ACCESS_OWNER, all but what is the founder's alone. */
enum access_flag {
	ACCESS_VOICE = 1 << 0,
	ACCESS_HALFOP = 1 << 1,
	ACCESS_OP = 1 << 2,
	ACCESS_ADMIN = 1 << 3,
	ACCESS_OWNER = 1 << 4,
	ACCESS_INVITE = 1 << 5,
	ACCESS_TOPIC = 1 << 6,
	ACCESS_REMOVE = 1 << 7,
	ACCESS_SET = 1 << 8,
	ACCESS_CHANGE = 1 << 9,
	ACCESS_ALL = (1 << 10) - 1,
};

struct access_def {
	char letter;
	uint32_t flag;
	uint32_t rank; /* RANK_* that goes with it; 0 = none */
	const char *help;
};
extern const struct access_def access_defs[];
extern const size_t n_access_defs;
/* Words for sets of flags: VOP, HOP, AOP, SOP; lowest first. */
struct access_level {
	struct view name;
	uint32_t flags;
};
extern const struct access_level access_levels[];
extern const size_t n_access_levels;

enum registration_setting {
	REGISTERED_KEEP_TOPIC = 1 << 0, /* else the topic goes when the last one leaves */
	REGISTERED_TOPIC_LOCK = 1 << 1, /* only ACCESS_TOPIC may change it */
	REGISTERED_SECURE = 1 << 2,	/* ranks only for whose access has them */
	REGISTERED_RESTRICTED = 1 << 3, /* only who has access may join without an invitation */
	REGISTERED_PRIVATE = 1 << 4,	/* not in LIST, and INFO tells little */
	REGISTERED_AUTO_OP = 1 << 5,	/* ranks come by themselves */
};
struct setting_def {
	struct view name;
	uint32_t bit;
	const char *help;
};
extern const struct setting_def setting_defs[];
extern const size_t n_setting_defs;

struct access {
	uint32_t flags; /* not 0 */
	uint64_t set_s; /* wall time */
	uint8_t account_len;
	char account[ACCOUNT_LEN + 1];
};

struct registration {
	struct channel *channel;
	struct list in_world;  /* world.registered, oldest first */
	struct list changed;   /* of registry/: waits to be written */
	uint64_t id;	       /* of registry/: its name on disk, which no other will have */
	bool ending;	       /* of registry/: it is being dropped */
	struct access *access; /* oldest first; never the founder */
	size_t n_access, cap_access;
	uint32_t settings;		/* set of enum registration_setting */
	uint64_t locked_on, locked_off; /* CMODE_* of flags that nobody may unset, or set */
	uint64_t created_s;
	char *description, *url; /* NULL: none */
	char founder[ACCOUNT_LEN + 1];
};

/* The channel is registered from now on, with +r; it was not. */
struct registration *registration_new(struct channel *ch, struct view founder, uint64_t now_s);
/* The last one left; harmless if it is not registered. */
void registration_left_empty(struct channel *ch);
/* Registered no more; channel_end_if_empty() is due.  Harmless if it was not. */
void registration_end(struct channel *ch);

/* access_flag set of an account, and of whom c is logged in as; 0 for a channel that is not registered (r NULL). */
uint32_t registration_access(const struct registration *r, struct view account) WARN_UNUSED;
uint32_t registration_access_of(const struct registration *r, const struct client *c) WARN_UNUSED;
bool registration_is_founder(const struct registration *r, const struct client *c) WARN_UNUSED;
/* The account's entry, or NULL; the founder has none. */
struct access *registration_entry(const struct registration *r, struct view account) WARN_UNUSED;
/* RANK_* bits that come with these flags; a rank above op comes with op.  Only ranks that there are. */
uint32_t access_ranks(const struct world *w, uint32_t flags) WARN_UNUSED;
/* What c gets by itself when it joins or logs in. */
uint32_t registration_ranks(const struct registration *r, const struct client *c) WARN_UNUSED;

enum access_verdict { ACCESS_OK, ACCESS_SAME, ACCESS_FULL /* ACCESS_ENTRIES_MAX */, ACCESS_IS_FOUNDER };
/* flags 0 takes the entry away. */
enum access_verdict registration_set_access(
	struct registration *r, struct view account, uint32_t flags, uint64_t now_s) WARN_UNUSED;
/* The new founder loses its entry; the old one gets none. */
void registration_set_founder(struct registration *r, struct view account);
/* Whose the channel is when the founder's account goes: the most flags of rank, then the oldest entry.  Empty: nobody's. */
struct view registration_successor(const struct registration *r) WARN_UNUSED;
/* Empty: none.  Cut at DESCRIPTION_LEN. */
void registration_set_description(struct registration *r, struct view text);
void registration_set_url(struct registration *r, struct view text);
/* May whoever is in give c this rank?  May nobody change the flag so?  r may be NULL. */
bool registration_lets_rank(const struct registration *r, const struct client *c, uint32_t rank) WARN_UNUSED;
bool registration_locks(const struct registration *r, uint64_t bit, bool add) WARN_UNUSED;
/* "+nt-i" of flags; false, and nothing changed, if a letter is none of channel_modes_first(). */
bool registration_set_lock(struct registration *r, struct view letters) WARN_UNUSED;
/* "+nt-i" or "" into dst, NUL-terminated; the length. */
size_t registration_lock_text(const struct registration *r, char *dst, size_t size);

/* "vo" of flags into dst, NUL-terminated; the length. */
#define ACCESS_TEXT 16
size_t access_text(uint32_t flags, char dst[ACCESS_TEXT]);
/* "+vo-f", "vo", "*" for all, or a word of access_levels: what it makes of flags.  false: a letter is unknown. */
bool access_parse(struct view text, uint32_t was, uint32_t *flags) WARN_UNUSED;

static inline struct registration *
registration_of_link(struct list *l)
{
	return CONTAINER_OF(l, struct registration, in_world);
}

#endif
