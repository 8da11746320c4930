/*
 * What may stand in the lists of a channel: a mask, or an extended ban.
 *   entry   = "$m:" what | what [ "$" channel ]     $m: only keeps from speaking; $#other: whom it keeps out goes there
 *   what    = nick!user@host | "$" [ "~" ] letter [ ":" argument ]
 */
#ifndef CONCLAVE_PROTO_EXTBAN_H
#define CONCLAVE_PROTO_EXTBAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

#define EXTBAN_PREFIX  '$'
#define EXTBAN_ACCOUNT 'a'

struct extban {
	char letter;	     /* of the table; '\0': a mask */
	bool not_, mute;     /* "~", "$m:" */
	struct view arg;     /* the mask, or what is behind the ':' */
	struct view forward; /* a channel's name, or empty */
};

/* What stands behind "$<letter>" of row i, and what it means; NULL past the last. */
const char *extban_help(size_t i, char *letter) WARN_UNUSED;
/* In the order of the alphabet, "acjmrxz", for EXTBAN=; NUL-terminated. */
const char *extban_letters(void) WARN_UNUSED;
/*
 * extban_normalise: a mask as mask_normalise() has it, an extended ban as it was typed.
 *   out  dst NUL-terminated, size MASK_LEN + 1 or more; nothing is cut in an extended ban
 *   ret  length; 0 if it is malformed or too long
 */
size_t extban_normalise(struct view typed, char *dst, size_t size) WARN_UNUSED;
/* Of what extban_normalise() has made.  The views are parts of it. */
void extban_parse(struct view entry, struct extban *out);

#endif
