/* Bytes in texts that do something to a terminal, or turn around what one reads. */
#ifndef CONCLAVE_GUARD_STRIP_H
#define CONCLAVE_GUARD_STRIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/*
 * guard_strip: copies without them: escape sequences (ECMA-48) with their parameters, controls of C0 and C1 that are neither formatting
 * (proto/text.h), nor tab, nor SOH; and of embeddings, overrides and isolates of the direction of writing (UAX #9) those that are not
 * closed, and what closes nothing.  Bytes that are no UTF-8 stay.
 *   out  dst  at least text.n bytes; it may be text itself
 *   ret  bytes written
 */
size_t guard_strip(struct view text, char *dst);

/* Bytes at text.p[at] that are a control to take out, or the sequence that it begins; 0: there is none. */
size_t strip_control(struct view text, size_t at) WARN_UNUSED;
/* U+202A.. U+202E, U+2066.. U+2069 */
bool strip_is_bidi(uint32_t code) WARN_UNUSED;

#endif
