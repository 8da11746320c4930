/*
 * Bans of the network.  BAN says when it was made and how long all are to remember it, so that of two orders the later one wins whatever
 * way it takes, and a server that was cut off does not bring back what was cancelled meanwhile.  What they ban is a server ban like others.
 */
#ifndef CONCLAVE_LINK_LINK_BANS_H
#define CONCLAVE_LINK_LINK_BANS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "link/verb.h"
#include "proto/ban_mask.h"
#include "route/tree_ban.h"

#define LINK_BANS_MAX 100000 /* remembered; a further one is not taken */

struct link_bans;

/* One as BAN says it, times in seconds of the wall clock; mask: normalised. */
struct link_ban {
	enum ban_kind kind;
	struct view mask;
	uint64_t created, duration; /* duration 0: cancelled */
	uint64_t lifetime;	    /* how long to remember it, from created on */
	struct view by, reason;
};

struct link_bans *link_bans_new(void) WARN_UNUSED;
void link_bans_free(struct link_bans *all);
enum link_ban_news {
	LINK_BAN_OLD,	/* what is known is newer, or the same */
	LINK_BAN_NEW,	/* it is remembered, and was not known */
	LINK_BAN_NEWER, /* it takes the place of one; *b has the lifetime that both need */
	LINK_BAN_FULL,
};
enum link_ban_news link_bans_take(struct link_bans *all, struct link_ban *b, uint64_t now_s) WARN_UNUSED;
/* Oldest first; NULL begins, and NULL is the end.  Dies with the next change. */
const struct link_ban *link_bans_next(const struct link_bans *all, const struct link_ban *b) WARN_UNUSED;
/* Its time has come: nobody need remember it. */
bool link_ban_is_over(const struct link_ban *b, uint64_t now_s) WARN_UNUSED;
/* ":source BAN K user host created duration lifetime by :reason"; the caller sends it. */
struct out;
void link_ban_line(struct out *o, struct links *ls, struct tree_source by, const struct link_ban *b);

/* ENCAP <servers> KLINE and the like. */
void link_ban_order_line(struct out *o, struct links *ls, const struct tree_ban *t);

/* What an operator elsewhere, or services, want banned here, in whatever form they say it. */
struct link_ban_order {
	enum ban_kind kind;
	struct view user, what; /* user@what of a K-line; else what alone */
	uint64_t for_s;		/* 0: for good */
	struct view by;		/* empty: who says it */
	struct view reason;	/* behind '|' for operators */
	bool removed;
	bool replaces; /* one of that mask that is there */
};
#define LINK_BAN_TEXT (BAN_MASK_LEN + 1)
/* Into dst, LINK_BAN_TEXT bytes.  Empty: it is no mask of its kind. */
struct view link_ban_mask(enum ban_kind k, struct view user, struct view what, char *dst);
/*
 * Whether this source may set bans here.  LINK_OK; LINK_STALE: our configuration does not permit it, which was logged and recorded; LINK_BAD: it is
 * nobody's who may anywhere.
 */
enum link_verdict link_ban_may(struct link_msg *m) WARN_UNUSED;
/* It may; carried out here. */
enum link_verdict link_ban_carry_out(struct link_msg *m, const struct link_ban_order *b) WARN_UNUSED;

#endif
