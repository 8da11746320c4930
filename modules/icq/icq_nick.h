/* What users of ICQ, who may be called anything, are called on IRC. */
#ifndef CONCLAVE_ICQ_ICQ_NICK_H
#define CONCLAVE_ICQ_ICQ_NICK_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

#define ICQ_NICK_MIN   9		  /* no limit of the server's may be lower */
#define ICQ_NICK_BYTES (NICK_LEN_MAX + 1) /* of dst below */

/*
 * icq_nick: a nick for a name.
 *   in   name  UTF-8
 *   in   len   what the server allows, ICQ_NICK_MIN..NICK_LEN_MAX
 *   out  dst   Latin, Greek and Cyrillic letters are written in ASCII, blanks and dots become '_', what else no nick may have is left out.
 *              If neither letter nor digit is left, "icq" and the UIN.  NUL-terminated; name_is_nick() holds
 *   ret  length
 */
size_t icq_nick(struct view name, uint32_t uin, size_t len, char dst[ICQ_NICK_BYTES]);
/* If that one is taken: "anna_2", "anna_3" .. for n = 2, 3 ..; shortened where the number would not fit.  dst may not be nick itself. */
size_t icq_nick_other(struct view nick, uint32_t n, size_t len, char dst[ICQ_NICK_BYTES]);

#endif
