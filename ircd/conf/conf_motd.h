/*
 * The message of the day and the rules are read with the configuration, so that they are swapped with it and never read on
 * behalf of a client.
 */
#ifndef CONCLAVE_CONF_CONF_MOTD_H
#define CONCLAVE_CONF_CONF_MOTD_H

#include "conf/conf_bind.h"

#define CONF_MOTD_MAX 65536 /* bytes of the file */

/* A text that clients ask for: the message of the day, the rules. */
struct conf_motd {
	const char *path; /* NULL: there is none */
	bool is_optional; /* a file that is not there is as good as no path */
	const struct view **line;
	size_t *n;
};

/* Fills *line and *n from the file; they stay as they are when there is none.  Faults are placed in that file. */
void conf_motd_read(struct conf_build *b, struct conf_motd *motd);

#endif
