/* A token bucket: how many bytes may pass now, at so many a second. */
#ifndef CONCLAVE_RELAY_BUCKET_H
#define CONCLAVE_RELAY_BUCKET_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

struct bucket {
	uint64_t rate;	 /* bytes a second; 0: no limit */
	uint64_t tokens; /* thousandths of a byte, at most a quarter of a second's */
	uint64_t at_ms;	 /* when they were counted */
};

/* Full. */
void bucket_init(struct bucket *b, uint64_t rate, uint64_t now_ms);
/* With another rate, if it is another. */
void bucket_configure(struct bucket *b, uint64_t rate, uint64_t now_ms);
/*
 * bucket_room: how many bytes may pass.
 *   ret  0 while less has gathered than is worth a system call, so that a low rate is not served byte by byte; SIZE_MAX: no limit
 */
size_t bucket_room(struct bucket *b, uint64_t now_ms) WARN_UNUSED;
void bucket_take(struct bucket *b, size_t n); /* n: at most what bucket_room() said */

#endif
