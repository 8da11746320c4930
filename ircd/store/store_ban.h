/*
 * The rows of server bans.  Views in rows are borrowed; one whose p is NULL is "none".
 * Functions with a store_result are for jobs (store.h); those with an err are for loading.
 */
#ifndef CONCLAVE_STORE_STORE_BAN_H
#define CONCLAVE_STORE_STORE_BAN_H

#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/store.h"

struct store_ban {
	uint64_t id;	  /* never given again */
	struct view kind; /* a letter */
	struct view mask; /* no kind has one twice */
	struct view by, reason, oper_reason;
	uint64_t set_s, until_s; /* until_s 0: for good */
};

/* -1 with *e ends the loading. */
typedef int store_ban_fn(void *arg, const struct store_ban *row, struct err *e);
/* All, oldest first. */
int store_ban_load(struct store_db *db, store_ban_fn *fn, void *arg, struct err *e) WARN_UNUSED;
/* The highest number that any ban ever had; 0: there was none. */
int store_ban_last_id(struct store_db *db, uint64_t *id, struct err *e) WARN_UNUSED;

/* STORE_REFUSED: the kind has the mask, or the number was given. */
enum store_result store_ban_insert(struct store_db *db, const struct store_ban *row) WARN_UNUSED;
/* STORE_REFUSED: there is none. */
enum store_result store_ban_delete(struct store_db *db, uint64_t id) WARN_UNUSED;
/* Those that have run out. */
enum store_result store_ban_delete_expired(struct store_db *db, uint64_t now_s) WARN_UNUSED;

#endif
