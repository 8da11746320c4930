/* RPL_ISUPPORT (005) tokens, made from the tables and limits that enforce them. */
#ifndef CONCLAVE_STATE_ISUPPORT_H
#define CONCLAVE_STATE_ISUPPORT_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "state/world.h"

#define ISUPPORT_TOKENS_PER_LINE 13 /* 15 parameters less the client's name and the text */
#define ISUPPORT_LINES_MAX	 8
#define ISUPPORT_LINE_LEN	 360 /* what the longest server name, nick and text leave of MSG_BODY_MAX */

struct isupport {
	size_t n_lines;
	char line[ISUPPORT_LINES_MAX][ISUPPORT_LINE_LEN + 1]; /* "NICKLEN=30 CHANTYPES=# ..." */
};

/* max_channels: of the default class, for CHANLIMIT. */
void isupport_make(struct isupport *out, const struct world *w, size_t max_channels);
/* Tokens of `is` that `was` has not, or with another value; "-TOKEN" for those that are gone.  No lines: nothing has changed. */
void isupport_diff(struct isupport *out, const struct isupport *was, const struct isupport *is);
/*
 * RPL_MYINFO's letters: user modes, channel modes, channel modes with a parameter.  Each NUL-terminated,
 * size >= 64.
 */
void isupport_mode_letters(const struct world *w, char *user, char *chan, char *with_param, size_t size);

#endif
