/* Characters of Unicode, one by one: their code points, and which of them stay with the one before. */
#ifndef CONCLAVE_ICQ_ICQ_CHAR_H
#define CONCLAVE_ICQ_ICQ_CHAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define ICQ_CHAR_BYTES 4       /* the longest in UTF-8 */
#define ICQ_CHAR_BAD   0xfffdu /* stands for what is none */

/*
 * icq_char_first: the first character of a text that is not empty.
 *   out  *code  ICQ_CHAR_BAD for a byte that is no UTF-8
 *   ret  its bytes, 1..4
 */
size_t icq_char_first(struct view text, uint32_t *code);
/* In UTF-8.  A surrogate or anything past U+10FFFF is written as ICQ_CHAR_BAD. */
size_t icq_char_put(uint32_t code, char dst[ICQ_CHAR_BYTES]);
/* Control characters of C0 and C1, and DEL. */
bool icq_char_is_control(uint32_t code) WARN_UNUSED;
/* Combining marks, joiners, variation selectors, skin tones: a text is not cut before one. */
bool icq_char_is_mark(uint32_t code) WARN_UNUSED;
/* May a text be cut between these two?  Flags are pairs of letters: before_n says how many such letters stand in a row up to `before`. */
bool icq_char_may_part(uint32_t before, uint32_t after, size_t before_n) WARN_UNUSED;
/* Letters that make flags in pairs. */
bool icq_char_is_flag(uint32_t code) WARN_UNUSED;

#endif
