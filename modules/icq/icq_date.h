/* Dates of messages that waited: a u16 year and a byte each for month, day, hour and minute, in UTC, all little endian. */
#ifndef CONCLAVE_ICQ_ICQ_DATE_H
#define CONCLAVE_ICQ_ICQ_DATE_H

#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"

/* Seconds since 1970; 0 if there is no such date, or the year is not 1990 to 2105. */
uint64_t icq_date_get(struct icq_in *in) WARN_UNUSED;
/* Seconds are cut off.  A time that has no such date gives the first or the last that has. */
void icq_date_put(struct icq_out *out, uint64_t wall_s);

#endif
