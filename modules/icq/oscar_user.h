/*
 * How OSCAR speaks of a user: his number as a name of digits, and the block that presence and messages carry.  No address goes out, whatever
 * is known: fields for one are zeros or absent.
 */
#ifndef CONCLAVE_ICQ_OSCAR_USER_H
#define CONCLAVE_ICQ_OSCAR_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/tlv.h"

enum {
	OSCAR_CAP_BYTES = 16,
	OSCAR_CLASS_FREE = 0x0010, /* of charge: everybody */
	OSCAR_CLASS_AWAY = 0x0020,
	OSCAR_CLASS_ICQ = 0x0040,
};

/* What a client says that it can do; bits of a set. */
enum oscar_cap {
	OSCAR_CAP_RELAY = 1 << 0,   /* text on channel 2, by way of the server */
	OSCAR_CAP_UTF8 = 1 << 1,    /* in such text */
	OSCAR_CAP_INTEROP = 1 << 2, /* ICQ and AIM may talk to each other */
	OSCAR_CAP_TYPING = 1 << 3,
	OSCAR_CAP_DIRECT = 1 << 4, /* all from here on ask for connections of their own */
	OSCAR_CAP_IMAGE = 1 << 5,
	OSCAR_CAP_VOICE = 1 << 6,
	OSCAR_CAP_FILE = 1 << 7,
	OSCAR_CAP_FILE_GET = 1 << 8,
	OSCAR_CAP_CHAT = 1 << 9,
	OSCAR_CAP_HTML = 1 << 10, /* none of those: it takes text of channel 1 for HTML */
};

/* Which fields of struct oscar_user are there. */
enum oscar_has {
	OSCAR_HAS_STATUS = 1 << 0,
	OSCAR_HAS_DIRECT = 1 << 1, /* the block about direct connections; ours is all zeros */
	OSCAR_HAS_CAPS = 1 << 2,
	OSCAR_HAS_SIGNON = 1 << 3,
	OSCAR_HAS_ONLINE = 1 << 4,
	OSCAR_HAS_IDLE = 1 << 5,
	OSCAR_HAS_MEMBER = 1 << 6,
	OSCAR_HAS_NOTE = 1 << 7,
};

struct oscar_user {
	struct view name; /* as it came */
	uint32_t uin;	  /* 0: the name is not a number that somebody may have */
	uint16_t warning, classes;
	unsigned has;	 /* enum oscar_has */
	uint32_t status; /* flags, and what icq_status takes apart */
	unsigned caps;	 /* enum oscar_cap */
	uint32_t signon_s, online_s, member_s;
	uint16_t idle_min;
	struct view note; /* UTF-8: what he has written about himself */
};

/* 0 if it is none: other characters than digits, or out of range. */
uint32_t oscar_uin(struct view name) WARN_UNUSED;
void oscar_put_uin(struct icq_out *out, uint32_t uin);
/* The next name of a list of them; *uin is 0 if it is no number.  False at the end, and where the list is cut short. */
bool oscar_uin_next(struct icq_in *in, uint32_t *uin) WARN_UNUSED;

/* Reads a block; of one that is cut short nothing is left to read, and `in` is bad. */
void oscar_user_get(struct icq_in *in, struct oscar_user *user);
/* By user->uin; the name is not looked at. */
void oscar_user_put(struct icq_out *out, const struct oscar_user *user);
/* Who has gone. */
void oscar_user_put_gone(struct icq_out *out, uint32_t uin);

/* Sets of capabilities; unknown ones are left out. */
unsigned oscar_caps(struct view bytes) WARN_UNUSED;
void oscar_put_caps(struct icq_out *out, unsigned caps);

/* TLV 1D: pieces of other kinds, and the note. */
struct view oscar_note(struct view value) WARN_UNUSED;
void oscar_put_note(struct icq_out *out, struct view note); /* at most 251 bytes, or `out` is full */
/* TLV 0C: no address, no port, no way to connect. */
void oscar_put_no_direct(struct icq_out *out);

#endif
