/* Lines made of words of TS6, for the mutator of fuzz_link. */
#ifndef CONCLAVE_FUZZ_LINK_WORDS_H
#define CONCLAVE_FUZZ_LINK_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

/* Puts a step into the script, or one in the place of another.  The new size, at most max_size. */
size_t words_put_line(uint8_t *data, size_t size, size_t max_size, unsigned seed) WARN_UNUSED;

#endif
