/* Who may come in, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_ALLOW_H
#define CONCLAVE_CONF_CONF_ALLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_class.h"

/* Where a section began, for messages to the administrator. */
struct conf_place {
	const char *file;
	unsigned line; /* 1.. */
};

/* "user@address": a glob, and *, unix, an IP address or a CIDR range.  Use conf_who_match(). */
struct conf_who {
	const char *text; /* as written */
	const char *user; /* glob, ASCII case ignored */
	uint8_t family;	  /* 0: everybody; AF_INET, AF_INET6, AF_UNIX (all Unix sockets) */
	uint8_t bits;	  /* of the prefix: 0..32, 0..128 */
	uint8_t ip[16];	  /* network order, IPv4 in the first four; bits behind the prefix are 0 */
};

struct conf_allow {
	struct conf_place place;
	struct conf_who who;
	const struct conf_class *class;
	bool tls_required;
	const char *password; /* "$argon2id$..." or NULL */
	bool quiz;	      /* who is not logged in has to answer a question */
};

#endif
