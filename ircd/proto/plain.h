/* What is left of a text when case, blanks, punctuation and accents do not count: for answers that people type. */
#ifndef CONCLAVE_PROTO_PLAIN_H
#define CONCLAVE_PROTO_PLAIN_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

#define PLAIN_MAX 101 /* enough, with NUL, for what people are asked */

/*
 * plain_text: the letters and digits of a text.
 *   in   text  any bytes
 *   out  dst   ASCII in lower case without blanks and punctuation; letters of Latin-1 without their accents, combining accents left out;
 *              Greek and Cyrillic in lower case; anything else as it is.  NUL-terminated, cut at size - 1; never longer than the text
 *   ret  length.  The plain text of a plain text is itself
 */
size_t plain_text(struct view text, char *dst, size_t size);

#endif
