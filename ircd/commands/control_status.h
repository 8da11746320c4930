/* What main/ alone knows of how the server is, for who asks (conclavectl status). */
#ifndef CONCLAVE_COMMANDS_CONTROL_STATUS_H
#define CONCLAVE_COMMANDS_CONTROL_STATUS_H

#include <stdint.h>

struct conf_faults;

struct control_status {
	char jail[256];	  /* what holds, in a line; empty: there is none */
	char relay[256];  /* its mode and numbers, in a line; empty: there is none */
	uint64_t read_ms; /* wall time at which the running configuration was read */
	char rehash[512]; /* of the last REHASH: when, by whom, what came of it; empty: there was none */
	const struct conf_faults *pending; /* what takes a restart; borrowed, may be NULL */
};

#endif
