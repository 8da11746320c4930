/*
 * The audit log's files, as one thread writes them.  In its directory:
 *
 *   audit-000001.log ...  lines as in proto/audit_line.h; the oldest are taken away
 *   audit.keys            the first line of every file there ever was: how a file of today follows from the public key of the first
 *   audit.pub             that public key, to be copied off the host
 *   audit.head            where the log ends, and the secrets that continue it
 *
 * What is written is on the disk (fdatasync) before the head says so: a server that was killed finds at least what the head says, and at
 * most lines that its own secrets made, and half a line.  A log that is not as it was left is left alone, and a new chain begins in the
 * next file, which says why.
 */
#ifndef CONCLAVE_STORE_AUDIT_FILE_H
#define CONCLAVE_STORE_AUDIT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/audit_line.h"

#define AUDIT_FILE_WHY 200

struct audit_file;

struct audit_file_conf {
	size_t rotate_size;	/* bytes, about */
	uint64_t rotate_age_ms; /* a file is ended with the first record after that time */
	uint32_t keep;		/* files, that one included */
	uint32_t seal_after;	/* records, then a checkpoint */
};

/* What audit_file_open() found. */
struct audit_found {
	enum audit_begins begins; /* NEXT: the log goes on where it was left */
	char why[AUDIT_FILE_WHY]; /* NEW: what is wrong with the old one */
	uint64_t torn;		  /* bytes at its end that were no whole line of ours, and were cut off */
};

struct audit_file_figures {
	uint64_t file, offset, seq; /* where the log ends */
	uint64_t bytes;		    /* written since the start */
	uint64_t sealed_ms;	    /* last checkpoint, wall time; 0: none since the start */
	uint64_t unsealed;	    /* lines behind it */
};

/* Makes the directory if it is not there; the one above it must be. */
int audit_file_make_dir(const char *dir, struct err *e) WARN_UNUSED;
/* dir: absolute.  Touches nothing. */
struct audit_file *audit_file_new(const char *dir, const struct audit_file_conf *conf) WARN_UNUSED;
void audit_file_free(struct audit_file *f); /* NULL is fine */
void audit_file_configure(struct audit_file *f, const struct audit_file_conf *conf);
/* Lines go there too, once they are written. */
void audit_file_copy_to(struct audit_file *f, void (*copy)(void *arg, struct view lines), void *arg);

/*
 * audit_file_open: looks at what is there, and goes on with it.  Harmless when it is open.
 *   ret  -1 with *e: the system refuses; may be tried again
 *   cost blocks: reads what was written since the head
 */
int
audit_file_open(struct audit_file *f, uint64_t wall_ms, struct audit_found *found, struct err *e) WARN_UNUSED;
/*
 * audit_file_put: writes records, rotates, and returns when all is on the disk.
 *   in/out *objects  of audit/, each with a newline behind it; what is left was not written
 *   ret    -1 with *e, disk full say; the file is as it was before what is left
 */
int audit_file_put(struct audit_file *f, struct view *objects, uint64_t wall_ms, struct err *e) WARN_UNUSED;
/* A checkpoint, if there is anything behind the last one. */
int audit_file_seal(struct audit_file *f, uint64_t wall_ms, struct err *e) WARN_UNUSED;
struct audit_file_figures audit_file_figures(const struct audit_file *f);
bool audit_file_is_open(const struct audit_file *f) WARN_UNUSED;

#endif
