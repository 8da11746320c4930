/* What becomes of one letter of a MODE command; mode.h decides. */
#ifndef CONCLAVE_STATE_MODE_VERDICT_H
#define CONCLAVE_STATE_MODE_VERDICT_H

enum mode_verdict {
	MODE_OK,
	MODE_NOTHING,	   /* is so already: no error, nothing to tell */
	MODE_UNKNOWN,	   /* 472, 501 */
	MODE_NOT_OP,	   /* 482 */
	MODE_NO_PARAM,	   /* passed over in silence, as everywhere */
	MODE_BAD_PARAM,	   /* 696 */
	MODE_NOT_MEMBER,   /* 441 */
	MODE_NO_SUCH_NICK, /* 401 */
	MODE_LIST_FULL,	   /* 478; also +P where CHANNELS_PERMANENT_MAX are permanent */
	MODE_TOO_MANY,	   /* more than MODES_MAX with a parameter: the rest is not done */
	MODE_QUERY,	   /* a list mode without a parameter: the caller shows the list */
	MODE_NOT_OPER,	   /* 481: a mode for operators of the server */
	MODE_NO_PRIV,	   /* 723: and for those with the privilege `permanent` */
	MODE_SERVER_ONLY,  /* 696: what only the server sets */
	MODE_OUTRANKED,	   /* 482: taking a rank from who stands above */
	MODE_LOCKED,	   /* 742: the registered channel keeps it so */
	MODE_SERVICE,	   /* 484: taking a rank from a network service */
	MODE_NO_ACCESS,	   /* 482: a rank that the registered channel's access list does not give */
	MODE_CONFLICT,	   /* 490: +S where somebody is not on TLS */
	MODE_DENIED,	   /* user mode that can't be set by hand: passed over in silence */
};

#endif
