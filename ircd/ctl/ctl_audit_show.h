/* A record of the audit log: whether it is wanted, and as people read it. */
#ifndef CONCLAVE_CTL_CTL_AUDIT_SHOW_H
#define CONCLAVE_CTL_CTL_AUDIT_SHOW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/audit_line.h"

/* What is NULL is not asked. */
struct ctl_audit_filter {
	const char *events; /* "oper,oper-fail"; NULL: all but those of the log itself */
	const char
		*who; /* mask; fits a nick, nick!user@host, address, account, operator or user of the host */
	const char *command;		 /* of an operator, or a request of conclavectl; any case */
	char since[AUDIT_LINE_TIME + 1]; /* "": any */
};

/* "2h", "30m", "7d", or a date and time in UTC, from the left: "2026-11-27T17:00".  -1: neither. */
int ctl_audit_since(struct ctl_audit_filter *f, const char *text, uint64_t now_ms) WARN_UNUSED;
/* line: without its newline.  What is no line of a log is wanted as long as nothing but events is asked. */
bool ctl_audit_wants(const struct ctl_audit_filter *f, struct view line) WARN_UNUSED;
/* One line, whatever is in it. */
void ctl_audit_print(FILE *out, struct view line);

#endif
