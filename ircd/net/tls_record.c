/*
 * Each direction has a key, an IV and a count of records.  The cipher contexts are shared: they get the key of the record at hand, so
 * nothing of OpenSSL's stays with a connection.
 */
#include "net/tls_record.h"

#include <assert.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "core/mem.h"

#define TAG_SIZE   16
#define NONCE_SIZE 12

static const struct suite {
	uint16_t id;
	const char *cipher, *digest;
	uint8_t key_size, secret_size;
} suites[] = {
	{ 0x1301, "AES-128-GCM", "SHA256", 16, 32 },
	{ 0x1302, "AES-256-GCM", "SHA384", 32, 48 },
	{ 0x1303, "ChaCha20-Poly1305", "SHA256", 32, 32 },
};

struct tls_records {
	EVP_CIPHER *cipher[ARRAY_LEN(suites)];
	EVP_CIPHER_CTX *seal[ARRAY_LEN(suites)], *open[ARRAY_LEN(suites)];
	EVP_KDF *hkdf;
};

static bool
suite_init(struct tls_records *r, size_t i)
{
	r->cipher[i] = EVP_CIPHER_fetch(NULL, suites[i].cipher, NULL);
	r->seal[i] = EVP_CIPHER_CTX_new();
	r->open[i] = EVP_CIPHER_CTX_new();
	return r->cipher[i] != NULL && r->seal[i] != NULL && r->open[i] != NULL &&
		EVP_EncryptInit_ex2(r->seal[i], r->cipher[i], NULL, NULL, NULL) == 1 &&
		EVP_DecryptInit_ex2(r->open[i], r->cipher[i], NULL, NULL, NULL) == 1;
}

struct tls_records *
tls_records_new(void)
{
	struct tls_records *r = mem_zalloc(sizeof(*r));
	bool ok;

	r->hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	ok = r->hkdf != NULL;
	for (size_t i = 0; i < ARRAY_LEN(suites); i++)
		ok = ok && suite_init(r, i);
	if (ok)
		return r;
	tls_records_free(r);
	return NULL;
}

void
tls_records_free(struct tls_records *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		EVP_CIPHER_CTX_free(r->seal[i]);
		EVP_CIPHER_CTX_free(r->open[i]);
		EVP_CIPHER_free(r->cipher[i]);
	}
	EVP_KDF_free(r->hkdf);
	mem_free(r);
}

/* HKDF-Expand-Label(k->secret, label, "", n), RFC 8446 7.1. */
static int
expand_label(const struct tls_records *r, const struct tls_keys *k, const char *label, uint8_t *dst, size_t n)
{
	const struct suite *s = &suites[k->suite];
	int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
	char digest[8];
	uint8_t secret[TLS_SECRET_MAX], info[32];
	size_t len = strlen(label);
	OSSL_PARAM param[5];
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(r->hkdf);
	bool ok;

	assert(n <= UINT8_MAX && 4 + 6 + len <= sizeof(info));
	info[0] = 0;
	info[1] = (uint8_t)n;
	info[2] = (uint8_t)(6 + len);
	memcpy(info + 3, "tls13 ", 6);
	memcpy(info + 9, label, len);
	info[9 + len] = 0; /* no context */
	memcpy(secret, k->secret, sizeof(secret));
	(void)view_copy(view_z(s->digest), digest, sizeof(digest));
	param[0] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
	param[1] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0);
	param[2] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret, s->secret_size);
	param[3] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, 10 + len);
	param[4] = OSSL_PARAM_construct_end();
	ok = ctx != NULL && EVP_KDF_derive(ctx, dst, n, param) == 1;
	EVP_KDF_CTX_free(ctx);
	OPENSSL_cleanse(secret, sizeof(secret));
	return ok ? 0 : -1;
}

static int
derive(const struct tls_records *r, struct tls_keys *k)
{
	if (expand_label(r, k, "key", k->key, suites[k->suite].key_size) == -1)
		return -1;
	return expand_label(r, k, "iv", k->iv, sizeof(k->iv));
}

int
tls_keys_init(struct tls_records *r, struct tls_keys *k, uint16_t id, struct view secret, uint64_t seq)
{
	*k = (struct tls_keys){ .seq = seq };
	while (k->suite < ARRAY_LEN(suites) && suites[k->suite].id != id)
		k->suite++;
	if (k->suite == ARRAY_LEN(suites) || secret.n != suites[k->suite].secret_size)
		return -1;
	memcpy(k->secret, secret.p, secret.n);
	return derive(r, k);
}

int
tls_keys_update(struct tls_records *r, struct tls_keys *k)
{
	uint8_t next[TLS_SECRET_MAX] = { 0 };
	int result = expand_label(r, k, "traffic upd", next, suites[k->suite].secret_size);

	if (result == 0) {
		memcpy(k->secret, next, sizeof(k->secret));
		k->seq = 0;
		result = derive(r, k);
	}
	OPENSSL_cleanse(next, sizeof(next));
	return result;
}

