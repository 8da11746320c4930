/*
 * Family 15 of OSCAR: what ICQ has and AIM has not.  A block in the byte order of the legacy protocol, which has a type, and for questions and
 * answers about people (oscar_ask.h, oscar_person.h) a sub-type; and messages that waited.
 */
#ifndef CONCLAVE_ICQ_OSCAR_META_H
#define CONCLAVE_ICQ_OSCAR_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum oscar_meta_type {
	OSCAR_META_OFFLINE_ASK = 0x003c,    /* C */
	OSCAR_META_OFFLINE_DELETE = 0x003e, /* C: the client has them */
	OSCAR_META_OFFLINE = 0x0041,	    /* S: one, struct oscar_offline */
	OSCAR_META_OFFLINE_END = 0x0042,    /* S: its data is OSCAR_OFFLINE_END */
	OSCAR_META_ASK = 0x07d0,	    /* C */
	OSCAR_META_ANSWER = 0x07da,	    /* S */
};

enum oscar_result {
	OSCAR_RESULT_OK = 0x0a,
	OSCAR_RESULT_REFUSED = 0x14,
	OSCAR_RESULT_NOT_NOW = 0x1e,
	OSCAR_RESULT_NONE = 0x32,
};

/* Whether there were more than were kept: no. */
#define OSCAR_OFFLINE_END VIEW("\0")

struct oscar_meta {
	uint32_t uin;	/* the client's own.  As it claims: nothing to go by */
	uint16_t type;	/* of enum oscar_meta_type, if we know it */
	uint16_t seq;	/* an answer has its question's */
	uint16_t sub;	/* OSCAR_META_ASK: enum oscar_ask_sub, OSCAR_META_ANSWER: enum oscar_answer_sub */
	uint8_t result; /* OSCAR_META_ANSWER: enum oscar_result */
	struct view data;
};

/* 15/02 and 15/03. */
bool oscar_meta_parse(struct oscar_meta *m, struct view body) WARN_UNUSED;
/* With m->data; or without it, which is then put before oscar_meta_end() with what oscar_meta_begin() gave. */
void oscar_meta_put(struct icq_out *out, const struct oscar_meta *m);
size_t oscar_meta_begin(struct icq_out *out, const struct oscar_meta *m) WARN_UNUSED;
void oscar_meta_end(struct icq_out *out, size_t at);

/* A message that waited. */
struct oscar_offline {
	uint32_t from;
	uint64_t wall_s; /* 0: its date is none */
	uint8_t kind;	 /* enum icq_kind, if we know it */
	uint8_t kind_flags;
	struct view text; /* in its sender's character set; has fields where its kind has some */
};

bool oscar_offline_parse(struct oscar_offline *o, struct view data) WARN_UNUSED;
void oscar_offline_put(struct icq_out *out, const struct oscar_offline *o);

#endif
