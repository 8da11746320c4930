/* Who was not let in: told to the log, to operators and to the audit log. */
#ifndef CONCLAVE_AUTH_REFUSED_H
#define CONCLAVE_AUTH_REFUSED_H

#include "conf/conf.h"
#include "core/util.h"
#include "state/client.h"

/* rule: that it fell under, for the administrator; NULL: none. */
void refused_tell(const struct client *c, const struct conf_allow *rule, const char *why);
/* It was once too often: nobody from there is accepted for a time. */
void refused_tell_shut(const struct client *c);

#endif
