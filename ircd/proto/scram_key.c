#include "proto/scram_key.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

void
scram_hmac(struct view key, struct view text, uint8_t dst[SCRAM_KEY_BYTES])
{
	crypto_auth_hmacsha256_state st;

	(void)crypto_auth_hmacsha256_init(&st, (const unsigned char *)key.p, key.n);
	(void)crypto_auth_hmacsha256_update(&st, (const unsigned char *)text.p, text.n);
	(void)crypto_auth_hmacsha256_final(&st, dst);
	sodium_memzero(&st, sizeof(st));
}

void
scram_hash(struct view text, uint8_t dst[SCRAM_KEY_BYTES])
{
	(void)crypto_hash_sha256(dst, (const unsigned char *)text.p, text.n);
}

/* The key's two blocks are hashed once and copied for each round, which halves the work. */
void
scram_salted(struct view password, struct view salt, uint32_t iterations, uint8_t dst[SCRAM_KEY_BYTES])
{
	static const unsigned char first_block[4] = { 0, 0, 0, 1 };
	crypto_auth_hmacsha256_state keyed, st;
	uint8_t u[SCRAM_KEY_BYTES];

	assert(iterations != 0);
	(void)crypto_auth_hmacsha256_init(&keyed, (const unsigned char *)password.p, password.n);
	st = keyed;
	(void)crypto_auth_hmacsha256_update(&st, (const unsigned char *)salt.p, salt.n);
	(void)crypto_auth_hmacsha256_update(&st, first_block, sizeof(first_block));
	(void)crypto_auth_hmacsha256_final(&st, u);
	memcpy(dst, u, sizeof(u));
	for (uint32_t i = 1; i < iterations; i++) {
		st = keyed;
		(void)crypto_auth_hmacsha256_update(&st, u, sizeof(u));
		(void)crypto_auth_hmacsha256_final(&st, u);
		for (size_t k = 0; k < sizeof(u); k++)
			dst[k] ^= u[k];
	}
	sodium_memzero(&keyed, sizeof(keyed));
	sodium_memzero(&st, sizeof(st));
	sodium_memzero(u, sizeof(u));
}

void
scram_key_derive(struct scram_key *key, struct view password)
{
	uint8_t salted[SCRAM_KEY_BYTES], client[SCRAM_KEY_BYTES];

	scram_salted(password, view_of(key->salt, sizeof(key->salt)), key->iterations, salted);
	scram_hmac(view_of(salted, sizeof(salted)), VIEW("Client Key"), client);
	scram_hash(view_of(client, sizeof(client)), key->stored);
	scram_hmac(view_of(salted, sizeof(salted)), VIEW("Server Key"), key->server);
	sodium_memzero(salted, sizeof(salted));
	sodium_memzero(client, sizeof(client));
}
