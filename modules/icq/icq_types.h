/* Words that all of the gateway uses: versions of the protocol, what a user's state is, what kinds of messages there are. */
#ifndef CONCLAVE_ICQ_ICQ_TYPES_H
#define CONCLAVE_ICQ_ICQ_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/view.h"

/* Numbers of users.  0 is nobody. */
#define ICQ_UIN_MIN 10000u
#define ICQ_UIN_MAX 2147483646u

enum icq_protocol { ICQ_V2, ICQ_V3, ICQ_V4, ICQ_V5, ICQ_OSCAR, ICQ_PROTOCOL_N };

enum icq_state {
	ICQ_ONLINE,
	ICQ_AWAY,
	ICQ_NA, /* not available: away for longer */
	ICQ_OCCUPIED,
	ICQ_DND,
	ICQ_FREE, /* free for chat */
	ICQ_INVISIBLE,
	ICQ_OFFLINE,
	ICQ_STATE_N
};

/* As on the wire, all versions. */
enum icq_kind {
	ICQ_KIND_TEXT = 0x01,
	ICQ_KIND_CHAT = 0x02, /* asks for a direct connection */
	ICQ_KIND_FILE = 0x03, /* the same */
	ICQ_KIND_URL = 0x04,
	ICQ_KIND_AUTH_ASK = 0x06,
	ICQ_KIND_AUTH_NO = 0x07,
	ICQ_KIND_AUTH_YES = 0x08,
	ICQ_KIND_SERVER = 0x09,
	ICQ_KIND_ADDED = 0x0c,
	ICQ_KIND_PAGER = 0x0d, /* by a web page */
	ICQ_KIND_EMAIL = 0x0e,
	ICQ_KIND_CONTACTS = 0x13,
};

enum icq_typing { ICQ_TYPING_STOPPED, ICQ_TYPING_PAUSED, ICQ_TYPING };

/* A message, converted: text is UTF-8 with LF as its only control character.  Views are borrowed. */
struct icq_message {
	uint32_t from, to;
	enum icq_kind kind;
	struct view text;
	struct view url;   /* of ICQ_KIND_URL; text describes it */
	uint64_t wall_s;   /* when it was said; 0: now */
	bool is_automatic; /* by a program: nobody answers it */
};

static inline bool
icq_uin_is_valid(uint32_t uin)
{
	return uin >= ICQ_UIN_MIN && uin <= ICQ_UIN_MAX;
}

#endif
