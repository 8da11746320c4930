/* What a hash must look like, and that none may ask for more work than is allowed. */
#include "conf/conf_password.h"

#include <stdio.h>

#include <criterion/criterion.h>

#define SALT "c2FsdHNhbHRzYWx0c2FsdA"
#define HASH "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"

Test(conf_password, takes_what_libsodium_makes)
{
	cr_expect(conf_password_is_hash(VIEW("$argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH)));
	cr_expect(conf_password_is_hash(VIEW("$argon2id$v=19$m=1048576,t=32,p=1$" SALT "$" HASH)),
		"the limits");
	cr_expect(conf_password_is_hash(VIEW("$argon2id$v=19$m=8,t=1,p=1$" SALT "$" HASH)));
}

Test(conf_password, refuses_everything_else)
{
	static const char *const bad[] = {
		"",
		"secret",
		"$argon2id$",
		"$argon2i$v=19$m=65536,t=2,p=1$" SALT "$" HASH,
		"$argon2id$v=16$m=65536,t=2,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=1048577,t=2,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=7,t=2,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=33,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=0,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=2,p=2$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=2$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=2,p=1,x=1$" SALT "$" HASH,
		"$argon2id$v=19$t=2,m=65536,p=1$" SALT "$" HASH,
		"$argon2id$v=19$m=65536,t=2,p=1$" SALT,
		"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH "$",
		"$argon2id$v=19$m=65536,t=2,p=1$short$" HASH,
		"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$short",
		"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH "=",
		"$argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH "0123456789012345678901234567890123456789",
		"$argon2id$v=19$m=+65536,t=2,p=1$" SALT "$" HASH,
		" $argon2id$v=19$m=65536,t=2,p=1$" SALT "$" HASH,
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_not(conf_password_is_hash(view_z(bad[i])), "%s", bad[i]);
}
