/* Certificates made on the spot, and contexts with them. */
#ifndef CONCLAVE_TESTS_UNIT_NET_TLS_DIR_H
#define CONCLAVE_TESTS_UNIT_NET_TLS_DIR_H

#include <stddef.h>

#include "net/tls.h"

/* A directory that is removed with all that the functions below put there. */
struct tls_dir {
	char path[64];
	size_t n;
	char file[64][128];
};

void tls_dir_make(struct tls_dir *d);
void tls_dir_remove(struct tls_dir *d);
/* A key on P-256 and a self-signed certificate for it with this common name, in one file. */
const char *tls_dir_cert(struct tls_dir *d, const char *cn);
const char *tls_dir_text(struct tls_dir *d, const char *text);

/* Contexts with one certificate "first". */
struct tls_contexts *tls_rig_contexts(struct tls_dir *d, const struct tls_contexts *previous);

#endif
