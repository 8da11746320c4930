/*
 * Server bans as they change.  A ban is in force once it is on the disk; each one that comes, goes or runs out is told to operators who
 * hear of it, logged and recorded here, whoever asked.  What becomes of those whom it hits is the caller's business.
 */
#ifndef CONCLAVE_REGISTRY_REGISTRY_BAN_H
#define CONCLAVE_REGISTRY_REGISTRY_BAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/ban_mask.h"
#include "registry/registry.h"

struct registry_bans;

struct registry_ban_ask {
	enum ban_kind kind;
	struct view mask;		 /* normalised */
	struct view by;			 /* nick!user@host, or who asked on this host */
	struct view reason, oper_reason; /* the latter may be empty; cut at BAN_REASON_LEN */
	uint64_t for_s;			 /* 0: for good */
	size_t n_hits;			 /* users whom it hits now, for the record */
};

/* BAN_TAKEN, BANS_FULL, BAD_TEXT, BUSY, FAILED. */
void registry_ban_add(struct registry *r, const struct registry_ban_ask *ask, struct registry_call call);
/* NO_BAN, BUSY, FAILED.  mask: normalised. */
void registry_ban_del(
	struct registry *r, enum ban_kind k, struct view mask, struct view by, struct registry_call call);
/*
 * All bans anew from the database, in place of those in memory; what is under way comes before or after, never between.  FAILED: a row that
 * can't be, then all stays as it was, and the log says which.  Whom the new ones hit: auth/ban_sweep.h.
 */
void registry_ban_reload(struct registry *r, struct registry_call call);

/* For registry.c. */
struct registry_bans *registry_bans_new(struct registry *r) WARN_UNUSED;
int registry_bans_load(struct registry_bans *rb, struct err *e) WARN_UNUSED;
void registry_bans_stop(struct registry_bans *rb);
void registry_bans_free(struct registry_bans *rb);

#endif
