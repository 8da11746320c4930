/* A scenario while it runs, and its statements (README.md). */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_STEP_H
#define CONCLAVE_TESTS_SCENARIO_SCN_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "tests/scenario/scn_match.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_rig.h"

enum { SCN_PEERS_MAX = 2048, SCN_FAULT_MAX = 4096 };

struct scn {
	struct scn_rig rig;
	struct scn_peer *peer[SCN_PEERS_MAX];
	size_t n_peers;
	struct scn_names names;
	struct scn_pattern pattern; /* of the statement that runs */
	char now[32];
	char fault[SCN_FAULT_MAX];
};

/* over: NULL, or how to reach the real program (scn_live.h).  -1 with s->fault. */
int scn_init(struct scn *s, const struct scn_over *over) WARN_UNUSED;
void scn_release(struct scn *s);
/* One line of a script; blank lines and those with '#' first do nothing.  False with s->fault. */
bool scn_step(struct scn *s, struct view line) WARN_UNUSED;
/* The end: nobody has heard what the script did not expect, and the server ends as it should. */
bool scn_finish(struct scn *s) WARN_UNUSED;

/* For the files of statements: s->fault, and false. */
bool scn_fault(struct scn *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct scn_peer *scn_peer_find(const struct scn *s, struct view name) WARN_UNUSED;
/* Settles; false with s->fault. */
bool scn_settle(struct scn *s) WARN_UNUSED;

/* scn_say.c: what one client does and hears, "NAME> TEXT", "NAME verb".  `what` is all behind the name. */
bool scn_say(struct scn *s, struct scn_peer *p, struct view what) WARN_UNUSED;
/* scn_audit.c: "audited PATTERN". */
bool scn_audited(struct scn *s, struct view what) WARN_UNUSED;
/* scn_expect.c: the server's own figures. */
bool scn_expect(struct scn *s, struct view what) WARN_UNUSED;

#endif
