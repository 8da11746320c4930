/* CTCP in a PRIVMSG or NOTICE: one request between two SOH (0x01), the second may be missing.  https://modern.ircdocs.horse/ctcp */
#ifndef CONCLAVE_PROTO_CTCP_H
#define CONCLAVE_PROTO_CTCP_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

enum ctcp_form {
	CTCP_NONE, /* there is no SOH in it */
	CTCP_OK,   /* SOH first, and at most one more, which is its last byte */
	CTCP_BAD, /* SOH elsewhere: two requests, or something before or behind one (CVE-2022-2663 and the like) */
};

/* Views of the text. */
struct ctcp {
	struct view verb; /* as written; may be empty */
	struct view rest; /* what is behind it, without blanks (space, tab) around */
};

/* out is filled for CTCP_OK only.  A verb ends at a blank or any other control byte, and such bytes before it do not count. */
enum ctcp_form ctcp_parse(struct view text, struct ctcp *out) WARN_UNUSED;
/* Without regard to case, and to the quoting bytes (0x10 and '\') that some clients take out before they look. */
bool ctcp_is(const struct ctcp *c, struct view verb) WARN_UNUSED;

#endif
