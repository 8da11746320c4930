/* SHA-256 of bytes that come in pieces.  By OpenSSL, for it uses the processor's own instructions where there are some. */
#ifndef CONCLAVE_NET_TLS_DIGEST_H
#define CONCLAVE_NET_TLS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"

enum { TLS_DIGEST_LEN = 32 };

struct tls_digest;

struct tls_digest *tls_digest_new(void) WARN_UNUSED;
void tls_digest_free(struct tls_digest *d); /* NULL is fine */
void tls_digest_add(struct tls_digest *d, const void *src, size_t n);
/* Of all so far; nothing may be added any more.  False: OpenSSL was out of memory some time, there is none. */
bool tls_digest_end(struct tls_digest *d, uint8_t dst[TLS_DIGEST_LEN]) WARN_UNUSED;

#endif
