/* One IRC message, taken apart in place.  RFC 1459 2.3.1, RFC 2812 2.3.1, IRCv3 message-tags. */
#ifndef CONCLAVE_PROTO_MSG_H
#define CONCLAVE_PROTO_MSG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

/* All views point into the line that was parsed and die with it. */
struct msg {
	struct view line;   /* all of it */
	struct view tags;   /* without '@' and the space; empty when none */
	struct view source; /* without ':'; empty when none */
	struct view verb;   /* 1.. bytes, as sent (any case); never ':' or, without tags, '@' in front */
	struct view param[MSG_PARAMS_MAX];
	size_t n_params;
	bool has_trailing; /* the last parameter was written with ':', or is the 15th: it may hold blanks or be empty */
};

enum msg_result {
	MSG_OK,
	MSG_EMPTY,	   /* nothing but blanks: ignore */
	MSG_BAD,	   /* NUL, CR or LF inside, tags or source without a verb */
	MSG_TAGS_TOO_LONG, /* 417; IRCv3 message-tags "Size limit" */
	MSG_BODY_TOO_LONG, /* 417 */
};

/* line: without CR LF, 0..MSG_IN_MAX-2 bytes.  *m is set in full, also when the answer is not MSG_OK; use it only then. */
enum msg_result msg_parse(struct view line, struct msg *m) WARN_UNUSED;
/*
 * The same from another server: tags as long as servers may send them, and a body of more than 510 bytes is cut, as servers do, never inside
 * a character.  line: 0..MSG_LINE_MAX-2 bytes.
 */
enum msg_result msg_parse_server(struct view line, struct msg *m) WARN_UNUSED;
/* Three digits. */
bool msg_verb_is_numeric(struct view verb) WARN_UNUSED;
/* Parameter i, or the empty view when there are not so many. */
struct view msg_param(const struct msg *m, size_t i) WARN_UNUSED;

#endif
