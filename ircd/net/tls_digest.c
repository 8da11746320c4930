#include "config.h"

#include "net/tls_digest.h"

#include <stdbool.h>

#include <openssl/evp.h>

#include "core/mem.h"

struct tls_digest {
	EVP_MD_CTX *ctx;
	bool broken; /* OpenSSL had no memory */
};

struct tls_digest *
tls_digest_new(void)
{
	struct tls_digest *d = mem_zalloc(sizeof(*d));

	d->ctx = EVP_MD_CTX_new();
	d->broken = d->ctx == NULL || EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1;
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
	d->broken = d->broken || EVP_DigestUpdate(d->ctx, src, n) != 1;
}

bool
tls_digest_end(struct tls_digest *d, uint8_t dst[TLS_DIGEST_LEN])
{
	return !d->broken && EVP_DigestFinal_ex(d->ctx, dst, NULL) == 1;
}
