/* The one place that calls libconfuse: it turns scanned text into values. */
#ifndef CONCLAVE_CONF_CONF_CONFUSE_H
#define CONCLAVE_CONF_CONF_CONFUSE_H

#include <stddef.h>

#include "conf/conf_raw.h"

/*
 * conf_confuse_values: fills the keys of `items` with their values.
 *   in   text   what conf_scan() left of it, n bytes
 *   in   items  what conf_scan() found in it
 *   out  raw->faults, should libconfuse ever disagree with the scan
 */
void conf_confuse_values(
	struct conf_raw *raw, const char *file, char *text, size_t n, struct conf_raw_section *items);

#endif
