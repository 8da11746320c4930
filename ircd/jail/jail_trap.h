/*
 * In builds with --enable-debug a denied call raises SIGSYS, whose handler names the call before the process dies as it would
 * have anyway.  Release builds leave that to the kernel's log.
 */
#ifndef CONCLAVE_JAIL_JAIL_TRAP_H
#define CONCLAVE_JAIL_JAIL_TRAP_H

#include <stdbool.h>

bool jail_trap_is_built(void);
/* Collects the names, as they cannot be looked up in a handler, and installs it.  Nothing in release builds. */
void jail_trap_install(void);

#endif
