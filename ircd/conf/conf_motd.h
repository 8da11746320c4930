/*
 * The messages of the day and the rules are read with the configuration, so that they are swapped with it and never read on
 * behalf of a client.
 */
#ifndef CONCLAVE_CONF_CONF_MOTD_H
#define CONCLAVE_CONF_CONF_MOTD_H

#include "conf/conf_bind.h"

#define CONF_MOTD_MAX 65536 /* bytes of the file */

/* A text that clients ask for: the message of the day, the rules, the message of the day for operators. */
struct conf_motd {
	const char *key;  /* of the section server */
	const char *path; /* NULL: it was faulty */
	bool is_optional; /* the file need not be there */
	const struct view **line;
	size_t *n;
};

#define CONF_MOTD_TEXTS 3
/* All that the section has, with what was read of them; is_optional is left to the caller. */
void conf_motd_all(struct conf_server *server, struct conf_motd all[CONF_MOTD_TEXTS]);

/* Fills *line and *n from the file; they stay as they are when there is none.  Faults are placed in that file. */
void conf_motd_read(struct conf_build *b, struct conf_motd *motd);

#endif
