/* A directory with an audit log, verified as conclavectl does it. */
#ifndef CONCLAVE_TESTS_UNIT_STORE_AUDIT_DIR_H
#define CONCLAVE_TESTS_UNIT_STORE_AUDIT_DIR_H

#include "proto/audit_verify.h"

/* With its head and public key. */
enum audit_verdict audit_dir_verify(const char *dir, struct audit_verify *v);
/* How often text stands in its files. */
size_t audit_dir_count(const char *dir, const char *text);
/* Path of a file in it, in memory that the next call uses again. */
const char *audit_dir_path(const char *dir, const char *name);

#endif
