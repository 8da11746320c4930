/*
 * Masks that many texts are compared with: finding those that fit costs little more for 50,000 of them than for one.  Masks without a
 * wildcard are found by their hash, others by the longest piece without one that they begin or end with; only those that have neither
 * ("*bad*") are gone through one by one.
 */
#ifndef CONCLAVE_STATE_MASK_INDEX_H
#define CONCLAVE_STATE_MASK_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"

#define MASK_INDEX_PIECE 64 /* bytes of a piece that are looked up; the rest is compared */

enum mask_place { MASK_LITERAL, MASK_PREFIX, MASK_SUFFIX, MASK_WILD };

/* Embedded in what the mask belongs to. */
struct mask_entry {
	struct hash_node node; /* LITERAL, PREFIX, SUFFIX */
	struct list in_wild;   /* WILD */
	struct view mask;      /* borrowed, unchanged while it is in the index */
	uint8_t place;	       /* enum mask_place */
	uint8_t piece;	       /* bytes, PREFIX and SUFFIX */
};

struct mask_index {
	struct hash_table literal, piece[2];	   /* 0: what masks begin with, 1: what they end with */
	uint32_t n_piece[2][MASK_INDEX_PIECE + 1]; /* how many have a piece of this length */
	uint8_t longest[2];			   /* with n_piece above 0 */
	struct list wild;
	size_t count, n_wild;
	uint64_t key;
};

/* true: it is the one. */
typedef bool mask_visit_fn(const struct mask_entry *en, const void *arg);

void mask_index_init(struct mask_index *ix);
/* Gives its tables back, never the entries. */
void mask_index_release(struct mask_index *ix);
void mask_index_add(struct mask_index *ix, struct mask_entry *en, struct view mask);
void mask_index_del(struct mask_index *ix, struct mask_entry *en); /* en must be in ix */
/* The first of those that fit text which visit says is it; NULL if none is.  In no particular order. */
struct mask_entry *mask_index_find(
	const struct mask_index *ix, struct view text, mask_visit_fn *visit, const void *arg) WARN_UNUSED;

#endif
