#include "auth/password.h"

#include <sodium.h>
#include <string.h>

#include "core/mem.h"
#include "core/worker.h"

struct password_job {
	struct job job;
	const struct worker_pool *pool;
	struct world *world;
	struct handle client;
	password_done_fn *done;
	void *arg;
	bool too_long, right;
	size_t len;
	char hash[PASSWORD_HASH_MAX];
	char password[PASSWORD_LEN_MAX];
};

static struct password_job *
password_job(struct job *j)
{
	return CONTAINER_OF(j, struct password_job, job);
}

/* On a worker. */
static void
run(struct job *j)
{
	struct password_job *p = password_job(j);

	p->right = crypto_pwhash_str_verify(p->hash, p->password, p->len) == 0 && !p->too_long;
	sodium_memzero(p->password, sizeof(p->password));
}

static void
done(struct job *j)
{
	struct password_job *p = password_job(j);
	/* When the pool ends, jobs come back without having run: nobody may be told that the password was wrong. */
	struct client *c = worker_is_stopping(p->pool) ? NULL : client_get(p->world, p->client);

	p->done(c, p->right, p->arg);
	sodium_memzero(p->password, sizeof(p->password));
	mem_free(p);
}

bool
password_check(struct worker_pool *pool, struct client *c, const struct password_ask *ask)
{
	struct password_job *p = mem_zalloc(sizeof(*p));

	p->job.run = run;
	p->job.done = done;
	p->pool = pool;
	p->world = c->world;
	p->client = c->handle;
	p->done = ask->done;
	p->arg = ask->arg;
	(void)view_copy(view_z(ask->hash), p->hash, sizeof(p->hash));
	/* Too long takes the same path, so that nothing can be measured; run() finds it wrong. */
	p->too_long = ask->password.n > sizeof(p->password);
	p->len = p->too_long ? 0 : ask->password.n;
	if (p->len != 0)
		memcpy(p->password, ask->password.p, p->len);
	if (worker_submit(pool, &p->job))
		return true;
	sodium_memzero(p->password, sizeof(p->password));
	mem_free(p);
	return false;
}
