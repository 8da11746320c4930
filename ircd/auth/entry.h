/* From being connected to being a user: what holds a client back, which rule lets it in, and its refusal. */
#ifndef CONCLAVE_AUTH_ENTRY_H
#define CONCLAVE_AUTH_ENTRY_H

#include <stdbool.h>

#include "auth/session.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

/* Registration waits for this. */
void entry_hold(struct client *c, enum session_hold hold);
/* It waits for this no more, and is tried.  c may have left when this returns. */
void entry_release(struct client *c, enum session_hold hold);
/* After a step of registration.  May end with the client being a user, being refused (it exits), or still on its way. */
void entry_try(struct client *c);
/*
 * One more time that where c comes from was refused something that strangers guess, while its conn is there; too many shut it out
 * (reject.h), which is logged and told.
 */
void entry_count_refusal(const struct client *c);
/* The way in ends here: it is told why (465), that is counted, and it exits. */
void entry_refuse(struct client *c, const char *why);
/* May c be called so?  If not, it was told (nick_right.h): 432, 433 (asked only of users and by entry_try()). */
bool entry_nick_is_free(const struct client *c, struct view nick) WARN_UNUSED;

/* Nothing but an account is in the way of c, who is no user yet, and neither password nor quiz is asked of it. */
bool entry_may_have_account(const struct client *c) WARN_UNUSED;

#endif
