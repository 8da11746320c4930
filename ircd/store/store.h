/*
 * The database: one SQLite file in the state directory, written by one thread, the storage thread.
 *
 * What changes it is a job.  Jobs that wait while others are being written are written together: each in a savepoint of its own, all in one
 * transaction, one fsync(2).  done() comes on the loop's thread, in the order of submitting, once the transaction is on the disk: whatever
 * done() confirms to somebody outlives the process and the machine.  A disk that is full makes jobs fail; the server goes on.
 */
#ifndef CONCLAVE_STORE_STORE_H
#define CONCLAVE_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"

#define STORE_JOBS_MAX 1024 /* waiting and being written */

struct loop;
struct store;
struct store_db; /* what store_*.h functions read and write; on the storage thread within a job only */
struct store_job;

enum store_result {
	STORE_OK,
	STORE_REFUSED, /* by a rule of the database (a key is taken), or there was nothing to change; nothing was changed */
	STORE_FAILED, /* disk full, input or output error; nothing was changed, it was logged */
};

/* Embedded in a heap object; belongs to the store from store_submit() until done(). */
struct store_job {
	struct store_job *next;
	enum store_result result;
	/* On the storage thread.  May call several functions; all take effect, or nothing does unless it returns STORE_OK. */
	enum store_result (*run)(struct store_job *j, struct store_db *db);
	void (*done)(struct store_job *j, enum store_result result);
};

/*
 * store_open: opens the database, or makes it when there is none.
 *   in   path  absolute; the directory must be there and writable
 *   ret  NULL with *e when it is not ours, damaged, of a later version or in use: then the file is as it was, and nothing lies beside it
 *        that did not before; the text names the path and what to do
 *   cost blocks: reads the whole file (PRAGMA quick_check); on the thread that calls
 */
struct store *store_open(const char *path, struct err *e) WARN_UNUSED;
/* Starts the storage thread: like any thread between Landlock and the filter. */
int store_start(struct store *s, struct loop *loop, struct err *e) WARN_UNUSED;
/* Writes what still waits, calls each done(), closes.  NULL is fine. */
void store_free(struct store *s);

/* false: STORE_JOBS_MAX are there, or store_free() has begun; the job stays the caller's, who answers "try again". */
bool store_submit(struct store *s, struct store_job *j) WARN_UNUSED;
/* How many jobs have not come to their done() yet. */
size_t store_pending(const struct store *s) WARN_UNUSED;
/* For loading at the start, on the loop's thread; only while store_pending() is 0. */
struct store_db *store_idle_db(struct store *s) WARN_UNUSED;
struct store_stats {
	size_t pending;
	uint64_t done, failed, batches; /* jobs; failed ones are among the done; a batch is one transaction */
};
struct store_stats store_stats(const struct store *s);
const char *store_path(const struct store *s) WARN_UNUSED;
/* "3.40.1" */
const char *store_library_version(void) WARN_UNUSED;

#endif
