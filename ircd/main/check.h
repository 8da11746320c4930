/* conclaved -t, and what serving does first: reading the configuration and telling everything that is wrong with it. */
#ifndef CONCLAVE_MAIN_CHECK_H
#define CONCLAVE_MAIN_CHECK_H

#include "conf/conf.h"
#include "core/util.h"
#include "main/options.h"

/* The configuration, or NULL after every fault was written to standard error. */
const struct conf *check_load(const char *file) WARN_UNUSED;
/* Every fault of the file and its certificates, and what the jail would be here.  ret: exit status (sysexits.h). */
int check_run(const struct options *o) WARN_UNUSED;

#endif
