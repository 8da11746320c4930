/* What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 3, RFC 7677), and how to make it. */
#ifndef CONCLAVE_PROTO_SCRAM_KEY_H
#define CONCLAVE_PROTO_SCRAM_KEY_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define SCRAM_KEY_BYTES	     32 /* SHA-256 */
#define SCRAM_SALT_BYTES     16
#define SCRAM_ITERATIONS_MIN 4096 /* RFC 7677 4 */

struct scram_key {
	uint32_t iterations; /* 0: there is none */
	uint8_t salt[SCRAM_SALT_BYTES], stored[SCRAM_KEY_BYTES], server[SCRAM_KEY_BYTES];
};

/*
 * scram_key_derive: StoredKey and ServerKey from key->salt and key->iterations, which the caller has set.
 *   in   password  as it is: whoever takes passwords sees to it that they need no SASLprep
 *   cost iterations x about 0.5 us: on a worker thread
 */
void scram_key_derive(struct scram_key *key, struct view password);
/* SaltedPassword: PBKDF2-HMAC-SHA-256 with one block.  What a client computes; for tests too. */
void scram_salted(struct view password, struct view salt, uint32_t iterations, uint8_t dst[SCRAM_KEY_BYTES]);
void scram_hmac(struct view key, struct view text, uint8_t dst[SCRAM_KEY_BYTES]);
void scram_hash(struct view text, uint8_t dst[SCRAM_KEY_BYTES]);

#endif
