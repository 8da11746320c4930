/* conclavectl audit verify. */
#ifndef CONCLAVE_CTL_CTL_AUDIT_VERIFY_H
#define CONCLAVE_CTL_CTL_AUDIT_VERIFY_H

#include <stdbool.h>
#include <stdio.h>

#include "core/util.h"

struct ctl_audit_verify {
	const char *key; /* as it was given; NULL: audit.pub of the directory */
	bool json;
	FILE *out, *err;
};

/* paths: directories, each a log of its own, or files that follow each other; none: CTL_AUDIT_DIR.  The exit status. */
int ctl_audit_verify(const struct ctl_audit_verify *o, char *const *paths, size_t n) WARN_UNUSED;

#endif
