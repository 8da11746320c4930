/* The file before anything is changed: is it ours, whole, and of a version that this program knows?  And how a new one comes to be. */
#ifndef CONCLAVE_STORE_STORE_FILE_H
#define CONCLAVE_STORE_STORE_FILE_H

#include <stdbool.h>

#include "core/err.h"
#include "core/util.h"
#include "store/store.h"

/* Holds "<path>.lock", so that no second server opens the file.  The descriptor, which the caller closes, or -1. */
int store_file_lock(const char *path, struct err *e) WARN_UNUSED;
/* Makes it with its tables, all or nothing, mode 0600, if there is none. */
int store_file_make(const char *path, struct err *e) WARN_UNUSED;
/* 0, or -1 with *e; the file and what lies beside it stay as they are. */
int store_file_look(const char *path, struct err *e) WARN_UNUSED;
/* Opens without looking; how: further flags of SQLite.  The settings of every connection are made. */
int store_file_open(struct store_db *db, const char *path, int how, struct err *e) WARN_UNUSED;
/* NULL-safe. */
void store_file_close(struct store_db *db);

#endif
