/* Why an offer is not made and why a session ends: one row each, with the word of the records and what people are told. */
#ifndef CONCLAVE_RELAY_RELAY_END_H
#define CONCLAVE_RELAY_RELAY_END_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "relay/pump.h"

/* Ends that the pump tells have its numbers. */
enum relay_end {
	RELAY_END_OVER = PUMP_N_ENDS, /* as PUMP_DONE, and the sender had more than announced */
	RELAY_END_REFUSED,	      /* the receiver said REJECT */
	RELAY_END_WITHDRAWN,	      /* the sender did */
	RELAY_END_REPLACED,	      /* by another offer of the same */
	RELAY_END_EXPIRED,	      /* nobody came */
	RELAY_END_UNANSWERED,	      /* nothing came of a RESUME */
	RELAY_END_UNREACHED,	      /* the sender's listener */
	RELAY_END_ABSENT,	      /* the sender, who was invited */
	RELAY_END_HUNG_UP,	      /* the receiver, before there was anything */
	RELAY_END_INTRUDERS,	      /* too many strangers came */
	RELAY_END_TOO_MANY,	      /* open ones of one of the two */
	RELAY_END_SENDER_LEFT,	      /* IRC */
	RELAY_END_RECEIVER_LEFT,
	RELAY_END_OPERATOR,
	RELAY_END_SERVER, /* descriptors, ports, memory */
	RELAY_N_ENDS,
};

struct relay_end_row {
	const char *status; /* of the record */
	const char
		*text[PUMP_N_LEGS]; /* what completes the sentence to each of the two; NULL: that one knows */
	bool withdraw[PUMP_N_LEGS]; /* its client is told by REJECT that nothing comes of it */
	bool is_done;		    /* all went as it should */
};
extern const struct relay_end_row relay_end_table[RELAY_N_ENDS];

enum relay_denial {
	RELAY_DENIED_OFF,
	RELAY_DENIED_FROM_CLASS,
	RELAY_DENIED_TO_CLASS,
	RELAY_DENIED_SELF,
	RELAY_DENIED_REMOTE,
	RELAY_DENIED_FROM_PLACE,
	RELAY_DENIED_TO_PLACE,
	RELAY_DENIED_RATE,
	RELAY_DENIED_FAILS,
	RELAY_DENIED_ACTIVE, /* listen-only */
	RELAY_DENIED_ADDRESS,
	RELAY_DENIED_SERVICE, /* its port is none to be dialled */
	RELAY_DENIED_NO_TLS,
	RELAY_DENIED_UNKNOWN, /* the faults of dcc_parse() */
	RELAY_DENIED_SYNTAX,
	RELAY_DENIED_NAME,
	RELAY_DENIED_CLAIMED,
	RELAY_DENIED_PORT,
	RELAY_DENIED_SIZE,
	RELAY_DENIED_TOKEN,
	RELAY_DENIED_RULE, /* those of policy_decide() */
	RELAY_DENIED_TYPE,
	RELAY_DENIED_TOO_LARGE,
	RELAY_DENIED_MASK,
	RELAY_DENIED_CHAT,
	RELAY_DENIED_EMPTY,
	RELAY_DENIED_UNASKED, /* would pass if the receiver had asked for it */
	RELAY_DENIED_OFFERS,
	RELAY_DENIED_OPEN,
	RELAY_DENIED_PAIR,
	RELAY_DENIED_SESSIONS,
	RELAY_DENIED_PORTS,
	RELAY_DENIED_SYSTEM,
	RELAY_DENIED_STALE,   /* an answer to what is not there, or was somebody else's */
	RELAY_DENIED_NOTICE,  /* in a NOTICE */
	RELAY_DENIED_TO_MANY, /* relay_misused() */
	RELAY_N_DENIALS,
};

struct relay_denial_row {
	const char *reason; /* of the record */
	const char *text;   /* completes the sentence to who offered */
	bool tell_receiver;
};
extern const struct relay_denial_row relay_denial_table[RELAY_N_DENIALS];

#endif
