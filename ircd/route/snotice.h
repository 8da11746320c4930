/* Tells operators what happens: ":server NOTICE <nick> :*** Kill: text", to those whose user mode s has the letter (state/snomask.h). */
#ifndef CONCLAVE_ROUTE_SNOTICE_H
#define CONCLAVE_ROUTE_SNOTICE_H

#include "core/util.h"
#include "route/route.h"
#include "state/snomask.h"

/* Costs a look at a short list; the text is made only if somebody hears it, and cut at what a message holds. */
void snotice_send(struct route *rt, enum snotice what, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
