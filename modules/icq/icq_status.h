/* What a user's state is: the numbers of the protocols, and what is seen of it on IRC. */
#ifndef CONCLAVE_ICQ_ICQ_STATUS_H
#define CONCLAVE_ICQ_ICQ_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"

#define ICQ_STATUS_OFFLINE 0xffffu

/*
 * icq_status_state: what a client's status means.
 *   in   status  the low word is bits of states, of which clients send sums; flags in the high word do not count
 *   ret  invisible whatever else the status says; of others the busier one
 */
enum icq_state icq_status_state(uint32_t status, enum icq_protocol protocol) WARN_UNUSED;
/* The status that clients of this protocol know for a state, as the sums that the oldest look for; without flags. */
uint32_t icq_state_status(enum icq_state state, enum icq_protocol protocol) WARN_UNUSED;
/* Text for AWAY of IRC; empty: he is there, or nothing is said of him. */
struct view icq_state_away(enum icq_state state) WARN_UNUSED;
/* The state of somebody on IRC by the text of his AWAY, empty: online.  Those above come back. */
enum icq_state icq_state_of_away(struct view text) WARN_UNUSED;
/* For people: "not available". */
const char *icq_state_name(enum icq_state state) WARN_UNUSED;

#endif
