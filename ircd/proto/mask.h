/* nick!user@host masks with '*' and '?', folded by the casemapping. */
#ifndef CONCLAVE_PROTO_MASK_H
#define CONCLAVE_PROTO_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/*
 * '*' any run of bytes, '?' one byte with the UTF-8 continuation bytes behind it, so one character.  Linear space, O(mask x text) time at worst.
 */
bool mask_match(struct view mask, struct view text) WARN_UNUSED;
/*
 * mask_normalise: what a person typed as a ban becomes nick!user@host: "x" -> "x!*@*", "u@h" -> "*!u@h", "h.example" (has a dot
 * or colon) -> "*!*@h.example"; runs of '*' become one.
 *   out  dst NUL-terminated, size MASK_LEN + 1; a part above its limit is cut there and ends in '*'; an empty part is "*"
 *   ret  length, 0 if the mask is not acceptable (empty, ':' first, space, comma, control bytes) or dst is too small
 */
size_t mask_normalise(struct view typed, char *dst, size_t size) WARN_UNUSED;

#endif
