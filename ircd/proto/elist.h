/*
 * What LIST asks for (ELIST=CMNTU): a list of channels, or conditions that all hold.
 *   asks  = ask *( "," ask )
 *   ask   = ">" n | "<" n                 more, fewer members
 *         | ( "C" | "T" ) ( ">" | "<" ) n   made, topic set more, less than n minutes ago
 *         | [ "!" ] mask                  name that fits, that does not; of several masks without "!" one has to fit
 * A mask begins with '#', '*' or '?'.
 */
#ifndef CONCLAVE_PROTO_ELIST_H
#define CONCLAVE_PROTO_ELIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

struct elist_mask {
	uint16_t at, n; /* in the text */
	bool not_;
};

/* Holds no view, so that it may be copied with its text. */
struct elist {
	bool names_only; /* nothing but names of channels: nothing else is set */
	uint32_t more_members, fewer_members;
	struct {
		uint64_t older_ms, younger_ms;
	} made, topic;	  /* UINT64_MAX for younger_ms: no such condition */
	bool needs_topic; /* a channel without one fits neither T< nor T> */
	size_t n_masks;
	struct elist_mask mask[ELIST_MASKS_MAX];
};

/* What is asked about one channel. */
struct elist_channel {
	struct view name;
	uint32_t members;
	uint64_t made_age_ms, topic_age_ms;
	bool has_topic;
};

/* False: malformed, or more than ELIST_MASKS_MAX masks.  text: up to MSG_BODY_MAX bytes; empty: every channel. */
bool elist_parse(struct view text, struct elist *out) WARN_UNUSED;
/* text: what `e` was made of. */
bool elist_fits(const struct elist *e, struct view text, const struct elist_channel *ch) WARN_UNUSED;

#endif
