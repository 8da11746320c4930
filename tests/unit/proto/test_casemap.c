/* Both casemappings, byte by byte, and that equal names hash alike. */
#include "proto/casemap.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/hash.h"
#include "core/rng.h"

static void
start(void)
{
	cr_assert_eq(rng_init(NULL), 0);
	hash_init();
}

TestSuite(casemap, .init = start);

/* What RFC 1459 2.2 and RFC 20 say, written down a second time. */
static char
expected(enum casemap which, char c)
{
	const char *from = which == CASEMAP_RFC1459 ? "[]\\^" : "";
	const char *to = "{}|~";
	const char *at = c != '\0' ? strchr(from, c) : NULL;

	if (at != NULL)
		return to[at - from];
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

Test(casemap, folds_every_byte_as_its_mapping_says)
{
	const enum casemap both[] = { CASEMAP_RFC1459, CASEMAP_ASCII };

	for (size_t k = 0; k < ARRAY_LEN(both); k++) {
		casemap_set(both[k]);
		cr_assert_eq(casemap_get(), both[k]);
		for (int i = 0; i < 256; i++) {
			char c = (char)(unsigned char)i;

			cr_expect_eq(casemap_fold(c), expected(both[k], c), "byte %d under %s", i,
				casemap_name(both[k]));
		}
	}
}

Test(casemap, rfc1459_is_the_default)
{
	cr_expect_eq(casemap_get(), CASEMAP_RFC1459);
	cr_expect(casemap_eq(VIEW("[\\]^"), VIEW("{|}~")));
}

Test(casemap, ascii_keeps_brackets_apart)
{
	casemap_set(CASEMAP_ASCII);
	cr_expect_not(casemap_eq(VIEW("a["), VIEW("a{")));
	cr_expect(casemap_eq(VIEW("A["), VIEW("a[")));
}

Test(casemap, names_for_isupport)
{
	cr_expect_str_eq(casemap_name(CASEMAP_RFC1459), "rfc1459");
	cr_expect_str_eq(casemap_name(CASEMAP_ASCII), "ascii");
}

Test(casemap, names_differ_by_length_and_by_bytes)
{
	cr_expect(casemap_eq(VIEW(""), view_of(NULL, 0)));
	cr_expect_not(casemap_eq(VIEW("nick"), VIEW("nick_")));
	cr_expect_not(casemap_eq(VIEW("nick"), VIEW("nicl")));
	cr_expect_not(casemap_eq(VIEW("#\xc3\x89"), VIEW("#\xc3\xa9")), "only ASCII folds");
}

Test(casemap, names_that_are_equal_hash_alike)
{
	cr_expect_eq(casemap_hash(VIEW("Nick[a]\\^")), casemap_hash(VIEW("nICK{A}|~")));
	cr_expect_neq(casemap_hash(VIEW("nick")), casemap_hash(VIEW("nicl")));
	cr_expect_eq(casemap_hash(VIEW("NICK")), hash_bytes(VIEW("nick")));
	cr_expect_eq(casemap_hash(view_of(NULL, 0)), hash_bytes(VIEW("")));
}

Test(casemap, hashes_around_the_size_of_the_short_buffer_and_up_to_the_limit)
{
	static const size_t sizes[] = { 63, 64, 65, 1023, 1024 };
	char upper[1025], lower[1025];

	memset(upper, 'X', sizeof(upper));
	memset(lower, 'x', sizeof(lower));
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		uint64_t want = hash_bytes(view_of(lower, sizes[i]));

		cr_expect_eq(casemap_hash(view_of(upper, sizes[i])), want, "%zu bytes", sizes[i]);
	}
	cr_expect_eq(casemap_hash(view_of(upper, 1025)), hash_bytes(view_of(lower, 1024)),
		"behind 1,024 bytes nothing counts");
}
