/* How long something is to hold, as operators type it. */
#ifndef CONCLAVE_PROTO_DURATION_H
#define CONCLAVE_PROTO_DURATION_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define DURATION_MAX_S (UINT64_C(10) * 365 * 86400)
#define DURATION_TEXT  32 /* bytes that hold any printed one, with NUL */

/*
 * duration_parse: "60" is minutes; "90s", "1d12h", "2w": weeks, days, hours, minutes, seconds, each unit at most once, in falling order.
 *   out  *seconds  0..DURATION_MAX_S
 *   ret  0, or -1 if it is anything else; then it was not touched
 */
int duration_parse(struct view v, uint64_t *seconds) WARN_UNUSED;
/* "1d12h", "0s"; what duration_parse() reads.  Returns dst. */
const char *duration_text(uint64_t seconds, char dst[DURATION_TEXT]);

#endif
