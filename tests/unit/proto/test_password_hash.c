#include "proto/password_hash.h"

#include <criterion/criterion.h>
#include <sodium.h>

Test(password_hash, is_one_that_a_check_takes_and_new_each_time)
{
	char hash[PASSWORD_HASH_MAX], again[PASSWORD_HASH_MAX];

	cr_assert_neq(sodium_init(), -1);
	cr_assert_eq(password_hash(VIEW("new one"), hash), 0);
	cr_assert_eq(password_hash(VIEW("new one"), again), 0);
	cr_expect(view_starts(view_z(hash), VIEW("$argon2id$")));
	cr_expect_eq(crypto_pwhash_str_verify(hash, "new one", 7), 0);
	cr_expect_neq(crypto_pwhash_str_verify(hash, "new on", 6), 0);
	cr_expect_str_neq(hash, again);
}
