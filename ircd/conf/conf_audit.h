/* The audit log, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_AUDIT_H
#define CONCLAVE_CONF_CONF_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_class.h"

struct conf_audit {
	bool enabled, syslog;
	const char *directory; /* a name in the state directory */
	size_t rotate_size;
	uint64_t rotate_age_ms, seal_ms;
	uint32_t keep, seal_after;
	struct conf_rate flood_limit; /* count 0: no limit */
	uint64_t omit;		      /* set of AUDIT_EVENT_BIT() */
};

#endif
