/* Self-signed, on P-256, as `openssl req -x509` would make it. */
#include "tests/scenario/scn_cert.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/view.h"

enum { DAY_S = 86400 };

static X509 *
make(EVP_PKEY *key)
{
	static const unsigned char name[] = "irc.test";
	X509 *x = X509_new();
	X509_NAME *subject = x != NULL ? X509_get_subject_name(x) : NULL;

	if (x != NULL && X509_set_version(x, 2) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1 &&
		X509_gmtime_adj(X509_getm_notBefore(x), -DAY_S) != NULL &&
		X509_gmtime_adj(X509_getm_notAfter(x), DAY_S) != NULL &&
		X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0) == 1 &&
		X509_set_issuer_name(x, subject) == 1 && X509_set_pubkey(x, key) == 1 &&
		X509_sign(x, key, EVP_sha256()) != 0)
		return x;
	X509_free(x);
	return NULL;
}

static char *
text_of(BIO *b)
{
	char *p;
	size_t n = (size_t)BIO_get_mem_data(b, &p);

	return view_dup(view_of(p, n));
}

const struct scn_cert *
scn_cert_get(void)
{
	static struct scn_cert cert;
	EVP_PKEY *key;
	X509 *x = NULL;
	BIO *a, *b;

	if (cert.key != NULL)
		return &cert;
	a = BIO_new(BIO_s_mem());
	b = BIO_new(BIO_s_mem());
	key = EVP_EC_gen("P-256");
	if (a != NULL && b != NULL && key != NULL && (x = make(key)) != NULL &&
		PEM_write_bio_X509(a, x) == 1 &&
		PEM_write_bio_PrivateKey(b, key, NULL, NULL, 0, NULL, NULL) == 1)
		cert = (struct scn_cert){ text_of(a), text_of(b) };
	X509_free(x);
	EVP_PKEY_free(key);
	(void)BIO_free(a);
	(void)BIO_free(b);
	return cert.key != NULL ? &cert : NULL;
}
