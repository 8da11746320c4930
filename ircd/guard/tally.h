/*
 * How often something happened of late, of very many somethings, in a room that never grows.  A key is a hash that strangers cannot choose;
 * two that fall into one place drive each other out, and the one that is driven out begins anew.
 */
#ifndef CONCLAVE_GUARD_TALLY_H
#define CONCLAVE_GUARD_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_class.h"
#include "core/util.h"

#define TALLY_SLOTS	1024u
#define TALLY_MEMBERS	16 /* that are told apart */
#define TALLY_NO_MEMBER 0  /* every time counts */

struct tally;

struct tally *tally_new(void) WARN_UNUSED;
void tally_free(struct tally *t); /* NULL is fine */

struct tally_ask {
	uint64_t key;
	uint32_t member; /* one that was counted does not count again; TALLY_NO_MEMBER: each does */
	uint64_t now_ms;
};
/*
 * tally_takes: counts once more.
 *   in   rate  count 0: no limit; with members at most TALLY_MEMBERS
 *   ret  false if it was counted rate->count times before, the first of them less than rate->per_ms ago: then it is not counted
 */
bool tally_takes(struct tally *t, const struct tally_ask *ask, const struct conf_rate *rate) WARN_UNUSED;

#endif
