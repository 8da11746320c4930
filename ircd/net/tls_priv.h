/* What tls_ctx.c gives to tls_conn.c. */
#ifndef CONCLAVE_NET_TLS_PRIV_H
#define CONCLAVE_NET_TLS_PRIV_H

#include <openssl/ssl.h>

#include "net/tls.h"

/* The context that a new connection begins with; SNI may change it. */
SSL_CTX *tls_contexts_first(const struct tls_contexts *t);

#endif
