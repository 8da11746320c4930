/* The shape of a configuration file: what libconfuse would stop at, or would pass over in silence. */
#ifndef CONCLAVE_CONF_CONF_SCAN_H
#define CONCLAVE_CONF_CONF_SCAN_H

#include <stddef.h>

#include "conf/conf_raw.h"
#include "core/util.h"

/*
 * conf_scan: finds the sections and includes of one file and everything wrong with its shape.
 *   in   file    name for faults
 *   in   text    n bytes and a NUL; comments, includes, titles and what is faulty become blanks, lines stay
 *   out  *items  in order: the sections left, with the lines of their keys but no values, and includes
 *   ret  bytes of the text that hold whole sections and nothing that libconfuse could not read
 */
size_t conf_scan(struct conf_raw *raw, const char *file, char *text, size_t n,
	struct conf_raw_section **items) WARN_UNUSED;

#endif
