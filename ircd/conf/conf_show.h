/* A value of a configuration as one would write it; what is secret is never shown. */
#ifndef CONCLAVE_CONF_CONF_SHOW_H
#define CONCLAVE_CONF_CONF_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf_schema.h"
#include "core/util.h"

#define CONF_SHOW_TEXT 160 /* bytes that hold one value, with NUL; what is longer is cut, and it shows */

/* Whether faults, differences and the like may show the key's values. */
bool conf_show_is_secret(const struct conf_bind *bind) WARN_UNUSED;
/* The type has any number of values, in an order that means nothing or little. */
bool conf_show_is_list(const struct conf_bind *bind) WARN_UNUSED;
/*
 * conf_show_value: value i of a key of the section whose struct this is.
 *   ret  dst, or NULL: there is no value i (a list has fewer, a key that is not set has none)
 * Secrets are written too, for comparison: whoever shows the text asks conf_show_is_secret() first.
 */
const char *conf_show_value(
	const struct conf_bind *bind, const void *section, size_t i, char dst[CONF_SHOW_TEXT]) WARN_UNUSED;
/* The key says the same in both, compared whole and not by what is shown. */
bool conf_show_same(const struct conf_bind *bind, const void *a, const void *b) WARN_UNUSED;

#endif
