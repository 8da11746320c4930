/*
 * Jobs wait in a list of the loop's thread.  At most one batch is with the storage thread: all that waited when it was handed over.  So
 * the two share nothing but the batch, which changes hands through the pool.  While no batch is out, the database is the loop thread's.
 */
#include "store/store.h"

#include <assert.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/log.h"
#include "core/mem.h"
#include "core/view.h"
#include "core/worker.h"
#include "store/sql.h"
#include "store/store_file.h"
#include "store/store_schema.h"

#define WAIT_MS \
	1000 /* for a program that an administrator has opened the file with; the storage thread waits alone */

struct job_queue {
	struct store_job *first, **end;
	size_t n;
};

struct store {
	struct store_db db;
	int lock_fd;
	char *path;
	struct worker_pool *thread; /* NULL before store_start() and after its end */
	struct job_queue waiting, batch;
	struct job job;
	bool is_out;  /* the batch is with the storage thread */
	bool has_run; /* written there, read when the batch has come back */
	bool is_closing;
	bool is_failing; /* told in the log */
	uint64_t n_done, n_failed, n_batches;
};

static void
queue_init(struct job_queue *q)
{
	q->first = NULL;
	q->end = &q->first;
	q->n = 0;
}

static void
queue_push(struct job_queue *q, struct store_job *j)
{
	j->next = NULL;
	*q->end = j;
	q->end = &j->next;
	q->n++;
}

static struct store_job *
queue_pop(struct job_queue *q)
{
	struct store_job *j = q->first;

	if (j == NULL)
		return NULL;
	q->first = j->next;
	if (q->first == NULL)
		q->end = &q->first;
	q->n--;
	return j;
}

const char *
store_library_version(void)
{
	return sqlite3_libversion();
}

static int
open_db(struct store *s, struct err *e)
{
	static const char *const text[] = {
		"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 1000",
		"PRAGMA journal_size_limit = 8388608",
		"PRAGMA max_page_count = 131072", /* 512 MiB: well below what the jail lets a file grow to */
	};

	if (store_file_open(&s->db, s->path, SQLITE_OPEN_READWRITE, e) == -1)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(text); i++) {
		if (sql_run(&s->db, text[i]) != STORE_OK)
			return sql_err(&s->db, e, s->path);
	}
	if (store_schema_update(&s->db, e) == -1)
		return err_wrap(e, s->path);
	(void)sqlite3_busy_timeout(s->db.db, WAIT_MS);
	return 0;
}

struct store *
store_open(const char *path, struct err *e)
{
	struct store *s = mem_zalloc(sizeof(*s));

	s->path = view_dup(view_z(path));
	queue_init(&s->waiting);
	queue_init(&s->batch);
	s->lock_fd = store_file_lock(path, e);
	if (s->lock_fd == -1 || store_file_make(path, e) == -1 || store_file_look(path, e) == -1 ||
		open_db(s, e) == -1) {
		store_free(s);
		return NULL;
	}
	return s;
}

/* SQLite ends a transaction by itself when the disk is full; what came before in it is lost as well. */
static enum store_result
run_one(struct store *s, struct store_job *j, bool *is_whole)
{
	enum store_result r = sql_run(&s->db, "SAVEPOINT job");

	if (r == STORE_OK)
		r = j->run(j, &s->db);
	if (r != STORE_OK && !sqlite3_get_autocommit(s->db.db) &&
		sql_run(&s->db, "ROLLBACK TO job") != STORE_OK)
		*is_whole = false;
	if (sqlite3_get_autocommit(s->db.db) || sql_run(&s->db, "RELEASE job") != STORE_OK)
		*is_whole = false;
	return r;
}

