/*
 * The rows of registered channels, with their lists and who has access.  Views in rows are borrowed; one whose p is NULL is "none".
 * Functions with a store_result are for jobs (store.h); those with an err are for loading at the start.
 */
#ifndef CONCLAVE_STORE_STORE_CHANNEL_H
#define CONCLAVE_STORE_STORE_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/store.h"

struct store_mask {
	struct view list; /* the letter of its mode */
	struct view mask, by;
	uint64_t set_ms;
};

struct store_access {
	struct view account, flags; /* letters */
	uint64_t set_s;
};

struct store_channel {
	uint64_t id; /* never given again */
	struct view name, founder;
	struct view modes; /* "+ntk key" */
	struct view topic, topic_by;
	struct view description, url;
	struct view settings; /* words */
	struct view lock;     /* "+nt-i" */
	uint64_t topic_ms, created_ms, registered_s;
	/* Not given by the loading of channels. */
	const struct store_mask *mask;
	size_t n_masks;
	const struct store_access *access;
	size_t n_access;
};

/* -1 with *e ends the loading. */
typedef int store_channel_fn(void *arg, const struct store_channel *row, struct err *e);
typedef int store_mask_fn(void *arg, uint64_t channel, const struct store_mask *row, struct err *e);
typedef int store_access_fn(void *arg, uint64_t channel, const struct store_access *row, struct err *e);
/* All, oldest first. */
int store_channel_load(struct store_db *db, store_channel_fn *fn, void *arg, struct err *e) WARN_UNUSED;
int store_mask_load(struct store_db *db, store_mask_fn *fn, void *arg, struct err *e) WARN_UNUSED;
int store_access_load(struct store_db *db, store_access_fn *fn, void *arg, struct err *e) WARN_UNUSED;

/* The whole channel as it is now, whether it was there or not. */
enum store_result store_channel_put(struct store_db *db, const struct store_channel *row) WARN_UNUSED;
/* Its lists and access go with it.  Harmless if it is not there. */
enum store_result store_channel_delete(struct store_db *db, uint64_t id) WARN_UNUSED;

#endif
