/* What tls_ctx.c gives to tls_conn.c and tls_stream.c. */
#ifndef CONCLAVE_NET_TLS_PRIV_H
#define CONCLAVE_NET_TLS_PRIV_H

#include <openssl/ssl.h>
#include <stddef.h>
#include <stdint.h>

#include "net/conn_proof.h"
#include "net/tls.h"

/* The context that a new connection begins with; SNI may change it. */
SSL_CTX *tls_contexts_first(const struct tls_contexts *t);
/* For connections that we begin: any certificate will do, for its fingerprint is what counts. */
SSL_CTX *tls_contexts_client(const struct tls_contexts *t);
/* The first certificate is shown when the server asks for one.  -1: no memory. */
int tls_contexts_show(const struct tls_contexts *t, SSL *ssl) WARN_UNUSED;

/* tls_binding.c: dst has TLS_BINDING_MAX bytes; 0: there is none. */
size_t tls_binding(SSL *ssl, enum tls_binding type, uint8_t *dst) WARN_UNUSED;

#endif
