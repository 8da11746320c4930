/*
 * A connection that has not logged in.  Two ways to: the password in the first frame, disguised; or a challenge, whose answer is a digest.  Both
 * get a cookie and the address for the next connection, whose first frame has that cookie.
 */
#ifndef CONCLAVE_ICQ_OSCAR_AUTH_H
#define CONCLAVE_ICQ_OSCAR_AUTH_H

#include <stdbool.h>

#include "core/list.h"
#include "core/util.h"
#include "net/addr.h"

struct oscar_auth;
struct oscar_conn;
struct oscar_server;

void oscar_auth_begin(struct oscar_server *s, struct oscar_conn *c);
struct oscar_auth *oscar_auth_of(struct list *link);
bool oscar_auth_is_from(const struct oscar_auth *a, const struct peer_addr *peer) WARN_UNUSED;
/* Nobody logs in any more; frees a. */
void oscar_auth_end(struct oscar_auth *a);

#endif
