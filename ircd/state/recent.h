/*
 * The ids of the last messages of a channel and who said them, so that REDACT can be decided (IRCv3 message-redaction).  Only what
 * got an id is remembered, without a copy of it; all of it goes with the channel.
 */
#ifndef CONCLAVE_STATE_RECENT_H
#define CONCLAVE_STATE_RECENT_H

#include "core/handle.h"
#include "core/util.h"
#include "core/view.h"

#define RECENT_MAX   64 /* messages per channel; the oldest goes */
#define RECENT_MSGID 24 /* bytes of an id of ours; those that other servers have made may have others */

struct channel;
struct client;
struct recent; /* NULL until the first message */

enum redact_verdict { REDACT_OK, REDACT_NOT_MEMBER, REDACT_UNKNOWN, REDACT_FORBIDDEN, REDACT_N };

/* msgid: not empty. */
void recent_add(struct channel *ch, struct view msgid, const struct client *by);
/* May `by` take this message back: who said it, or an operator of the channel.  REDACT_OK: it is forgotten. */
enum redact_verdict recent_redact(struct channel *ch, const struct client *by, struct view msgid) WARN_UNUSED;
void recent_free(struct recent *r); /* NULL is fine */

#endif
