/*
 * Contexts: one SSL_CTX per certificate, alike but for it.  Sessions are kept by the clients only (tickets); the two ticket keys are
 * shared by all contexts and outlive a reload, so that a client resumes with whichever certificate it gets.
 */
#include "net/tls.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include "core/mem.h"
#include "core/view.h"
#include "net/tls_priv.h"

#define TLS_CERTS_MAX	   16
#define TICKET_KEY_LIFE_S  43200 /* a key makes tickets so long, and reads them as long again */
#define CLIENT_CHAIN_MAX   32768 /* bytes of certificates that a client may send before anybody knows it */
#define CIPHERS_DEFAULT	   "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL" /* authenticated encryption, forward secrecy */
#define SESSION_ID_CONTEXT "conclave"

struct ticket_key {
	unsigned char name[16], aes[32], mac[32];
	time_t made; /* 0 = there is none */
};

/* Counted: by each tls_contexts. */
struct ticket_keys {
	unsigned refs;
	struct ticket_key current, previous;
};

struct tls_names {
	char **name;
	size_t n;
};

struct tls_contexts {
	unsigned refs;
	size_t n;
	SSL_CTX *ctx[TLS_CERTS_MAX];
	SSL_CTX *client;
	struct tls_names names[TLS_CERTS_MAX];
	struct ticket_keys *keys;
};

/* "<what>: <reason>" out of OpenSSL's error queue, which is emptied. */
static int
err_tls(struct err *e, const char *what)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	(void)err_fmt(e, "%s: %s", what, reason != NULL ? reason : "unknown error");
	ERR_clear_error();
	return -1;
}

int
tls_init(struct err *e)
{
	const uint64_t what = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_LOAD_SSL_STRINGS |
		OPENSSL_INIT_LOAD_CRYPTO_STRINGS;
	unsigned char seed[32];
	SSL_CTX *ctx;

	if (OPENSSL_init_ssl(what, NULL) != 1)
		return err_tls(e, "OpenSSL");
	/* The generators seed themselves now, and all algorithms are fetched by making a context. */
	if (RAND_bytes(seed, sizeof(seed)) != 1 || RAND_priv_bytes(seed, sizeof(seed)) != 1)
		return err_tls(e, "random bytes");
	OPENSSL_cleanse(seed, sizeof(seed));
	ctx = SSL_CTX_new(TLS_server_method());
	if (ctx == NULL)
		return err_tls(e, "TLS context");
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return 0;
}

static int
ticket_key_make(struct ticket_key *k, time_t now)
{
	if (RAND_bytes(k->name, sizeof(k->name)) != 1 || RAND_priv_bytes(k->aes, sizeof(k->aes)) != 1 ||
		RAND_priv_bytes(k->mac, sizeof(k->mac)) != 1)
		return -1;
	k->made = now;
	return 0;
}

static void
ticket_keys_unref(struct ticket_keys *keys)
{
	if (keys == NULL || --keys->refs > 0)
		return;
	OPENSSL_cleanse(keys, sizeof(*keys));
	mem_free(keys);
}

/* The key for new tickets; the one before it goes on reading old ones. */
static const struct ticket_key *
ticket_key_for_writing(struct ticket_keys *keys, time_t now)
{
	struct ticket_key fresh;

	if (keys->current.made != 0 && now - keys->current.made < TICKET_KEY_LIFE_S)
		return &keys->current;
	if (ticket_key_make(&fresh, now) == -1)
		return NULL;
	keys->previous = keys->current;
	keys->current = fresh;
	OPENSSL_cleanse(&fresh, sizeof(fresh));
	return &keys->current;
}

static const struct ticket_key *
ticket_key_for_reading(const struct ticket_keys *keys, const unsigned char *name, time_t now)
{
	const struct ticket_key *key[] = { &keys->current, &keys->previous };

	for (size_t i = 0; i < ARRAY_LEN(key); i++) {
		if (key[i]->made != 0 && now - key[i]->made < 2 * TICKET_KEY_LIFE_S &&
			CRYPTO_memcmp(key[i]->name, name, sizeof(key[i]->name)) == 0)
			return key[i];
	}
	return NULL;
}

