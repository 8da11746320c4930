/* What a user of this host may do over Unix sockets. */
#ifndef CONCLAVE_CONF_CONF_PERSON_H
#define CONCLAVE_CONF_CONF_PERSON_H

#include <stdbool.h>

#include "conf/conf_allow.h"

struct conf_person {
	struct conf_place place;
	const char *name;    /* user name or number */
	const char *account; /* name_is_account(); NULL: none */
	bool control;	     /* conclavectl */
};

#endif
