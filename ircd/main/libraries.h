/* Libraries: what they must load before the jail closes: random bytes, the hash key, OpenSSL's tables. */
#ifndef CONCLAVE_MAIN_LIBRARIES_H
#define CONCLAVE_MAIN_LIBRARIES_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/command.h"
#include "core/err.h"
#include "core/util.h"

int libraries_init(struct err *e) WARN_UNUSED;
/* One after the other, with the version that is running; false past the last.  For -V and MODLIST. */
bool libraries_at(size_t i, struct server_library *out);

#endif
