/* Jobs that are done when the script says so. */
#ifndef CONCLAVE_FUZZ_SERVER_WORKERS_H
#define CONCLAVE_FUZZ_SERVER_WORKERS_H

#include <stdbool.h>

#include "core/util.h"
#include "core/worker.h"

struct worker_pool {
	struct job *first;
	bool stopping; /* jobs are told done without having run, as by worker_pool_free() */
};

/* False when none waits. */
bool workers_finish_one(struct worker_pool *p) WARN_UNUSED;

#endif
