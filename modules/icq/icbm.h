/*
 * Messages of OSCAR.  The outside is the same on all channels: struct icbm.  What is inside depends on the channel: icbm_text_*() for 1,
 * icbm_relay.h for 2, icbm_old_*() for 4.
 *
 * Building one: icbm_put_to() or icbm_put_from(), then the inside by one of the *_put(), then icbm_put_flags().
 */
#ifndef CONCLAVE_ICQ_ICBM_H
#define CONCLAVE_ICQ_ICBM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/icq_types.h"
#include "icq/oscar_user.h"

enum {
	ICBM_COOKIE = 8,
	ICBM_FRAGMENTS_MAX = 16, /* in one message */
};

enum icbm_channel { ICBM_TEXT = 1, ICBM_RELAY = 2, ICBM_OLD = 4 };

/* As on the wire. */
enum icbm_charset {
	ICBM_ASCII = 0,
	ICBM_UTF16 = 2,
	ICBM_LOCAL = 3 /* Latin-1, or what the sender's machine has */
};

enum icbm_flag {
	ICBM_WANTS_ACK = 1 << 0, /* 04/06: the server shall say that it has it */
	ICBM_AUTOMATIC = 1 << 1, /* nobody has typed it */
	ICBM_STORED = 1 << 2,	 /* 04/06: keep it for him if he is offline.  04/07: was kept */
};

struct icbm {
	uint8_t cookie[ICBM_COOKIE];
	uint16_t channel;	/* of enum icbm_channel, if we know it */
	uint32_t to;		/* 04/06; 0: not a number that somebody may have */
	struct oscar_user from; /* 04/07 */
	unsigned flags;		/* enum icbm_flag */
	uint32_t wall_s;	/* 04/07: when it was said; 0: now */
	struct view inside;	/* empty on channels that we don't know */
};

/* 04/06, as the server gets it, and 04/07, as the client does.  False also where a channel that we know has nothing inside. */
bool icbm_parse_to(struct icbm *m, struct view body) WARN_UNUSED;
bool icbm_parse_from(struct icbm *m, struct view body) WARN_UNUSED;
/* Cookie, channel, and m->to or m->from. */
void icbm_put_to(struct icq_out *out, const struct icbm *m);
void icbm_put_from(struct icq_out *out, const struct icbm *m);
/* TLVs for m->flags and m->wall_s. */
void icbm_put_flags(struct icq_out *out, const struct icbm *m);
/* 04/0C: the server has got m, and on the client's side which message that is: cookie, channel and to. */
void icbm_ack_put(struct icq_out *out, const struct icbm *m);
bool icbm_ack_parse(struct icbm *m, struct view body) WARN_UNUSED;

/* ---- channel 1: text in fragments, each in its character set ---- */

struct icbm_fragment {
	uint16_t charset; /* of enum icbm_charset, if we know it */
	struct view bytes;
};

struct icbm_text {
	size_t n;
	struct icbm_fragment fragment[ICBM_FRAGMENTS_MAX];
};

/* Bytes of ICBM_ASCII and ICBM_LOCAL, and of character sets that we don't know, to UTF-8. */
typedef void icbm_decode_fn(void *arg, struct icq_out *out, struct view bytes);

/* m->inside.  False: cut short, more than ICBM_FRAGMENTS_MAX fragments of any kind, or no text among them. */
bool icbm_text_parse(struct icbm_text *t, struct view inside) WARN_UNUSED;
/* All fragments as one text.  UTF-16 is converted here, other bytes by `decode`, which is not asked about what is ASCII only. */
void icbm_text_decode(const struct icbm_text *t, struct icq_out *out, icbm_decode_fn *decode, void *arg);
/* One fragment, as ASCII if that will do, else as UTF-16. */
void icbm_text_put(struct icq_out *out, struct view utf8);
/* The same for servers that take what looks like HTML out of ASCII, "<nick>" among it: UTF-16 they leave alone. */
void icbm_text_put_as_is(struct icq_out *out, struct view utf8);

/* ---- channel 4: a message of the legacy protocol ---- */

struct icbm_old {
	uint32_t from; /* as it claims: nothing to go by */
	uint8_t kind;  /* enum icq_kind, if we know it */
	uint8_t kind_flags;
	struct view text; /* in the sender's character set; has fields where its kind has some */
};

bool icbm_old_parse(struct icbm_old *o, struct view inside) WARN_UNUSED;
void icbm_old_put(struct icq_out *out, const struct icbm_old *o);

/* ---- 04/14, the same both ways ---- */

struct icbm_typing {
	uint32_t uin; /* who it is for, or who types; 0: not a number that somebody may have */
	enum icq_typing typing;
};

bool icbm_typing_parse(struct icbm_typing *t, struct view body) WARN_UNUSED;
void icbm_typing_put(struct icq_out *out, const struct icbm_typing *t);

#endif
