/*
 * Nick protection: the name of an account is a nick for those alone who are logged in to it (accounts nick-protection).
 * strict: others are refused it.  delayed: they are warned, and after a while called Guest<number>.  That is also what comes to those
 * who have such a nick already when it becomes somebody else's: by their logging out, by a registration.
 * Only the name itself is protected, not what looks like it; for that there is server protected-names (reserved.h).
 */
#ifndef CONCLAVE_AUTH_PROTECT_H
#define CONCLAVE_AUTH_PROTECT_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

struct protect; /* of a session: its nick is about to be taken away */
struct session;

/* The nick is no protected account's, or of the one that c is logged in to. */
bool protect_is_own(const struct client *c, struct view nick) WARN_UNUSED;
/* False: c may not take the nick (strict). */
bool protect_may_have(const struct client *c, struct view nick) WARN_UNUSED;
/* c, a local user, is called so or logged in so from now on: it is warned if its nick is somebody else's, else left alone. */
void protect_watch(struct client *c);
/* The same for who has this nick, an account's, which was registered or protected just now. */
void protect_watch_nick(struct world *w, struct view nick);
void protect_free(struct session *s);

#endif
