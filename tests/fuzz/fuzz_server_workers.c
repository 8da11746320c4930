/*
 * Stands in for core/worker.c and for argon2id: jobs wait until the script says that one is done, so that everything else may happen
 * meanwhile, and the only right password is "secret".
 */
#include "tests/fuzz/fuzz_server_workers.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "proto/password_hash.h"

#define JOBS_WAITING 4

bool
worker_submit(struct worker_pool *p, struct job *j)
{
	struct job **end = &p->first;
	size_t n = 0;

	for (; *end != NULL; end = &(*end)->next)
		n++;
	if (n == JOBS_WAITING)
		return false;
	j->next = NULL;
	*end = j;
	return true;
}

bool
worker_is_stopping(const struct worker_pool *p)
{
	return p->stopping;
}

bool
workers_finish_one(struct worker_pool *p)
{
	struct job *j = p->first;

	if (j == NULL)
		return false;
	p->first = j->next;
	if (!p->stopping)
		j->run(j);
	j->done(j);
	return true;
}

/* The same for the one in proto/. */
int
password_hash(struct view password, char dst[PASSWORD_HASH_MAX])
{
	(void)password;
	(void)view_copy(VIEW("$argon2id$"), dst, PASSWORD_HASH_MAX);
	return 0;
}

int
crypto_pwhash_str_verify(
	const char *str, const char *const passwd, unsigned long long passwdlen) /* as sodium.h declares it */
{
	(void)str;
	return passwdlen == 6 && memcmp(passwd, "secret", 6) == 0 ? 0 : -1;
}

int
crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *const passwd, unsigned long long passwdlen,
	unsigned long long opslimit, size_t memlimit) /* as sodium.h declares it */
{
	(void)passwd;
	(void)passwdlen;
	(void)opslimit;
	(void)memlimit;
	memset(out, 0, crypto_pwhash_STRBYTES);
	memcpy(out, "$argon2id$", 10);
	return 0;
}

/* The store's thread: here nothing is kept, so none is ever made. */
struct worker_pool *
worker_pool_new(struct loop *loop, size_t threads, size_t max_queued, struct err *e)
{
	(void)loop;
	(void)threads;
	(void)max_queued;
	(void)err_set(e, ENOSYS, "no threads");
	return NULL;
}

void
worker_pool_free(struct worker_pool *p)
{
	(void)p;
}
