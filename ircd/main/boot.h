/* From a parsed command line to a running, locked server, and back to an exit status. */
#ifndef CONCLAVE_MAIN_BOOT_H
#define CONCLAVE_MAIN_BOOT_H

#include <sysexits.h>

#include "core/util.h"
#include "main/options.h"

#define BOOT_AGAIN EX_TEMPFAIL /* of RESTART: whoever supervises it starts it again; see contrib/systemd */

/* Serves until told to end.  ret: exit status (sysexits.h). */
int boot_serve(const struct options *o) WARN_UNUSED;

#endif
