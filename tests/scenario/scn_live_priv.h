/* What scn_live.c and scn_sync.c share. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_LIVE_PRIV_H
#define CONCLAVE_TESTS_SCENARIO_SCN_LIVE_PRIV_H

#include <sys/types.h>

#include "tests/scenario/scn_live.h"

struct scn_live {
	const struct scn_over *over;
	bool wants_tls;
	uint16_t port[SCN_PORT_N];
	pid_t pid;	  /* 0: it does not run */
	int log_fd;	  /* its standard error; -1 */
	struct buf log;	  /* what has come of it */
	uint64_t n_acts;  /* what clients have done so far */
	bool was_reset;	  /* the last of it was a connection reset, which nobody answers */
	unsigned n_pings; /* of ours */
};

/* Takes what the server has logged; false when it has ended. */
bool scn_live_read_log(struct scn_live *live);

#endif
