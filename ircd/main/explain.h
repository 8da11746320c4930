/* conclaved --explain: what the rules say about a client. */
#ifndef CONCLAVE_MAIN_EXPLAIN_H
#define CONCLAVE_MAIN_EXPLAIN_H

#include "core/util.h"
#include "main/options.h"

/* Prints it.  ret: the exit status; 0 admitted, 1 refused, else of sysexits(3). */
int explain_run(const struct options *o) WARN_UNUSED;

#endif
