/*
 * What a class limits by a rate: changes of the nick, joins and the like, and how many strangers a client may write to.  A rate "5:20s" is
 * a bucket of 5 that gets one back every 4 seconds; being empty refuses, with the time to wait, and costs nothing.  What a client
 * needs for it is one block of fixed size, made when first counted and given back when nothing in it matters.
 */
#ifndef CONCLAVE_AUTH_RATES_H
#define CONCLAVE_AUTH_RATES_H

#include <stdint.h>

#include "conf/conf.h"
#include "core/util.h"

#define RATES_TOLD  16 /* users whom a client may go on writing to */
#define RATES_HEARD 8  /* users who wrote to it, whom it may answer */

struct client;
struct rates; /* of a session */

/*
 * Milliseconds until c may do this once more; 0: now.  Also 0 where the class has no such limit, for operators who are exempt
 * (PRIV_FLOOD_EXEMPT) and before registration.
 */
uint64_t rates_wait_ms(const struct client *c, enum conf_rate_kind kind, uint64_t now_ms) WARN_UNUSED;
/* c has done it. */
void rates_count(struct client *c, enum conf_rate_kind kind, uint64_t now_ms);
/*
 * A private message from `from` to `to`.  ret: 0, then it is counted and `to` may answer freely; or the milliseconds to wait.
 * Free are: oneself, those written to or heard from lately, who accepts the sender (ACCEPT), and everybody in a channel in which the
 * sender has a rank.
 */
uint64_t rates_message_ms(struct client *from, struct client *to, uint64_t now_ms) WARN_UNUSED;
/* Gives the block back if nothing in it holds anybody back any more.  For the ping timer. */
void rates_trim(struct client *c, uint64_t now_ms);
void rates_free(struct rates *r); /* NULL is fine */

#endif
