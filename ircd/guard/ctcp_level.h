/* How much CTCP may be sent: levels of classes and channels, requests that are made to be reflected, and how many. */
#ifndef CONCLAVE_GUARD_CTCP_LEVEL_H
#define CONCLAVE_GUARD_CTCP_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf_class.h"
#include "core/util.h"
#include "core/view.h"
#include "guard/guard.h"

#define CTCP_ECHO_MAX 32 /* bytes that a request which comes back as it is may carry */

enum ctcp_kind {
	CTCP_KIND_NONE, /* no CTCP at all */
	CTCP_KIND_ACTION,
	CTCP_KIND_DCC,
	CTCP_KIND_OTHER,
	CTCP_KIND_BROKEN, /* not one request and nothing else */
};

/* Nearly all texts have no SOH in them, which is all that this looks for. */
enum ctcp_kind ctcp_kind(struct view text) WARN_UNUSED;

enum ctcp_verdict {
	CTCP_PASSES,
	CTCP_CLASS,	/* the class of the sender, or the channel, allows less */
	CTCP_REFLECTED, /* it carries what its answer would send back: too long, or not printable */
	CTCP_TOO_MANY,
};

struct ctcp_ask {
	enum ctcp_kind kind;  /* not CTCP_KIND_NONE, CTCP_KIND_BROKEN */
	enum conf_ctcp class; /* of the sender's class */
};

/* ask->text is the request.  A request that passes is counted. */
enum ctcp_verdict
ctcp_judge(struct guard *g, const struct guard_ask *ask, const struct ctcp_ask *ctcp) WARN_UNUSED;
/* "not sent: ..." */
struct view ctcp_why(enum ctcp_verdict v) WARN_UNUSED;

#endif
