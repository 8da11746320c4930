/* The commands about the audit log.  They ask no server: files may be looked at on any host. */
#ifndef CONCLAVE_CTL_CTL_AUDIT_H
#define CONCLAVE_CTL_CTL_AUDIT_H

#include <stdbool.h>
#include <stdio.h>

#include "core/util.h"

/* argv[0]: "audit".  The exit status. */
int ctl_audit_main(int argc, char **argv, bool json) WARN_UNUSED;
/* Lines of the usage. */
void ctl_audit_usage(FILE *out);

#endif
