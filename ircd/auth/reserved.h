/* Nicks that not everybody may have, and those that look like them. */
#ifndef CONCLAVE_AUTH_RESERVED_H
#define CONCLAVE_AUTH_RESERVED_H

#include <stdbool.h>

#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

/*
 * reserved_may_have: may this local client be called so?
 *   The name of an oper section, and what looks like it, is for those whom its `from` admits; while a client has not said USER that is
 *   not known, and the answer is yes: entry_try() asks again.  Of several that it looks like one has to admit.
 *   What looks like the name of a service or one of server protected-names is for nobody, unless it is the name of an oper section.
 *   NickServ and ChanServ are always for nobody.
 */
bool reserved_may_have(const struct conf *conf, const struct client *c, struct view nick) WARN_UNUSED;

#endif
