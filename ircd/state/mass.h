/* Messages to everybody on a server ("$$irc.example.org") or from hosts ("$#*.example.org"): for operators with mass-message. */
#ifndef CONCLAVE_STATE_MASS_H
#define CONCLAVE_STATE_MASS_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

struct client;

enum mass_verdict {
	MASS_OK,
	MASS_NOT_OPER,	     /* 481 */
	MASS_NO_PRIV,	     /* 723 */
	MASS_NO_TOPLEVEL,    /* 413: no dot */
	MASS_WILD_TOPLEVEL,  /* 414: a wildcard behind the last dot */
	MASS_NO_SUCH_SERVER, /* 401 */
	MASS_N
};

/* "$$" or "$#" with something behind it. */
bool mass_is_target(struct view target) WARN_UNUSED;
/*
 * May c write to such a target?  A mask must not reach more than is meant (RFC 2812 3.3.1); the rule is not for IPv6 addresses, which
 * have no top level.
 *   out  *hosts  on MASS_OK: the mask of those hosts that are meant; empty for all
 */
enum mass_verdict mass_may_write(const struct client *c, struct view target, struct view *hosts) WARN_UNUSED;

#endif
