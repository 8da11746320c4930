/* What channel.h decides. */
#ifndef CONCLAVE_STATE_CHANNEL_VERDICT_H
#define CONCLAVE_STATE_CHANNEL_VERDICT_H

enum join_verdict {
	JOIN_OK,
	JOIN_ALREADY,
	JOIN_TOO_MANY,
	JOIN_BAD_KEY,
	JOIN_BANNED,
	JOIN_INVITE_ONLY,
	JOIN_FULL,
	JOIN_BAD_NAME,
	JOIN_NO_ROOM, /* max_channels are there */
	JOIN_NO_TLS,
	JOIN_NO_ACCOUNT,
	JOIN_OPERS_ONLY,
	JOIN_THROTTLED,
	JOIN_RESTRICTED, /* registered, for who has access */
	JOIN_SPLIT,	 /* it is not there, and node_split() */
	JOIN_N
};
enum speak_verdict { SPEAK_OK, SPEAK_NOT_MEMBER, SPEAK_MODERATED, SPEAK_NO_ACCOUNT, SPEAK_BANNED, SPEAK_N };
enum topic_verdict { TOPIC_OK, TOPIC_NOT_MEMBER, TOPIC_NOT_OP, TOPIC_LOCKED, TOPIC_N };
enum kick_verdict {
	KICK_OK,
	KICK_NOT_MEMBER,
	KICK_NOT_OP,
	KICK_TARGET_NOT_MEMBER,
	KICK_OUTRANKED,
	KICK_SERVICE, /* nobody kicks a network service */
	KICK_N
};
enum invite_verdict { INVITE_OK, INVITE_NOT_MEMBER, INVITE_NOT_OP, INVITE_TARGET_ON_CHANNEL, INVITE_N };
enum rename_verdict {
	RENAME_OK,
	RENAME_NOT_MEMBER,
	RENAME_NOT_OP,
	RENAME_BAD_NAME, /* or the same name */
	RENAME_TOO_SOON,
	RENAME_IN_USE,
	RENAME_SPLIT, /* node_split() */
	RENAME_N
};
enum knock_verdict { KNOCK_OK, KNOCK_OPEN, KNOCK_ON_CHANNEL, KNOCK_REFUSED, KNOCK_TOO_SOON, KNOCK_N };

#endif
