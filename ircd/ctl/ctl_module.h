/* What conclavectl has to know of a request to a module before it asks: whether a password belongs to it. */
#ifndef CONCLAVE_CTL_CTL_MODULE_H
#define CONCLAVE_CTL_CTL_MODULE_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct ctl_module_secret {
	uint32_t which; /* of the arguments behind the request, counted from 1; 0: none */
	uint32_t
		drawn; /* characters of one that is drawn, as the module's clients can send it; 0: it does not matter */
};
/* By the server's word; zeros where it can't be asked. */
struct ctl_module_secret
ctl_module_secret(const char *socket, struct view module, struct view request) WARN_UNUSED;

#endif
