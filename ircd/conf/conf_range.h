/* The option table in words, for faults and for the manual page. */
#ifndef CONCLAVE_CONF_CONF_RANGE_H
#define CONCLAVE_CONF_CONF_RANGE_H

#include <stddef.h>

#include "conf/conf_schema.h"

#define CONF_RANGE_TEXT 768 /* bytes that hold any range, with NUL */

/* What is allowed: "1 to 65535", "ask or none"; returns dst. */
const char *conf_range(const struct conf_bind *bind, char dst[CONF_RANGE_TEXT]);
/* What kind of value it is: "time", "list of host names". */
const char *conf_range_type(const struct conf_bind *bind);

#endif
