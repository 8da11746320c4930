/* What a parameter of a linked server's line must be (enum link_param of verb.h). */
#ifndef CONCLAVE_LINK_SCHEMA_H
#define CONCLAVE_LINK_SCHEMA_H

#include "link/verb.h"

/* Parameter i of the line against the row; what it names is in m->arg[i]. */
enum link_verdict schema_check(struct link_msg *m, const struct link_verb *row, size_t i) WARN_UNUSED;

#endif
