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
	struct audit_log *audit_log; /* NULL: there is none */
	int syslog_fd;		     /* for it; -1: none */
};

/* Before the jail closes: syslog's socket.  What is not there is logged, and done without. */
void threads_open_syslog(struct threads *t, const struct conf *conf);
/* As the jail's user, before Landlock, which lets nobody make a directory. */
void threads_make_dirs(const struct conf *conf);

/*
 * Opens the database and the audit log, and starts the threads: between Landlock and the filter.  -1 with *e; threads_free() all the same.
 */
int threads_start(struct threads *t, const struct conf *conf, struct loop *loop, struct err *e) WARN_UNUSED;
/* The audit log; once there is nobody left who could record something.  Harmless when nothing was started. */
void threads_free_audit(struct threads *t);
/* All but the audit log.  What they have under way comes to its end: no change of the registry may begin any more.  Harmless when nothing was started. */
void threads_free(struct threads *t);

#endif
