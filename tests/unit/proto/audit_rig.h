/* An audit log in memory, of several files, and what may be done to it. */
#ifndef CONCLAVE_TESTS_UNIT_PROTO_AUDIT_RIG_H
#define CONCLAVE_TESTS_UNIT_PROTO_AUDIT_RIG_H

#include <stddef.h>
#include <stdint.h>

#include "core/view.h"
#include "proto/audit_chain.h"
#include "proto/audit_verify.h"

#define RIG_FILES 4
#define RIG_BYTES 65536

struct rig_file {
	uint64_t number; /* 0: it is not there */
	size_t n;
	char p[RIG_BYTES];
};

struct audit_rig {
	struct audit_chain chain;
	uint8_t owner[AUDIT_KEY_BYTES];
	struct rig_file file[RIG_FILES];
	size_t n_files;
	size_t n_keys;
	char keys[RIG_BYTES];
};

/* RIG_FILES files of `lines` records, a checkpoint behind each `sealed` of them; the last file has not ended. */
void audit_rig_make(struct audit_rig *r, unsigned seed, size_t lines, size_t sealed);
/* Verifies with the head and the public key, as conclavectl does; *at: the file of the fault. */
enum audit_verdict audit_rig_verify(const struct audit_rig *r, struct audit_verify *v, size_t *at);
/* Line i of a file, from 1, with its newline; empty: there is none. */
struct view audit_rig_line(const struct rig_file *f, size_t i);
size_t audit_rig_count(const struct rig_file *f);
/* Puts text in place of the n bytes at `at`. */
void audit_rig_splice(struct rig_file *f, size_t at, size_t n, struct view text);

#endif
