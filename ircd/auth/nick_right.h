/* Who may be called how: what is reserved for others, banned (RESV), or somebody's account. */
#ifndef CONCLAVE_AUTH_NICK_RIGHT_H
#define CONCLAVE_AUTH_NICK_RIGHT_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

/*
 * May c be called so?  If not, it was told: 432 (RESV, reserved.h), 433 (protect.h), 437 (nick_delay.h).
 * may_log_in: it may still prove that the nick is its own; before registration NICK comes before the login.
 */
bool nick_right_has(const struct client *c, struct view nick, bool may_log_in) WARN_UNUSED;

#endif
