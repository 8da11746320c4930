/* Password hashes as conclaved --mkpasswd prints them. */
#ifndef CONCLAVE_CONF_CONF_PASSWORD_H
#define CONCLAVE_CONF_CONF_PASSWORD_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

#define CONF_PASSWORD_MAX	 127	 /* bytes; what libsodium reads */
#define CONF_PASSWORD_KIB_MAX	 1048576 /* memory that one check may take: 1 GiB */
#define CONF_PASSWORD_PASSES_MAX 32

/*
 * "$argon2id$v=19$m=KIB,t=PASSES,p=1$SALT$HASH" with limits, so that a line of the configuration can't make
 * one password check take all memory or minutes.  Salt and hash are base64 without padding, 16 and 32 bytes
 * or more.
 */
bool conf_password_is_hash(struct view v) WARN_UNUSED;

#endif
