/* What the files of TLS share. */
#ifndef CONCLAVE_NET_TLS_PRIV_H
#define CONCLAVE_NET_TLS_PRIV_H

#include <openssl/ssl.h>

#include "net/conn_priv.h"
#include "net/tls.h"

/* The context that a new connection begins with; SNI may change it. */
SSL_CTX *tls_contexts_first(const struct tls_contexts *t);

/* tls_conn.c */
struct tls_buffers *tls_shared_buffers(struct tls_shared *s);
/* OpenSSL's key log callback: the only way by which it tells the secrets of a session. */
void tls_conn_on_secret(const SSL *ssl, const char *line);
/* In hex, with NUL; -1 if there is none (NULL). */
int tls_print_fingerprint(const unsigned char *fingerprint, char dst[65]);

#endif
