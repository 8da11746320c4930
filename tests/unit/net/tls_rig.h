/* Clients that speak TLS to a rig. */
#ifndef CONCLAVE_TESTS_UNIT_NET_TLS_RIG_H
#define CONCLAVE_TESTS_UNIT_NET_TLS_RIG_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/ssl.h>

#include "tests/unit/net/net_rig.h"
#include "tests/unit/net/tls_dir.h"

struct tls_client {
	struct rig *rig;
	SSL_CTX *ctx;
	SSL *ssl;
	int fd;
};

/* Not connected yet; change ctx, then tls_client_open(). */
void tls_client_init(struct tls_client *k, struct rig *r);
/* Hands the other end of a socket pair to the rig's net.  name: for SNI, or NULL. */
void tls_client_open(struct tls_client *k, struct tls_contexts *contexts, const char *name);
/* Handshake, turning the rig's loop; false if it failed. */
bool tls_client_connect(struct tls_client *k);
void tls_client_write(struct tls_client *k, const char *bytes, size_t n);
/* One SSL_read(), turning the loop until there is something; bytes, 0 when the server closed. */
size_t tls_client_read(struct tls_client *k, char *dst, size_t size);
/* Says `line` and expects it back. */
void tls_client_expect_echo(struct tls_client *k, const char *line);
/* The common name of the server's certificate; dies at the next call. */
const char *tls_client_server_name(struct tls_client *k);
void tls_client_close(struct tls_client *k);   /* without a goodbye; ctx stays */
void tls_client_release(struct tls_client *k); /* ctx too */

#endif
