#include "proto/scram_key.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

static void
from_base64(const char *text, uint8_t *dst, size_t size)
{
	size_t n = 0;

	cr_assert_eq(sodium_base642bin(
			     dst, size, text, strlen(text), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL),
		0);
	cr_assert_eq(n, size);
}

/* The exchange of RFC 7677 3: the server's signature, and the client's proof checked as a server does. */
Test(scram_key, keys_are_those_of_rfc_7677)
{
	static const char auth[] = "n=user,r=rOprNGfwEbeRWgbNEkqO,"
				   "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
				   "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
				   "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
	struct scram_key key = { .iterations = 4096 };
	uint8_t want[SCRAM_KEY_BYTES], got[SCRAM_KEY_BYTES], proof[SCRAM_KEY_BYTES];

	from_base64("W22ZaJ0SNY7soEsUEjb6gQ==", key.salt, sizeof(key.salt));
	scram_key_derive(&key, VIEW("pencil"));
	scram_hmac(view_of(key.server, sizeof(key.server)), view_z(auth), got);
	from_base64("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", want, sizeof(want));
	cr_expect_eq(memcmp(got, want, sizeof(want)), 0);

	scram_hmac(view_of(key.stored, sizeof(key.stored)), view_z(auth), got);
	from_base64("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", proof, sizeof(proof));
	for (size_t i = 0; i < sizeof(proof); i++)
		proof[i] ^= got[i];
	scram_hash(view_of(proof, sizeof(proof)), got);
	cr_expect_eq(memcmp(got, key.stored, sizeof(got)), 0);
}

/* PBKDF2-HMAC-SHA-256 of "passwd" and "salt" with one round: RFC 7914 11, its first 32 bytes. */
Test(scram_key, one_round_is_that_of_rfc_7914)
{
	uint8_t got[SCRAM_KEY_BYTES];
	char hex[2 * SCRAM_KEY_BYTES + 1];

	scram_salted(VIEW("passwd"), VIEW("salt"), 1, got);
	cr_expect_str_eq(sodium_bin2hex(hex, sizeof(hex), got, sizeof(got)),
		"55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
}
