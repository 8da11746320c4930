#include "config.h"

#include "net/tls_digest.h"

#include <criterion/criterion.h>
#include <string.h>

/* FIPS 180-4, two blocks. */
Test(tls_digest, is_sha256_however_the_bytes_are_cut)
{
	static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	static const uint8_t want[TLS_DIGEST_LEN] = { 0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8, 0xe5,
		0xc0, 0x26, 0x93, 0x0c, 0x3e, 0x60, 0x39, 0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff, 0x21, 0x67,
		0xf6, 0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1 };
	uint8_t got[TLS_DIGEST_LEN];

	for (size_t cut = 0; cut < sizeof(text); cut++) {
		struct tls_digest *d = tls_digest_new();

		tls_digest_add(d, text, cut);
		tls_digest_add(d, text + cut, sizeof(text) - 1 - cut);
		cr_assert(tls_digest_end(d, got));
		cr_expect_eq(memcmp(got, want, sizeof(want)), 0);
		tls_digest_free(d);
	}
}
