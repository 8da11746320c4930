/* Configurations for tests of REHASH, drawn by number: the same number is the same file. */
#ifndef CONCLAVE_TESTS_UNIT_MAIN_REHASH_CONF_H
#define CONCLAVE_TESTS_UNIT_MAIN_REHASH_CONF_H

#include <stdint.h>

#include "core/buf.h"
#include "core/util.h"

struct draw {
	uint64_t state;	  /* xorshift; never 0 */
	const char *host; /* of the listeners; ports 6600 to 6603 */
};
uint32_t draw_below(struct draw *d, uint32_t n);

/* A right one.  Users u0 to u9, operators by certificate "root" and "half", four listeners of which the first is always there. */
void rehash_conf_draw(struct draw *d, struct buf *out);
/* The same, and one fault of many kinds in it. */
void rehash_conf_draw_faulty(struct draw *d, struct buf *out);

#endif
