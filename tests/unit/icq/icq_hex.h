/* Bytes as packets are written down: hex digits, blanks where it reads better. */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_ICQ_HEX_H
#define CONCLAVE_TESTS_UNIT_ICQ_ICQ_HEX_H

#include <stdbool.h>
#include <stdint.h>

#include "core/view.h"

enum { ICQ_HEX_MAX = 4096 };

struct icq_hex {
	uint8_t bytes[ICQ_HEX_MAX];
	struct view v;
};

/* Fails the test on anything that is no hex. */
struct view icq_hex(struct icq_hex *h, const char *text);
bool icq_hex_is(struct view v, const char *text);
/* The same numbers in each run: xorshift. */
uint32_t icq_random(uint32_t *seed);

#endif
