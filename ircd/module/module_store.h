/*
 * What a module stores: rows by kind and key, in the server's database.  done: once it is on the disk, or has failed; NULL: nobody
 * asks.  Without a store, in tests, that is before they return.  What is written is copied; what is written first is on the disk first.
 * false: too much is being written, nothing will be: try again.  So it is for what is longer than there is room for, at the end, and for a
 * new row when the module has as many as it may.
 */
#ifndef CONCLAVE_MODULE_MODULE_STORE_H
#define CONCLAVE_MODULE_MODULE_STORE_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

struct module_host;

#define MODULE_KIND_MAX	  16
#define MODULE_KEY_MAX	  128
#define MODULE_VALUE_MAX  65536
#define MODULE_ROWS_MAX	  1000000
#define MODULE_WRITES_MAX 256 /* under way; the store has room for more, which is for accounts and channels */
struct module_row {
	struct view kind, key, value; /* kind and key are not empty */
};
typedef void module_stored_fn(void *arg, bool ok);
/* A new row, or another value for the one that is there. */
bool module_put(
	struct module_host *h, const struct module_row *row, module_stored_fn *done, void *arg) WARN_UNUSED;
/* One that is not there has gone already. */
bool module_delete(struct module_host *h, struct view kind, struct view key, module_stored_fn *done,
	void *arg) WARN_UNUSED;

#endif
