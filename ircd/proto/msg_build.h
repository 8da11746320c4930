/*
 * Builds one message into memory that the caller gives.  The first error sticks: later calls do nothing and msg_build_end()
 * returns the empty view, so a caller checks once, at the end.  CR, LF and NUL can't be smuggled in.
 * Order: tags, source, verb or numeric, parameters, text; all but the verb may be missing, anything out of order is refused.
 */
#ifndef CONCLAVE_PROTO_MSG_BUILD_H
#define CONCLAVE_PROTO_MSG_BUILD_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

enum build_state { BUILD_OK, BUILD_BAD_PARAM, BUILD_TOO_LONG };

/* How far a message has come; each part may only follow in this order. */
enum build_stage {
	BUILD_AT_START,	 /* nothing yet */
	BUILD_AT_TAGS,	 /* in the tags */
	BUILD_AT_BODY,	 /* tags ended: source or verb */
	BUILD_AT_VERB,	 /* source written */
	BUILD_AT_PARAMS, /* verb written */
	BUILD_AT_END,	 /* text written: CR LF alone may follow */
	BUILD_AT_DONE,
};

/* Fields are for reading; msg_build.c alone writes them. */
struct msg_build {
	char *p;      /* caller's memory */
	size_t cap;   /* bytes at p; MSG_LINE_MAX always suffices */
	size_t len;   /* bytes built */
	size_t limit; /* what len may reach in this part of the message */
	size_t body;  /* where the body begins (after the tags) */
	enum build_stage stage;
	enum build_state state;
};

void msg_build_begin(struct msg_build *b, char *p, size_t cap);
/* Only before the source: "@key=value" or ";key=value"; the value is escaped (IRCv3 message-tags).  An empty value: "key". */
void msg_build_tag(struct msg_build *b, struct view key, struct view value);
/* Tags that are escaped already, "a=b;+c": copied behind those that are there. */
void msg_build_raw_tags(struct msg_build *b, struct view tags);
/* ":source "; call at most once, before the verb. */
void msg_build_source(struct msg_build *b, struct view source);
/* ":nick!user@host "; the nick is not empty. */
void msg_build_source_user(struct msg_build *b, struct view nick, struct view user, struct view host);
/* Not empty, no ':' or '@' in front. */
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
void msg_build_vtextf(struct msg_build *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
/* Bytes that the text may have before it would be cut (" :" and CR LF taken off); 0 before the verb, after the text, after errors. */
size_t msg_build_room(const struct msg_build *b) WARN_UNUSED;
/* Adds CR LF, once.  The finished line, or the empty view if something was refused. */
struct view msg_build_end(struct msg_build *b) WARN_UNUSED;

#endif
