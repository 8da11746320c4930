/* The answer to a WebSocket client's key: here because OpenSSL, which has SHA-1, is named in tls*.c only. */
#ifndef CONCLAVE_NET_TLS_ACCEPT_KEY_H
#define CONCLAVE_NET_TLS_ACCEPT_KEY_H

#include "core/util.h"
#include "core/view.h"

#define TLS_ACCEPT_KEY_SIZE 29 /* 28 characters and a NUL */

/* RFC 6455 4.2.2, 5.4: base64 of the SHA-1 of the key and a fixed text.  -1 when OpenSSL has no SHA-1 (a policy may forbid it). */
int tls_accept_key(struct view key, char dst[TLS_ACCEPT_KEY_SIZE]) WARN_UNUSED;

#endif
