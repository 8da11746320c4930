/*
 * The mode tables: the one list behind MODE, ISUPPORT CHANMODES= and PREFIX=, RPL_MYINFO and HELP.
 */
#ifndef CONCLAVE_STATE_MODE_H
#define CONCLAVE_STATE_MODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/mode_bits.h"
#include "state/mode_verdict.h"

struct channel;
struct client;
struct world;

/* Kinds: groups A, B, C, D of CHANMODES, and PREFIX. */
enum mode_kind { MODE_LIST, MODE_PARAM, MODE_PARAM_SET, MODE_FLAG, MODE_PREFIX };

struct mode_ask;
struct mode_change;

struct mode_def {
	char letter;
	uint8_t kind;  /* enum mode_kind */
	uint8_t list;  /* enum channel_list, for MODE_LIST */
	uint32_t rank; /* RANK_* needed to change it */
	uint64_t bit;  /* CMODE_* or, for MODE_PREFIX, RANK_*; 0 for lists */
	/*
	 * Applies one change; typed: its parameter, empty where there is none.  Writes change->param as
	 * applied.
	 */
	enum mode_verdict (*apply)(const struct mode_ask *ask, struct mode_change *change, struct view typed);
	char sigil; /* MODE_PREFIX: '~' '&' '@' '%' '+' */
	const char *help;
};
extern const struct mode_def channel_modes[];
extern const size_t n_channel_modes;
/* Which ranks there are is configured, and with them what 'q' means (decision 0006). */
bool channel_mode_is_on(const struct world *w, const struct mode_def *def) WARN_UNUSED;
const struct mode_def *channel_mode_find(const struct world *w, char letter) WARN_UNUSED;
/* The row of PREFIX with this sigil, or NULL. */
const struct mode_def *channel_mode_of_sigil(const struct world *w, char sigil) WARN_UNUSED;

struct user_mode_def {
	char letter;
	uint64_t bit;
	bool may_set, may_unset; /* by the user; +o comes from OPER only */
	const char *help;
	const char *token; /* of 005, whose value is the letter; NULL = none */
};
extern const struct user_mode_def user_modes[];
extern const size_t n_user_modes;
/* x needs a key for cloaks. */
bool user_mode_is_on(const struct world *w, const struct user_mode_def *def) WARN_UNUSED;

/* One letter of a MODE command, and what became of it. */
struct mode_change {
	bool add;
	char letter;
	enum mode_verdict verdict;
	const struct mode_def *def; /* NULL when unknown */
	/* Of a rank, once changed: its member had none before, has none now (auditorium.h). */
	bool was_bare, is_bare;
	struct client *client; /* of a rank: whose; NULL where it is not known */
	char param[MASK_LEN +
		2]; /* as applied (normalised mask, nick as spelled by its owner); as typed on errors, cut */
};

#define MODE_CHANGES_MAX 64

/* A MODE command: letters "+b-o" and the parameters in order. */
struct mode_command {
	struct view letters;
	const struct view *param;
	size_t n_params;
	uint64_t now_wall_ms;
	bool by_network; /* it is so elsewhere already: UIDs are names, and only what can't be kept is refused */
	struct view setter; /* of list entries; empty: `by`, or this server */
};

/*
 * channel_change_modes: applies a MODE command, left to right.
 *   in   by      who asks; NULL: the server, which may do everything
 *   out  ch      may be empty and no longer permanent: then channel_end_if_empty() is due
 *   out  change  up to MODE_CHANGES_MAX, in order.  MODE_NOT_OP is there once, MODE_UNKNOWN and MODE_QUERY
 *                once a letter: one line must not ask for the same answer sixty times
 *   ret  how many
 */
size_t channel_change_modes(struct channel *ch, struct client *by, const struct mode_command *cmd,
	struct mode_change change[MODE_CHANGES_MAX]);
/* As channel_modes_text() writes it at most, with NUL. */
#define CHANNEL_MODES_TEXT 192
/* "+ntkl key 10"; the key shows as "*" to who is not in.  dst NUL-terminated; the length. */
size_t channel_modes_text(const struct channel *ch, bool show_key, char *dst, size_t size);

/*
 * The same for user modes: bits really changed are in *added and *removed; first unknown letter or 0 is
 * returned.  What x means for the host is for the caller to do (client_cloak(), route/chghost.h).
 */
char client_change_modes(struct client *c, struct view letters, uint64_t *added, uint64_t *removed);
/* Sets and clears without asking (OPER, server); keeps the world's counts. */
void client_set_modes(struct client *c, uint64_t add, uint64_t remove);
/* A private message from one to the other. */
enum hear_verdict {
	HEAR_OK,
	HEAR_NO_ACCOUNT, /* 486: +R */
	HEAR_NO_CTCP,	 /* 531: +C */
	HEAR_NO_TLS,	 /* 531: +z */
	HEAR_SILENCED,	 /* SILENCE: to the sender it looks as if it was heard */
	/* 716: +g.  filter_call() says whether the other one is to be told. */
	HEAR_NOT_ACCEPTED,
	HEAR_N
};
enum hear_verdict client_may_hear(const struct client *to, const struct client *from, bool ctcp) WARN_UNUSED;
/* "+iw" */
size_t user_modes_text(uint64_t bits, char *dst, size_t size);
/* "nt" or "+nt" of a configuration into bits; -1 if a letter is none of channel_modes_first(). */
int channel_modes_parse(struct view letters, uint64_t *bits) WARN_UNUSED;
/* The letters of flags that a new channel may have at once, in the table's order.  dst NUL-terminated; the length. */
size_t channel_modes_first(char *dst, size_t size);
/* Also -1 for what users may not set themselves. */
int user_modes_parse(struct view letters, uint64_t *bits) WARN_UNUSED;

#endif
