/* Scripts of lines, for mutators: each line is a step. */
#ifndef CONCLAVE_FUZZ_SCRIPT_H
#define CONCLAVE_FUZZ_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/* Puts a step, which ends with LF, before one of the script or, one time of three, in its place.  The new size, at most max_size. */
size_t
script_put_line(uint8_t *data, size_t size, size_t max_size, struct view line, unsigned seed) WARN_UNUSED;
/* The digits in front, and no more of them once it is above `most`. */
uint32_t script_number(struct view v, uint32_t most) WARN_UNUSED;

#endif
