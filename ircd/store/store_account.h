/*
 * The rows of accounts, their certificates, and invite codes.  Views in rows are borrowed; one whose p is NULL is "none".
 * Functions with a store_result are for jobs (store.h); those with an err are for loading at the start.
 */
#ifndef CONCLAVE_STORE_STORE_ACCOUNT_H
#define CONCLAVE_STORE_STORE_ACCOUNT_H

#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "store/store.h"

#define STORE_HASH_BYTES 32 /* fingerprints, hashes of invite codes */

/* What opens an account without a certificate. */
struct store_secret {
	struct view password; /* "$argon2id$..." */
	uint32_t iterations;  /* SCRAM-SHA-256; 0: the three are none */
	struct view salt, stored, server;
};

struct store_account {
	struct view name;
	struct store_secret secret;
	struct view email, suspended;
	uint64_t created_s, seen_s; /* wall time; seen_s 0: never */
	uint32_t flags;
};

/* -1 with *e ends the loading. */
typedef int store_account_fn(void *arg, const struct store_account *row, struct err *e);
typedef int store_cert_fn(void *arg, struct view account, struct view fingerprint, struct err *e);
/* All, oldest first. */
int store_account_load(struct store_db *db, store_account_fn *fn, void *arg, struct err *e) WARN_UNUSED;
int store_cert_load(struct store_db *db, store_cert_fn *fn, void *arg, struct err *e) WARN_UNUSED;

/* STORE_REFUSED: the name is taken. */
enum store_result store_account_insert(struct store_db *db, const struct store_account *row) WARN_UNUSED;
/* STORE_REFUSED: there is no such account. */
enum store_result
store_account_secret(struct store_db *db, struct view name, const struct store_secret *secret) WARN_UNUSED;
enum store_result store_account_suspended(struct store_db *db, struct view name, struct view why) WARN_UNUSED;
enum store_result store_account_email(struct store_db *db, struct view name, struct view email) WARN_UNUSED;
enum store_result
store_account_flags(struct store_db *db, struct view name, uint32_t on, uint32_t off) WARN_UNUSED;
enum store_result store_account_seen(struct store_db *db, struct view name, uint64_t seen_s) WARN_UNUSED;
/* Its certificates go with it. */
enum store_result store_account_delete(struct store_db *db, struct view name) WARN_UNUSED;
/* STORE_REFUSED: some account has it, or there is no such account. */
enum store_result store_cert_insert(struct store_db *db, struct view account,
	const uint8_t fingerprint[STORE_HASH_BYTES], uint64_t now_s) WARN_UNUSED;
enum store_result store_cert_delete(
	struct store_db *db, struct view account, const uint8_t fingerprint[STORE_HASH_BYTES]) WARN_UNUSED;

/* A code is known by its hash alone. */
struct store_code {
	uint8_t hash[STORE_HASH_BYTES];
	uint32_t uses;	    /* that are left */
	uint64_t expires_s; /* wall time; 0: never */
};
/* Codes that are used up or have expired go; STORE_REFUSED: max are there. */
enum store_result
store_code_insert(struct store_db *db, const struct store_code *code, uint64_t now_s, size_t max) WARN_UNUSED;
/* One use of it; STORE_REFUSED: there is no such code, or none is left. */
enum store_result
store_code_use(struct store_db *db, const uint8_t hash[STORE_HASH_BYTES], uint64_t now_s) WARN_UNUSED;

#endif
