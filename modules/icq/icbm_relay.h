/*
 * Channel 2 of OSCAR's messages: offers of all kinds.  One kind goes by way of the server and has a message in it like those of the legacy
 * protocol; newer clients of ICQ prefer that to channel 1.  All others would make two clients connect to each other.
 */
#ifndef CONCLAVE_ICQ_ICBM_RELAY_H
#define CONCLAVE_ICQ_ICBM_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icbm.h"
#include "icq/icq_bytes.h"

enum icbm_step { ICBM_ASKS, ICBM_CANCELS, ICBM_ACCEPTS };

/* Kinds of messages, besides enum icq_kind, that ask for the text of somebody who is away, in whatever way he is. */
enum { ICBM_AWAY_FIRST = 0xe8, ICBM_AWAY_LAST = 0xec };

struct icbm_said {
	uint16_t version; /* of the format */
	uint16_t seq;	  /* the answer has the same */
	uint8_t kind, kind_flags;
	uint16_t status, priority;
	bool is_utf8; /* else in the sender's character set */
	struct view text;
};

struct icbm_relay {
	uint16_t step; /* of enum icbm_step, if we know it */
	uint8_t cookie[ICBM_COOKIE];
	unsigned cap;  /* enum oscar_cap: what is offered; 0: nothing that we know */
	bool has_said; /* only with OSCAR_CAP_RELAY; false: a plugin's data, which nobody wants */
	struct icbm_said said;
};

bool icbm_relay_parse(struct icbm_relay *r, struct view inside) WARN_UNUSED;
/* ICBM_ASKS, with r->said. */
void icbm_relay_put(struct icq_out *out, const struct icbm_relay *r);

/* 04/0B, the same both ways: the answer of the receiver's client. */
struct icbm_answer {
	uint8_t cookie[ICBM_COOKIE];
	uint32_t uin; /* whom it is for, or who answers; 0: not a number that somebody may have */
	bool has_said;
	struct icbm_said said; /* its text is the away text, where that was asked for */
};

bool icbm_answer_parse(struct icbm_answer *a, struct view body) WARN_UNUSED;
void icbm_answer_put(struct icq_out *out, const struct icbm_answer *a);

#endif
