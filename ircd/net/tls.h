/*
 * TLS contexts: certificates by name (SNI), made from files, replaced whole while connections live.  OpenSSL is named in net/tls*.c only.
 */
#ifndef CONCLAVE_NET_TLS_H
#define CONCLAVE_NET_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/util.h"

struct tls_cert_conf {
	const char *certificate, *key; /* PEM files; the chain in `certificate` */
	const char *const
		*names; /* SNI names for this certificate, may be none; "*.example.org" matches one label */
	size_t n_names;
};

struct tls_conf {
	const struct tls_cert_conf *cert; /* the first is used when no name matches */
	size_t n_certs;			  /* 1..16 */
	bool min_13;			  /* TLS 1.3 only; otherwise 1.2 and up */
	bool ask_certificate; /* ask clients for one; any is accepted, its fingerprint is what counts */
	const char *ciphers;  /* OpenSSL list for TLS 1.2, NULL for the default */
};

struct tls_contexts; /* counted */

/* Once, before the jail closes: loads what OpenSSL would look for later.  No configuration file is read. */
int tls_init(struct err *e) WARN_UNUSED;
/* Reads all files and checks that keys fit; NULL with *e naming the file.  The session ticket key of `previous` (may be NULL) lives on. */
struct tls_contexts *
tls_contexts_new(const struct tls_conf *conf, const struct tls_contexts *previous, struct err *e) WARN_UNUSED;
struct tls_contexts *tls_contexts_ref(struct tls_contexts *t);
void tls_contexts_unref(struct tls_contexts *t); /* NULL is fine */

#endif
