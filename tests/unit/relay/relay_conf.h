/* Configurations for tests of the relay. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_RELAY_CONF_H
#define CONCLAVE_TESTS_UNIT_RELAY_RELAY_CONF_H

#include "conf/conf.h"

/* section dcc with these keys, and other sections.  One reference. */
const struct conf *relay_conf(const char *dcc, const char *more);

#endif
