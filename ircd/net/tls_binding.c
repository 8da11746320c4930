/*
 * Channel bindings: bytes that both ends of a TLS connection know and nobody between them can bring about on two connections at once.
 * Each is given only where it is safe: what a version or a certificate has no sound value for has none here.
 */
#include "net/tls_priv.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

/* RFC 9266 4.2: TLS 1.3, or 1.2 with the extended master secret (RFC 7627). */
static size_t
exporter(SSL *ssl, uint8_t *dst)
{
	static const char label[] = "EXPORTER-Channel-Binding";
	enum { EXPORTER_BYTES = 32 };

	if (SSL_version(ssl) < TLS1_3_VERSION && SSL_get_extms_support(ssl) != 1)
		return 0;
	return SSL_export_keying_material(ssl, dst, EXPORTER_BYTES, label, sizeof(label) - 1,
		       (const unsigned char *)"", 0, 1) == 1
		? EXPORTER_BYTES
		: 0;
}

/* RFC 5929 4.1: the hash of the signature, but SHA-256 for what is weaker; none where the signature has none (Ed25519). */
static size_t
server_end_point(SSL *ssl, uint8_t *dst)
{
	X509 *cert = SSL_get_certificate(ssl);
	unsigned char md[EVP_MAX_MD_SIZE];
	const EVP_MD *hash;
	unsigned n = 0;
	int nid;

	if (cert == NULL || X509_get_signature_info(cert, &nid, NULL, NULL, NULL) != 1 || nid == NID_undef)
		return 0;
	if (nid == NID_md5 || nid == NID_sha1)
		nid = NID_sha256;
	hash = EVP_get_digestbynid(nid);
	if (hash == NULL || X509_digest(cert, hash, md, &n) != 1 || n > TLS_BINDING_MAX)
		return 0;
	memcpy(dst, md, n);
	return n;
}

/*
 * RFC 5929 3.1: the first Finished message of the handshake, the client's, or the server's where a session was resumed.  Without the
 * extended master secret two connections can be made to have the same (triple handshake); TLS 1.3 has none.
 */
static size_t
unique(SSL *ssl, uint8_t *dst)
{
	size_t n;

	if (SSL_version(ssl) >= TLS1_3_VERSION || SSL_get_extms_support(ssl) != 1)
		return 0;
	n = SSL_session_reused(ssl) ? SSL_get_finished(ssl, dst, TLS_BINDING_MAX)
				    : SSL_get_peer_finished(ssl, dst, TLS_BINDING_MAX);
	return n <= TLS_BINDING_MAX ? n : 0;
}

size_t
tls_binding(SSL *ssl, enum tls_binding type, uint8_t *dst)
{
	switch (type) {
	case TLS_BINDING_EXPORTER:
		return exporter(ssl, dst);
	case TLS_BINDING_SERVER_END_POINT:
		return server_end_point(ssl, dst);
	case TLS_BINDING_UNIQUE:
		return unique(ssl, dst);
	case TLS_BINDING_N:
		break;
	}
	return 0;
}
