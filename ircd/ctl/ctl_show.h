/* What the server answers, for people (columns under a heading) or for programs (JSON, RFC 8259). */
#ifndef CONCLAVE_CTL_CTL_SHOW_H
#define CONCLAVE_CTL_CTL_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "core/util.h"
#include "core/view.h"

struct ctl_show;

enum ctl_end {
	CTL_GOES_ON,
	CTL_OK,
	CTL_NONE, /* what was named is not there */
	CTL_DENIED,
	CTL_RIGHTS,
	CTL_USAGE,
	CTL_BUSY,
	CTL_FAILED,
	CTL_GARBAGE, /* not a line of the protocol */
};

/* Writes to out, and what went wrong to err, as the lines come; out and err are borrowed. */
struct ctl_show *ctl_show_new(FILE *out, FILE *err, bool json) WARN_UNUSED;
void ctl_show_free(struct ctl_show *s);
/* One line of the answer.  With any result but CTL_GOES_ON the answer has ended and all of it was written. */
enum ctl_end ctl_show_line(struct ctl_show *s, struct view line) WARN_UNUSED;
/* A string of JSON with its quotes; what is not UTF-8 becomes U+FFFD.  For what is told without a server. */
void ctl_show_string(FILE *out, struct view v);
/* For a terminal: what could move its cursor (C0, C1 in UTF-8) and what is no UTF-8 is shown as '?'. */
void ctl_show_plain(FILE *out, struct view v);

#endif
