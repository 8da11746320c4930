/* Message tags (IRCv3 message-tags): walking, checking, escaping. */
#ifndef CONCLAVE_PROTO_TAGS_H
#define CONCLAVE_PROTO_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

struct tag {
	struct view key;   /* with '+' and vendor */
	struct view value; /* as sent, still escaped; empty when missing or empty */
};

/* "[+][vendor/]name" of letters, digits, '-' and, in the vendor, '.'; IRCv3 message-tags. */
bool tag_is_key(struct view key) WARN_UNUSED;
/* Takes the next tag; false at the end.  Empty pieces and keys with wrong bytes are passed over. */
bool tags_next(struct view *rest, struct tag *t) WARN_UNUSED;
/*
 * tags_copy_client: the client-only tags ('+' first) of what a client sent, as they may be relayed.
 *   out  dst, at most size bytes, "+a=b;+c"; tags without '+' are left out, and those behind the first MSG_TAGS_RELAYED keys;
 *        of a key that is there twice, the last value counts
 *   ret  bytes written
 */
size_t tags_copy_client(struct view tags, char *dst, size_t size) WARN_UNUSED;
/* Takes the tags that `deny` names out of what tags_copy_client() wrote, and the one called `except` if it is not empty. */
size_t tags_deny(char *tags, size_t n, struct view deny, struct view except) WARN_UNUSED;
/* CLIENTTAGDENY: "a,b" denies these, "*,-a,-b" all but these; names without '+'. */
bool tag_is_denied(struct view name, struct view deny) WARN_UNUSED;
/* True if a tag of this key is there. */
bool tags_has(struct view tags, struct view key) WARN_UNUSED;
/*
 * Finds a tag (the last one of that key) and unescapes its value into dst.  The length, or SIZE_MAX when the key is not there.
 */
size_t tags_get(struct view tags, struct view key, char *dst, size_t size) WARN_UNUSED;
/* At most value.n bytes; cut at size.  Returns the length. */
size_t tag_unescape(struct view value, char *dst, size_t size) WARN_UNUSED;
/* At most 2 * value.n bytes; the length, or SIZE_MAX when dst is too small or value holds NUL, which can't be sent. */
size_t tag_escape(struct view value, char *dst, size_t size) WARN_UNUSED;

#endif
