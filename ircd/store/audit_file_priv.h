/* The audit log's files between writing (audit_file.c) and finding out what is there (audit_found.c). */
#ifndef CONCLAVE_STORE_AUDIT_FILE_PRIV_H
#define CONCLAVE_STORE_AUDIT_FILE_PRIV_H

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/audit_chain.h"
#include "store/audit_file.h"

#define AUDIT_FILE_NAME	  "audit-%06" PRIu64 ".log"
#define AUDIT_FILE_HEAD	  "audit.head"
#define AUDIT_FILE_KEYS	  "audit.keys"
#define AUDIT_FILE_PUBLIC "audit.pub"

struct audit_path {
	char z[PATH_MAX + 40];
};

struct audit_file {
	char *dir;
	struct audit_file_conf conf;
	struct audit_head head;	       /* as the log is; the file has it once !is_dirty */
	uint8_t seed[AUDIT_KEY_BYTES]; /* of the last head that was written */
	int fd, head_fd;
	bool is_open, has_ended, is_dirty;
	uint64_t unsealed, sealed_ms, bytes, opened_ms;
	void (*copy)(void *arg, struct view lines);
	void *copy_arg;
	size_t n_out;
	char out[128 * 1024];
};

void audit_file_shut(int *fd);
const char *audit_file_path(const struct audit_file *f, const char *name, struct audit_path *p);
const char *audit_file_path_of(const struct audit_file *f, uint64_t number, struct audit_path *p);
int audit_file_write_head(struct audit_file *f, struct err *e) WARN_UNUSED;
/* audit.keys ends with this line. */
int audit_file_add_key(const struct audit_file *f, struct view line, struct err *e) WARN_UNUSED;
/* Makes the next file. */
int audit_file_begin(struct audit_file *f, uint64_t wall_ms, enum audit_begins begins, struct view why,
	struct err *e) WARN_UNUSED;

#endif
