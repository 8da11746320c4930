/* The socket for conclavectl, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_CONTROL_H
#define CONCLAVE_CONF_CONF_CONTROL_H

#include <stdint.h>

struct conf_control {
	const char *socket; /* as written; empty: there is none */
	const char *
		path; /* absolute, under the state directory when it was relative; at most 107 bytes; NULL: none */
	uint32_t mode; /* permission bits */
};

#endif
