/* Changes of accounts: what they carry, and their kinds.  registry_account.c makes them. */
#ifndef CONCLAVE_REGISTRY_ACCOUNT_CHANGE_PRIV_H
#define CONCLAVE_REGISTRY_ACCOUNT_CHANGE_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/password_hash.h"
#include "registry/change_priv.h"
#include "registry/registry_account.h"
#include "store/store_account.h"

struct account_change {
	struct change change;
	uint64_t now_s;
	bool has_password, has_code, has_email;
	bool is_hashed; /* hash and key are there already */
	struct registry_secret *hash_only;
	size_t password_len, text_len;
	uint32_t flags_on, flags_off;
	char password[PASSWORD_LEN_MAX];
	char text[REGISTRY_EMAIL_MAX + 1]; /* email, or why it is suspended */
	char hash[PASSWORD_HASH_MAX];
	struct scram_key key;
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];
	struct store_code code;
};

_Static_assert(REGISTRY_WHY_MAX <= REGISTRY_EMAIL_MAX, "text holds both");
_Static_assert(STORE_HASH_BYTES == ACCOUNT_CERT_BYTES, "the database's words for the same");

/* Embedded in a struct account_change each. */
extern const struct change_kind kind_account_add, kind_account_password, kind_account_cert_add,
	kind_account_cert_del, kind_account_suspend, kind_account_drop, kind_account_set, kind_account_code,
	kind_account_hash;

#endif
