/* From a parsed command line to a running, locked server, and back to an exit status. */
#ifndef CONCLAVE_MAIN_BOOT_H
#define CONCLAVE_MAIN_BOOT_H

#include "core/util.h"
#include "main/options.h"

/* Serves until told to end.  ret: exit status (sysexits.h). */
int boot_serve(const struct options *o) WARN_UNUSED;

#endif