void
tls_keys_clear(struct tls_keys *k)
{
	OPENSSL_cleanse(k, sizeof(*k));
}

/* The IV with the record's number in its last eight bytes, RFC 8446 5.3. */
static void
nonce_of(const struct tls_keys *k, uint8_t nonce[NONCE_SIZE])
{
	memcpy(nonce, k->iv, NONCE_SIZE);
	for (unsigned i = 0; i < 8; i++)
		nonce[NONCE_SIZE - 1 - i] ^= (uint8_t)(k->seq >> (8 * i));
}

static bool
seal_body(EVP_CIPHER_CTX *ctx, struct view plain, uint8_t type, uint8_t *dst)
{
	int n, end;

	return EVP_EncryptUpdate(ctx, dst, &n, (const uint8_t *)plain.p, (int)plain.n) == 1 &&
		EVP_EncryptUpdate(ctx, dst + plain.n, &end, &type, 1) == 1 && (size_t)n == plain.n &&
		end == 1 && EVP_EncryptFinal_ex(ctx, dst + plain.n + 1, &n) == 1 &&
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, dst + plain.n + 1) == 1;
}

size_t
tls_record_seal(
	struct tls_records *r, struct tls_keys *k, enum tls_content type, struct view plain, char *dst)
{
	EVP_CIPHER_CTX *ctx = r->seal[k->suite];
	uint8_t nonce[NONCE_SIZE], *out = (uint8_t *)dst;
	size_t body = plain.n + 1 + TAG_SIZE;
	int n;

	assert(plain.n > 0 && plain.n <= TLS_PLAIN_MAX);
	nonce_of(k, nonce);
	out[0] = TLS_DATA;
	out[1] = out[2] = 3;
	out[3] = (uint8_t)(body >> 8);
	out[4] = (uint8_t)body;
	if (EVP_EncryptInit_ex2(ctx, NULL, k->key, nonce, NULL) != 1 ||
		EVP_EncryptUpdate(ctx, NULL, &n, out, TLS_RECORD_HEADER) != 1 ||
		!seal_body(ctx, plain, (uint8_t)type, out + TLS_RECORD_HEADER))
		return 0;
	k->seq++;
	return TLS_RECORD_HEADER + body;
}

size_t
tls_record_size(const char *in, size_t n)
{
	const uint8_t *p = (const uint8_t *)in;

	if (n < TLS_RECORD_HEADER)
		return TLS_RECORD_HEADER;
	return TLS_RECORD_HEADER + ((size_t)p[3] << 8) + p[4];
}

/* Takes the padding and the content type off the end, RFC 8446 5.4. */
static enum tls_open
strip(const char *plain, size_t n, struct tls_opened *out)
{
	while (n > 0 && plain[n - 1] == 0)
		n--;
	if (n == 0)
		return TLS_OPEN_BAD;
	if (n - 1 > TLS_PLAIN_MAX)
		return TLS_OPEN_TOO_LONG;
	out->type = (uint8_t)plain[n - 1];
	out->plain = view_of(plain, n - 1);
	return TLS_OPEN_OK;
}

enum tls_open
tls_record_open(struct tls_records *r, struct tls_keys *k, char *in, size_t n, struct tls_opened *out)
{
	EVP_CIPHER_CTX *ctx = r->open[k->suite];
	uint8_t nonce[NONCE_SIZE], *p = (uint8_t *)in, *body = p + TLS_RECORD_HEADER;
	size_t size = tls_record_size(in, n), plain;
	int len;

	if (n > 0 && p[0] != TLS_DATA)
		return TLS_OPEN_BAD; /* said before all of it is here, which may never be */
	if (size > TLS_RECORD_MAX)
		return TLS_OPEN_TOO_LONG;
	if (n < size)
		return TLS_OPEN_SHORT;
	if (size < TLS_RECORD_OVERHEAD)
		return TLS_OPEN_BAD;
	plain = size - TLS_RECORD_HEADER - TAG_SIZE;
	nonce_of(k, nonce);
	if (EVP_DecryptInit_ex2(ctx, NULL, k->key, nonce, NULL) != 1 ||
		EVP_DecryptUpdate(ctx, NULL, &len, p, TLS_RECORD_HEADER) != 1 ||
		EVP_DecryptUpdate(ctx, body, &len, body, (int)plain) != 1 ||
		EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, body + plain) != 1 ||
		EVP_DecryptFinal_ex(ctx, body + plain, &len) != 1)
		return TLS_OPEN_BAD;
	k->seq++;
	out->used = size;
	return strip(in + TLS_RECORD_HEADER, plain, out);
}
