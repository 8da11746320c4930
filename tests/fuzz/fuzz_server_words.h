/* Lines made of words of the protocol, for the mutator of fuzz_server. */
#ifndef CONCLAVE_FUZZ_SERVER_WORDS_H
#define CONCLAVE_FUZZ_SERVER_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

/* The server's name, as long as it may be: what it says must fit in spite of it. */
#define WORDS_SERVER "irc.example.with.a.name.that.is.as.long.as.a.name.may.be.012345"

/* Puts a step into the script, or one in the place of another.  The new size, at most max_size. */
size_t words_put_line(uint8_t *data, size_t size, size_t max_size, unsigned seed) WARN_UNUSED;

#endif
