/*
 * What an Auth service answers (RFC 1413): one line about the owner of a connection.  It comes from whoever has port 113 of a stranger's
 * address, so all but a plain login name is refused.  Nothing of it may be shown or used but the name that is given back here.
 */
#ifndef CONCLAVE_PROTO_IDENT_REPLY_H
#define CONCLAVE_PROTO_IDENT_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"

#define IDENT_REPLY_MAX 1024 /* bytes with the end of the line; a longer reply is none */

/* How asking ended.  The first four are not replies: whoever asks knows them. */
enum ident_reply {
	IDENT_REPLY_NONE, /* closed without one, or the time was up */
	IDENT_REPLY_REFUSED,
	IDENT_REPLY_UNREACHABLE,
	IDENT_REPLY_BUSY, /* too many are being asked for */
	IDENT_REPLY_USER, /* a login name */
	IDENT_REPLY_NO_USER,
	IDENT_REPLY_HIDDEN_USER,
	IDENT_REPLY_INVALID_PORT,
	IDENT_REPLY_UNKNOWN_ERROR,
	IDENT_REPLY_X_ERROR,
	IDENT_REPLY_OTHER,    /* a name that is not meant as a login name */
	IDENT_REPLY_CHARSET,  /* in characters that we do not know */
	IDENT_REPLY_UNUSABLE, /* a name that cannot be a user name here */
	IDENT_REPLY_PORTS,    /* about another connection */
	IDENT_REPLY_BAD,      /* not by the grammar, or too long */
	IDENT_REPLY_N
};

/* What was asked: the port at the client's end, and ours as the client knows it. */
struct ident_question {
	uint16_t client_port, server_port;
	bool other_ok; /* take names of the system OTHER too */
};

/*
 * ident_reply_parse: the first line of what came until it was closed, with or without an end of the line.
 *   out  id  the user name, at most USER_LEN bytes, NUL-terminated; "" unless IDENT_REPLY_USER
 *   ret  one that is a reply; IDENT_REPLY_NONE for no bytes at all
 */
enum ident_reply
ident_reply_parse(struct view bytes, const struct ident_question *asked, char id[USER_LEN + 1]) WARN_UNUSED;
/* In words of ours, "NO-USER", "refused"; static. */
const char *ident_reply_name(enum ident_reply reply);

#endif
