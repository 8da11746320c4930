/*
 * Every limit of the protocol, once: what ISUPPORT advertises and what the checks enforce both come from here.
 * Bytes, without a terminating NUL.  Those that the configuration may lower or raise have _DEFAULT and _MAX.
 */
#ifndef CONCLAVE_PROTO_LIMITS_H
#define CONCLAVE_PROTO_LIMITS_H

#define MSG_BODY_MAX	 512  /* RFC 1459 2.3: one message with CR LF, without tags */
#define MSG_TAGS_CLIENT	 4094 /* IRCv3 message-tags: tag data from a client, without '@' and the space */
#define MSG_TAGS_SERVER	 4094 /* IRCv3 message-tags: tag data added by the server */
#define MSG_TAGS_RELAYED 32   /* client-only tags of one message that are relayed; the rest is left out */
#define MSG_PARAMS_MAX	 15   /* RFC 1459 2.3 */
/* A whole line: '@' + both tag halves + ';' + ' ' + body. */
#define MSG_LINE_MAX (1 + MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER + 1 + MSG_BODY_MAX)
#define MSG_IN_MAX   (1 + MSG_TAGS_CLIENT + 1 + MSG_BODY_MAX) /* longest line that a client may send */

#define NICK_LEN_DEFAULT 30
#define NICK_LEN_MAX	 50
#define USER_LEN	 10
#define ACCOUNT_LEN	 NICK_LEN_MAX
#define HOST_LEN	 63
#define CLOAK_SUFFIX_LEN 32 /* behind 26 bytes of blocks and a dot */
#define REALNAME_LEN	 150
#define CHANNEL_LEN	 64
#define TOPIC_LEN	 307 /* these four fit whole behind the longest source, channel and nick */
#define AWAY_LEN	 307
#define KICK_LEN	 255
#define QUIT_LEN	 307
#define KEY_LEN		 23
#define MLOCK_LEN	 52 /* each letter once */
#define SERVER_NAME_LEN	 63
#define SID_LEN		 3 /* TS6: a server's id, a digit and two of A-Z 0-9 */
#define UID_LEN		 9 /* a user's: the SID of its server, a letter, five of A-Z 0-9 */
#define NETWORK_LEN	 63
#define TAG_DENY_LEN	 200
#define ICON_LEN	 200

#define CHANNEL_LIST_MAX       100   /* entries in each of a channel's lists */
#define CHANNELS_PERMANENT_MAX 200   /* channels with +P */
#define CHANNEL_LIMIT_MAX      99999 /* largest value of +l */
#define THROTTLE_JOINS_MAX     999   /* largest values of +j */
#define THROTTLE_SECS_MAX      3600
#define ACCESS_ENTRIES_MAX     100   /* accounts with access to a registered channel, besides its founder */
#define DESCRIPTION_LEN	       200   /* of a registered channel; its URL too */
#define KNOCK_PAUSE_MS	       60000 /* between two knocks at one channel */
#define INVITES_MAX	       50    /* open invitations per client; the oldest goes */
#define MONITOR_MAX	       100   /* nicks that one client may watch */
#define SILENCE_MAX	       32    /* masks that one client may silence */
#define ACCEPT_MAX	       20    /* clients that one in +g may accept */
#define CALLERID_PAUSE_MS      60000 /* between two callers that one in +g is told of */
#define MODES_MAX	       6     /* mode changes with a parameter per command */
#define TARGETS_MAX	       4     /* targets of PRIVMSG, NOTICE */
#define MASK_LEN	       (NICK_LEN_MAX + 1 + USER_LEN + 1 + HOST_LEN)

#define BAN_MASK_LEN   200 /* of a server ban, ban_mask.h */
#define BAN_REASON_LEN 250 /* each of its reasons */

#define ELIST_MASKS_MAX	 8	  /* masks of one LIST */
#define ELIST_NUMBER_MAX 99999999 /* its largest numbers: members, and minutes (190 years) */
#define WHOX_TOKEN_LEN	 3	  /* digits that WHO returns with each line */

/* Messages of several lines, which clients send as a batch (IRCv3 draft/multiline). */
#define MULTILINE_BYTES_MAX 4096 /* text, and the line feeds between the lines */
#define MULTILINE_LINES_MAX 24
#define MULTILINE_TAGS_MAX  512	  /* client-only tags of such a message */
#define MULTILINE_TAGS_EACH 64	  /* if no longer, they stand on every line where no batch is seen */
#define BATCH_REF_LEN	    64	  /* what a client calls its batch */
#define BATCH_PAUSE_MS	    30000 /* without a line of it, an open batch is given up */

/* A limit as text, "4096". */
#define LIMIT_TEXT(limit)     LIMIT_TEXT_OF(limit)
#define LIMIT_TEXT_OF(digits) #digits

#endif
