/* Which scenarios can be run against the real program, read from their text before anything is started. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_FIT_H
#define CONCLAVE_TESTS_SCENARIO_SCN_FIT_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "tests/scenario/scn_live.h"

struct scn_fit {
	struct view why_not; /* empty: it can be run; static or from the script */
	bool wants_tls;	     /* somebody speaks TLS, whatever the rest does */
};

/* steps: what is behind the line `scenario NAME`; it is read up to the next such line. */
struct scn_fit scn_fit_look(struct view steps, const struct scn_over *over) WARN_UNUSED;

#endif
