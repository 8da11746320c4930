#include "proto/password_hash.h"

#include <sodium.h>

int
password_hash(struct view password, char dst[PASSWORD_HASH_MAX])
{
	_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_MAX, "a hash fits");

	return crypto_pwhash_str(dst, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
		crypto_pwhash_MEMLIMIT_INTERACTIVE);
}