static bool
ticket_key_apply(const struct ticket_key *k, const unsigned char *iv, EVP_CIPHER_CTX *cipher,
	EVP_MAC_CTX *mac, int encrypt)
{
	char digest[] = "SHA256";
	unsigned char secret[sizeof(k->mac)];
	OSSL_PARAM param[3];
	bool ok;

	memcpy(secret, k->mac, sizeof(secret));
	param[0] = OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, secret, sizeof(secret));
	param[1] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0);
	param[2] = OSSL_PARAM_construct_end();
	ok = EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, k->aes, iv, encrypt) == 1 &&
		EVP_MAC_CTX_set_params(mac, param) == 1;
	OPENSSL_cleanse(secret, sizeof(secret));
	return ok;
}

/* OpenSSL's question for a ticket key: 1 yes, 2 yes but make a new ticket, 0 no such key, -1 failure. */
static int
on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac,
	int encrypt)
{
	struct ticket_keys *keys = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	const time_t now = time(NULL);
	const struct ticket_key *k;

	k = encrypt ? ticket_key_for_writing(keys, now) : ticket_key_for_reading(keys, name, now);
	if (k == NULL)
		return encrypt ? -1 : 0;
	if (encrypt) {
		memcpy(name, k->name, sizeof(k->name));
		if (RAND_bytes(iv, EVP_MAX_IV_LENGTH) != 1)
			return -1;
	}
	if (!ticket_key_apply(k, iv, cipher, mac, encrypt))
		return -1;
	if (encrypt)
		return 1;
	/* A client of TLS 1.3 uses a ticket once (RFC 8446 C.4), so it needs a new one each time. */
	return k != &keys->current || SSL_version(ssl) >= TLS1_3_VERSION ? 2 : 1;
}

