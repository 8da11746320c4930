/* What is said: CTCP and formatting codes. */
#ifndef CONCLAVE_PROTO_TEXT_H
#define CONCLAVE_PROTO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/* A CTCP request or answer; an ACTION is not one, for it is something said. */
bool text_is_ctcp(struct view text) WARN_UNUSED;
/*
 * Copies without colours and other formatting (02 03 04 0F 11 16 1D 1E 1F and the digits that belong to them).
 *   out  dst, at least text.n bytes; it may be text itself
 *   ret  bytes written
 */
size_t text_strip(struct view text, char *dst) WARN_UNUSED;
/* Bytes of the formatting code at text.p[at], with the colours that belong to it; 0: there is none. */
size_t text_format_len(struct view text, size_t at) WARN_UNUSED;

#endif
