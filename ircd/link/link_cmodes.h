/*
 * Modes of channels as servers of this kind write them.  Most letters are ours; some mean something else there, some are in a module that
 * a peer may not have, and some only another Conclave knows.
 */
#ifndef CONCLAVE_LINK_LINK_CMODES_H
#define CONCLAVE_LINK_LINK_CMODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "state/channel_ts.h"

enum cmode_reach {
	CMODE_EVERYWHERE,
	CMODE_PERHAPS, /* of a module there: alone in its line, for one letter that is unknown voids all of a TMODE */
	CMODE_CONCLAVE, /* other servers are not told */
	CMODE_NOWHERE,	/* of this server alone */
};
/* theirs: the letter there; of CMODE_NOWHERE none. */
enum cmode_reach link_cmode_out(char ours, char *theirs) WARN_UNUSED;
/* The letter here; '\0': it is not known.  conclave: another Conclave says it. */
char link_cmode_in(char theirs, bool conclave) WARN_UNUSED;
/* Letters and signs with ours for theirs, unknown ones left out: an unknown mode has no parameter.  The length. */
size_t link_cmodes_in(struct view letters, bool conclave, char *dst, size_t size);
/* CMODE_* of the letters of MLOCK. */
uint64_t link_cmodes_bits(struct view letters, bool conclave) WARN_UNUSED;

/* "+ntkl" and parameters, of SJOIN; what is unknown or malformed is left out.  ret: how many parameters were taken. */
size_t link_cmodes_read(
	struct view letters, const struct view *param, size_t n, bool conclave, struct channel_simple *out);
/* The same as text: flags first, then what has a parameter (one sort of server loses flags that stand behind).  NUL-terminated. */
#define LINK_CMODES_TEXT 192
size_t link_cmodes_text(const struct channel_simple *s, bool conclave, char dst[LINK_CMODES_TEXT]);

#endif
