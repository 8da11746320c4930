/*
 * The audit log, from the loop's thread: records wait in memory and are written by a thread of their own, so that neither a slow disk nor
 * the database holds anybody up.  What waits is bounded: a record that finds no room is counted, and the log says how many were lost, and
 * when, as soon as there is room.  While the disk refuses, everything else goes on, and it is tried again each second.
 */
#ifndef CONCLAVE_STORE_AUDIT_LOG_H
#define CONCLAVE_STORE_AUDIT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/audit_file.h"

#define AUDIT_WAITING_MAX \
	((size_t)1024 * 1024) /* bytes of records that wait; as many may be on their way to the disk */

struct audit_log;
struct loop;

struct audit_log_conf {
	struct audit_file_conf file;
	uint64_t seal_ms; /* a checkpoint at the latest so long after a record */
};

struct audit_log_figures {
	struct audit_file_figures file;
	uint64_t records;  /* given */
	size_t waiting;	   /* bytes, those being written included */
	uint64_t lost;	   /* records */
	uint64_t uncopied; /* records that syslog did not take */
	bool is_failing;
	bool has_copy;
};

/* dir: absolute.  syslog_fd: of audit_syslog_open(), taken; -1: there is none.  Does not touch the disk. */
struct audit_log *audit_log_new(
	struct loop *loop, const char *dir, const struct audit_log_conf *conf, int syslog_fd) WARN_UNUSED;
/*
 * Looks at the files, and starts the thread: like any thread between Landlock and the filter.  What is wrong with the files is logged, and
 * no reason not to start: -1 is for the thread.
 */
int audit_log_start(struct audit_log *a, struct err *e) WARN_UNUSED;
/* Writes what waits, and a checkpoint.  NULL is fine. */
void audit_log_free(struct audit_log *a);
/* Is told, in one line, when the disk begins to refuse, while it does, and when it takes records again.  On the loop's thread. */
typedef void audit_log_tell_fn(void *arg, const char *text);
void audit_log_watch(struct audit_log *a, audit_log_tell_fn *tell, void *arg);
/* From the next record on. */
void audit_log_configure(struct audit_log *a, const struct audit_log_conf *conf);

/* An audit_sink_fn: arg is the log.  object: at most AUDIT_LINE_MAX - 128 bytes. */
void audit_log_put(void *arg, struct view object);
struct audit_log_figures audit_log_figures(const struct audit_log *a);

#endif
