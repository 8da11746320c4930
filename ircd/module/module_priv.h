/* What the files of module/ share. */
#ifndef CONCLAVE_MODULE_MODULE_PRIV_H
#define CONCLAVE_MODULE_MODULE_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/gate.h"
#include "core/list.h"
#include "module/module.h"
#include "module/modules.h"

/* One module that is on. */
struct module_host {
	const struct module *module;
	struct modules *set;
	void *sockets; /* until start() takes them */
	void *self;
	struct list users;	   /* struct module_user.of_host */
	struct listen_point point; /* by which they come */
	char title[32];
	struct list writes;	   /* struct write of module_store.c: under way */
	uint32_t n_writes, n_rows; /* n_rows: on the disk */
};

struct modules {
	struct modules_env env;
	const struct conf *conf; /* a reference; NULL before modules_start() */
	bool is_stopped;
	size_t n;
	struct module_host host[];
};

/* The host's rows to its module. */
int module_store_load(struct module_host *h, struct err *e) WARN_UNUSED;
/* Nobody hears any more what becomes of what is being written; it is written all the same. */
void module_store_forget(struct module_host *h);

#endif
