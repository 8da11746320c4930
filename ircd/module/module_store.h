/*
 * What a module stores: rows by kind and key, in the server's database.  done: once it is on the disk, or has failed; NULL: nobody
 * asks.  false: too much is being written, nothing will be: try again.
 */
#ifndef CONCLAVE_MODULE_MODULE_STORE_H
#define CONCLAVE_MODULE_MODULE_STORE_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

struct module_host;

#define MODULE_KIND_MAX	 16
#define MODULE_KEY_MAX	 128
#define MODULE_VALUE_MAX 65536
typedef void module_stored_fn(void *arg, bool ok);
bool module_put(struct module_host *h, struct view kind, struct view key, struct view value,
	module_stored_fn *done, void *arg) WARN_UNUSED;
bool module_delete(struct module_host *h, struct view kind, struct view key, module_stored_fn *done,
	void *arg) WARN_UNUSED;

#endif
