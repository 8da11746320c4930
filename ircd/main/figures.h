/* What STATS and the log tell about loop, connections, threads, lookups, memory and the jail. */
#ifndef CONCLAVE_MAIN_FIGURES_H
#define CONCLAVE_MAIN_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/command.h"
#include "jail/jail.h"
#include "main/server.h"

struct audit_log;
struct ports;
struct resolver;
struct store;

/* What is looked at; borrowed. */
struct figures {
	const struct server *server;
	const struct ports *ports;
	const struct store *store;	   /* NULL: nothing is kept */
	const struct audit_log *audit_log; /* NULL: there is none */
	const struct resolver *resolver;   /* NULL: names are not asked for */
	const struct jail_report *jail;	   /* NULL: there is no jail */
	uint64_t descriptors;		   /* that the process may have open, figures_descriptor_limit() */
};

/* One of the letters that only main/ knows (commands/stats_server.c).  false: it is none. */
bool figures_tell(const struct figures *f, char letter, control_emit_fn *emit, void *to);
void figures_jail(const struct jail_report *r, control_emit_fn *emit, void *to);
/* Before the jail's filter is closed, which lets nobody ask. */
uint64_t figures_descriptor_limit(void);

#endif