/* On the storage thread. */
static void
run_batch(struct store *s)
{
	bool is_whole = sql_run(&s->db, "BEGIN IMMEDIATE") == STORE_OK;

	for (struct store_job *j = s->batch.first; j != NULL; j = j->next)
		j->result = is_whole ? run_one(s, j, &is_whole) : STORE_FAILED;
	is_whole = is_whole && sql_run(&s->db, "COMMIT") == STORE_OK;
	if (!sqlite3_get_autocommit(s->db.db) && sql_run(&s->db, "ROLLBACK") != STORE_OK)
		is_whole = false;
	for (struct store_job *j = s->batch.first; j != NULL && !is_whole; j = j->next)
		j->result = STORE_FAILED;
}

static void
tell_health(struct store *s, bool is_failing)
{
	if (is_failing && !s->is_failing)
		log_error("store",
			"%s: %s; nothing is saved, and changes of accounts fail, until that is mended",
			s->path, s->db.fault);
	else if (!is_failing && s->is_failing)
		log_info("store", "%s: changes are saved again", s->path);
	s->is_failing = is_failing;
}

static void hand_over(struct store *s);

/* What done() submits waits for the next batch. */
static void
finish_batch(struct store *s)
{
	struct job_queue batch = s->batch;
	bool is_failing = false;
	struct store_job *j;

	for (j = batch.first; j != NULL; j = j->next)
		is_failing |= j->result == STORE_FAILED;
	tell_health(s, is_failing);
	s->n_batches++;
	while ((j = queue_pop(&batch)) != NULL) {
		s->batch.n--;
		s->n_done++;
		s->n_failed += j->result == STORE_FAILED;
		j->done(j, j->result);
	}
	queue_init(&s->batch);
	s->is_out = false;
	hand_over(s);
}

static void
run(struct job *j)
{
	struct store *s = CONTAINER_OF(j, struct store, job);

	run_batch(s);
	s->has_run = true;
}

static void
done(struct job *j)
{
	struct store *s = CONTAINER_OF(j, struct store, job);

	if (s->has_run) /* else store_free() has begun, and will see to it */
		finish_batch(s);
}

static void
hand_over(struct store *s)
{
	if (s->is_out || s->is_closing || s->waiting.first == NULL)
		return;
	s->batch = s->waiting; /* not empty: its end is in its last job */
	queue_init(&s->waiting);
	s->job = (struct job){ .run = run, .done = done };
	s->has_run = false;
	s->is_out = worker_submit(s->thread, &s->job); /* its queue holds one, and there is one */
	assert(s->is_out);
}

int
store_start(struct store *s, struct loop *loop, struct err *e)
{
	s->thread = worker_pool_new(loop, 1, 1, e);
	return s->thread != NULL ? 0 : -1;
}

bool
store_submit(struct store *s, struct store_job *j)
{
	if (s->is_closing || store_pending(s) >= STORE_JOBS_MAX)
		return false;
	queue_push(&s->waiting, j);
	hand_over(s);
	return true;
}

size_t
store_pending(const struct store *s)
{
	return s->waiting.n + s->batch.n;
}

struct store_stats
store_stats(const struct store *s)
{
	return (struct store_stats){
		.pending = store_pending(s), .done = s->n_done, .failed = s->n_failed, .batches = s->n_batches
	};
}

struct store_db *
store_idle_db(struct store *s)
{
	assert(!s->is_out);
	return &s->db;
}

const char *
store_path(const struct store *s)
{
	return s->path;
}

/* The thread has ended: what it has not come to is done here. */
static void
write_rest(struct store *s)
{
	while (s->batch.first != NULL || s->waiting.first != NULL) {
		if (s->batch.first == NULL) {
			s->batch = s->waiting;
			queue_init(&s->waiting);
		}
		run_batch(s);
		finish_batch(s);
	}
}

void
store_free(struct store *s)
{
	if (s == NULL)
		return;
	s->is_closing = true;
	worker_pool_free(s->thread);
	write_rest(s);
	store_file_close(&s->db);
	if (s->lock_fd != -1)
		(void)close(s->lock_fd);
	mem_free(s->path);
	mem_free(s);
}
