/* Sections role and oper, for conf_types.h. */
#ifndef CONCLAVE_CONF_CONF_OPER_H
#define CONCLAVE_CONF_CONF_OPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "proto/privs.h"

struct conf_role {
	struct conf_place place;
	const char *name;
	uint64_t privileges;	     /* set of PRIV_BIT(), with those of the roles that it inherits */
	const char *const *inherits; /* titles of roles */
	size_t n_inherits;
};

struct conf_oper {
	struct conf_place place;
	const char *name;
	const struct conf_role *role;
	/* One of these three at least; all that are there must fit. */
	const char *password; /* "$argon2id$..." or NULL */
	const char *account;  /* NULL: any, or none */
	bool has_fingerprint;
	uint8_t fingerprint[CONF_FINGERPRINT_LEN];
	const struct conf_who *from; /* n_from >= 1; one must match */
	size_t n_from;
	bool require_tls;   /* or a connection that does not leave the host */
	bool raises_itself; /* at registration; there is no password then */
};

#endif
