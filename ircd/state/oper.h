/*
 * Operators: who may do what.  A privilege is one row; a grant is what a client holds while it is an
 * operator.
 */
#ifndef CONCLAVE_STATE_OPER_H
#define CONCLAVE_STATE_OPER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/privs.h"

struct client;

/* Counted, so that a rehash does not take it away from under a client. */
struct oper_grant {
	uint64_t privs; /* PRIV_BIT()s of proto/privs.h */
	uint32_t refs;
	char oper[64]; /* name of the oper block */
	char role[64];
};

struct oper_grant *oper_grant_new(struct view oper, struct view role, uint64_t privs) WARN_UNUSED;
void oper_grant_unref(struct oper_grant *g); /* NULL is fine */
/* Makes c an operator (+o) or replaces its grant; takes a reference. */
void oper_raise(struct client *c, struct oper_grant *g);
/* -o; harmless when c is none. */
void oper_lower(struct client *c);
bool oper_has(const struct client *c, enum priv p) WARN_UNUSED;

#endif
