/* A copy of the audit log's lines to the host's syslog: what an intruder can't take back from another host. */
#ifndef CONCLAVE_STORE_AUDIT_SYSLOG_H
#define CONCLAVE_STORE_AUDIT_SYSLOG_H

#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

struct audit_syslog;

/* A connected datagram socket; before the jail, where path still is.  -1 with *e. */
int audit_syslog_open(const char *path, struct err *e) WARN_UNUSED;
/* Takes fd. */
struct audit_syslog *audit_syslog_new(int fd) WARN_UNUSED;
void audit_syslog_free(struct audit_syslog *s); /* NULL is fine */
/* Each line is a datagram, facility authpriv, level info.  arg: the struct.  Never blocks: what is not taken is counted. */
void audit_syslog_send(void *arg, struct view lines);
/* From any thread. */
uint64_t audit_syslog_lost(const struct audit_syslog *s) WARN_UNUSED;

#endif