/* Certificates of clients are names for keys: who is trusted is decided by fingerprint, later. */
static int
accept_any(X509_STORE_CTX *store, void *arg)
{
	(void)arg;
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

/* A key file with a pass phrase can't be read by a daemon; without this OpenSSL would ask the terminal. */
static int
no_passphrase(char *dst, int size, int writing, void *arg)
{
	(void)dst, (void)size, (void)writing, (void)arg;
	return -1;
}

/* True if `host` is named by `pattern`, which may begin with "*." for exactly one label. */
static bool
name_matches(const char *pattern, const char *host)
{
	const char *dot;

	if (strncmp(pattern, "*.", 2) != 0)
		return strcasecmp(pattern, host) == 0;
	dot = strchr(host, '.');
	return dot != NULL && dot != host && strcasecmp(pattern + 1, dot) == 0;
}

static size_t
find_name(const struct tls_contexts *t, const char *host, bool wild)
{
	for (size_t i = 0; i < t->n; i++) {
		for (size_t j = 0; j < t->names[i].n; j++) {
			const char *pattern = t->names[i].name[j];

			if ((pattern[0] == '*') == wild && name_matches(pattern, host))
				return i;
		}
	}
	return t->n;
}

static int
on_server_name(SSL *ssl, int *alert, void *arg)
{
	const struct tls_contexts *t = arg;
	const char *host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	size_t i;

	(void)alert;
	if (host == NULL)
		return SSL_TLSEXT_ERR_NOACK;
	i = find_name(t, host, false);
	if (i == t->n)
		i = find_name(t, host, true);
	if (i == t->n)
		return SSL_TLSEXT_ERR_NOACK; /* the first certificate; whether it will do is the client's choice */
	return SSL_set_SSL_CTX(ssl, t->ctx[i]) != NULL ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static int
set_protocol(SSL_CTX *ctx, const struct tls_conf *conf, struct err *e)
{
	const char *ciphers = conf->ciphers != NULL ? conf->ciphers : CIPHERS_DEFAULT;

	/* IRC's lines have ends of their own: a peer that just closes is no error, and no alert has to be sent to nobody. */
	SSL_CTX_set_options(
		ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(ctx,
		SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
			SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(ctx, 0);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	if (SSL_CTX_set_min_proto_version(ctx, conf->min_13 ? TLS1_3_VERSION : TLS1_2_VERSION) != 1 ||
		SSL_CTX_set_num_tickets(ctx, 1) != 1 ||
		SSL_CTX_set_session_id_context(
			ctx, (const unsigned char *)SESSION_ID_CONTEXT, sizeof(SESSION_ID_CONTEXT) - 1) != 1)
		return err_tls(e, "TLS context");
	if (SSL_CTX_set_cipher_list(ctx, ciphers) != 1)
		return err_tls(e, "TLS cipher list");
	return 0;
}

static int
load_certificate(SSL_CTX *ctx, const struct tls_cert_conf *cert, struct err *e)
{
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(ctx, cert->certificate) != 1)
		return err_tls(e, cert->certificate);
	if (SSL_CTX_use_PrivateKey_file(ctx, cert->key, SSL_FILETYPE_PEM) != 1)
		return err_tls(e, cert->key);
	if (SSL_CTX_check_private_key(ctx) != 1)
		return err_tls(e, cert->key);
	return 0;
}

static SSL_CTX *
context_new(
	const struct tls_conf *conf, const struct tls_cert_conf *cert, struct tls_contexts *t, struct err *e)
{
	SSL_CTX *ctx;

	ERR_clear_error();
	ctx = SSL_CTX_new(TLS_server_method());
	if (ctx == NULL) {
		(void)err_tls(e, "TLS context");
		return NULL;
	}
	if (set_protocol(ctx, conf, e) == -1 || load_certificate(ctx, cert, e) == -1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	if (conf->ask_certificate)
		SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	/* A connection may be told to ask where the context does not: tls_conn_ask(). */
	SSL_CTX_set_cert_verify_callback(ctx, accept_any, NULL);
	SSL_CTX_set_max_cert_list(ctx, CLIENT_CHAIN_MAX);
	SSL_CTX_set_tlsext_servername_callback(ctx, on_server_name);
	SSL_CTX_set_tlsext_servername_arg(ctx, t);
	SSL_CTX_set_app_data(ctx, t->keys);
	SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, on_ticket);
	return ctx;
}

/* Nothing is verified: peers that we dial show certificates of their own making. */
static SSL_CTX *
client_context_new(const struct tls_conf *conf, struct err *e)
{
	SSL_CTX *ctx;

	ERR_clear_error();
	ctx = SSL_CTX_new(TLS_client_method());
	if (ctx == NULL) {
		(void)err_tls(e, "TLS context");
		return NULL;
	}
	if (set_protocol(ctx, conf, e) == -1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_max_cert_list(ctx, CLIENT_CHAIN_MAX);
	return ctx;
}

static void
copy_names(struct tls_names *to, const struct tls_cert_conf *cert)
{
	if (cert->n_names == 0)
		return;
	to->name = mem_array(cert->n_names, sizeof(*to->name));
	for (; to->n < cert->n_names; to->n++)
		to->name[to->n] = view_dup(view_z(cert->names[to->n]));
}

struct tls_contexts *
tls_contexts_new(const struct tls_conf *conf, const struct tls_contexts *previous, struct err *e)
{
	struct tls_contexts *t = mem_zalloc(sizeof(*t));

	assert(conf->n_certs >= 1 && conf->n_certs <= TLS_CERTS_MAX);
	t->refs = 1;
	t->keys = previous != NULL ? previous->keys : mem_zalloc(sizeof(*t->keys));
	t->keys->refs++;
	for (size_t i = 0; i < conf->n_certs; i++) {
		t->ctx[i] = context_new(conf, &conf->cert[i], t, e);
		if (t->ctx[i] == NULL) {
			tls_contexts_unref(t);
			return NULL;
		}
		copy_names(&t->names[i], &conf->cert[i]);
		t->n++;
	}
	t->client = client_context_new(conf, e);
	if (t->client == NULL) {
		tls_contexts_unref(t);
		return NULL;
	}
	return t;
}

struct tls_contexts *
tls_contexts_ref(struct tls_contexts *t)
{
	t->refs++;
	return t;
}

void
tls_contexts_unref(struct tls_contexts *t)
{
	if (t == NULL || --t->refs > 0)
		return;
	for (size_t i = 0; i < t->n; i++) {
		SSL_CTX_free(t->ctx[i]);
		for (size_t j = 0; j < t->names[i].n; j++)
			mem_free(t->names[i].name[j]);
		mem_free(t->names[i].name);
	}
	SSL_CTX_free(t->client);
	ticket_keys_unref(t->keys);
	mem_free(t);
}

SSL_CTX *
tls_contexts_first(const struct tls_contexts *t)
{
	return t->ctx[0];
}

SSL_CTX *
tls_contexts_client(const struct tls_contexts *t)
{
	return t->client;
}

int
tls_contexts_show(const struct tls_contexts *t, SSL *ssl)
{
	STACK_OF(X509) *chain = NULL;
	SSL_CTX *first = t->ctx[0];

	if (SSL_CTX_get0_chain_certs(first, &chain) != 1)
		return -1;
	return SSL_use_cert_and_key(
		       ssl, SSL_CTX_get0_certificate(first), SSL_CTX_get0_privatekey(first), chain, 1) == 1
		? 0
		: -1;
}
