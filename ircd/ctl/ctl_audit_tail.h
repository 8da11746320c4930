/* conclavectl audit tail. */
#ifndef CONCLAVE_CTL_CTL_AUDIT_TAIL_H
#define CONCLAVE_CTL_CTL_AUDIT_TAIL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/util.h"
#include "ctl/ctl_audit_show.h"

#define CTL_AUDIT_TAIL_MAX 1000000 /* lines */

struct ctl_audit_tail {
	struct ctl_audit_filter filter;
	uint32_t lines;
	bool follows, json;
	FILE *out, *err;
};

/* path: a directory, or a file; NULL: CTL_AUDIT_DIR.  The exit status; does not return while it follows. */
int ctl_audit_tail(const struct ctl_audit_tail *o, const char *path) WARN_UNUSED;

#endif
