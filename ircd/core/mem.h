/* Allocation that aborts when memory is out: whatever a peer can grow has a limit elsewhere. */
#ifndef CONCLAVE_CORE_MEM_H
#define CONCLAVE_CORE_MEM_H

#include <stddef.h>

#include "core/util.h"

/*
 * Before there are threads: malloc takes from the kernel, and gives back, in large steps.  For that it waits until no other thread maps or
 * unmaps, and each password that a worker hashes maps and unmaps 64 MiB.
 */
void mem_init(void);

void *mem_alloc(size_t n) WARN_UNUSED;				/* bytes are not set */
void *mem_zalloc(size_t n) WARN_UNUSED;				/* zeroed */
void *mem_array(size_t count, size_t size) WARN_UNUSED;		/* zeroed; overflow aborts */
void *mem_grow(void *p, size_t count, size_t size) WARN_UNUSED; /* realloc; overflow aborts */
void mem_free(void *p);						/* NULL is fine */

#endif
