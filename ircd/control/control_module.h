/* Requests to modules: the verb is a module's name, the word behind it one of those that its descriptor has. */
#ifndef CONCLAVE_CONTROL_CONTROL_MODULE_H
#define CONCLAVE_CONTROL_CONTROL_MODULE_H

#include <stdbool.h>

#include "control/control_request.h"
#include "core/util.h"

struct module_request;
struct msg;

enum control_module_verdict {
	CONTROL_MODULE_NONE, /* no module is called so */
	CONTROL_MODULE_LIST, /* its name alone: list the requests that it has */
	CONTROL_MODULE_NO_REQUEST,
	CONTROL_MODULE_FOUND,
};

/* A row as those of the tables are, but for run(), which is the module's. */
struct control_module_found {
	struct control_request row;
	const struct module_request *request;
};

enum control_module_verdict
control_module_find(const struct msg *m, struct control_module_found *out) WARN_UNUSED;
/* What CONTROL_MODULE_LIST runs; its argument is the module's name. */
const struct control_request *control_module_list(void) WARN_UNUSED;
/* Answers, now or later. */
void control_module_run(
	struct control_session *s, const struct control_module_found *found, const struct control_args *a);

#endif
