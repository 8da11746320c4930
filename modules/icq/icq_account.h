/*
 * UINs of the house: to which account of this server each belongs, what is kept of its password, what its owner says of himself, the list
 * that its client has made, the mail that waits.  All of it is in memory and, as rows, in the store.
 */
#ifndef CONCLAVE_ICQ_ICQ_ACCOUNT_H
#define CONCLAVE_ICQ_ICQ_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "module/module_store.h"
#include "net/tls_md5.h"

#define ICQ_ACCOUNTS_MAX 20000
#define ICQ_PASSWORD_MIN 4
#define ICQ_PASSWORD_MAX 20
#define ICQ_PASSWORD_DRAWN \
	8 /* of one that conclavectl draws: libpurple and the old clients send no more bytes */
#define ICQ_PROFILE_MAX 64 /* bytes of a name, of an address of mail */
#define ICQ_ABOUT_MAX	450

struct icq_accounts;
struct icq_session;

enum icq_profile {
	ICQ_PROFILE_NICK,
	ICQ_PROFILE_FIRST,
	ICQ_PROFILE_LAST,
	ICQ_PROFILE_EMAIL,
	ICQ_PROFILE_ABOUT,
	ICQ_PROFILE_N
};

struct icq_account {
	struct hash_node by_uin;
	struct list in_set;
	uint32_t uin;
	uint8_t password[TLS_MD5_LEN]; /* MD5 of it */
	char *account;		       /* of this server */
	char *profile[ICQ_PROFILE_N];  /* NULL: not told */
	struct buf list;	       /* of icq_session_list() */
	struct list mail;	       /* struct icq_letter.in_account, oldest first */
	size_t n_mail;
	struct icq_session *session; /* NULL: nobody is logged in */
};

struct icq_accounts *icq_accounts_new(struct module_host *host) WARN_UNUSED;
void icq_accounts_free(struct icq_accounts *set); /* NULL is fine */
/* A row of kind "account" or "list".  -1 with *e: it can't be. */
int icq_accounts_load(struct icq_accounts *set, struct view kind, struct view key, struct view value,
	struct err *e) WARN_UNUSED;

/* NULL when there is none. */
struct icq_account *icq_account_find(const struct icq_accounts *set, uint32_t uin) WARN_UNUSED;
/* Walks all, oldest first: NULL begins, and NULL is the end. */
struct icq_account *icq_account_next(const struct icq_accounts *set, const struct icq_account *a) WARN_UNUSED;
size_t icq_accounts_count(const struct icq_accounts *set);

enum icq_account_verdict {
	ICQ_ACCOUNT_OK, /* done() will say when it is on the disk */
	ICQ_ACCOUNT_TAKEN,
	ICQ_ACCOUNT_FULL,
	ICQ_ACCOUNT_BAD_PASSWORD,
	ICQ_ACCOUNT_BAD_TEXT,
	ICQ_ACCOUNT_BUSY,   /* the disk is behind; nothing was changed */
	ICQ_ACCOUNT_FAILED, /* there is no MD5 here */
	ICQ_ACCOUNT_N
};
const char *icq_account_verdict_text(enum icq_account_verdict v);
/* ICQ_PASSWORD_MIN..ICQ_PASSWORD_MAX bytes without NUL. */
struct icq_account_new {
	uint32_t uin;
	struct view account, password;
};
enum icq_account_verdict icq_account_add(struct icq_accounts *set, const struct icq_account_new *new,
	module_stored_fn *done, void *arg) WARN_UNUSED;
enum icq_account_verdict icq_account_set_password(struct icq_accounts *set, struct icq_account *a,
	struct view password, module_stored_fn *done, void *arg) WARN_UNUSED;
/* UTF-8, cut between characters where it is too long; empty: not told any more. */
enum icq_account_verdict icq_account_set_profile(
	struct icq_accounts *set, struct icq_account *a, const struct view value[ICQ_PROFILE_N]) WARN_UNUSED;
bool icq_account_set_list(struct icq_accounts *set, struct icq_account *a, struct view list) WARN_UNUSED;
/* Nobody is logged in to it, and its mail is gone; its rows go too.  done as for the others.  false: the disk is behind, all stays. */
bool icq_account_del(
	struct icq_accounts *set, struct icq_account *a, module_stored_fn *done, void *arg) WARN_UNUSED;

struct view icq_account_profile(const struct icq_account *a, enum icq_profile p);

#endif
