/* nick!user@host masks with '*' and '?', folded by the casemapping. */
#ifndef CONCLAVE_PROTO_MASK_H
#define CONCLAVE_PROTO_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/* '*' any run, '?' one byte (one UTF-8 character is matched by one '?').  Linear space, O(mask x text) time at worst. */
bool mask_match(struct view mask, struct view text) WARN_UNUSED;
/*
 * mask_normalise: what a person typed as a ban becomes nick!user@host: "x" -> "x!*@*", "u@h" -> "*!u@h", "h.example" (has a dot
 * or colon) -> "*!*@h.example"; runs of '*' become one.
 *   out  dst NUL-terminated, size MASK_LEN + 1; each part cut to its limit
 *   ret  length, 0 if the mask is not acceptable (empty, space, comma, control bytes)
 */
size_t mask_normalise(struct view typed, char *dst, size_t size) WARN_UNUSED;

#endif
