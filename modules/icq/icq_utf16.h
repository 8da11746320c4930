/* UTF-16, most significant byte first, which newer clients write: from and to UTF-8. */
#ifndef CONCLAVE_ICQ_ICQ_UTF16_H
#define CONCLAVE_ICQ_ICQ_UTF16_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum {
	ICQ_UTF16_BYTES = 2, /* at most these for one byte of UTF-8 */
	ICQ_UTF8_BYTES = 3   /* at most these for two bytes of UTF-16 */
};

/* A surrogate that stands alone, and a last byte that is half of something, become U+FFFD. */
void icq_utf16_to_utf8(struct icq_out *out, struct view utf16);
/* Bytes that are not UTF-8 become U+FFFD each. */
void icq_utf8_to_utf16(struct icq_out *out, struct view utf8);

#endif
