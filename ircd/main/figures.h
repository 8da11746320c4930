/* What STATS and the log tell about loop, connections, memory and the jail. */
#ifndef CONCLAVE_MAIN_FIGURES_H
#define CONCLAVE_MAIN_FIGURES_H

#include "commands/command.h"
#include "jail/jail.h"
#include "main/server.h"

void figures_loop(const struct server *s, control_emit_fn *emit, void *to);	 /* E */
void figures_traffic(const struct server *s, control_emit_fn *emit, void *to);	 /* T */
void figures_memory(const struct server *s, control_emit_fn *emit, void *to);	 /* z */
void figures_jail(const struct jail_report *r, control_emit_fn *emit, void *to); /* j */

#endif
