/* What modules do, for the audit log: events "module", with the module's name and what it did. */
#ifndef CONCLAVE_MODULE_MODULE_RECORD_H
#define CONCLAVE_MODULE_MODULE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/view.h"

struct module_host;

struct module_field {
	const char *key; /* a literal */
	struct view text;
};
/*
 * deed: a literal, "login".  is_limited: strangers can cause it at will, so only so many are recorded in a time.
 */
void module_record(
	struct module_host *h, const char *deed, const struct module_field *field, size_t n, bool is_limited);

#endif
