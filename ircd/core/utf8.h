/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef CONCLAVE_CORE_UTF8_H
#define CONCLAVE_CORE_UTF8_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

bool utf8_is_valid(struct view v) WARN_UNUSED;
/* Bytes of the first character, 1..4; 0 if v is empty or doesn't begin with a valid one. */
size_t utf8_first(struct view v) WARN_UNUSED;
/*
 * utf8_left: at most max bytes of v, never ending inside a character.  Where v is not UTF-8 at that place it is cut at
 * max bytes exactly.
 */
struct view utf8_left(struct view v, size_t max) WARN_UNUSED;

#endif
