/* The accounts of a world, found by name and by certificate.  Secrets are wiped before their memory goes. */
#include "state/account.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "proto/names.h"

void
account_set_init(struct account_set *set)
{
	hash_table_init(&set->names);
	hash_table_init(&set->fingerprints);
	list_init(&set->all);
}

void
account_set_release(struct account_set *set)
{
	LIST_FOR_EACH_SAFE (it, nx, &set->all)
		account_free(set, account_of_link(it));
	hash_table_release(&set->names);
	hash_table_release(&set->fingerprints);
}

static bool
name_match(const struct hash_node *node, const void *key)
{
	return casemap_eq(
		account_name(CONTAINER_OF(node, struct account, by_name)), *(const struct view *)key);
}

struct account *
account_find(const struct account_set *set, struct view name)
{
	struct hash_node *n = hash_table_find(&set->names, casemap_hash(name), name_match, &name);

	return n != NULL ? CONTAINER_OF(n, struct account, by_name) : NULL;
}

static bool
cert_match(const struct hash_node *node, const void *key)
{
	return memcmp(CONTAINER_OF(node, struct account_cert, by_fingerprint)->fingerprint, key,
		       ACCOUNT_CERT_BYTES) == 0;
}

static uint64_t
cert_hash(const uint8_t fingerprint[ACCOUNT_CERT_BYTES])
{
	return hash_bytes(view_of(fingerprint, ACCOUNT_CERT_BYTES));
}

static struct account_cert *
cert_find(const struct account_set *set, const uint8_t fingerprint[ACCOUNT_CERT_BYTES])
{
	struct hash_node *n =
		hash_table_find(&set->fingerprints, cert_hash(fingerprint), cert_match, fingerprint);

	return n != NULL ? CONTAINER_OF(n, struct account_cert, by_fingerprint) : NULL;
}

struct account *
account_find_cert(const struct account_set *set, const uint8_t fingerprint[ACCOUNT_CERT_BYTES])
{
	const struct account_cert *cert = cert_find(set, fingerprint);

	return cert != NULL ? cert->account : NULL;
}

struct account *
account_new(struct account_set *set, struct view name, uint64_t now_s)
{
	struct account *a = mem_zalloc(sizeof(*a));

	assert(name_is_account(name) && account_find(set, name) == NULL);
	list_init(&a->certs);
	a->name_len = (uint8_t)view_copy(name, a->name, sizeof(a->name));
	a->created_s = now_s;
	a->flags = ACCOUNT_PROTECT;
	hash_table_add(&set->names, &a->by_name, casemap_hash(name));
	list_add_tail(&set->all, &a->in_set);
	return a;
}

static void
cert_free(struct account_set *set, struct account_cert *cert)
{
	hash_table_del(&set->fingerprints, &cert->by_fingerprint);
	list_del(&cert->of_account);
	cert->account->n_certs--;
	mem_free(cert);
}

void
account_free(struct account_set *set, struct account *a)
{
	LIST_FOR_EACH_SAFE (it, nx, &a->certs)
		cert_free(set, account_cert_of_link(it));
	account_set_password(a, NULL, NULL);
	mem_free(a->email);
	mem_free(a->suspended);
	hash_table_del(&set->names, &a->by_name);
	list_del(&a->in_set);
	mem_free(a);
}

void
account_set_password(struct account *a, const char *hash, const struct scram_key *key)
{
	if (a->password != NULL)
		sodium_memzero(a->password, strlen(a->password));
	mem_free(a->password);
	a->password = hash != NULL ? view_dup(view_z(hash)) : NULL;
	sodium_memzero(&a->scram, sizeof(a->scram));
	if (key != NULL)
		a->scram = *key;
}

static void
set_text(char **text, struct view v)
{
	mem_free(*text);
	*text = v.n != 0 ? view_dup(v) : NULL;
}

void
account_set_email(struct account *a, struct view email)
{
	set_text(&a->email, email);
}

void
account_set_suspended(struct account *a, struct view why)
{
	set_text(&a->suspended, why);
}

enum cert_verdict
account_cert_add(struct account_set *set, struct account *a, const uint8_t fingerprint[ACCOUNT_CERT_BYTES])
{
	struct account_cert *cert;

	if (cert_find(set, fingerprint) != NULL)
		return CERT_TAKEN;
	if (a->n_certs == ACCOUNT_CERTS_MAX)
		return CERT_TOO_MANY;
	cert = mem_zalloc(sizeof(*cert));
	cert->account = a;
	memcpy(cert->fingerprint, fingerprint, sizeof(cert->fingerprint));
	hash_table_add(&set->fingerprints, &cert->by_fingerprint, cert_hash(fingerprint));
	list_add_tail(&a->certs, &cert->of_account);
	a->n_certs++;
	return CERT_OK;
}

bool
account_cert_del(
	struct account_set *set, const struct account *a, const uint8_t fingerprint[ACCOUNT_CERT_BYTES])
{
	struct account_cert *cert = cert_find(set, fingerprint);

	if (cert == NULL || cert->account != a)
		return false;
	cert_free(set, cert);
	return true;
}
