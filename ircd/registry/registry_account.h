/* Accounts as they change.  See registry.h for when `call` hears of it. */
#ifndef CONCLAVE_REGISTRY_REGISTRY_ACCOUNT_H
#define CONCLAVE_REGISTRY_REGISTRY_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/password_hash.h"
#include "proto/scram_key.h"
#include "registry/registry.h"
#include "state/account.h"

#define REGISTRY_EMAIL_MAX 254 /* RFC 5321 4.5.3.1.3, erratum 1690 */
#define REGISTRY_WHY_MAX   200 /* bytes of why an account is suspended */
#define REGISTRY_CODES_MAX 1000
#define REGISTRY_CODE_TEXT 24 /* an invite code with NUL: "k3mf-9qtx-77pc-zw2d" */

/* What is kept of a password. */
struct registry_secret {
	char hash[PASSWORD_HASH_MAX]; /* "$argon2id$..." */
	struct scram_key key;
};

struct registry_new_account {
	struct view name;     /* a nick; whether it is reserved is the caller's question */
	struct view password; /* empty: by_admin only; then only certificates open it */
	struct view email;    /* may be empty */
	struct view code;     /* may be empty: registration invite-code wants one, unless by_admin */
	const struct registry_secret
		*secret; /* NULL, or in place of the password: by registry_account_hash() */
	bool by_admin;	 /* whatever `registration` says */
};

/* What is in both stays. */
struct registry_set {
	uint32_t flags_on, flags_off; /* sets of enum account_flag */
	bool has_email;
	struct view email; /* empty: none */
};

/* What registry_account_add() would say at sight: CLOSED, BAD_..., TAKEN, FULL; a code is not looked at. */
enum registry_verdict
registry_account_may_add(const struct registry *r, const struct registry_new_account *what) WARN_UNUSED;
void
registry_account_add(struct registry *r, const struct registry_new_account *what, struct registry_call call);
/* Only the hashes, on a worker, of what registry_account_may_add() has passed.  *dst must live until call hears. */
void registry_account_hash(
	struct registry *r, struct view password, struct registry_secret *dst, struct registry_call call);
/* argon2id and the SCRAM key, on a worker. */
void registry_account_password(
	struct registry *r, struct view account, struct view password, struct registry_call call);
void registry_account_cert_add(struct registry *r, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call);
void registry_account_cert_del(struct registry *r, struct view account,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES], struct registry_call call);
/* Its sessions end.  Empty: it may be used again. */
void
registry_account_suspend(struct registry *r, struct view account, struct view why, struct registry_call call);
/* Its sessions are logged out. */
void registry_account_drop(struct registry *r, struct view account, struct registry_call call);
void registry_account_set(
	struct registry *r, struct view account, const struct registry_set *what, struct registry_call call);
/* Somebody has logged in.  Written when there is time for it; at most once a minute. */
void registry_account_seen(struct registry *r, struct account *a);
/* A new code, good for `uses` (1 or more) accounts until expires_s (wall time; 0: for ever) once call hears REGISTRY_OK. */
void registry_invite_code_add(struct registry *r, uint32_t uses, uint64_t expires_s,
	char dst[REGISTRY_CODE_TEXT], struct registry_call call);

#endif
