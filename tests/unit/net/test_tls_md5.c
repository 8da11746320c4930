#include "config.h"

#include "net/tls_md5.h"

#include <criterion/criterion.h>
#include <string.h>

/* RFC 1321. */
Test(tls_md5, is_md5_however_the_bytes_are_cut)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyz";
	static const uint8_t want[TLS_MD5_LEN] = { 0xc3, 0xfc, 0xd3, 0xd7, 0x61, 0x92, 0xe4, 0x00, 0x7d, 0xfb,
		0x49, 0x6c, 0xca, 0x67, 0xe1, 0x3b };
	uint8_t got[TLS_MD5_LEN];

	for (size_t cut = 0; cut < sizeof(text); cut++) {
		struct view piece[] = { view_left(view_z(text), cut), view_skip(view_z(text), cut) };

		cr_assert(tls_md5(got, piece, ARRAY_LEN(piece)));
		cr_expect_eq(memcmp(got, want, sizeof(want)), 0, "cut at %zu", cut);
	}
}

Test(tls_md5, of_nothing)
{
	static const uint8_t want[TLS_MD5_LEN] = { 0xd4, 0x1d, 0x8c, 0xd9, 0x8f, 0x00, 0xb2, 0x04, 0xe9, 0x80,
		0x09, 0x98, 0xec, 0xf8, 0x42, 0x7e };
	uint8_t got[TLS_MD5_LEN];

	cr_assert(tls_md5(got, NULL, 0));
	cr_expect_eq(memcmp(got, want, sizeof(want)), 0);
}
