/*
 * Who is logged in to which account, and who is told of it.  Whoever has proved an account (SASL, a service, a linked server) calls
 * these; they ask for no proof.
 */
#ifndef CONCLAVE_ROUTE_LOGIN_H
#define CONCLAVE_ROUTE_LOGIN_H

#include "core/util.h"
#include "core/view.h"
#include "route/route.h"
#include "state/client.h"

enum login_verdict {
	LOGIN_OK,
	LOGIN_SAME,    /* it is so already: nothing was told */
	LOGIN_INVALID, /* not name_is_account() */
};

/*
 * c is logged in to this account from now on, in place of another it may have had.  Before registration only c hears of it (900);
 * later also who shares a channel with it or watches it, with account-notify.  c may be anywhere, in any phase but GONE.  With account
 * cloaks and +x its host follows (chghost.h), which costs as much as a message to each of its channels: callers charge for it.  Other servers are told.
 */
enum login_verdict login_set(struct route *rt, struct client *c, struct view account) WARN_UNUSED;
/* Logged in no more: the same, with 901.  Harmless if it was not. */
void login_clear(struct route *rt, struct client *c);
/*
 * Other servers say so, and know it or are told by the caller: empty is logged out.  c may be of any server; one elsewhere is told nothing by
 * this one, and its host and its rank in channels are its own server's business.
 */
enum login_verdict login_told(struct route *rt, struct client *c, struct view account) WARN_UNUSED;

#endif
