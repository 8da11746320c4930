/* Any number of lines for one operator, as NOTICEs, said as they are read: hundreds of faults do not fill its queue. */
#ifndef CONCLAVE_COMMANDS_REPORT_H
#define CONCLAVE_COMMANDS_REPORT_H

#include "core/util.h"
#include "route/route.h"
#include "state/client.h"

struct report;

/* what: before each line, "REHASH"; static. */
struct report *report_new(const char *what) WARN_UNUSED;
/* A control_emit_fn; to: the report.  Past REPORT_BYTES_MAX lines are counted only. */
#define REPORT_BYTES_MAX ((size_t)1 << 20)
void report_line(void *to, const char *line);
/* Takes the report.  c is local, and may have left meanwhile. */
void report_send(struct report *r, struct route *rt, struct client *c);

#endif
