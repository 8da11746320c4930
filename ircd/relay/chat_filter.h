/*
 * What a line of a DCC CHAT is.  Clients put CTCP into the stream in two ways, "\x01ACTION waves\x01" and "CTCP_MESSAGE \x01ACTION waves\x01";
 * some take file offers from it, which would join two clients behind the relay's back.  So only what is known to be harmless is named.
 */
#ifndef CONCLAVE_RELAY_CHAT_FILTER_H
#define CONCLAVE_RELAY_CHAT_FILTER_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

enum { CHAT_LINE_MAX = 4096, CHAT_PING_MAX = 32 };

enum chat_kind {
	CHAT_TEXT,   /* no CTCP */
	CHAT_ACTION, /* /me */
	CHAT_PING,   /* with at most CHAT_PING_MAX printable characters, as a question or an answer */
	CHAT_DCC,    /* DCC somewhere behind a SOH, in any case and after any blanks: must not pass */
	CHAT_CTCP,   /* anything else with a SOH in it: must not pass */
};

/*
 * chat_line_kind: what it is.
 *   in   line   without its end; no NUL in it
 *   out  *text  of CHAT_TEXT and CHAT_ACTION what people read, a part of line; otherwise empty
 */
enum chat_kind chat_line_kind(struct view line, struct view *text) WARN_UNUSED;
/* Takes the NUL bytes out; the new length. */
size_t chat_strip_nul(char *line, size_t n) WARN_UNUSED;

#endif
