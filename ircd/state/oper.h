/*
 * Operators: who may do what.  A privilege is one row; a grant is what a client holds while it is an operator.  Somebody may be given
 * another role for a time: then his own grant, if he has one, is kept below the new one.
 */
#ifndef CONCLAVE_STATE_OPER_H
#define CONCLAVE_STATE_OPER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "proto/privs.h"

struct client;

/* Counted, so that a rehash does not take it away from under a client. */
struct oper_grant {
	uint64_t privs;	   /* PRIV_BIT()s of proto/privs.h */
	uint64_t until_ms; /* monotonic; 0: until it is lowered */
	uint32_t refs;
	struct oper_grant *below; /* owned: what it is again when this one ends; NULL: no operator */
	char oper[64];		  /* name of the oper block; "" when an ordinary user was given a role */
	char role[64];
	char by[NICK_LEN_MAX + 1]; /* who gave the role to it; "": it is the block's own */
};

struct oper_grant *oper_grant_new(struct view oper, struct view role, uint64_t privs) WARN_UNUSED;
/* A role that somebody is given: above what c holds by itself, which an earlier gift does not hide. */
struct oper_grant *
oper_grant_new_given(const struct client *c, struct view role, uint64_t privs, struct view by) WARN_UNUSED;
struct oper_grant *oper_grant_ref(struct oper_grant *g) WARN_UNUSED; /* NULL is fine, for both */
void oper_grant_unref(struct oper_grant *g);
/* It was given, and is not the block's own. */
bool oper_grant_is_given(const struct oper_grant *g) WARN_UNUSED;
/* Makes c an operator (+o) or replaces its grant; takes a reference. */
void oper_raise(struct client *c, struct oper_grant *g);
/* -o; harmless when c is none. */
void oper_lower(struct client *c);
bool oper_has(const struct client *c, enum priv p) WARN_UNUSED;
/* The first privilege of the set that c does not have, or PRIV_N. */
enum priv oper_lacks(const struct client *c, uint64_t privs) WARN_UNUSED;

#endif
