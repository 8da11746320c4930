#include "tests/unit/store/store_rig.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "tests/unit/dir_rig.h"

enum { TURNS = 1000, WAIT_MS = 20, RIG_READ_MAX = 1 << 23 };

void
store_rig_init(struct store_rig *r)
{
	struct err e;

	memset(r, 0, sizeof(*r));
	cr_assert_eq(rng_init(&e), 0);
	hash_init();
	log_init(LOG_LEVEL_ERROR, false);
	(void)snprintf(r->dir, sizeof(r->dir), "/tmp/unit-store.XXXXXX");
	cr_assert_eq(dir_rig_make(r->dir), 0);
	(void)snprintf(r->path, sizeof(r->path), "%s/test.db", r->dir);
	r->loop = loop_new(LOOP_BACKEND_BEST, clock_system(), &e);
	cr_assert_not_null(r->loop);
}

void
store_rig_close(struct store_rig *r)
{
	store_free(r->store);
	r->store = NULL;
}

void
store_rig_release(struct store_rig *r)
{
	store_rig_close(r);
	loop_free(r->loop);
	dir_rig_remove(r->dir);
}

void
store_rig_open(struct store_rig *r)
{
	struct err e = { .text = "" };

	store_rig_close(r);
	r->store = store_open(r->path, &e);
	cr_assert_not_null(r->store, "%s", e.text);
	cr_assert_eq(store_start(r->store, r->loop, &e), 0);
}

void
store_rig_settle(struct store_rig *r)
{
	struct err e;

	for (int i = 0; i < TURNS && store_pending(r->store) != 0; i++)
		cr_assert_eq(loop_turn(r->loop, WAIT_MS, &e), 0);
	cr_assert_eq(store_pending(r->store), 0);
}

struct rig_job {
	struct store_job job;
	rig_fn *fn;
	const void *arg;
	enum store_result *result;
};

static enum store_result
run(struct store_job *j, struct store_db *db)
{
	struct rig_job *rj = CONTAINER_OF(j, struct rig_job, job);

	return rj->fn(db, rj->arg);
}

static void
done(struct store_job *j, enum store_result result)
{
	struct rig_job *rj = CONTAINER_OF(j, struct rig_job, job);

	*rj->result = result;
	mem_free(rj);
}

enum store_result
store_rig_do(struct store_rig *r, rig_fn *fn, const void *arg)
{
	struct rig_job *rj = mem_zalloc(sizeof(*rj));
	enum store_result result = STORE_FAILED;

	rj->job = (struct store_job){ .run = run, .done = done };
	rj->fn = fn;
	rj->arg = arg;
	rj->result = &result;
	cr_assert(store_submit(r->store, &rj->job));
	store_rig_settle(r);
	return result;
}

struct rig_bytes
rig_read(const char *path)
{
	struct rig_bytes b = { .p = malloc(RIG_READ_MAX) };
	FILE *f = fopen(path, "rb");

	cr_assert_not_null(f);
	cr_assert_not_null(b.p);
	b.n = fread(b.p, 1, RIG_READ_MAX, f);
	(void)fclose(f);
	return b;
}

void
rig_write(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	cr_assert_not_null(f);
	cr_assert_eq(fwrite(p, 1, n, f), n);
	cr_assert_eq(fclose(f), 0);
}

bool
rig_is_same(const char *path, const struct rig_bytes *was)
{
	struct rig_bytes now = rig_read(path);
	bool same = now.n == was->n && memcmp(now.p, was->p, now.n) == 0;

	free(now.p);
	return same;
}

size_t
rig_count_files(const struct store_rig *r)
{
	const struct dirent *e;
	DIR *d = opendir(r->dir);
	size_t n = 0;

	cr_assert_not_null(d);
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	(void)closedir(d);
	return n;
}
