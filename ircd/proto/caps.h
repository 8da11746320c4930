/*
 * Capabilities (IRCv3 capability negotiation 302): one row each.  `bytes` marks those that change the bytes of a line that is
 * relayed; they choose the variant that a hearer gets (route/).
 */
#ifndef CONCLAVE_PROTO_CAPS_H
#define CONCLAVE_PROTO_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum cap {
	CAP_SERVER_TIME, /* these three stay first: their bits are the variant of a line, route.c */
	CAP_MESSAGE_TAGS,
	CAP_ACCOUNT_TAG,
	CAP_EXTENDED_JOIN,
	CAP_BATCH,
	CAP_ECHO_MESSAGE,
	CAP_MULTI_PREFIX,
	CAP_USERHOST_IN_NAMES,
	CAP_AWAY_NOTIFY,
	CAP_SETNAME,
	CAP_CAP_NOTIFY,
	CAP_LABELED_RESPONSE,
	CAP_STANDARD_REPLIES,
	CAP_INVITE_NOTIFY,
	CAP_NO_IMPLICIT_NAMES,
	CAP_PRE_AWAY,
	CAP_EXTENDED_ISUPPORT,
	CAP_CHANNEL_RENAME,
	CAP_STS, /* told, never requested */
	CAP_MESSAGE_REDACTION,
	CAP_ACCOUNT_NOTIFY,
	CAP_EXTENDED_MONITOR,
	CAP_CHGHOST,
	CAP_MULTILINE,
	CAP_SASL, /* its value is the connection's */
	CAP_ACCOUNT_REGISTRATION,
	CAP_N
};

#define CAP_BIT(c) (UINT64_C(1) << (c))
/* Never negotiated: CAP_MULTILINE together with CAP_BATCH, on which it depends.  client_set_caps() keeps it. */
#define CAP_LINES CAP_BIT(63)

struct cap_def {
	struct view name;  /* as negotiated */
	struct view value; /* shown to clients that said CAP LS 302; empty for none */
	bool bytes;	   /* changes the bytes of relayed lines, whoever they are from */
	const char *help;
};

extern const struct cap_def cap_table[CAP_N];

/* CAP_N when there is no such capability. Names are case-sensitive. */
enum cap cap_find(struct view name) WARN_UNUSED;
/*
 * cap_request_parse: a list of CAP REQ, "a -b  c".  All or nothing; of a name that is there twice, the last counts.
 *   in      keep  CAP_BIT()s that can't be switched off
 *   in/out  caps  those that are on; as they were when the answer is false
 *   ret     false when a name is unknown (with a value behind it, too), is never negotiated, or may not be switched off
 */
bool cap_request_parse(struct view list, uint64_t keep, uint64_t *caps) WARN_UNUSED;

#endif
