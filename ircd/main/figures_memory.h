/* STATS z: what memory is used for.  The sizes are those of our own structures; what OpenSSL and malloc take besides is not in them. */
#ifndef CONCLAVE_MAIN_FIGURES_MEMORY_H
#define CONCLAVE_MAIN_FIGURES_MEMORY_H

#include "commands/command.h"
#include "main/server.h"

/* Walks over all users: for an operator's question. */
void figures_memory(const struct server *s, control_emit_fn *emit, void *to);

#endif
