/* Hashes of passwords as the configuration and the database keep them: argon2id by libsodium. */
#ifndef CONCLAVE_PROTO_PASSWORD_HASH_H
#define CONCLAVE_PROTO_PASSWORD_HASH_H

#include "core/util.h"
#include "core/view.h"

#define PASSWORD_LEN_MAX  256 /* bytes of a password; a longer one is wrong */
#define PASSWORD_HASH_MAX 128 /* bytes of a hash with NUL */

/*
 * password_hash: a hash with a new salt.
 *   out  dst  "$argon2id$...", NUL-terminated
 *   ret  0, or -1 if memory is out
 *   cost blocks for tens of milliseconds, takes 64 MiB meanwhile
 */
int password_hash(struct view password, char dst[PASSWORD_HASH_MAX]) WARN_UNUSED;

#endif
