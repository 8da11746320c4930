/*
 * The real conclaved as a scenario's server: a process of its own for each scenario, with the scenario's configuration and listeners on
 * free loopback ports.  Its clock cannot be told, so its rest is found out by asking: every client has a PING of ours answered behind
 * whatever came before, and those PONGs are kept from the script.
 */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_LIVE_H
#define CONCLAVE_TESTS_SCENARIO_SCN_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/util.h"
#include "core/view.h"
#include "tests/scenario/scn_wire.h"

enum scn_port { SCN_PORT_PLAIN, SCN_PORT_TLS, SCN_PORT_WEBSOCKET, SCN_PORT_N };

/* What the command line says. */
struct scn_over {
	const char *program; /* conclaved */
	const char *name;    /* tcp, tls or websocket */
	const struct scn_wire *wire;
	enum scn_port port;
	bool is_jailed; /* locked as it would be in use; otherwise faster */
};
/* -1: there is no such transport. */
int scn_over_find(struct scn_over *over, const char *name) WARN_UNUSED;

struct scn_live;

struct scn_live *scn_live_new(const struct scn_over *over) WARN_UNUSED;
/* With the server's end; false with rig->fault when that was not as it should be. */
bool scn_live_free(struct scn_rig *rig) WARN_UNUSED;
/* From now on the configuration has a listener for TLS with a certificate; harmless when it has. */
void scn_live_want_tls(struct scn_live *live);
uint16_t scn_live_port(const struct scn_live *live, enum scn_port port) WARN_UNUSED;
/* Appends our listeners to the scenario's configuration. */
void scn_live_listeners(const struct scn_live *live, struct buf *conf);
/* Writes what the listeners need, starts the server and waits until it says that it is ready.  -1 with rig->fault. */
int scn_live_start(struct scn_rig *rig) WARN_UNUSED;
/* Stops the server, which may be started again.  -1 with rig->fault when its end was not as it should be. */
int scn_live_stop(struct scn_rig *rig) WARN_UNUSED;
bool scn_live_runs(const struct scn_live *live) WARN_UNUSED;
/* What p's connection will be. */
const struct scn_wire *scn_live_wire(const struct scn_live *live, const struct scn_peer *p) WARN_UNUSED;

/* scn_sync.c.  p has done something, or was opened. */
void scn_sync_acted(struct scn_live *live, struct scn_peer *p, struct view sent);
/* All that was sent up to now has been worked on, and p has heard what it was to hear of it. */
void scn_sync(struct scn_live *live, struct scn_peer *p);
/* Moves whole lines to p->in. */
void scn_sync_fetch(struct scn_peer *p);
/* Waits for a line in p->in, or the end; not for long when p is at rest. */
void scn_sync_line(struct scn_peer *p);
/* Waits for the end, in the same way. */
void scn_sync_closed(struct scn_peer *p);

#endif
