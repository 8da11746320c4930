/* REHASH: the whole new configuration and its certificates are read and checked first, then swapped whole; a fault changes nothing. */
#ifndef CONCLAVE_MAIN_REHASH_H
#define CONCLAVE_MAIN_REHASH_H

#include "commands/command.h"
#include "core/util.h"

struct ports;
struct resolver;
struct server;
struct tls_contexts;

struct rehash {
	struct server *server;
	struct ports *ports;
	struct tls_contexts **tls; /* the one in use */
	struct resolver *resolver; /* NULL: there is none */
};

/* Every fault is emitted, and what needs a restart.  0, or -1: nothing was changed.  Reads files; blocks for that long. */
int rehash_run(struct rehash *r, const char *by, control_emit_fn *emit, void *to) WARN_UNUSED;
/* An emit function that writes to the log. */
void rehash_log_line(void *to, const char *line);

#endif
