/* Bits of channel.modes and client.umodes; their letters are in the tables of mode.h. */
#ifndef CONCLAVE_STATE_MODE_BITS_H
#define CONCLAVE_STATE_MODE_BITS_H

#include <stdint.h>

#define CMODE_INVITE_ONLY   (UINT64_C(1) << 0)
#define CMODE_MODERATED	    (UINT64_C(1) << 1)
#define CMODE_NO_EXTERNAL   (UINT64_C(1) << 2)
#define CMODE_SECRET	    (UINT64_C(1) << 3)
#define CMODE_TOPIC_OP	    (UINT64_C(1) << 4)
#define CMODE_KEY	    (UINT64_C(1) << 5)
#define CMODE_LIMIT	    (UINT64_C(1) << 6)
#define CMODE_NO_CTCP	    (UINT64_C(1) << 7)
#define CMODE_STRIP	    (UINT64_C(1) << 8)
#define CMODE_NO_NOTICE	    (UINT64_C(1) << 9)
#define CMODE_TLS	    (UINT64_C(1) << 10)
#define CMODE_OPS_SEE	    (UINT64_C(1) << 11)
#define CMODE_ACCOUNT	    (UINT64_C(1) << 12)
#define CMODE_SPEAK_ACCOUNT (UINT64_C(1) << 13)
#define CMODE_NO_NICK	    (UINT64_C(1) << 14)
#define CMODE_FREE_INVITE   (UINT64_C(1) << 15)
#define CMODE_OPERS	    (UINT64_C(1) << 16)
#define CMODE_PRIVATE	    (UINT64_C(1) << 17)
#define CMODE_THROTTLE	    (UINT64_C(1) << 18)
#define CMODE_FORWARD	    (UINT64_C(1) << 19)
#define CMODE_AUDITORIUM    (UINT64_C(1) << 20) /* auditorium.h */
#define CMODE_PERMANENT	    (UINT64_C(1) << 21)
#define CMODE_REGISTERED    (UINT64_C(1) << 22)
#define CMODES_STAY	    (CMODE_PERMANENT | CMODE_REGISTERED) /* also when nobody is in */

#define UMODE_INVISIBLE	    (UINT64_C(1) << 0)
#define UMODE_OPER	    (UINT64_C(1) << 1)
#define UMODE_WALLOPS	    (UINT64_C(1) << 2)
#define UMODE_BOT	    (UINT64_C(1) << 3)
#define UMODE_NO_CTCP	    (UINT64_C(1) << 4)
#define UMODE_DEAF	    (UINT64_C(1) << 5)
#define UMODE_HIDE_IDLE	    (UINT64_C(1) << 6)
#define UMODE_ACCOUNTS	    (UINT64_C(1) << 7)
#define UMODE_TLS	    (UINT64_C(1) << 8)
#define UMODE_HIDE_CHANNELS (UINT64_C(1) << 9)
#define UMODE_TLS_ONLY	    (UINT64_C(1) << 10)
#define UMODE_CLOAK	    (UINT64_C(1) << 11)
#define UMODE_SNOTICES	    (UINT64_C(1) << 12)
#define UMODE_CALLERID	    (UINT64_C(1) << 13)
#define UMODE_SERVICE	    (UINT64_C(1) << 14)

#endif
