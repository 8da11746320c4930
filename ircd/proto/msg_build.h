/*
 * Builds one message into memory that the caller gives.  The first error sticks: later calls do nothing and msg_build_end()
 * returns the empty view, so a caller checks once, at the end.  CR, LF and NUL can't be smuggled in.
 */
#ifndef CONCLAVE_PROTO_MSG_BUILD_H
#define CONCLAVE_PROTO_MSG_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

enum build_state { BUILD_OK, BUILD_BAD_PARAM, BUILD_TOO_LONG };

struct msg_build {
	char *p;          /* caller's memory */
	size_t cap;       /* bytes at p; MSG_LINE_MAX always suffices */
	size_t len;       /* bytes built */
	size_t body;      /* where the body begins (after the tags) */
	bool in_tags, cut_ok;
	enum build_state state;
};

void msg_build_begin(struct msg_build *b, char *p, size_t cap);
/* Only before the source: "@key=value" or ";key=value"; the value is escaped (IRCv3 message-tags).  An empty value: "key". */
void msg_build_tag(struct msg_build *b, struct view key, struct view value);
/* Tags that are escaped already, "a=b;+c": copied behind those that are there. */
void msg_build_raw_tags(struct msg_build *b, struct view tags);
/* ":source "; call at most once, before the verb. */
void msg_build_source(struct msg_build *b, struct view source);
/* ":nick!user@host " */
void msg_build_source_user(struct msg_build *b, struct view nick, struct view user, struct view host);
void msg_build_verb(struct msg_build *b, struct view verb);
void msg_build_numeric(struct msg_build *b, unsigned numeric); /* 1..999, three digits */
/* " <v>": refuses empty, leading ':', and bytes SPACE CR LF NUL. */
void msg_build_param(struct msg_build *b, struct view v);
void msg_build_param_u64(struct msg_build *b, uint64_t n);
/*
 * " :<v>", the last parameter.  Any byte but CR LF NUL.  If the body would pass MSG_BODY_MAX it is cut there, never inside a
 * UTF-8 character.
 */
void msg_build_text(struct msg_build *b, struct view v);
/* " :" + formatted text, cut in the same way.  CR, LF, NUL in it become spaces. */
void msg_build_textf(struct msg_build *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Bytes of body left for text before it would be cut (CR LF taken off). */
size_t msg_build_room(const struct msg_build *b) WARN_UNUSED;
/* Adds CR LF.  The finished line, or the empty view if something was refused. */
struct view msg_build_end(struct msg_build *b) WARN_UNUSED;

#endif
