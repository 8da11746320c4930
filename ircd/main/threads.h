/* The threads beside the loop, and the database that one of them writes. */
#ifndef CONCLAVE_MAIN_THREADS_H
#define CONCLAVE_MAIN_THREADS_H

#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"

struct loop;
struct store;
struct worker_pool;

struct threads {
	struct worker_pool *workers;
	struct store *store;
};

/*
 * Opens the database and starts the threads: between Landlock and the filter.  -1 with *e; threads_free() all the same.
 */
int threads_start(struct threads *t, const struct conf *conf, struct loop *loop, struct err *e) WARN_UNUSED;
/* What they have under way comes to its end: no change of the registry may begin any more.  Harmless when nothing was started. */
void threads_free(struct threads *t);

#endif
