/*
 * Records of TLS 1.3 after the handshake (RFC 8446 5): sealing, opening, and the update of keys.  What OpenSSL's SSL object does for
 * that costs 14 KB in each connection; the keys themselves are 200 bytes.  All cryptography is OpenSSL's.
 */
#ifndef CONCLAVE_NET_TLS_RECORD_H
#define CONCLAVE_NET_TLS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define TLS_PLAIN_MAX	    16384 /* bytes of content in a record */
#define TLS_RECORD_HEADER   5
#define TLS_RECORD_OVERHEAD (TLS_RECORD_HEADER + 1 + 16)	      /* header, content type, tag */
#define TLS_RECORD_MAX	    (TLS_RECORD_HEADER + TLS_PLAIN_MAX + 256) /* what a peer may send */
#define TLS_SECRET_MAX	    48

enum tls_content { TLS_ALERT = 21, TLS_HANDSHAKE = 22, TLS_DATA = 23 };

/* One direction. */
struct tls_keys {
	uint8_t secret[TLS_SECRET_MAX], key[32], iv[12];
	uint8_t suite; /* row of the table in tls_record.c */
	uint64_t seq;  /* records so far */
};

struct tls_records; /* ciphers, shared by all connections of a net */

struct tls_records *tls_records_new(void) WARN_UNUSED; /* NULL when OpenSSL lacks something */
void tls_records_free(struct tls_records *r);

/* From a traffic secret; id is the cipher suite's, 0x1301 to 0x1303.  -1: another suite, or a secret of the wrong length. */
int tls_keys_init(
	struct tls_records *r, struct tls_keys *k, uint16_t id, struct view secret, uint64_t seq) WARN_UNUSED;
/* The next generation, RFC 8446 7.2. */
int tls_keys_update(struct tls_records *r, struct tls_keys *k) WARN_UNUSED;
void tls_keys_clear(struct tls_keys *k);

/*
 * tls_record_seal: one record.
 *   in   plain: 1..TLS_PLAIN_MAX bytes; may lie at dst + TLS_RECORD_HEADER
 *   out  dst: plain.n + TLS_RECORD_OVERHEAD bytes
 *   ret  bytes in dst, or 0 when OpenSSL failed
 */
size_t tls_record_seal(struct tls_records *r, struct tls_keys *k, enum tls_content type, struct view plain,
	char *dst) WARN_UNUSED;

enum tls_open {
	TLS_OPEN_OK,
	TLS_OPEN_SHORT,	   /* the record is not complete */
	TLS_OPEN_TOO_LONG, /* no record may be so long */
	TLS_OPEN_BAD,	   /* forged, or not a protected record */
};

struct tls_opened {
	uint8_t type;	   /* of the content, as the peer says */
	struct view plain; /* in place, in `in` */
	size_t used;	   /* bytes of `in` that the record was */
};

/* Bytes that a whole record needs, as far as n bytes of it say; more than n if it is not complete. */
size_t tls_record_size(const char *in, size_t n);
/* Opens the record at the start of n bytes, in place. */
enum tls_open tls_record_open(
	struct tls_records *r, struct tls_keys *k, char *in, size_t n, struct tls_opened *out) WARN_UNUSED;

#endif
