#include "config.h"

#include "tests/unit/net/tls_dir.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

void
tls_dir_make(struct tls_dir *d)
{
	struct err e;

	memset(d, 0, sizeof(*d));
	(void)snprintf(d->path, sizeof(d->path), "/tmp/conclave-tls-XXXXXX");
	cr_assert_not_null(mkdtemp(d->path));
	cr_assert_eq(tls_init(&e), 0, "%s", e.text);
}

void
tls_dir_remove(struct tls_dir *d)
{
	for (size_t i = 0; i < d->n; i++)
		(void)unlink(d->file[i]);
	cr_expect_eq(rmdir(d->path), 0);
}

static FILE *
new_file(struct tls_dir *d)
{
	char dir[sizeof(d->path)];
	char *path = d->file[d->n];
	FILE *f;

	cr_assert_lt(d->n, sizeof(d->file) / sizeof(d->file[0]));
	memcpy(dir, d->path, sizeof(dir));
	(void)snprintf(path, sizeof(d->file[0]), "%s/%zu.pem", dir, d->n);
	d->n++;
	f = fopen(path, "w");
	cr_assert_not_null(f);
	return f;
}

const char *
tls_dir_text(struct tls_dir *d, const char *text)
{
	FILE *f = new_file(d);

	(void)fputs(text, f);
	cr_assert_eq(fclose(f), 0);
	return d->file[d->n - 1];
}

const char *
tls_dir_cert(struct tls_dir *d, const char *cn)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	FILE *f = new_file(d);

	cr_assert(key != NULL && x != NULL);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(x), (int64_t)d->n);
	(void)X509_set_version(x, X509_VERSION_3);
	(void)X509_gmtime_adj(X509_getm_notBefore(x), -3600);
	(void)X509_gmtime_adj(X509_getm_notAfter(x), 86400);
	(void)X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)cn, -1, -1, 0);
	(void)X509_set_issuer_name(x, name);
	(void)X509_set_pubkey(x, key);
	cr_assert_gt(X509_sign(x, key, EVP_sha256()), 0);
	cr_assert_eq(PEM_write_X509(f, x), 1);
	cr_assert_eq(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), 1);
	cr_assert_eq(fclose(f), 0);
	X509_free(x);
	EVP_PKEY_free(key);
	return d->file[d->n - 1];
}

struct tls_contexts *
tls_rig_contexts(struct tls_dir *d, const struct tls_contexts *previous)
{
	const char *file = tls_dir_cert(d, "first");
	const struct tls_cert_conf cert = { .certificate = file, .key = file };
	const struct tls_conf conf = { .cert = &cert, .n_certs = 1, .ask_certificate = true };
	struct err e;
	struct tls_contexts *t = tls_contexts_new(&conf, previous, &e);

	cr_assert_not_null(t, "%s", e.text);
	return t;
}
