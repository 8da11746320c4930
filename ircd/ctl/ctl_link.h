/* conclavectl's end of the control socket: one request, and the lines of its answer. */
#ifndef CONCLAVE_CTL_CTL_LINK_H
#define CONCLAVE_CTL_CTL_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

struct ctl_link;

/*
 * Connects, and reads the greeting.  NULL with *e: no server, another version, or with code EACCES
 * no right.
 */
struct ctl_link *ctl_link_open(const char *path, struct err *e) WARN_UNUSED;
void ctl_link_close(struct ctl_link *l);
/* word[n]: at most 15; the last may hold blanks or be empty, the others may not.  -1 with *e. */
int ctl_link_ask(struct ctl_link *l, const struct view *word, size_t n, struct err *e) WARN_UNUSED;
/* The next line, without its end; dies at the next call.  -1 with *e when the server has closed. */
int ctl_link_line(struct ctl_link *l, struct view *line, struct err *e) WARN_UNUSED;

#endif
