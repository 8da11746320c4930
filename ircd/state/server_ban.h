/*
 * Bans of the server: K-, D- and X-lines, reserved names, exemptions, and files.  Who may set one, where it is kept and what becomes of whom it
 * hits is for others; here is what there is, and whom it hits.
 */
#ifndef CONCLAVE_STATE_SERVER_BAN_H
#define CONCLAVE_STATE_SERVER_BAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/ban_mask.h"
#include "state/ban_subject.h"
#include "state/block_index.h"
#include "state/mask_index.h"

struct server_bans; /* all of a world */

/* Read the fields freely. */
struct server_ban {
	uint64_t id; /* never given again */
	enum ban_kind kind;
	struct ban_mask what; /* views of mask */
	char *mask;	      /* normalised; NUL-terminated, as all of these */
	char *by;	      /* who set it */
	char *reason;	      /* for whom it hits */
	char *oper_reason;    /* for operators; NULL: there is none */
	uint64_t set_s;	      /* wall time */
	uint64_t until_s;     /* 0: for good */
	uint64_t hits;	      /* how often it has hit since the start */
	struct list in_set;
	/* of server_ban.c */
	struct view pattern; /* what is compared */
	char *realname;	     /* its own pattern, of BAN_FORM_REALNAME */
	struct hash_node by_mask, by_id;
	struct timer expiry; /* due at until_s, in the set's own heap of wall time */
	struct mask_entry text;
	struct block_entry block;
};

/* What a new one is; copied.  oper_reason empty: none. */
struct server_ban_def {
	uint64_t id;
	enum ban_kind kind;
	struct view mask; /* normalised */
	struct view by, reason, oper_reason;
	uint64_t set_s, until_s;
};

struct server_bans *server_bans_new(void) WARN_UNUSED;
void server_bans_free(struct server_bans *set); /* and all bans */
/* NULL: the mask is none of that kind, or is there already. */
struct server_ban *server_ban_add(struct server_bans *set, const struct server_ban_def *def) WARN_UNUSED;
void server_ban_del(struct server_bans *set, struct server_ban *b);

/* mask: normalised. */
struct server_ban *
server_ban_find(const struct server_bans *set, enum ban_kind k, struct view mask) WARN_UNUSED;
struct server_ban *server_ban_by_id(const struct server_bans *set, uint64_t id) WARN_UNUSED;
/* Oldest first; NULL begins, and NULL is the end. */
struct server_ban *
server_ban_next(const struct server_bans *set, enum ban_kind k, const struct server_ban *b) WARN_UNUSED;
size_t server_bans_count(const struct server_bans *set, enum ban_kind k) WARN_UNUSED;
size_t server_bans_total(const struct server_bans *set) WARN_UNUSED;

/* One of this kind that hits, or NULL.  D-lines: the address alone.  E-lines count for whoever asks for them. */
struct server_ban *
server_ban_match(const struct server_bans *set, enum ban_kind k, struct ban_subject *s) WARN_UNUSED;
/* The same for this one ban. */
bool server_ban_hits(const struct server_ban *b, struct ban_subject *s) WARN_UNUSED;
/* RESV: a nick or the name of a channel. */
struct server_ban *server_ban_match_name(const struct server_bans *set, struct view name) WARN_UNUSED;
bool server_ban_hits_name(const struct server_ban *b, struct view name) WARN_UNUSED;
/* DCCDENY: the name of a file. */
struct server_ban *server_ban_match_file(const struct server_bans *set, struct view name) WARN_UNUSED;
bool server_ban_hits_file(const struct server_ban *b, struct view name) WARN_UNUSED;

/* ms until the next one runs out, UINT64_MAX: none will. */
uint64_t server_bans_wait_ms(const struct server_bans *set, uint64_t now_wall_ms) WARN_UNUSED;
/* One that has run out, or NULL; it is there until it is taken out, and is not named again. */
struct server_ban *server_bans_expired(struct server_bans *set, uint64_t now_wall_ms) WARN_UNUSED;

#endif
