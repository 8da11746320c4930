/*
 * The server of a scenario: conclaved's own code with a clock that stands still until told, a folder of its own for configuration and
 * texts, and connections in memory.  Passwords are checked on a real worker; scn_rig_settle() waits for it.
 */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_RIG_H
#define CONCLAVE_TESTS_SCENARIO_SCN_RIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/clock.h"
#include "core/util.h"
#include "core/view.h"
#include "main/rehash.h"
#include "main/server.h"
#include "tests/scenario/scn_audit.h"
#include "tests/scenario/scn_ident.h"
#include "tests/scenario/scn_lookup.h"
#include "tests/scenario/scn_worker.h"

struct loop;
struct ports;
struct scn_conf;
struct scn_live;
struct scn_over;
struct store;
struct tls_contexts;
struct worker_pool;

/* 2026-01-02T03:04:05.678Z */
#define SCN_WALL_START	    UINT64_C(1767323045678)
#define SCN_WALL_START_S    "1767323045"
#define SCN_WALL_START_TEXT "2026-01-02 03:04:05 UTC"

struct scn_rig {
	char dir[64];
	uid_t owner; /* of all in it; 0 = whoever we are */
	struct scn_conf *conf;
	uint64_t mono_ms, wall_ms;
	struct loop *loop;
	struct worker_pool *workers;
	struct store *store;   /* in the folder */
	struct server *server; /* NULL until the script needs it */
	struct ports *ports;
	struct tls_contexts *tls; /* none: scenarios' TLS is in memory */
	struct rehash rehash;
	struct scn_hold hold;
	struct scn_ident ident;
	struct scn_lookup lookup;
	struct scn_audit audit;
	struct scn_live *live; /* a process instead of all that, or NULL */
	char died[600];	       /* reason of DIE or RESTART, "" if nobody said it */
	unsigned n_rehash;     /* how often the configuration was taken over */
	char fault[1024];      /* why something failed */
};

/* A folder and a default configuration; over: NULL in memory, or how to reach the real program.  -1 with r->fault. */
int scn_rig_init(struct scn_rig *r, const struct scn_over *over) WARN_UNUSED;
/* False with r->fault when the server's end was not as it should be. */
bool scn_rig_stop(struct scn_rig *r);
void scn_rig_release(struct scn_rig *r);
/* r->fault, and -1. */
int scn_rig_fault(struct scn_rig *r, const char *what, const char *why);
/* Starts the server from the configuration; harmless when it runs.  0, or -1 with r->fault. */
int scn_rig_start(struct scn_rig *r) WARN_UNUSED;
/* Stops it, and starts it again on the same files; who was connected must be gone.  -1 with r->fault. */
int scn_rig_restart(struct scn_rig *r) WARN_UNUSED;
/* One line behind the word `config`; a running server's file is written anew. */
int scn_rig_configure(struct scn_rig *r, struct view line) WARN_UNUSED;
/* Puts a line at the end of a file in the folder; an empty name is refused. */
int scn_rig_file(struct scn_rig *r, struct view name, struct view line) WARN_UNUSED;
/* "ADDRESS answers NAME", "ADDRESS nothing", "ADDRESS busy": who asks for its name is told so, after that time. */
int scn_rig_names(struct scn_rig *r, struct view words, uint64_t after_ms) WARN_UNUSED;
/* A whole file in the folder; the configuration.  -1 with r->fault. */
int scn_rig_put(struct scn_rig *r, const char *name, struct view text) WARN_UNUSED;
int scn_rig_put_conf(struct scn_rig *r) WARN_UNUSED;
/* Turns the loop until nothing is left to do, password checks included.  -1 with r->fault if that never comes. */
int scn_rig_settle(struct scn_rig *r) WARN_UNUSED;
/* "hold", "fill" or "release": scn_worker.h.  While it is held, settling waits for no password. */
int scn_rig_workers(struct scn_rig *r, struct view word) WARN_UNUSED;
/* Lets time pass, in small steps, so that timers that arm timers see each of them. */
int scn_rig_advance(struct scn_rig *r, uint64_t ms) WARN_UNUSED;

#endif
