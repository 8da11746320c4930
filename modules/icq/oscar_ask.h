/* Questions of family 15 of OSCAR: about people, and what a client says of its own user (OSCAR_META_ASK). */
#ifndef CONCLAVE_ICQ_OSCAR_ASK_H
#define CONCLAVE_ICQ_OSCAR_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_person.h"

enum { OSCAR_ASK_FIELDS_MAX = 64 /* in a question that consists of them */ };

enum oscar_ask_sub {
	OSCAR_ASK_SET_BASIC = 0x03ea,
	OSCAR_ASK_SET_WORK = 0x03f3,
	OSCAR_ASK_SET_MORE = 0x03fd,
	OSCAR_ASK_SET_ABOUT = 0x0406,
	OSCAR_ASK_SET_EMAILS = 0x040b,
	OSCAR_ASK_SET_INTERESTS = 0x0410,
	OSCAR_ASK_SET_PAST = 0x041a,
	OSCAR_ASK_SET_SECURITY = 0x0424,
	OSCAR_ASK_SET_PASSWORD = 0x042e,
	OSCAR_ASK_SELF = 0x04b2,
	OSCAR_ASK_SHORT = 0x04ba,
	OSCAR_ASK_INFO = 0x04d0,
	OSCAR_ASK_NAME = 0x0515, /* searches, from here on */
	OSCAR_ASK_UIN = 0x051f,
	OSCAR_ASK_EMAIL = 0x0529,
	OSCAR_ASK_WHITE = 0x0533,
	OSCAR_ASK_WHITE_FIELDS = 0x055f,
	OSCAR_ASK_UIN_FIELDS = 0x0569,
	OSCAR_ASK_EMAIL_FIELDS = 0x0573,
	OSCAR_ASK_SET_ALL = 0x0c3a, /* any fields of the user's own */
};

enum oscar_ask_group { OSCAR_ASKS_NOTHING, OSCAR_ASKS_INFO, OSCAR_ASKS_SEARCH, OSCAR_ASKS_SET };

/* Of OSCAR_ASKS_SET: which fields of `who` are meant. */
enum oscar_ask_has {
	OSCAR_ASK_HAS_NICK = 1 << 0,
	OSCAR_ASK_HAS_FIRST = 1 << 1,
	OSCAR_ASK_HAS_LAST = 1 << 2,
	OSCAR_ASK_HAS_EMAIL = 1 << 3,
	OSCAR_ASK_HAS_ABOUT = 1 << 4,
	OSCAR_ASK_HAS_HOME = 1 << 5, /* and cellular, zone */
	OSCAR_ASK_HAS_WORK = 1 << 6, /* and all that goes with it */
	OSCAR_ASK_HAS_MORE = 1 << 7, /* OSCAR_ANSWER_MORE */
	OSCAR_ASK_HAS_AUTH = 1 << 8,
};

struct oscar_ask {
	enum oscar_ask_group group; /* OSCAR_ASKS_NOTHING: not one that we know */
	uint16_t answer;	    /* enum oscar_answer_sub: the last one, or the only one */
	uint32_t uin;		    /* info, searches; 0: not said */
	/* Searches: who is looked for, empty fields match all.  OSCAR_ASKS_SET: what shall be so, of what `has` names. */
	struct oscar_person who;
	unsigned has;	      /* enum oscar_ask_has */
	bool is_online_only;  /* searches */
	bool asks_more;	      /* for things that nobody here has, as an age: nothing is found */
	struct view password; /* OSCAR_ASK_SET_PASSWORD; of any length */
};

/* False: cut short, or too many fields; group and answer are set all the same. */
bool oscar_ask_parse(struct oscar_ask *a, const struct oscar_meta *m) WARN_UNUSED;

/* The data of a question: OSCAR_ASK_SELF, _SHORT, _INFO, _UIN with a->uin; _NAME, _EMAIL with a->who. */
void oscar_ask_put(struct icq_out *out, enum oscar_ask_sub sub, const struct oscar_ask *a);

#endif
