/* The files of an audit log, as they lie in its directory, or were named.  They may be anybody's: nothing but a file is read, and not without end. */
#ifndef CONCLAVE_CTL_CTL_AUDIT_FILES_H
#define CONCLAVE_CTL_CTL_AUDIT_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/audit_line.h"

#define CTL_AUDIT_DIR	    "/var/lib/conclave/audit"
#define CTL_AUDIT_FILE_MAX  ((size_t)512 * 1024 * 1024) /* the server's own have half of that at most */
#define CTL_AUDIT_FILES_MAX 20000

struct ctl_audit_file {
	uint64_t number; /* that its name says; 0: none */
	char *path;
};

/* In the order of their numbers, or as they were named. */
struct ctl_audit_files {
	struct ctl_audit_file *file;
	size_t n;
};

/* A directory's.  -1 with *e: it can't be read. */
int ctl_audit_files_find(struct ctl_audit_files *fs, const char *dir, struct err *e) WARN_UNUSED;
void ctl_audit_files_add(struct ctl_audit_files *fs, const char *path);
void ctl_audit_files_release(struct ctl_audit_files *fs);
/* A file whole; the caller frees *p.  e->code is ENOENT when it is not there. */
int ctl_audit_read(const char *path, char **p, size_t *n, struct err *e) WARN_UNUSED;
/* 64 hex digits, or the path of a file with them. */
int ctl_audit_key(const char *text, uint8_t key[AUDIT_KEY_BYTES], struct err *e) WARN_UNUSED;

#endif
