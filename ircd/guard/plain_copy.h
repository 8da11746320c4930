/* The copy of a text that patterns look at: what a reader sees, whatever it was written with. */
#ifndef CONCLAVE_GUARD_PLAIN_COPY_H
#define CONCLAVE_GUARD_PLAIN_COPY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "guard/guard.h"

/*
 * Without formatting, controls, escape sequences, and characters that take no room (U+00AD, U+200B, variation selectors, tags, bidi ...);
 * ASCII in lower case; blanks of all kinds are one ' ', none at the ends.  Folded to ASCII are: forms of full width, letters and digits of
 * mathematics and in circles, ligatures, quotes, dashes, bars; and letters of Greek and Cyrillic that are drawn like Latin ones.  This is
 * less than NFKC, which would need tables of a library, and more: NFKC keeps Cyrillic letters apart.  Other characters, and bytes that are
 * no UTF-8, stay as they are.
 */
struct plain_copy {
	size_t n;
	bool is_changed;   /* more than case and blanks: what is here may be hidden in the text */
	bool has_controls; /* guard_strip() would take something out, or may */
	char text[GUARD_TEXT_MAX];
};

/* text: at most GUARD_TEXT_MAX bytes. */
void plain_copy(struct view text, struct plain_copy *out);
/* Of case and blanks only: what can be read in one piece in the text as it was sent.  dst: at least text.n bytes; ret: bytes. */
size_t plain_copy_as_sent(struct view text, char *dst);

#endif
