/*
 * Registered accounts: who people are when they have proved it.  Read the fields freely; account_*() change them.
 * All of them are in memory, so that a nick, a certificate or a name is found without waiting; the store has the same on disk, and what
 * changes an account for good is confirmed when the store has it (registry/).
 * Names are compared by the casemapping.  An account's name is also a nick that belongs to it.
 */
#ifndef CONCLAVE_STATE_ACCOUNT_H
#define CONCLAVE_STATE_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/limits.h"
#include "proto/scram_key.h"

#define ACCOUNT_CERT_BYTES 32 /* SHA-256 of the certificate's DER */
#define ACCOUNT_CERTS_MAX  16

enum account_flag {
	ACCOUNT_PROTECT = 1 << 0, /* its nick is for its users only (NickServ SET PROTECT) */
	ACCOUNT_PRIVATE = 1 << 1, /* INFO tells others only that it exists */
};

struct account_cert {
	struct hash_node by_fingerprint;
	struct account *account;
	struct list of_account;
	uint8_t fingerprint[ACCOUNT_CERT_BYTES];
};

struct account {
	struct hash_node by_name;
	struct list in_set;
	struct list certs; /* struct account_cert.of_account, oldest first */
	size_t n_certs;
	char *password; /* "$argon2id$..."; NULL: no password opens it */
	struct scram_key scram;
	char *email;	     /* NULL: not told */
	char *suspended;     /* why nobody may log in; NULL: they may */
	uint64_t created_s;  /* wall time */
	uint64_t seen_s;     /* wall time of the last login, 0: never */
	uint32_t flags;	     /* set of enum account_flag */
	uint32_t n_channels; /* registered channels that it founded */
	uint8_t name_len;
	char name[ACCOUNT_LEN + 1];
};

struct account_set {
	struct hash_table names, fingerprints;
	struct list all; /* struct account.in_set, oldest first */
};

void account_set_init(struct account_set *set);
void account_set_release(struct account_set *set); /* frees all */
static inline size_t
account_set_count(const struct account_set *set)
{
	return set->names.count;
}

/* NULL when there is none. */
struct account *account_find(const struct account_set *set, struct view name) WARN_UNUSED;
struct account *
account_find_cert(const struct account_set *set, const uint8_t fingerprint[ACCOUNT_CERT_BYTES]) WARN_UNUSED;
/* name_is_account() and not taken.  No password, no certificate, ACCOUNT_PROTECT. */
struct account *account_new(struct account_set *set, struct view name, uint64_t now_s) WARN_UNUSED;
void account_free(struct account_set *set, struct account *a);

/* hash and key are copied; NULL takes them away. */
void account_set_password(struct account *a, const char *hash, const struct scram_key *key);
/* Empty: none. */
void account_set_email(struct account *a, struct view email);
void account_set_suspended(struct account *a, struct view why);

enum cert_verdict { CERT_OK, CERT_TAKEN /* by this account or another */, CERT_TOO_MANY };
enum cert_verdict account_cert_add(struct account_set *set, struct account *a,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES]) WARN_UNUSED;
/* false: it was not a's. */
bool account_cert_del(struct account_set *set, const struct account *a,
	const uint8_t fingerprint[ACCOUNT_CERT_BYTES]) WARN_UNUSED;

static inline struct view
account_name(const struct account *a)
{
	return view_of(a->name, a->name_len);
}
static inline struct account *
account_of_link(struct list *l)
{
	return CONTAINER_OF(l, struct account, in_set);
}
static inline struct account_cert *
account_cert_of_link(struct list *l)
{
	return CONTAINER_OF(l, struct account_cert, of_account);
}

#endif
