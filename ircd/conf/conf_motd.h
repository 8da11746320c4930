/*
 * The message of the day is read with the configuration, so that it is swapped with it and never read on
 * behalf of a client.
 */
#ifndef CONCLAVE_CONF_CONF_MOTD_H
#define CONCLAVE_CONF_CONF_MOTD_H

#include "conf/conf_bind.h"

#define CONF_MOTD_MAX 65536 /* bytes of the file */

/*
 * Fills server->motd from server->motd_path; NULL means that there is none, and so does a file that is not
 * there when is_optional.  Faults are placed in the MOTD's file.
 */
void conf_motd_read(struct conf_build *b, struct conf_server *server, bool is_optional);

#endif
