/*
 * The rows of modules, each of a module, a kind and a key.  What is in them is the module's business.
 * Functions with a store_result are for jobs (store.h); that with an err is for loading.
 */
#ifndef CONCLAVE_STORE_STORE_MODULE_H
#define CONCLAVE_STORE_STORE_MODULE_H

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/store.h"

struct store_module_row {
	struct view kind, key, value; /* borrowed; kind and key are not empty */
};

/* -1 with *e ends the loading. */
typedef int store_module_fn(void *arg, const struct store_module_row *row, struct err *e);
/* All of one module, by kind and key. */
int store_module_load(
	struct store_db *db, struct view module, store_module_fn *fn, void *arg, struct err *e) WARN_UNUSED;

/* Another value for a row that is there.  STORE_REFUSED: there is none. */
enum store_result
store_module_update(struct store_db *db, struct view module, const struct store_module_row *row) WARN_UNUSED;
/* STORE_REFUSED: it is there. */
enum store_result
store_module_insert(struct store_db *db, struct view module, const struct store_module_row *row) WARN_UNUSED;
/* The value does not count.  STORE_REFUSED: there is none. */
enum store_result
store_module_delete(struct store_db *db, struct view module, const struct store_module_row *row) WARN_UNUSED;

#endif
