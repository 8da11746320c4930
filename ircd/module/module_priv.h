/* What the files of module/ share. */
#ifndef CONCLAVE_MODULE_MODULE_PRIV_H
#define CONCLAVE_MODULE_MODULE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

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
};

struct modules {
	struct modules_env env;
	const struct conf *conf; /* a reference; NULL before modules_start() */
	size_t n;
	struct module_host host[];
};

#endif
