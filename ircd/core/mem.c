/* Allocation that never fails: what is asked for comes from limits that we set, so no memory means that no way on is safe. */
#include "config.h"

#include "core/mem.h"

#include <stdlib.h>
#include <unistd.h>
#ifdef HAVE_MALLOPT
#include <malloc.h>
#endif

/* STEP is taken at least, and nothing given back below KEPT that are free at the end. */
enum { STEP = 1024 * 1024, KEPT = 8 * STEP };

static NORETURN void
out_of_memory(void)
{
	static const char text[] = "conclave: out of memory\n";

	/* Not the log: it would format, and that may allocate. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) == -1)
		abort();
	abort();
}

static void *
checked(void *p)
{
	if (UNLIKELY(p == NULL))
		out_of_memory();
	return p;
}

/* 0 bytes are asked for as 1, for malloc(0) may answer NULL. */
static size_t
total(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return count * size != 0 ? count * size : 1;
}

void
mem_init(void)
{
#ifdef HAVE_MALLOPT
	(void)mallopt(M_TOP_PAD, STEP);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
#endif
}

void *
mem_alloc(size_t n)
{
	return checked(malloc(total(n, 1)));
}

void *
mem_zalloc(size_t n)
{
	return checked(calloc(1, total(n, 1)));
}

void *
mem_array(size_t count, size_t size)
{
	return checked(calloc(1, total(count, size)));
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	return checked(realloc(p, total(count, size)));
}

void
mem_free(void *p)
{
	free(p);
}
