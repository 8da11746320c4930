/*
 * Becoming an operator, having another role for a time, and being none any more: with everything that is told and recorded of it.
 * Who may is decided before, by oper_check.h and the commands.
 */
#ifndef CONCLAVE_AUTH_OPER_UP_H
#define CONCLAVE_AUTH_OPER_UP_H

#include <stdint.h>

#include "auth/session.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"
#include "state/oper.h"

struct gate;

/* c has proved to be this operator. */
void oper_up(struct client *c, const struct conf_oper *oper);
/* c tried to be the operator of that name.  What it is told itself is the caller's. */
void oper_up_failed(struct client *c, struct view name, const char *why);
/* At registration: the first section with `auto` that fits. */
void oper_up_auto(struct client *c);

/* A role for a time. */
struct oper_gift {
	const struct client *by;
	const struct conf_role *role;
	uint64_t minutes; /* 0: until it leaves, but no longer than `by` has its own */
	struct view reason;
};
void oper_up_give(struct client *c, const struct oper_gift *gift);
/* The role that c was given ends: it has its own again, or is no operator any more. */
void oper_up_take_back(struct client *c, const char *why);

/* c, an operator, is none any more, and is told so. */
void oper_up_end(struct client *c, const char *why);
/* It is none any more already, was this, and knows. */
void oper_up_ended(struct client *c, const struct oper_grant *was, const char *why);
/* What c proved may have changed: its account. */
void oper_up_recheck(struct client *c);
/* There is another configuration: all operators are looked at anew. */
void oper_up_configure(struct gate *g);
/* The client of the session leaves. */
void oper_up_leave(struct session *s);

#endif
