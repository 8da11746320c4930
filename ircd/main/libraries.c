#include "main/libraries.h"

#include "core/hash.h"
#include "core/mem.h"
#include "core/rng.h"
#include "net/tls.h"

int
libraries_init(struct err *e)
{
	mem_init();
	if (rng_init(e) == -1 || tls_init(e) == -1)
		return -1;
	hash_init();
	return 0;
}
