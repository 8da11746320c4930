#include "config.h"

#include "net/tls_digest.h"

#include <stdlib.h>

#include <openssl/evp.h>

#include "core/mem.h"

struct tls_digest {
	EVP_MD_CTX *ctx;
};

/* OpenSSL's calls fail here only for want of memory; like core/mem, that ends the process. */
static void
must(int ok)
{
	if (ok != 1)
		abort();
}

struct tls_digest *
tls_digest_new(void)
{
	struct tls_digest *d = mem_alloc(sizeof(*d));

	d->ctx = EVP_MD_CTX_new();
	must(d->ctx != NULL && EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) == 1);
	return d;
}

void
tls_digest_free(struct tls_digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	mem_free(d);
}

void
tls_digest_add(struct tls_digest *d, const void *src, size_t n)
{
	must(EVP_DigestUpdate(d->ctx, src, n));
}

void
tls_digest_end(struct tls_digest *d, uint8_t dst[TLS_DIGEST_LEN])
{
	must(EVP_DigestFinal_ex(d->ctx, dst, NULL));
}
