/*
 * Nicks that nobody may take for a while: services have just taken them from somebody who is not their owner (NICKDELAY of TS6).  Who asks
 * whether a nick may be had asks here, too; who has one already keeps it.
 */
#ifndef CONCLAVE_STATE_NICK_DELAY_H
#define CONCLAVE_STATE_NICK_DELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct nick_delays;

#define NICK_DELAYS_MAX 4096 /* the one that would end first makes room */

struct nick_delays *nick_delays_new(void) WARN_UNUSED;
void nick_delays_free(struct nick_delays *nd);
/* Until then, in place of what was said before; a time that is over: it is free.  nick: 1..NICK_LEN_MAX bytes.  Times are monotonic. */
void nick_delay_set(struct nick_delays *nd, struct view nick, uint64_t until_ms, uint64_t now_ms);
bool nick_delay_has(const struct nick_delays *nd, struct view nick, uint64_t now_ms) WARN_UNUSED;

#endif
