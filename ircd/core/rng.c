/* Random bytes.  libsodium asks the kernel each time (getrandom), so a forked or copied process never repeats them. */
#include "core/rng.h"

#include <assert.h>
#include <sodium.h>

int
rng_init(struct err *e)
{
	if (sodium_init() == -1)
		return err_fmt(e, "libsodium can't start: no random numbers from the kernel");
	return 0;
}

void
rng_bytes(void *p, size_t n)
{
	if (n != 0)
		randombytes_buf(p, n);
}

uint32_t
rng_below(uint32_t n)
{
	assert(n >= 1);
	return randombytes_uniform(n);
}
