/* Random bytes from libsodium; rng_init() once before the jail closes. */
#ifndef CONCLAVE_CORE_RNG_H
#define CONCLAVE_CORE_RNG_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"

int rng_init(struct err *e) WARN_UNUSED;
void rng_bytes(void *p, size_t n);
uint32_t rng_below(uint32_t n) WARN_UNUSED; /* uniform in 0..n-1; n >= 1 */

#endif
